"""``SAMESIDE_LIBRARY`` names the library of every command; ``--library`` goes before it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from library.store import Library
from ui.cli.main import main

WORDS = "WEBVTT\n\n00:00.500 --> 00:04.000\n<v Agent>You need to calm down. There is nothing I can do.\n"


@pytest.fixture
def words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A transcript; the environment names a library, and the user's data folder is another."""
    monkeypatch.setenv("SAMESIDE_LIBRARY", str(tmp_path / "named" / "library.db"))
    for variable in ("XDG_DATA_HOME", "HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / "home"))
    (tmp_path / "words.vtt").write_text(WORDS, encoding="utf-8")
    return tmp_path / "words.vtt"


def total(path: Path) -> int:
    library = Library(str(path))
    try:
        return library.calls().total
    finally:
        library.close()


def test_review_and_notes_take_the_library_that_the_environment_names(
    words: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["review", "--transcript", str(words)]) == 0
    assert main(["notes", "add", "words.vtt", "--at", "1", "--text", "Hm."]) == 0
    capsys.readouterr()
    assert main(["notes", "list", "words.vtt", "--json"]) == 0
    assert [note["text"] for note in json.loads(capsys.readouterr().out)] == ["Hm."]
    assert main(["notes", "export", "words.vtt"]) == 0
    assert total(tmp_path / "named" / "library.db") == 1
    assert not (tmp_path / "home").exists()  # nothing went into the user's own


def test_a_library_that_is_told_goes_before_it(words: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    assert main(["review", "--transcript", str(words), "--library", str(other)]) == 0
    assert total(other) == 1 and not (tmp_path / "named").exists()
    assert main(["notes", "list", "words.vtt", "--library", str(other)]) == 0


def test_the_dashboard_takes_it_too(words: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.dashboard.server._free", lambda *_: None)
    monkeypatch.setattr("ui.dashboard.server.preload", lambda: None)
    monkeypatch.setattr(
        "ui.dashboard.server.Dashboard", lambda *_: type("App", (), {"run": lambda self, config: None, "workers": ()})()
    )
    assert main(["dashboard"]) == 0
    assert (tmp_path / "named" / "library.db").exists() and not (tmp_path / "home").exists()


def test_a_library_named_wrongly_is_said(
    words: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SAMESIDE_LIBRARY", "nonsense://x")
    assert main(["notes", "list", "words.vtt"]) == 1
    assert capsys.readouterr().err.startswith("sameside: “nonsense://x” is no library that SameSide can open")
