"""Originals that are destroyed: nothing of them is left in the library, the call stays, and a hold wins."""

from __future__ import annotations

from pathlib import Path

import pytest
from library_calls import file_of
from test_library_calls_redacting import END, SECRETS, TALK, TURNS, a_full_report, kept, leaks

from audio.errors import SameSideError
from audio.signal.decode import decode
from audio.span import Span
from library.calls.listing import Filter
from library.house import judging, originals
from library.house.limits import limits_in_force
from library.notes.note import Content
from library.store import Library

__all__ = ["kept"]


COLUMNS = {"audit_event": "act, detail", "audit_head": "n"}
"""Of tables in which hashes stand, which may hold any digits, the columns without them."""


def everything(library: Library) -> str:
    """All that the database holds, as text."""
    with library.database.read() as session:
        tables = (
            session.connection().exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        )
        return "\n".join(
            repr(session.connection().exec_driver_sql(f'SELECT {COLUMNS.get(table, "*")} FROM "{table}"').all())
            for table in tables
            if not table.startswith("sqlite")
        )


def test_what_is_destroyed_is_nowhere_any_more(kept: Library) -> None:
    old = kept.recording_of("c1")
    assert old is not None
    original, played = file_of(kept, old), kept.playable("c1", unmasked=True).path
    before = kept.call("c1")
    silent = kept.silences("c1")
    assert leaks(everything(kept))
    kept.originals.destroy("c1")
    assert not leaks(everything(kept))
    assert not any(secret.encode() in Path(kept.database.name).read_bytes() for secret in SECRETS if len(secret) > 4)
    assert played is not None and not original.exists() and not played.exists()
    assert kept.call("c1", unmasked=True).turns == before.turns
    recording = kept.recording_of("c1")
    assert recording is not None and recording != old
    with decode(file_of(kept, recording)) as sound:
        assert sound.duration == pytest.approx(END, abs=0.05)
        for span in silent:
            inside = Span(span.start + 0.01, min(END, span.end) - 0.01)
            assert max(abs(sound.within(inside, channel)).max() for channel in (0, 1)) < 0.005
        assert abs(sound.within(Span(0.0, 1.0), 0)).max() > 0.05


def test_the_call_stays_and_says_so(kept: Library) -> None:
    kept.notes.add("c1", "Ama", Content(Span(1.0, 2.0), "She waits.", "", True, None))
    kept.originals.destroy("c1")
    assert [note.text for note in kept.notes.of("c1", "Ama")] == ["She waits."]
    assert "cannot be heard anew" in kept.call("c1").doubts[-1].why
    assert kept.calls(Filter(words='"card number"')).total == 1
    assert len(kept.report("c1").moments) == len(TURNS)  # type: ignore[union-attr]
    judging.judge_again(kept, "c1", limits_in_force(kept))
    kept.swap("c1")
    assert kept.playable("c1").size > 0


def test_it_is_not_heard_anew(kept: Library) -> None:
    kept.originals.destroy("c1")
    assert kept.rehearing.hear(["c1"]) == 0
    with pytest.raises(SameSideError, match="cannot be heard anew"):
        kept.rehearing.hear_with("c1", ("words.vtt", b"WEBVTT"))


def test_a_hold_wins(kept: Library) -> None:
    assert kept.originals.due(["card_number"]) == ("c1",)
    kept.holds.set(["c1"], "A lawsuit.", "Ada")
    with pytest.raises(SameSideError, match="legal hold"):
        kept.originals.destroy("c1")
    assert leaks(everything(kept))
    assert kept.originals.due(["card_number"]) == ()


def test_what_cannot_be_replaced_stays_whole(kept: Library) -> None:
    recording = kept.recording_of("c1")
    assert recording is not None
    file_of(kept, recording).write_bytes(b"no sound")
    with pytest.raises(SameSideError):
        kept.originals.destroy("c1")
    assert kept.original_call("c1").turns == TURNS and kept.original_report("c1") == a_full_report()


def test_the_house_says_which_and_security_codes_are_among_them(kept: Library) -> None:
    assert originals.destroyed_kinds(kept)[0] == () and originals.destroy_due(kept) == 0
    originals.keep_destroyed_kinds(kept, ["phone_number"], 0)
    assert originals.destroyed_kinds(kept)[0] == ("phone_number", "security_code")
    assert (originals.destroy_due(kept), originals.destroy_due(kept)) == (1, 0)
    with pytest.raises(SameSideError, match="nothing that is masked"):
        originals.keep_destroyed_kinds(kept, ["reference"], 1)


def test_the_talk_has_a_security_code() -> None:
    assert "security code" in TALK
