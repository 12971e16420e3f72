"""``sameside audit`` and ``sameside hold``: sentences, tables and an exit status, without a browser."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from library_calls import a_call, a_report

from library.audit.acts import GROUPS
from library.retention.notices import NOTICE
from library.store import Library
from ui.cli.governance import audit
from ui.cli.main import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def url(tmp_path: Path) -> str:
    library = Library(str(tmp_path / "library.db"))
    library.keep_call(a_call("3f9a" * 16), name="late parcel.wav")
    library.keep_report(a_report("3f9a" * 16))
    library.close()
    return str(tmp_path / "library.db")


@pytest.fixture
def run(url: str, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*words: str) -> tuple[int, str, str]:
        status = main([*words, "--library", url])
        told = capsys.readouterr()
        return status, told.out, told.err

    return run


def tamper(url: str, *statements: str) -> None:
    with sqlite3.connect(url) as connection:
        for name in ("audit_event_is_kept", "audit_event_stays", "audit_head_grows"):
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)


def test_the_groups_are_those_of_the_acts() -> None:
    assert audit.GROUPS == GROUPS


def test_what_was_done_is_listed_in_sentences(run: Run) -> None:
    status, out, _ = run("audit", "list")
    assert status == 0
    assert [line.split("  ", 2)[-1].split("  ")[-1] for line in out.splitlines()] == [
        "SameSide kept a report of “late parcel.wav”.",
        "SameSide kept what was heard in “late parcel.wav”.",
    ]
    assert len(run("audit", "list", "--limit", "1")[1].splitlines()) == 1
    assert run("audit", "list", "--group", "deleting")[1] == ""
    assert len(run("audit", "list", "--call", "late parcel.wav", "--since", "2020-01-01")[1].splitlines()) == 2
    assert run("audit", "list", "--until", "2020-01-01")[1] == ""
    first = json.loads(run("audit", "list", "--json")[1].splitlines()[-1])
    assert (first["number"], first["act"], first["call"]) == (1, "kept", "3f9a" * 16)
    run("hold", "set", "late parcel.wav", "--reason", "A lawsuit.")
    assert "under a legal hold: A lawsuit." in run("audit", "list", "--group", "deleting")[1]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("list", "--since", "yesterday"), "“yesterday” is no day: write it as 2026-11-28."),
        (("list", "--call", "nobody's"), "There is no call “nobody's”"),
        (("verify", "--head", "12"), "“12” is no head"),
    ],
)
def test_a_slip_is_one_sentence(run: Run, words: tuple[str, ...], sentence: str) -> None:
    status, _, err = run("audit", *words)
    assert status == 1
    assert sentence in err
    assert len(err.splitlines()) == 1


def test_a_whole_audit_is_said_to_be_whole_and_its_head_is_printed(run: Run) -> None:
    status, out, _ = run("audit", "verify")
    assert status == 0
    assert "whole: 2 events" in out
    head = out.split()[-1]
    assert run("audit", "verify", "--head", head)[0] == 0
    assert run("audit", "verify", "--head", head.replace("2:", "3:"))[0] == 1


def test_a_broken_audit_has_an_exit_status_and_its_first_broken_place(run: Run, url: str) -> None:
    run("hold", "set", "late parcel.wav", "--reason", "A lawsuit.")
    head = run("audit", "verify")[1].split()[-1]
    tamper(url, "UPDATE audit_event SET who = 'Ben' WHERE n IN (2, 3)")
    status, out, err = run("audit", "verify")
    assert (status, out) == (1, "")
    assert "event 2 was changed" in err
    assert "Whole up to event 1." in err
    tamper_end = [
        "DELETE FROM audit_event WHERE n > 1",
        "UPDATE audit_head SET n = 1, hash = (SELECT hash FROM audit_event)",
    ]
    with sqlite3.connect(url) as connection:
        for statement in tamper_end:
            connection.execute(statement)
    assert run("audit", "verify")[0] == 0
    status, _, err = run("audit", "verify", "--head", head)
    assert status == 1
    assert "--head noted event 3: the end is cut off" in err


def test_an_empty_library_has_a_whole_audit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "verify", "--library", str(tmp_path / "new.db")]) == 0
    assert "nothing has happened" in capsys.readouterr().out


def test_the_audit_is_exported_whole_as_csv_and_that_is_told(run: Run, tmp_path: Path) -> None:
    status, out, _ = run("audit", "export")
    rows = list(csv.DictReader(out.splitlines()))
    assert status == 0
    assert [row["act"] for row in rows] == ["kept", "judged"]
    assert rows[1]["hash_before"] == rows[0]["hash"]
    assert run("audit", "export", "--out", str(tmp_path / "a.csv"))[0] == 0
    assert [row["act"] for row in csv.DictReader((tmp_path / "a.csv").open())][-1] == "exported_audit"
    assert run("audit", "export", "--out", str(tmp_path / "no" / "a.csv"))[2].startswith("sameside: ")


def test_a_held_call_is_not_deleted_until_its_hold_is_lifted(run: Run, url: str) -> None:
    assert run("hold", "list")[1] == "No call is under a legal hold.\n"
    assert run("hold", "set", "late parcel.wav", "--reason", "Lawsuit 12/2026")[1] == "1 call is held from now on.\n"
    assert run("hold", "set", "late parcel.wav", "--reason", "Another")[1] == "0 calls are held from now on.\n"
    assert "late parcel.wav" in run("hold", "list")[1]
    assert "Lawsuit 12/2026" in run("hold", "list")[1]
    library = Library(url)
    assert library.deletions.later(["3f9a" * 16]).held == 1
    library.close()
    assert run("hold", "lift", "late parcel.wav", "--reason", " ")[0] == 1
    assert run("hold", "lift", "late parcel.wav", "--reason", "Settled")[1] == "1 call is no longer held.\n"
    library = Library(url)
    library.delete("3f9a" * 16)
    library.close()


def test_terms_are_set_shown_and_taken_away(run: Run, url: str) -> None:
    assert run("retention", "show")[1] == "All calls are kept until somebody deletes them.\n"
    out = run("retention", "set", "--house", "365", "--team", "North", "180", "--queue", "Disputes", "30")[1]
    assert out.splitlines() == [
        "Calls on the queue “Disputes” are kept 30 days.",
        "Calls of the team “North” are kept 180 days.",
        "All other calls are kept 365 days.",
    ]
    library = Library(url)
    library.set_date("3f9a" * 16, datetime.now(UTC) - timedelta(days=400))
    library.close()
    out = run("retention", "set", "--team", "North", "none")[1]
    goes = (datetime.now(UTC) + NOTICE).astimezone()
    assert out.splitlines()[-1] == f"1 call goes on {goes:%A, %-d %B %Y}."
    assert "North" not in out
    run("hold", "set", "late parcel.wav", "--reason", "A lawsuit.")
    assert run("retention", "show")[1].splitlines()[-1] == "1 call stays whatever their term: under a legal hold."
    assert run("retention", "gone")[1] == "No call has gone because its term was over.\n"
    for days in ("0", "-3", "soon", "3.5", "99999"):
        status, _, err = run("retention", "set", f"--house={days}")
        assert status == 1
        assert len(err.splitlines()) == 1
