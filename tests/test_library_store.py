"""The library keeps, lists, survives and forgets."""

import hashlib
import io
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from library_calls import a_call, a_moment, a_recording, a_report, file_of
from sqlalchemy import event

from analysis.report import Moment, Outcome
from audio.errors import SameSideError
from audio.span import Span
from library.calls.listing import Filter
from library.recordings.recordings import Recordings
from library.store import Library
from library.stores.folder import Folder

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(str(tmp_path / "kept" / "library.db"))


def everything_below(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.startswith("library.db"))


def test_a_recording_is_kept_once_by_its_content(library: Library, tmp_path: Path) -> None:
    one = a_recording(tmp_path / "late parcel.WAV")
    recording = library.keep_recording(one)
    assert recording == hashlib.sha256(one.read_bytes()).hexdigest()
    assert library.keep_recording(io.BytesIO(one.read_bytes()), name="again.wave") == recording
    assert library.keep_recording(a_recording(tmp_path / "b.wav", pitch=300)) != recording
    assert len(everything_below(library.files.root)) == 2
    kept = file_of(library, recording)
    assert kept.read_bytes() == one.read_bytes()
    assert kept.name == f"{recording}.wav"


def test_sides_that_somebody_changed_round_stay_so_when_it_is_reviewed_again(library: Library, tmp_path: Path) -> None:
    recording = library.keep_recording(a_recording(tmp_path / "a.wav"))
    library.keep_call(a_call(), recording, "small")
    for turns in (a_call().swapped().turns, a_call().turns):
        library.swap("c1")
        call, depends = library.heard(recording, "small") or (None, "")
        assert call is not None and call.turns == turns == library.call("c1").turns
        library.keep_call(call, recording, depends)
        assert library.call("c1").turns == turns


def test_what_was_heard_comes_back_and_is_not_heard_twice(library: Library, tmp_path: Path) -> None:
    recording = library.keep_recording(a_recording(tmp_path / "a.wav"))
    assert library.heard(recording, "small") is None
    library.keep_call(a_call(), recording, "small")
    again, _ = library.heard(recording, "small") or (None, "")
    assert again is not None
    assert again.turns == a_call().turns
    np.testing.assert_array_equal(again.voices[1].pitch, a_call().voices[1].pitch)
    assert library.heard(recording, "another transcript") is None
    assert library.recording_of("c1") == recording


def test_the_current_facts_are_those_kept_last(library: Library) -> None:
    library.keep_call(a_call(), depends="small")
    library.keep_call(replace(a_call(), turns=()), depends="no words")
    assert library.call("c1").turns == ()
    library.keep_call(a_call(), depends="small")
    assert library.call("c1").turns == a_call().turns
    assert library.calls().total == 1


def test_everything_is_there_after_a_restart(tmp_path: Path) -> None:
    path = str(tmp_path / "library.db")
    first = Library(path)
    recording = first.keep_recording(a_recording(tmp_path / "a.wav"))
    first.keep_call(a_call(), recording, name="Monday's parcel", date=NOON, agent="Ama", team="Blue")
    first.keep_report(a_report(), "f1")
    first.close()
    second = Library(path)
    assert second.report("c1") == a_report()
    line = second.summary("c1")
    assert (line.name, line.date, line.agent, line.team) == ("Monday's parcel", NOON, "Ama", "Blue")
    assert (line.pushed, line.partnered, line.outcome) == (1, 0, "unclear")
    assert file_of(second, recording).exists()


def test_a_new_report_takes_the_place_of_the_old_and_leaves_no_counts_behind(library: Library) -> None:
    library.keep_call(a_call())
    library.keep_report(a_report(), "f1")
    library.keep_report(a_report("c1", a_moment("partnered", "own_it"), a_moment(confidence="low")), "f2")
    line = library.summary("c1")
    assert (line.pushed, line.partnered) == (0, 1)
    assert library.calls(Filter(technique="own_it")).total == 1
    assert library.calls(Filter(technique="policy_shield")).total == 0  # the one there is, is a low one


def test_stale_reports_are_those_of_other_limits_and_those_never_made(library: Library) -> None:
    for k, call_id in enumerate(("old", "new", "none")):
        library.keep_call(a_call(call_id), date=NOON + timedelta(days=k))
    library.keep_report(a_report("old"), "f1")
    library.keep_report(a_report("new"), "f2")
    assert library.stale("f2") == ("old", "none")


def test_delete_means_gone(library: Library, tmp_path: Path) -> None:
    recording = library.keep_recording(a_recording(tmp_path / "a.wav"))
    call = replace(a_call(), source="UnmistakableName.wav")
    library.keep_call(call, recording, agent="Ama")
    library.keep_report(a_report())
    library.playable("c1")
    words_so_far = library.files.root / "hearing" / "c1" / "window"
    words_so_far.parent.mkdir(parents=True)
    words_so_far.write_text("hello")
    library.delete("c1")
    assert everything_below(library.files.root) == []
    assert library.calls().total == 0
    assert library.report("c1") is None
    for part in library.files.root.glob("library.db*"):
        assert b"UnmistakableName" not in part.read_bytes()
    with pytest.raises(SameSideError, match="may have been deleted"):
        library.call("c1")
    assert [p.name for p in library.people.agents()] == ["Ama"]


def test_deleting_one_call_leaves_the_others(library: Library, tmp_path: Path) -> None:
    for call_id, pitch in (("c1", 200.0), ("c2", 300.0)):
        recording = library.keep_recording(a_recording(tmp_path / f"{call_id}.wav", pitch=pitch))
        library.keep_call(a_call(call_id), recording)
        library.keep_report(a_report(call_id))
    library.delete("c1")
    assert library.report("c2") == a_report("c2")
    kept = library.recording_of("c2")
    assert kept is not None
    assert file_of(library, kept).exists()


def test_files_that_were_leaving_when_the_program_was_killed_leave_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library(str(tmp_path / "library.db"))
    recording = library.keep_recording(a_recording(tmp_path / "a.wav"))
    library.keep_call(a_call(), recording)
    path = file_of(library, recording)
    monkeypatch.setattr(Recordings, "remove_leaving_files", lambda self: None)  # killed between the rows and the files
    library.delete("c1")
    assert path.exists()
    monkeypatch.undo()
    Library(str(tmp_path / "library.db"))
    assert not path.exists()


def test_a_recording_brought_again_while_its_file_was_leaving_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library(str(tmp_path / "library.db"))
    recording = library.keep_recording(a_recording(tmp_path / "a.wav"))
    library.keep_call(a_call(), recording)
    monkeypatch.setattr(Recordings, "remove_leaving_files", lambda self: None)
    library.delete("c1")
    library.keep_recording(tmp_path / "a.wav")
    monkeypatch.undo()
    assert file_of(Library(str(tmp_path / "library.db")), recording).exists()


def bring_and_be_killed(library: Library, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bring a recording and end, as by kill -9, after the file took its place and before its row was written."""
    put = Folder.put

    def put_and_die(self: Folder, key: str, half: Path, digest: str | None = None) -> None:
        put(self, key, half, digest)
        raise KeyboardInterrupt

    with monkeypatch.context() as killed, pytest.raises(KeyboardInterrupt):
        killed.setattr(Folder, "put", put_and_die)
        library.keep_recording(path)


def test_killed_between_file_and_row_the_file_is_let_go_later(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_and_be_killed(library, a_recording(tmp_path / "a.wav"), monkeypatch)
    assert len(everything_below(library.files.root)) == 1
    library.recordings.remove_leaving_files()
    assert len(everything_below(library.files.root)) == 1  # its row may be about to be written
    library.recordings.remove_leaving_files(datetime.now(UTC) + timedelta(hours=2))
    assert everything_below(library.files.root) == []


def test_killed_while_the_same_recording_is_brought_again_it_stays(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording = library.keep_recording(a_recording(tmp_path / "a.wav"))
    bring_and_be_killed(library, tmp_path / "a.wav", monkeypatch)
    library.recordings.remove_leaving_files(datetime.now(UTC) + timedelta(hours=2))
    assert file_of(library, recording).exists()


def test_a_recording_missing_from_the_disk_is_said_and_can_be_brought_again(library: Library, tmp_path: Path) -> None:
    one = a_recording(tmp_path / "late.wav")
    recording = library.keep_recording(one)
    library.keep_call(a_call(), recording)
    file_of(library, recording).unlink()
    with pytest.raises(SameSideError, match=r"“late.wav” is no longer on the disk"):
        library.playable("c1")
    library.keep_recording(one)
    assert library.playable("c1").size > 0


def test_a_call_of_words_alone_has_nothing_to_play(library: Library) -> None:
    library.keep_call(a_call())
    with pytest.raises(SameSideError, match="transcript alone"):
        library.playable("c1")


def test_of_many_who_ask_at_once_for_the_sound_one_makes_it(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.keep_call(a_call(), library.keep_recording(a_recording(tmp_path / "a.wav")))
    made: list[Path] = []

    def slowly(source: Path, target: Path, silent: tuple[Span, ...]) -> None:
        made.append(source)
        time.sleep(0.1)
        target.write_bytes(b"sound")

    monkeypatch.setattr("library.store.make_playable", slowly)
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(library.playable, ["c1"] * 4))) == 1
    assert len(made) == 1


def test_the_order_to_review_says_why_each_call_stands_where_it_stands(library: Library) -> None:
    def keep(call_id: str, outcome: str, *moments: Moment, words: bool = True) -> None:
        call = a_call(call_id)
        library.keep_call(call if words else replace(call, turns=tuple(replace(t, words=()) for t in call.turns)))
        library.keep_report(replace(a_report(call_id, *moments), outcome=Outcome(outcome, "")))  # type: ignore[arg-type]

    asked = [a_moment("missed", "supervisor_request", at, at + 2) for at in (1, 5)]
    helped = a_moment("partnered", "own_it")
    keep("calm", "calm", helped)
    keep("wordless", "unclear", helped, words=False)
    keep("pushes", "calm", a_moment(), a_moment(start=12, end=14))
    keep("possible", "settled", replace(asked[0], confidence="low"))
    keep("hot", "unsettled", a_moment("escalated", None))
    keep("pushed", "unsettled", a_moment("escalated", None), a_moment())
    keep("missed", "settled", *asked, a_moment("missed", "preemptive_acknowledgement", 9, 12))
    keep("burdened", "settled", a_moment("missed", "acknowledge_feeling", 9, 12))
    keep("seen", "unsettled", *asked)
    library.mark_reviewed("seen", "Coach")
    assert [(c.id, c.standing) for c in library.calls().calls] == [
        ("missed", "The customer asked for a supervisor twice and named the wait, and nobody answered."),
        ("burdened", "The customer named a burden, and nobody answered."),
        ("pushed", "Heat stood at the end, and the agent pushed once."),
        ("hot", "Heat stood at the end."),
        ("pushes", "The agent pushed twice."),
        ("wordless", "There are no words: nobody knows what was said."),
        ("possible", "Settled, nothing pushed."),
        ("calm", "Nothing escalated, nothing pushed."),
        ("seen", "The customer asked for a supervisor twice, and nobody answered."),
    ]
    assert [c.id for c in library.calls().calls if not c.has_words] == ["wordless"]
    assert library.summary("seen").reviewed_by == "Coach"
    assert library.calls(Filter(unreviewed=True)).total == 8


def test_filters_and_pages(library: Library) -> None:
    for k in range(5):
        library.keep_call(
            a_call(f"c{k}", source=f"call {k}.wav"),
            date=NOON + timedelta(days=k),
            agent="Ama" if k % 2 else "Ben",
            team="Blue" if k % 2 else "Red",
        )
        library.keep_report(a_report(f"c{k}", a_moment("partnered", "own_it" if k < 2 else "clarify", after="calmer")))

    def ids(**wanted: object) -> list[str]:
        return [c.id for c in library.calls(Filter(**wanted), "date").calls]  # type: ignore[arg-type]

    assert ids(agent="Ama") == ["c1", "c3"]
    assert ids(team="Red") == ["c0", "c2", "c4"]
    assert ids(technique="own_it") == ["c0", "c1"]
    assert ids(technique="own_it", kind="pushed") == []
    assert ids(kind="partnered", after="calmer", since=NOON + timedelta(days=3)) == ["c3", "c4"]
    assert ids(until=NOON + timedelta(days=1)) == ["c0"]
    assert ids(outcome="settled") == []
    second = library.calls(sort="-date", page=1, size=2)
    assert ([c.id for c in second.calls], second.total) == (["c2", "c1"], 5)
    assert (library.calls(page=9).calls, library.calls(page=9).total) == ((), 5)
    assert library.calls(Filter(agent="Nobody")).total == 0


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("refund", True),
        ("REFUNDS, policy!", True),
        ("don’t", True),
        ('"want refund"', False),
        ("“don't do refunds”", True),
        ("fund", False),
        ("100%_", False),
        ("late", True),  # the call's name
        ("", True),
        ("…", True),  # nothing to look for
    ],
)
def test_searching_the_words(library: Library, search: str, found: bool) -> None:
    library.keep_call(a_call())
    assert library.calls(Filter(words=search)).total == int(found)


@pytest.mark.parametrize("search", ["pushed", '"parcel pushed"', "ama", "Ama Mensah", '"mensah"', "blue", "ama refund"])
def test_names_are_searched_as_people_read_them(library: Library, search: str) -> None:
    library.keep_call(a_call("c1", source="parcel_pushed.opus"), agent="Ama Mensah", team="Blue")
    library.keep_call(replace(a_call("c2", source="other.opus"), turns=()), agent="Ben", team="Red")
    assert [call.id for call in library.calls(Filter(words=search)).calls] == ["c1"]


def test_a_call_is_found_by_id_by_its_beginning_and_by_name(library: Library) -> None:
    for call_id in ("3fa1", "3fb2", "99"):
        library.keep_call(a_call(call_id, source=f"call {call_id[0]}.wav"))
    assert library.find("3fa1") == "3fa1"
    assert library.find("9") == "99"
    assert library.find("call 9.wav") == library.find("call 9") == "99"
    for several in ("3f", "call 3.wav", "call 3"):
        with pytest.raises(SameSideError, match=r"call 3\.wav \(3fa1\), call 3\.wav \(3fb2\)"):
            library.find(several)
    for unknown in ("x", "", "%"):
        with pytest.raises(SameSideError, match="There is no call"):
            library.find(unknown)


def test_people(library: Library) -> None:
    library.keep_call(a_call())
    library.people.assign("c1", "  Ama\nOwusu ", "Blue")
    library.people.add("Ben")
    assert [(p.name, p.team, p.calls) for p in library.people.agents()] == [("Ama Owusu", "Blue", 1), ("Ben", None, 0)]
    library.people.add("Ben", "Red")
    assert library.people.teams() == ("Blue", "Red")
    library.people.rename("Ben", "Benedict")
    with pytest.raises(SameSideError, match="already"):
        library.people.rename("Benedict", "Ama Owusu")
    library.people.remove("Ama Owusu")
    assert library.summary("c1").agent is None
    with pytest.raises(SameSideError, match="empty"):
        library.people.assign("c1", " \n")
    with pytest.raises(SameSideError, match="no call nowhere"):
        library.people.assign("nowhere", None)


def test_names_that_no_database_could_hold_are_kept_as_well_as_can_be(library: Library) -> None:
    library.keep_call(a_call(source="a\x00b\ud800.wav"))
    assert library.summary("c1").name == "a�b�.wav"


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://somewhere/else", "is no library that SameSide can open"),
        ("sqlite://", "is no library that SameSide can open"),
        ("postgresql://coach:secret@127.0.0.1:1/none", "could not be reached"),
    ],
)
def test_a_library_that_cannot_be_opened_says_so_and_tells_no_password(url: str, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(SameSideError, match=sentence) as said:
        Library(url, files=tmp_path)
    assert "secret" not in str(said.value)


def test_a_library_below_a_file_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(SameSideError, match="could not be made"):
        Library(str(tmp_path / "file" / "library.db"))


def test_a_folder_and_a_text_are_not_libraries(tmp_path: Path) -> None:
    with pytest.raises(SameSideError, match="could not be opened"):
        Library(str(tmp_path))
    (tmp_path / "text.db").write_text("A shopping list, quite long enough to look like a file of some database. " * 20)
    with pytest.raises(SameSideError, match="is not a library"):
        Library(str(tmp_path / "text.db"))


def narrow(library: Library, pragma: str) -> None:
    """Every connection from now on has this pragma: SQLite's own way to a file that is read-only, or a full disk."""
    event.listen(library.database.engine, "connect", lambda connection, _: connection.execute(f"PRAGMA {pragma}"))
    library.database.engine.dispose()


def test_a_library_that_may_not_be_written_to_says_so(library: Library) -> None:
    narrow(library, "query_only = ON")
    with pytest.raises(SameSideError, match="may not be written to"):
        library.keep_call(a_call())


def test_a_full_disk_loses_nothing_that_was_kept(library: Library) -> None:
    library.keep_call(a_call("before"))
    narrow(library, "max_page_count = 30")
    with pytest.raises(SameSideError, match="found the disk full"):
        for k in range(99):
            library.keep_call(a_call(f"c{k}"))
    narrow(library, "max_page_count = 100000")
    assert library.call("before").turns == a_call().turns
    assert all(library.call(line.id).turns for line in library.calls(size=100).calls)


def test_a_library_of_a_newer_sameside_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    Library(str(path)).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SameSideError, match=r"made by a newer SameSide \(its form is 9999"):
        Library(str(path))
    assert sqlite3.connect(path).execute("SELECT version_num FROM alembic_version").fetchall() == [("9999",)]


def test_a_full_disk_is_said_and_leaves_nothing_half_written(library: Library) -> None:
    class Full(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError(28, "No space left on device")

    with pytest.raises(SameSideError, match="is full"):
        library.keep_recording(Full(), name="a.wav")
    assert everything_below(library.files.root) == []


def test_what_a_killed_process_left_on_its_way_is_swept_up_and_what_another_writes_is_not(library: Library) -> None:
    with library.files.arriving() as part_file:
        part_file.write_bytes(b"half")
        other = library.files.root / "incoming" / "x.part"  # its writer was killed: nobody holds it
        other.write_bytes(b"half")
        assert library.files.sweep() == 1
        assert part_file.exists() and not other.exists()


def test_a_folder_on_its_way_is_its_processs_from_when_it_is_made_until_it_is_gone(library: Library) -> None:
    """Whoever is killed while it is made, or half removed, leaves it without any mark: it goes at the next start all the same."""
    with library.files.arriving_folder() as folder:
        (folder / "call.vtt").write_text("WEBVTT")
        empty, half_removed = (library.files.root / "incoming" / name for name in ("empty", "half"))
        empty.mkdir()
        half_removed.mkdir()
        (half_removed / "call.vtt").write_text("WEBVTT")
        assert library.files.sweep() == 2
        assert [path.name for path in folder.iterdir()] == ["call.vtt"]
        assert not empty.exists() and not half_removed.exists()
    assert not folder.exists()


def test_a_recording_on_its_way_when_its_process_is_killed_is_gone_at_the_next_start(tmp_path: Path) -> None:
    code = (
        "import sys; from library.store import Library\n"
        "with Library(sys.argv[1]).files.arriving('.webm') as part:\n"
        "    part.write_bytes(b'half'); print('written', flush=True); sys.stdin.read()"
    )
    address = str(tmp_path / "library.db")
    run = subprocess.Popen([sys.executable, "-c", code, address], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert run.stdout is not None and run.stdout.readline() == b"written\n"
    library = Library(address)
    incoming = library.files.root / "incoming"
    assert len(list(incoming.iterdir())) == 1  # it is alive
    run.kill()
    run.communicate()
    library.close()
    Library(address).close()
    assert list(incoming.iterdir()) == []
