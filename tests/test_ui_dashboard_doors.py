"""The names by which the dashboard may be called."""

from __future__ import annotations

import pytest

from audio.errors import InputError
from ui.dashboard.doors import HOSTS, own_hosts

OURS = {"localhost:8501", "127.0.0.1:8501", "[::1]:8501"}


def test_this_machines_names_with_our_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(HOSTS, raising=False)
    assert own_hosts(8501) == OURS
    assert own_hosts(80) >= {"localhost", "localhost:80"}


def test_others_that_the_environment_adds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOSTS, " Coach.Example ,localhost:9000,, [fe80::1]:8501")
    assert own_hosts(8501) - OURS == {"coach.example", "localhost:9000", "[fe80::1]:8501"}


@pytest.mark.parametrize(
    "host", ["*", "http://coach.example", "a b", "coach.example/x", "a@b", "x:port", "a;b", "\x1b[31m"]
)
def test_what_is_no_host_is_said(host: str) -> None:
    with pytest.raises(InputError, match="which is no host"):
        own_hosts(8501, host)
