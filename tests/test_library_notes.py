"""Notes, the same suite on SQLite and on a real PostgreSQL."""

import multiprocessing
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import real_postgres
from library_calls import a_call, a_moment, a_report
from library_hands import write_notes
from patience import PATIENCE
from sqlalchemy import update

from audio.errors import SameSideError
from audio.span import Span
from library.database.schema import NoteRow
from library.notes.note import Agreement, Content, NoteChangedError, moment_of
from library.store import Library

HERE = Content(Span(8.0, 10.0), text="Here the customer waits.")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "library.db") if request.param == "sqlite" else real_postgres.new_database()


@pytest.fixture
def library(url: str, tmp_path: Path) -> Iterator[Library]:
    opened = Library(url, files=tmp_path)
    opened.keep_call(a_call())
    yield opened
    opened.close()


def test_a_note_says_who_when_and_what(library: Library) -> None:
    before = datetime.now(UTC) - timedelta(seconds=1)
    note = library.notes.add("c1", "Ama", replace(HERE, label="own_it", audience="everybody"))
    (read,) = library.notes.of("c1", viewer=None)
    assert read == note
    assert (note.author, note.span, note.text, note.label) == ("Ama", Span(8.0, 10.0), HERE.text, "own_it")
    assert note.version == 1
    assert before < note.created < datetime.now(UTC) + timedelta(seconds=1)
    assert note.edited is None


def test_a_private_note_is_its_authors_alone(library: Library) -> None:
    note = library.notes.add("c1", "Ama", HERE)
    assert library.notes.of("c1", viewer="Ama") == (note,)
    for other in ("Ben", None):
        assert library.notes.of("c1", viewer=other) == ()
        with pytest.raises(SameSideError, match="no such note"):
            library.notes.note(note.id, viewer=other)
    with pytest.raises(SameSideError, match="no such note"):
        library.notes.reply(note.id, "Ben", "I see you")


def test_a_shared_note_is_read_by_all_and_changed_by_its_author(library: Library) -> None:
    note = library.notes.add("c1", "Ama", replace(HERE, audience="everybody"))
    assert library.notes.of("c1", viewer="Ben") == (note,)
    with pytest.raises(SameSideError, match=r"Ama's, and only its author"):
        library.notes.edit(note.id, 1, "Ben", HERE)
    with pytest.raises(SameSideError, match=r"Ama's"):
        library.notes.delete(note.id, "Ben")


def test_replies_stand_in_their_thread_in_order(library: Library) -> None:
    later = library.notes.add("c1", "Ama", Content(Span(20.0, 20.0), "later", audience="everybody"))
    first = library.notes.add("c1", "Ama", replace(HERE, audience="everybody"))
    reply = library.notes.reply(first.id, "Ben", "I was looking it up.")
    answer = library.notes.reply(reply.id, "Ama", "Say so, then.")
    assert [n.id for n in library.notes.of("c1", viewer=None)] == [first.id, reply.id, answer.id, later.id]
    assert answer.reply_to == first.id
    assert answer.span == first.span


def test_an_edit_keeps_what_was_there(library: Library) -> None:
    note = library.notes.add("c1", "Ama", HERE)
    second = library.notes.edit(note.id, 1, "Ama", replace(HERE, text="She waits 4 s."))
    third = library.notes.edit(note.id, 2, "Ama", replace(HERE, text="She waits 5 s.", span=Span(8.0, 13.0)))
    assert (third.version, third.text, third.span) == (3, "She waits 5 s.", Span(8.0, 13.0))
    assert third.created == note.created
    history = library.notes.history(note.id, "Ama")
    assert [(v.version, v.text) for v in history] == [(1, HERE.text), (2, second.text)]
    assert history[0].written == note.created
    assert history[1].written == second.edited


def test_two_tabs_the_second_is_told_and_nothing_is_overwritten(library: Library) -> None:
    note = library.notes.add("c1", "Ama", HERE)
    library.notes.edit(note.id, note.version, "Ama", replace(HERE, text="from tab one"))
    with pytest.raises(NoteChangedError, match="nothing was overwritten") as told:
        library.notes.edit(note.id, note.version, "Ama", replace(HERE, text="from tab two"))
    assert told.value.note.text == "from tab one"
    assert library.notes.note(note.id, "Ama").text == "from tab one"
    saved = library.notes.edit(note.id, told.value.note.version, "Ama", replace(HERE, text="from tab two"))
    assert saved.version == 3


def test_of_many_at_once_exactly_one_edit_wins(library: Library) -> None:
    note = library.notes.add("c1", "Ama", HERE)

    def save(k: int) -> str | None:
        try:
            return library.notes.edit(note.id, 1, "Ama", replace(HERE, text=f"tab {k}")).text
        except NoteChangedError:
            return None

    with ThreadPoolExecutor(8) as pool:
        won = [text for text in pool.map(save, range(8)) if text]
    assert won == [library.notes.note(note.id, "Ama").text]
    assert len(library.notes.history(note.id, "Ama")) == 1


def test_sending_the_same_twice_does_nothing_twice(library: Library) -> None:
    mine = uuid.uuid4().hex
    assert library.notes.add("c1", "Ama", HERE, note_id=mine) == library.notes.add("c1", "Ama", HERE, note_id=mine)
    edited = replace(HERE, text="once more")
    assert library.notes.edit(mine, 1, "Ama", edited) == library.notes.edit(mine, 1, "Ama", edited)
    assert len(library.notes.of("c1", "Ama")) == 1
    assert len(library.notes.history(mine, "Ama")) == 1


def test_saving_while_one_writes_does_not_fill_the_history(library: Library) -> None:
    note = library.notes.add("c1", "Ama", HERE)
    for k in range(1, 6):
        note = library.notes.edit(note.id, note.version, "Ama", replace(HERE, text="x" * k), draft=True)
    assert (note.version, note.text) == (6, "xxxxx")
    assert [v.text for v in library.notes.history(note.id, "Ama")] == [HERE.text]
    with library.database.write() as session:  # the author went for lunch
        an_hour_ago = datetime.now(UTC) - timedelta(hours=1)
        session.execute(update(NoteRow).where(NoteRow.id == note.id).values(edited=an_hour_ago))
    library.notes.edit(note.id, note.version, "Ama", replace(HERE, text="after lunch"), draft=True)
    assert [v.text for v in library.notes.history(note.id, "Ama")] == [HERE.text, "xxxxx"]


def test_delete_and_undo(library: Library) -> None:
    note = library.notes.add("c1", "Ama", replace(HERE, audience="everybody"))
    library.notes.reply(note.id, "Ben", "yes")
    gone = library.notes.delete(note.id, "Ama")
    assert gone.deleted is not None
    assert library.notes.of("c1", "Ama") == ()
    assert library.notes.of("c1", "Ben") == ()
    with pytest.raises(NoteChangedError, match="was deleted"):
        library.notes.edit(note.id, gone.version, "Ama", replace(HERE, text="too late"))
    with pytest.raises(SameSideError, match="bring it back first"):
        library.notes.reply(note.id, "Ben", "still there?")
    library.notes.restore(note.id, "Ama")
    assert [n.text for n in library.notes.of("c1", "Ama")] == [HERE.text, "yes"]


def test_what_was_deleted_long_ago_is_forgotten(library: Library) -> None:
    old, new = (library.notes.add("c1", "Ama", replace(HERE, text=t)) for t in ("old", "new"))
    for note in (old, new):
        library.notes.delete(note.id, "Ama")
    with library.database.write() as session:
        long_ago = datetime.now(UTC) - timedelta(days=31)
        session.execute(update(NoteRow).where(NoteRow.id == old.id).values(deleted=long_ago))
    library.notes.purge()
    assert library.notes.restore(new.id, "Ama").deleted is None
    with pytest.raises(SameSideError, match="deleted for good"):
        library.notes.restore(old.id, "Ama")


def test_notes_go_with_their_call(library: Library) -> None:
    note = library.notes.add("c1", "Ama", replace(HERE, audience="everybody"))
    library.notes.edit(note.id, 1, "Ama", replace(HERE, text="x", audience="everybody"))
    library.notes.reply(note.id, "Ben", "yes")
    library.delete("c1")
    library.keep_call(a_call())
    assert library.notes.of("c1", "Ama") == ()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (replace(HERE, span=Span(95.0, 99.0)), "lies at 95.0 to 99.0 s, and the call lasts from 0 to 30.0 s"),
        (replace(HERE, span=Span(29.0, 31.0)), "the call lasts"),
        (replace(HERE, span=Span(-1.0, 2.0)), "the call lasts"),
        (replace(HERE, text=" \n"), "needs some text"),
        (replace(HERE, text="x" * 200_001), "has 200,001 characters"),
        (replace(HERE, verdict="agree"), "none was chosen"),
    ],
)
def test_what_no_note_can_be(library: Library, content: Content, sentence: str) -> None:
    with pytest.raises(SameSideError, match=sentence):
        library.notes.add("c1", "Ama", content)
    assert library.notes.of("c1", "Ama") == ()


def test_a_note_needs_an_author_and_a_call(library: Library) -> None:
    with pytest.raises(SameSideError, match="give your name"):
        library.notes.add("c1", " ", HERE)
    with pytest.raises(SameSideError, match="no call c9"):
        library.notes.add("c9", "Ama", HERE)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert('x')</script> & <b>bold</b>",
        "y" * 100_000,
        "Žluťoučký kůň 👩‍👩‍👧 \u202eright to left",
        "a\r\n\tb\\'; --",
    ],
)
def test_any_text_is_kept_as_it_is(library: Library, text: str) -> None:
    library.notes.add("c1", "Ama", replace(HERE, text=text))
    assert library.notes.of("c1", "Ama")[0].text == text


def test_what_no_database_can_hold_is_replaced(library: Library) -> None:
    assert library.notes.add("c1", "Ama", replace(HERE, text="a\x00b\udc80")).text == "a�b�"


def test_a_hand_that_slips_over_the_end_is_cut_to_the_call(library: Library) -> None:
    assert library.notes.add("c1", "Ama", replace(HERE, span=Span(29.0, 30.3))).span == Span(29.0, 30.0)


def test_a_verdict_outlives_a_new_analysis(library: Library) -> None:
    command = a_moment("pushed", "command", 8.0, 10.0)
    agreed = library.notes.add(
        "c1", "Ama", Content(Span(8.0, 10.0), verdict="agree", audience="everybody"), moment=command
    )
    again = a_moment("pushed", "command", 8.6, 9.4)
    others = (a_moment("pushed", "command", 20.0, 22.0), a_moment("pushed", "blame_customer", 8.0, 10.0))
    report = a_report("c1", others[1], again, others[0])
    library.keep_report(report)
    (note,) = library.notes.of("c1", None)
    assert note == agreed
    assert moment_of(note, report) is again
    assert moment_of(note, a_report("c1", *others)) is None


def test_a_note_of_no_length_finds_its_moment_too(library: Library) -> None:
    moment = a_moment("settled", None, 8.0, 10.0)
    note = library.notes.add("c1", "Ama", Content(Span(9.0, 9.0), verdict="adjust"), moment=moment)
    assert moment_of(note, a_report("c1", moment)) is moment
    assert moment_of(library.notes.add("c1", "Ama", HERE), a_report("c1", moment)) is None


def test_one_person_has_one_verdict_on_a_moment_the_last_one(library: Library) -> None:
    moment = a_moment("pushed", "command")
    worded = library.notes.add("c1", "Ama", replace(HERE, text="Too sharp?", verdict="agree"), moment=moment)
    bare = library.notes.add("c1", "Ama", replace(HERE, text="", verdict="adjust"), moment=moment)
    library.notes.add("c1", "Ama", replace(HERE, text="", verdict="disagree"), moment=moment)
    assert library.trends.agreement() == {("pushed", "command"): Agreement(0, 1, 0)}
    assert library.notes.note(worded.id, "Ama").text == "Too sharp?", "what was written stays"
    assert library.notes.note(bare.id, "Ama").deleted is not None


def test_eight_writers_five_hundred_notes_none_lost_or_doubled(url: str, tmp_path: Path) -> None:
    shares = [63, 63, 63, 63, 62, 62, 62, 62]
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["library_hands"])
    start = processes.Barrier(len(shares), timeout=PATIENCE)  # one that fails keeps nobody waiting for ever
    writers = [processes.Process(target=write_notes, args=(url, tmp_path, w, n, start)) for w, n in enumerate(shares)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0] * 8
    library = Library(url, files=tmp_path)
    texts = sorted(note.text for note in library.notes.of("c1", None))
    assert texts == sorted(f"note {k} of writer {w}" for w, n in enumerate(shares) for k in range(n))
    assert len(texts) == 500
    library.close()
