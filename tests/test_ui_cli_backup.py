"""``sameside backup`` and ``sameside restore``: what they print, how they end, and what of a slip they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from library_calls import a_call, a_recording, a_report

from library.store import Library
from ui.cli.main import main


@pytest.fixture
def library(tmp_path: Path) -> str:
    url = str(tmp_path / "library.db")
    opened = Library(url)
    for k in range(2):
        recording = opened.keep_recording(a_recording(tmp_path / f"{k}.wav", 0.1, 200.0 + 50 * k))
        opened.keep_call(a_call(f"c{k}"), recording, name=f"c{k}.wav")
        opened.keep_report(a_report(f"c{k}"))
    opened.close()
    return url


def test_there_and_back_with_what_was_deleted_since(
    library: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    backup, new, table = str(tmp_path / "backup"), str(tmp_path / "new" / "library.db"), str(tmp_path / "audit.csv")
    assert main(["backup", backup, "--library", library]) == 0
    assert re.search(r"backup holds 2 calls and 2 recordings \(0\.0 MB\), as of 20", capsys.readouterr().out)
    assert main(["restore", backup, "--check"]) == 0
    assert "The backup is whole: 2 calls and 2 recordings" in capsys.readouterr().out
    opened = Library(library)
    opened.delete("c0")
    opened.close()
    assert main(["audit", "export", "--out", table, "--library", library]) == 0
    assert main(["restore", backup, "--library", new, "--deleted", table]) == 0
    said = capsys.readouterr().out
    assert "The audit is whole." in said and "Deleted again: 1 call, and 0 originals." in said
    assert "deleted one by one since then are back and stay" in said
    restored = Library(new)
    assert [call.id for call in restored.calls().calls] == ["c1"]
    assert [event.who != "" for event in restored.audit.walk() if event.act == "restored"] == [True]
    restored.close()
    assert main(["restore", backup, "--library", new]) == 1
    assert "There is a library at" in capsys.readouterr().err


def test_without_recordings_it_says_where_these_lie(
    library: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    backup, new = str(tmp_path / "backup"), str(tmp_path / "new" / "library.db")
    assert main(["backup", backup, "--no-recordings", "--library", library]) == 0
    assert "Without their sound" in capsys.readouterr().out
    assert main(["restore", backup, "--library", new]) == 0
    told = capsys.readouterr()
    assert "What was deleted since then is back" in told.out and "deleted one by one since then" in told.out
    assert "2 recordings not where the library says" in told.err


def test_the_table_of_what_was_deleted_is_looked_at_first_and_can_be_given_later(
    library: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    backup, new, table = str(tmp_path / "backup"), tmp_path / "new" / "library.db", tmp_path / "audit.csv"
    assert main(["backup", backup, "--library", library]) == 0
    restoring = ["restore", backup, "--library", str(new)]
    for content, told in (
        ("time,act,call\n2099-11-29 10:14,deleted,c0\n", "without a time zone"),
        ("time,act,call\nyesterday,deleted,c0\n", "could not be read"),
        (None, "could not be read"),
    ):
        table.unlink(missing_ok=True) if content is None else table.write_text(content)
        assert main([*restoring, "--deleted", str(table)]) == 1
        told_of = capsys.readouterr().err
        assert told in told_of and told_of.count("\n") == 1 and not new.parent.exists()
    assert main(restoring) == 0
    table.write_text("time,act,call\n2099-11-29T10:14:00+00:00,deleted,c0\n")
    assert main([*restoring, "--deleted", str(table)]) == 0
    said = capsys.readouterr().out
    assert "Tokens are revoked" in said
    assert "was restored out of that backup before" in said and "Deleted again: 1 call" in said
    assert main(["restore", backup, "--library", library, "--deleted", str(table)]) == 1  # another one
    assert "There is a library at" in capsys.readouterr().err
