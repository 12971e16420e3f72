"""Deeds on notes as a browser sends them, and what it is answered; a deed that makes no sense is a sentence, no error."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from library.store import Library
from tests.library_calls import a_call, a_moment, a_report
from ui.dashboard.components.timeline.notes import notes_shown, perform

REPORT = a_report("c1", a_moment(), a_moment("partnered", "own_it", start=2.0, end=3.0))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library(str(tmp_path / "library.db"))
    opened.keep_call(a_call())
    opened.keep_report(REPORT)
    yield opened
    opened.close()


def save(**more: Any) -> dict[str, Any]:
    new = {"id": str(uuid.uuid4()), "version": None, "about": None, "verdict": None, "audience": "me", "label": ""}
    return {"do": "save", "turn": 1, **new, "start": 2.0, "end": 3.0, "text": "Listen.", "draft": True, **more}


def done(library: Library, deed: dict[str, Any], author: str = "Ama") -> dict[str, Any]:
    return perform(library.notes, REPORT, author, deed)


def seen(library: Library, viewer: str = "Ama") -> list[dict[str, Any]]:
    return notes_shown(library.notes, library.notes.of("c1", viewer), REPORT, viewer)


def test_a_note_is_kept_and_shown(library: Library) -> None:
    deed = save()
    assert done(library, deed) == {"turn": 1, "id": deed["id"], "version": 1}
    (note,) = seen(library)
    assert (note["text"], note["start"], note["end"], note["mine"]) == ("Listen.", 2.0, 3.0, True)


def test_the_same_deed_sent_twice_is_done_once(library: Library) -> None:
    deed = save()
    assert done(library, deed) == done(library, deed)
    assert len(seen(library)) == 1
    reply = {"do": "reply", "id": deed["id"], "token": str(uuid.uuid4()), "text": "Yes.", "turn": 2}
    assert done(library, reply) == done(library, reply)
    assert [said["text"] for said in seen(library)[0]["replies"]] == ["Yes."]


def test_a_verdict_is_on_the_moment_with_that_number_in_time(library: Library) -> None:
    done(library, save(about=0, verdict="agree"))
    assert seen(library)[0]["kind"] == "partnered", "the partnering at 2 s comes before the push at 8 s"


def test_a_note_outlives_its_moment_and_says_so(library: Library) -> None:
    done(library, save(about=1, verdict="disagree", start=8.0, end=10.8))
    assert [note["stale"] for note in seen(library)] == [False]
    later = a_report("c1", a_moment("partnered", "own_it", start=2.0, end=3.0))
    assert [note["stale"] for note in notes_shown(library.notes, library.notes.of("c1", "Ama"), later, "Ama")] == [True]


def test_an_edit_made_from_an_old_version_is_told_and_overwrites_nothing(library: Library) -> None:
    first = save()
    done(library, first)
    done(library, {**first, "version": 1, "text": "From the first tab.", "draft": False})
    answer = done(library, {**first, "version": 1, "text": "From the second tab."})
    assert (answer["version"], answer["text"]) == (2, "From the first tab.")
    assert "nothing was overwritten" in answer["trouble"]
    assert seen(library)[0]["text"] == "From the first tab."


def test_a_deletion_is_undone(library: Library) -> None:
    deed = save()
    done(library, deed)
    done(library, {"do": "delete", "id": deed["id"], "turn": 2})
    assert seen(library) == []
    done(library, {"do": "undo", "id": deed["id"], "turn": 3})
    assert len(seen(library)) == 1


def test_private_notes_are_ones_own_and_shared_ones_are_everybodys_to_read(library: Library) -> None:
    done(library, save(text="Mine alone."))
    done(library, save(text="For both.", audience="everybody"))
    (note,) = seen(library, "Ben")
    assert (note["text"], note["mine"]) == ("For both.", False)
    assert "only its author" in done(library, {"do": "delete", "id": note["id"], "turn": 9}, "Ben")["trouble"]


def test_what_was_said_before_is_shown(library: Library) -> None:
    deed = save(draft=False)
    done(library, deed)
    done(library, {**deed, "version": 1, "text": "Listen first."})
    assert [old["text"] for old in seen(library)[0]["history"]] == ["Listen."]


@pytest.mark.parametrize(
    "deed",
    [
        {"do": "everything"},
        {},
        save(id="../../etc"),
        save(id=7),
        save(about=99),
        save(about="first"),
        save(start="soon"),
        save(start=float("nan")),
        save(verdict="maybe"),
        {"do": "save"},
        {"do": "delete", "id": "nothing"},
        save(start=500.0, end=501.0),
        save(text="", label=""),
        save(text="x" * 300_000),
    ],
)
def test_a_deed_that_makes_no_sense_is_answered_with_a_sentence(library: Library, deed: dict[str, Any]) -> None:
    assert done(library, deed)["trouble"].endswith((".", "?", "them"))
    assert seen(library) == []
