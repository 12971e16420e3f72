"""The settings of a team's sign-in: read, written for one pair of eyes, and refused in a sentence where they cannot be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from audio.errors import InputError
from ui.dashboard.sign_in.settings import listening_is_refused, streamlit_secrets
from ui.sign_in.settings import (
    VARIABLE,
    SignInSettings,
    is_local,
    new_secret,
    read_settings,
    settings_path,
    write_settings,
)

VALUES = {
    "address": "https://coach.example/sameside", "issuer": "https://login.example", "client_id": "sameside", "client_secret": "between “us”\\\n",
    "cookie_secret": new_secret(), "hours": 4, "trust_emails": True, "contact": "Zoë \U0001f4de 12", "proxies": ["10.0.0.0/24", "::1"],
}  # fmt: skip


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (VARIABLE, "SAMESIDE_CLIENT_SECRET", "SAMESIDE_COOKIE_SECRET"):
        monkeypatch.delenv(name, raising=False)
    return settings_path(tmp_path)


def test_what_is_written_is_read(path: Path) -> None:
    assert read_settings(path) is None
    write_settings(path, VALUES)
    settings = read_settings(path)
    assert settings == SignInSettings(
        **{**VALUES, "client_secret": VALUES["client_secret"], "proxies": ("10.0.0.0/24", "::1")}
    )  # type: ignore[arg-type]
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["sign-in.toml"]


@pytest.mark.parametrize(
    ("address", "origin", "host", "base", "callback"),
    [
        ("https://coach.example", "https://coach.example", "coach.example", "", "https://coach.example/oauth2callback"),
        ("https://Coach.example:443/a/b/", "https://coach.example", "coach.example", "a/b", "https://coach.example/a/b/oauth2callback"),
        ("http://localhost:8501", "http://localhost:8501", "localhost:8501", "", "http://localhost:8501/oauth2callback"),
        ("http://[::1]:8501/x", "http://[::1]:8501", "[::1]:8501", "x", "http://[::1]:8501/x/oauth2callback"),
    ],
)  # fmt: skip
def test_an_address_says_name_path_and_where_people_are_sent_back_to(
    address: str, origin: str, host: str, base: str, callback: str
) -> None:
    settings = SignInSettings(address, "https://login.example", "a", "b", new_secret())
    assert (settings.origin, settings.host, settings.path, settings.callback) == (origin, host, base, callback)
    assert streamlit_secrets(settings)["auth"]["redirect_uri"] == callback


def test_secrets_may_be_elsewhere(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {name: value for name, value in VALUES.items() if not name.endswith("_secret")}
    write_settings(path, {**kept, "client_secret_file": "secret", "cookie_secret": VALUES["cookie_secret"]})
    with pytest.raises(InputError, match="client secret should be in secret, which cannot be read"):
        read_settings(path)
    (path.parent / "secret").write_text("of the file\n")
    settings = read_settings(path)
    assert settings is not None and settings.client_secret == "of the file"
    monkeypatch.setenv("SAMESIDE_CLIENT_SECRET", "of the environment")
    settings = read_settings(path)
    assert settings is not None and settings.client_secret == "of the environment"


def test_a_file_that_is_named_has_to_be_there(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(path))
    assert settings_path(Path("elsewhere")) == path
    with pytest.raises(InputError, match="there is no such file"):
        read_settings(path)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"address": "coach.example"}, "address “coach.example” is no whole address"),
        ({"address": "http://coach.example"}, "it has to be https"),
        ({"address": "https://a b"}, "is no whole address"),
        ({"address": "https://coach.example:port"}, "is no whole address"),
        ({"address": "https://coach.example/?x"}, "is no whole address"),
        ({"issuer": "http://login.example"}, "it has to be https"),
        ({"issuer": "https://me@login.example"}, "is no whole address"),
        ({"client_id": ""}, "are both needed"),
        ({"client_secret": ""}, "are both needed"),
        ({"cookie_secret": "short"}, "at least 32 characters"),
        ({"hours": 0}, "up to 720 hours, and not for 0"),
        ({"hours": 1000}, "and not for 1000"),
        ({"hours": True}, "gives “hours” a value of a wrong kind"),
        ({"hours": "8"}, "gives “hours” a value of a wrong kind"),
        ({"proxies": ["proxy.example"]}, "“proxy.example” is no proxy"),
        ({"proxies": "10.0.0.1"}, "gives “proxies” a value of a wrong kind"),
        ({"secret": "x"}, "says “secret”, which is none of its settings"),
    ],
)
def test_what_cannot_be_is_said(path: Path, given: dict[str, Any], why: str) -> None:
    write_settings(path, {**VALUES, **given})
    with pytest.raises(InputError, match=why) as told:
        read_settings(path)
    assert str(VALUES["client_secret"]) not in str(told.value)


def test_a_file_that_is_none_is_said(path: Path) -> None:
    for content in (b"address = ", b"\xff\xfe"):
        path.write_bytes(content)
        with pytest.raises(InputError, match="is no TOML"):
            read_settings(path)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.0.0.53", "::1", "[::1]", "LOCALHOST"])
def test_this_machine_is_listened_to_without(host: str) -> None:
    assert is_local(host) and listening_is_refused(host, "localhost:9000, 127.0.0.1:80", None) is None


@pytest.mark.parametrize(
    ("host", "further"), [("0.0.0.0", ""), ("::", ""), ("192.168.1.5", ""), ("localhost", "localhost:1, coach.example:8443"), ("localhost.evil.example", "")]
)  # fmt: skip
def test_beyond_it_people_have_to_sign_in(host: str, further: str) -> None:
    settings = SignInSettings("https://coach.example", "https://login.example", "a", "b", new_secret())
    why = listening_is_refused(host, further, None)
    assert why is not None and "set up sign-in first" in why and why.count(". ") == 0
    assert listening_is_refused(host, further, settings) is None
