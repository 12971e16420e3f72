"""The command line of a team: sign-in set up and shown, people looked after, and what is refused in one sentence."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from library_calls import a_call

from library.people.persons import Entry
from library.store import Library
from ui.cli.main import main

SECRET = "between us and the provider"
SET = [
    "sign-in",
    "set",
    "--address",
    "https://coach.example/",
    "--issuer",
    "https://login.example",
    "--client-id",
    "sameside",
]


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    for name in (
        "SAMESIDE_SIGN_IN",
        "SAMESIDE_CLIENT_SECRET",
        "SAMESIDE_COOKIE_SECRET",
        "SAMESIDE_HOSTS",
        "SAMESIDE_FILES",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SAMESIDE_LIBRARY", str(tmp_path / "library.db"))
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    return str(tmp_path / "library.db")


def entries(url: str) -> list[Entry]:
    library = Library(url)
    try:
        return [person.entry for person in library.persons.all()]
    finally:
        library.close()


def said(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> str:
    """What a command prints; of one that is refused, its one sentence."""
    assert main(words) == status
    out = capsys.readouterr()
    assert SECRET not in out.out + out.err
    return out.err if status else out.out


def test_sign_in_is_set_up_with_its_first_admin(
    url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "--admin is needed" in said(capsys, *SET, status=1)
    assert "client secret is needed" in said(capsys, *SET, "--admin", "Ada@house.example", status=1)
    assert entries(url) == [] and not Path(url).with_name("sign-in.toml").exists()
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{SECRET}\n"))
    told = said(capsys, *SET, "--client-secret-file", "-", "--admin", "Ada@house.example", "--admin-name", "Ada Ek")
    assert "to send people back to: https://coach.example/oauth2callback" in told
    assert entries(url) == [Entry("ada@house.example", "Ada Ek", ("admin",))]
    kept = Path(url).with_name("sign-in.toml")
    assert kept.stat().st_mode & 0o777 == 0o600 and SECRET in kept.read_text()
    before = kept.read_text()
    said(capsys, "sign-in", "set", "--hours", "4", "--proxy", "10.0.0.5", "--trust-emails")
    assert [line for line in before.splitlines() if line not in kept.read_text().splitlines()] == []
    shown = said(capsys, "sign-in", "show")
    assert "4 hours" in shown and "10.0.0.5" in shown and "as the provider gives them" in shown
    said(capsys, "sign-in", "forget")
    assert not kept.exists()
    assert "is not set up" in said(capsys, "sign-in", "check", status=1)


def test_a_setting_that_cannot_be_changes_nothing(url: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(SECRET)
    secret = ("--client-secret-file", str(tmp_path / "secret"))
    assert "has to be https" in said(
        capsys, *SET[:3], "http://coach.example", *SET[4:], *secret, "--admin", "a@b.example", status=1
    )
    assert "is no e-mail address" in said(capsys, *SET, *secret, "--admin", "ada", status=1)
    assert entries(url) == [] and not (tmp_path / "sign-in.toml").exists()


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_the_dashboard_does_not_listen_beyond_this_machine_without(
    url: str, capsys: pytest.CaptureFixture[str], host: str
) -> None:
    refused = said(capsys, "dashboard", "--host", host, "--port", "0", status=1)
    assert refused.startswith(f"sameside: Others could reach this dashboard by “{host}”") and refused.count("\n") == 1


def test_a_proxys_name_needs_sign_in_too(
    url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAMESIDE_HOSTS", "localhost:9000, coach.example")
    assert "by “coach.example”" in said(capsys, "dashboard", "--port", "0", status=1)


def test_an_address_of_another_machine_is_said(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "is no address of this machine" in said(capsys, "dashboard", "--host", "192.0.2.7", "--port", "0", status=1)


def test_people_are_looked_after(url: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert "Nobody is here yet" in said(capsys, "people", "list")
    said(capsys, "people", "add", "ada@house.example", "--name", "Ada Ek", "--role", "admin")
    said(
        capsys,
        "people",
        "add",
        "ama@house.example",
        "--name",
        "Ama",
        "--role",
        "agent",
        "--team",
        "Repairs",
        "--also",
        "4711",
    )
    said(capsys, "people", "change", "ama@house.example", "--role", "agent", "--role", "coach", "--for", "Billing")
    ama = Entry("ama@house.example", "Ama", ("agent", "coach"), "Repairs", ("Billing",), ("4711",))
    assert entries(url) == [Entry("ada@house.example", "Ada Ek", ("admin",)), ama]
    assert "nothing to change" in said(capsys, "people", "change", "ama@house.example", status=1)
    listed = said(capsys, "people", "list").splitlines()
    assert listed[2].split("  ")[0] == "ama@house.example" and "agent, coach" in listed[2]
    said(capsys, "people", "export", "--out", str(tmp_path / "people.csv"))
    said(capsys, "people", "change", "ama@house.example", "--role", "reviewer")
    assert entries(url)[1] == Entry("ama@house.example", "Ama", ("reviewer",), None, ("Billing",))
    assert "2 changed" in said(capsys, "people", "import", str(tmp_path / "people.csv"))
    assert entries(url)[1] == ama
    assert "is the last admin" in said(capsys, "people", "remove", "ada@house.example", status=1)
    said(capsys, "people", "remove", "ama@house.example")
    assert "left " in said(capsys, "people", "list", "--left")
    refused = said(capsys, "people", "add", "ama@house.example", "--role", "agent", status=1)
    assert refused.strip().endswith("(--back, or --new).")
    said(capsys, "people", "add", "ama@house.example", "--role", "agent", "--back")
    assert entries(url)[1].name == "Ama"


def test_a_table_with_wrong_lines_changes_nothing(url: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    table = tmp_path / "people.csv"
    table.write_text("email;name;roles\nada@house.example;Ada;admin\nx;X;agent\ny@house.example;Y;boss\n")
    refused = said(capsys, "people", "import", str(table), status=1).splitlines()
    assert [line[:7] for line in refused[:2]] == ["Line 3:", "Line 4:"]
    assert refused[-1] == "sameside: Nothing was changed." and entries(url) == []
    table.write_bytes("email;roles\nzoë@house.example;agent".encode("latin-1"))
    assert "is no UTF-8" in said(capsys, "people", "import", str(table), status=1)
    assert "cannot be used" in said(capsys, "people", "import", str(tmp_path / "none.csv"), status=1)


def test_a_command_acts_as_somebody_with_their_rights(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    library = Library(url)
    library.keep_call(a_call(), agent="Ama")
    library.keep_call(a_call("c2", "other.wav"), agent="Bo")
    for entry in (
        Entry("ada@house.example", "Ada Ek", ("admin",)),
        Entry("ama@house.example", "Ama", ("agent",)),
        Entry("cleo@house.example", "Cleo", ("reviewer",)),
    ):
        library.persons.add(entry)
    library.close()
    mine = ("notes", "add", "late parcel.wav", "--at", "1", "--text", "Mine.", "--as", "ama@house.example")
    said(capsys, *mine)
    assert "Ama" in said(capsys, "notes", "list", "late parcel.wav", "--as", "ama@house.example")
    assert "other.wav" in said(capsys, "notes", "list", "other.wav", "--as", "ama@house.example", status=1)
    said(capsys, "notes", "list", "other.wav")  # whoever can open the database
    assert "You may not say who may sign in" in said(capsys, "people", "list", "--as", "ama@house.example", status=1)
    assert "cleo@house.example" in said(capsys, "people", "list", "--as", "ADA@house.example")
    assert "Nobody here has the e-mail" in said(capsys, "people", "list", "--as", "eve@house.example", status=1)
    said(capsys, "people", "remove", "cleo@house.example", "--as", "ada@house.example")
    assert "has left: nobody acts as them" in said(capsys, "names", "--as", "cleo@house.example", status=1)
    assert "You may not change what the house has settled" in said(
        capsys, "names", "{date}_{agent}", "--keep", "--as", "ama@house.example", status=1
    )
