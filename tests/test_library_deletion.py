"""Calls that are deleted together: out of sight at once, back when it is taken back, else gone for good, whatever happens meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import real_postgres
from library_calls import a_call, a_recording, a_report
from patience import soon
from sqlalchemy import delete, func, select, update

from audio.errors import SameSideError
from audio.span import Span
from library.calls.listing import Filter
from library.coaching.session import Stretch
from library.database.schema import Base, CallRow, NoteRow
from library.evaluations.drafts import Draft
from library.evaluations.reviewers import Reviewer
from library.forms.form_text import parse_form
from library.jobs.job import Reviewed
from library.notes.note import Content
from library.store import Library

LONG = timedelta(seconds=59)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "library.db") if request.param == "sqlite" else real_postgres.new_database()


@pytest.fixture
def library(url: str, tmp_path: Path) -> Iterator[Library]:
    opened = Library(url, tmp_path / "files")
    yield opened
    opened.close()


def kept(library: Library, folder: Path, *call_ids: str) -> None:
    for call_id in call_ids:
        recording = library.keep_recording(a_recording(folder / f"{call_id}.wav", pitch=200.0 + 10 * int(call_id[1:])))
        library.keep_call(a_call(call_id), recording, name=f"{call_id}.wav", agent="Ama", team="North")
        library.keep_report(a_report(call_id), "f1")


COUNTED = ("daily_due", "technique_name", "work_tally")
"""Which days are to be counted, names of techniques, how much work was done: in none of them is a call."""


def rows(library: Library) -> dict[str, int]:
    with library.database.read() as session:
        tables = [
            table
            for name, table in Base.metadata.tables.items()
            if name not in ("setting", "agent", "team", *COUNTED) and not name.startswith("audit_")
        ]
        counts = {table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}
    return {name: number for name, number in counts.items() if number}


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "files" / "recordings").rglob("*") if path.is_file())


def make_due(library: Library) -> None:
    """Let the minute be over."""
    with library.database.write() as session:
        past = datetime.now(UTC) - timedelta(seconds=1)
        session.execute(update(CallRow).where(CallRow.delete_due.is_not(None)).values(delete_due=past))


def test_what_is_to_go_is_out_of_sight_at_once_and_back_when_it_is_taken_back(library: Library, tmp_path: Path) -> None:
    kept(library, tmp_path, "c1", "c2", "c3")
    before = library.summary("c1")
    pending = library.deletions.later(["c1", "c2", "never"])
    assert pending.calls == 2
    assert library.deletions.pending() == (pending,)
    assert [call.id for call in library.calls().calls] == ["c3"]
    assert library.calls(Filter(words="refund")).total == 1
    assert list(library.call_names(Filter())) == ["c3"]
    assert [person.calls for person in library.people.agents()] == [1]
    assert library.stale("f2") == ("c3",)
    for looked_for in (library.summary, library.call, library.find, library.playable):
        with pytest.raises(SameSideError, match="c1"):
            looked_for("c1")
    with pytest.raises(SameSideError, match="may have been deleted"):
        library.rename("c1", "other")
    assert library.rehearing.hear(["c1"]) == 0
    assert library.deletions.later(["c1"]).calls == 0, "it goes already"
    assert library.deletions.undo(pending.due) == 2
    assert library.deletions.pending() == ()
    assert library.summary("c1") == before
    assert library.calls().total == 3


def test_when_its_minute_is_over_all_of_it_is_gone_and_nothing_else(library: Library, tmp_path: Path) -> None:
    kept(library, tmp_path, "c1", "c2", "c3")
    library.notes.add("c1", "Ama", Content(Span(1.0, 2.0), "Here.", audience="everybody"))
    one = rows(library)["hearing"] // 3
    pending = library.deletions.later(["c1", "c2"], LONG)
    assert library.deletions.carry_out() == 0
    assert len(files(tmp_path)) == 3
    make_due(library)
    assert library.deletions.carry_out() == 2
    assert library.deletions.undo(pending.due) == 0
    assert len(files(tmp_path)) == 1
    left = rows(library)
    assert (left["call"], left["recording"], left["hearing"], left["report"]) == (1, 1, one, 1)
    assert "note" not in left and "leaving" not in left
    assert library.summary("c3").name == "c3.wav"


SECRET = "Zanzibar"
FORM = """
name = "Small"
[[sections]]
title = "One"
questions = [{ id = "heard", ask = "Heard out?", points = 6 }]
"""


def used_in_everything(library: Library, call_id: str) -> int:
    """Evaluate a call, appeal, calibrate, coach, clip and write on it, each time with a word that only it has; the coaching session's id."""
    library.draws.draw(Filter(), 1, 1, "Ann", shortest=1.0)
    form = library.forms.add(parse_form(FORM), "Ann").form_id
    library.forms.publish(form)
    one = library.evaluations.start(call_id, form, "Ann")
    library.evaluations.answer(
        one, "heard", "no", "Ann", f"{SECRET}.", Draft("heard", "yes", f"{SECRET}."), span=Span(1.0, 2.0)
    )
    library.evaluations.finish(one, "Ann")
    library.evaluations.acknowledge(one, f"{SECRET}.")
    appeal = library.appeals.file(one, "heard", "Ama", f"{SECRET}.", Span(1.0, 2.0))
    library.appeals.decide(appeal, "Cora", True, f"{SECRET}.", "yes")
    session = library.calibrations.begin([call_id], form, [Reviewer("Ann", None), Reviewer("Ben", None)], "Dee")
    for name in ("Ann", "Ben"):
        (line,) = library.evaluations.queue(name)
        library.evaluations.answer(line.id, "heard", "no", name, f"{SECRET}.")
        library.evaluations.finish(line.id, name)
    library.calibrations.agree(session, call_id, {"heard": ("no", f"{SECRET}.")}, "Dee")
    playlist = library.playlists.add("Openings", "Ann")
    library.clips.keep(call_id, Span(1.0, 2.0), f"{SECRET}.", "Ann", why=f"{SECRET}.", playlist_id=playlist.id)
    library.notes.add(call_id, "Ann", Content(Span(1.0, 2.0), f"{SECRET} @Ben", audience="everybody"))
    coaching, _ = library.coaching.put(
        call_id, Stretch(call_id, Span(1.0, 2.0), f"{SECRET}.", None, f"{SECRET}."), "Ann"
    )
    library.coaching.hold(coaching)
    return coaching


def tables_that_say(library: Library, word: str) -> set[str]:
    with library.database.read() as session:
        return {
            name for name, table in Base.metadata.tables.items()
            if any(word in str(value) for row in session.execute(select(table)) for value in row)
        }  # fmt: skip


@pytest.mark.parametrize("how", ["by hand", "by its term"])
def test_nothing_of_its_content_stays_in_what_was_made_of_it(library: Library, tmp_path: Path, how: str) -> None:
    kept(library, tmp_path, "c1")
    coaching = used_in_everything(library, "c1")
    told = {"evaluation", "evaluation_answer", "appeal", "agreed_answer", "clip", "note", "coaching_moment"}
    assert told <= tables_that_say(library, SECRET)
    if how == "by hand":
        library.delete("c1")
    else:
        assert library.deletions.remove(CallRow.id == "c1", "its term was over", term="30 days") == 1
    assert tables_that_say(library, SECRET) == set()
    left = rows(library)
    gone = (*told, "notice", "call_draw_call", "hearing", "report")
    assert [name for name in gone if name in left] == []
    (place,) = library.coaching.session(coaching).items
    assert place.stretch is None and place.quote == ()
    (session,) = library.calibrations.all("Dee")
    assert session.calls == {} and library.inbox.items("Ann") == ()
    assert library.appeals.listed("Ann") == () and library.clips.of(library.playlists.all()[0].id, "Ann") == ()


def test_it_goes_by_itself(library: Library, tmp_path: Path) -> None:
    kept(library, tmp_path, "c1")
    library.deletions.later(["c1"], timedelta(milliseconds=50))
    soon(lambda: "call" not in rows(library))
    soon(lambda: files(tmp_path) == [])


def test_whoever_opens_the_library_after_the_minute_carries_it_out(url: str, tmp_path: Path) -> None:
    library = Library(url, tmp_path / "files")
    kept(library, tmp_path, "c1", "c2")
    library.deletions.later(["c1"], LONG)
    library.close()  # as a kill does: no timer is left
    again = Library(url, tmp_path / "files")
    assert [one.calls for one in again.deletions.pending()] == [1], "it waits on"
    make_due(again)
    again.close()
    last = Library(url, tmp_path / "files")
    assert rows(last)["call"] == 1 and len(files(tmp_path)) == 1
    last.close()


def test_a_clock_that_was_set_back_does_not_put_it_off(library: Library, tmp_path: Path) -> None:
    kept(library, tmp_path, "c1")
    library.deletions.later(["c1"], timedelta(days=2))
    assert "call" not in rows(library)


def test_a_recording_brought_again_in_that_minute_is_a_new_call(library: Library, tmp_path: Path) -> None:
    kept(library, tmp_path, "c1")
    library.notes.add("c1", "Ama", Content(Span(1.0, 2.0), "Here.", audience="everybody"))
    library.deletions.later(["c1"], LONG)
    library.enqueue(tmp_path / "c1.wav")
    assert library.deletions.pending() == ()
    assert rows(library) == {"recording": 1, "job": 1}
    claim = library.queue.claim("w1")
    assert claim is not None
    assert library.queue.finish(claim, Reviewed(a_call("c1"), a_report("c1"), "f1"))
    make_due(library)
    assert library.deletions.carry_out() == 0
    assert library.calls().total == 1
    assert library.notes.of("c1", "Ama") == ()


def test_calls_heard_again_while_they_wait_to_be_deleted_still_go(library: Library, tmp_path: Path) -> None:
    kept(library, tmp_path, "c1")
    assert library.rehearing.hear_together(["c1", "never"]) == 1
    claim = library.queue.claim("w1")
    assert claim is not None
    library.deletions.later(["c1"], LONG)
    assert library.queue.finish(claim, Reviewed(a_call("c1"), a_report("c1"), "f1"))
    make_due(library)
    assert library.deletions.carry_out() == 1
    assert rows(library) == {}


def test_many_calls_are_assigned_together_and_those_that_are_gone_are_not_counted(
    library: Library, tmp_path: Path
) -> None:
    kept(library, tmp_path, "c1", "c2", "c3")
    library.delete("c3")
    held = datetime(2026, 3, 2, 12, tzinfo=UTC)
    assert library.assign(["c1", "c2", "c3"], "Ben", "South", held) == 2
    assert {(call.agent, call.team, call.date) for call in library.calls().calls} == {("Ben", "South", held)}
    assert library.assign(["c1"], team="East") == 1
    assert {(call.agent, call.team) for call in library.calls().calls} == {("Ben", "East")}, "a team is the agent's"
    with pytest.raises(SameSideError, match="name is needed"):
        library.assign(["c1", "c2"], " ", None, datetime(2026, 1, 1, tzinfo=UTC))
    assert {call.date for call in library.calls().calls} == {held}


def test_all_uploads_are_cancelled_at_once(library: Library, tmp_path: Path) -> None:
    kept(library, tmp_path, "c1")
    for k in range(2, 5):
        library.enqueue(a_recording(tmp_path / f"c{k}.wav", pitch=200.0 + 10 * k))
    library.rehearing.hear(["c1"])
    assert library.queue.batch().total == 4
    library.cancel_all()
    assert library.queue.jobs() == ()
    assert len(files(tmp_path)) == 1, "the recording of a call stays"


def test_a_legal_hold_wins_over_every_deletion(library: Library, tmp_path: Path) -> None:
    kept(library, tmp_path, "c1", "c2")
    note = library.notes.add("c1", "Ama", Content(Span(1.0, 2.0), "Here."))
    library.notes.delete(note.id, "Ama")
    assert library.holds.set(["c1"], "Lawsuit 12/2026", "Ama") == 1
    with pytest.raises(SameSideError, match="legal hold"):
        library.delete("c1")
    pending = library.deletions.later(["c1", "c2"])
    assert (pending.calls, pending.held) == (1, 1)
    assert [call.id for call in library.calls().calls] == ["c1"]
    with library.database.write() as session:
        session.execute(update(NoteRow).values(deleted=datetime.now(UTC) - timedelta(days=31)))
        session.execute(update(CallRow).values(delete_due=datetime.now(UTC) - timedelta(seconds=1)))
    library.notes.purge()
    assert library.deletions.carry_out() == 1
    assert library.deletions.remove(CallRow.id == "c1", "its term was over") == 0
    with pytest.raises(SameSideError), library.database.write() as session:
        session.execute(delete(CallRow).where(CallRow.id == "c1"))
    assert len(files(tmp_path)) == 1
    assert library.holds.lift(["c1"], "It is over.") == 1
    assert library.notes.restore(note.id, "Ama").text == "Here."
    assert library.deletions.carry_out() == 1
    assert files(tmp_path) == []


def test_a_hold_has_a_call_back_that_waits_to_be_deleted_and_needs_a_reason(library: Library, tmp_path: Path) -> None:
    kept(library, tmp_path, "c1")
    library.deletions.later(["c1"], LONG)
    for reason in ("", " \n"):
        with pytest.raises(SameSideError, match="say why"):
            library.holds.set(["c1"], reason, "Ama")
    with pytest.raises(SameSideError, match="There is no call c9"):
        library.holds.set(["c1", "c9"], "A lawsuit.", "Ama")
    assert library.holds.all() == ()
    library.holds.set(["c1"], "A lawsuit.", "Ama")
    make_due(library)
    assert library.deletions.carry_out() == 0
    assert library.calls().total == 1
    (hold,) = library.holds.all()
    assert (hold.name, hold.reason, hold.by) == ("c1.wav", "A lawsuit.", "Ama")
    assert library.holds.of(["c1", "c2"]) == {"c1": hold}
