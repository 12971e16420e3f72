"""A watched folder: what is whole is taken, once, with what belongs to it, whatever is killed, moved, deleted or away meanwhile."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from library_calls import a_call, a_recording, a_report
from sqlalchemy import text

from audio.beside import Together, belonging
from audio.errors import InputError, UnreachableError
from library.arrivals import arrivals as arrivals_module
from library.arrivals import folder as folder_module
from library.arrivals.arrivals import Arrivals
from library.arrivals.folder import Folder, state_of
from library.arrivals.settling import Settling, State, is_open_for_writing
from library.arrivals.watch import Taken, Watch
from library.jobs.job import Reviewed
from library.recordings.recordings import Recordings
from library.store import Library


class Watching:
    """A watch at the folder ``in`` of a test, and what it has said."""

    def __init__(self, library: Library, folder: Path, settle: float = 0.0) -> None:
        self.library, self.folder = library, folder / "in"
        self.folder.mkdir(exist_ok=True)
        self.said: list[str] = []
        self.taken: list[Taken] = []
        self.options: dict[str, Mapping[str, Any]] = {}
        self.stop = Event()
        self.source = Folder(self.folder, settle)
        self.watch = Watch(
            self.source, library.arrivals, self._describe, self.said.append, self.taken.append, self.stop
        )

    def _describe(self, path: Path) -> Mapping[str, Any]:
        return self.options.get(path.name, {})

    def sound(self, name: str, pitch: int) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return a_recording(path, 0.1, pitch)

    def queued(self) -> list[str]:
        return [job.name for job in self.library.queue.jobs()]


@pytest.fixture
def watching(library: Library, tmp_path: Path) -> Watching:
    return Watching(library, tmp_path)


def again(watching: Watching) -> Watching:
    """Another watch at the same folder, as after a restart."""
    return Watching(watching.library, watching.folder.parent)


def finished(library: Library) -> str:
    """The oldest job done; the id of its call."""
    claim = library.queue.claim("w")
    assert claim is not None and claim.recording_id is not None
    call = a_call(claim.recording_id[:32])
    assert library.queue.finish(claim, Reviewed(call, a_report(call.id)))
    return call.id


def test_recordings_of_all_subfolders_are_taken_and_nothing_else(watching: Watching) -> None:
    watching.sound("a.wav", 200)
    watching.sound("monday/b.WAV", 300)
    watching.sound(".hidden.wav", 400)
    watching.sound("c.wav.part", 500)
    (watching.folder / "read me.txt").write_text("Nothing.")
    (watching.folder / "away").symlink_to(watching.folder)
    assert watching.watch.look() == 0
    assert watching.queued() == ["a.wav", "b.WAV"] and not watching.said


def test_what_was_taken_is_taken_once_after_a_restart_moved_copied_or_deleted(watching: Watching) -> None:
    first = watching.sound("a.wav", 200)
    watching.watch.look()
    watching.watch.look()
    assert again(watching).watch.look() == 0 and watching.queued() == ["a.wav"]
    watching.library.delete(finished(watching.library))
    moved = watching.folder / "old" / "a.wav"
    moved.parent.mkdir()
    first.rename(moved)
    (watching.folder / "copy.wav").write_bytes(moved.read_bytes())
    later = again(watching)
    later.watch.look()
    assert [each.job for each in later.taken] == [None, None] and watching.queued() == []
    assert not later.said


def test_what_was_brought_otherwise_before_is_noted_and_not_heard_again(watching: Watching) -> None:
    path = watching.sound("a.wav", 200)
    job = watching.library.enqueue(path)
    watching.watch.look()
    assert [each.job for each in watching.taken] == [None]
    assert [each.id for each in watching.library.queue.jobs()] == [job]


def test_another_recording_under_a_name_that_was_used_is_taken(watching: Watching) -> None:
    path = watching.sound("a.wav", 200)
    watching.watch.look()
    path.write_bytes(watching.sound("b.wav", 900).read_bytes())
    os.utime(path, ns=(1, 1))
    (watching.folder / "b.wav").unlink()
    watching.watch.look()
    assert watching.queued() == ["a.wav", "a.wav"]


def test_files_beside_and_what_is_known_go_with_it(watching: Watching) -> None:
    watching.sound("a.wav", 200)
    watching.sound("b.wav", 300)
    (watching.folder / "a.vtt").write_text("WEBVTT\n")
    (watching.folder / "a_transcript.json").write_text("{}")
    watching.options = {"a.wav": {"by": "Ama Osei"}}
    watching.watch.look()
    claims = [watching.library.queue.claim("w") for _ in range(2)]
    assert [claim and (claim.name, dict(claim.options), [name for name, _ in claim.beside]) for claim in claims] == [
        ("a.wav", {"by": "Ama Osei"}, ["a.vtt", "a_transcript.json"]),
        ("b.wav", {}, []),
    ]


def test_a_bad_file_costs_one_sentence_for_as_long_as_it_stays_so(watching: Watching) -> None:
    empty = watching.folder / "a.wav"
    empty.write_bytes(b"")
    watching.sound("b.wav", 300)
    for _ in range(3):
        assert watching.watch.look() == 0
    assert watching.said == ["a.wav is empty (0 bytes): the export or the copy did not finish; fetch it again"]
    assert watching.queued() == ["b.wav"]
    watching.sound("a.wav", 200)
    watching.watch.look()
    assert watching.queued() == ["b.wav", "a.wav"] and len(watching.said) == 1


def test_whole_is_what_has_been_still_for_as_long_as_is_asked() -> None:
    now = [0.0]
    settling = Settling(10.0, lambda: now[0])
    assert not settling.is_still("a", State(1, 1))
    now[0] = 9.0
    assert not settling.is_still("a", State(2, 1)) and not settling.is_still("b", State(1, 1))
    now[0] = 18.9
    assert not settling.is_still("a", State(2, 1))
    now[0] = 19.0
    assert settling.is_still("a", State(2, 1)) and settling.is_still("b", State(1, 1))
    settling.forget("a")
    assert not settling.is_still("a", State(2, 1))


def test_what_still_arrives_beside_a_recording_is_waited_for(library: Library, tmp_path: Path) -> None:
    now = [0.0]
    watching = Watching(library, tmp_path)
    watching.source._settling = Settling(10.0, lambda: now[0])
    watching.sound("a.wav", 200)
    assert watching.watch.look() == 1
    now[0] = 8.0
    (watching.folder / "a.vtt").write_text("WEBVTT\n")
    assert watching.watch.look() == 1
    now[0] = 12.0
    assert watching.watch.look() == 1 and not watching.queued()
    now[0] = 18.0
    assert watching.watch.look() == 0
    claim = library.queue.claim("w")
    assert claim is not None and [name for name, _ in claim.beside] == ["a.vtt"]


@pytest.mark.skipif(sys.platform != "linux", reason="as Linux tells of open files")
def test_a_file_that_somebody_writes_to_is_not_taken(watching: Watching) -> None:
    path = watching.sound("a.wav", 200)
    with path.open("ab"):
        if not is_open_for_writing(path):
            pytest.skip("this file system does not tell")
        assert watching.watch.look() == 1
    assert not is_open_for_writing(path)
    assert watching.watch.look() == 0 and watching.queued() == ["a.wav"]


def test_a_file_that_changes_while_it_is_read_is_not_taken(watching: Watching, monkeypatch: pytest.MonkeyPatch) -> None:
    path = watching.sound("a.wav", 200)
    states = iter([State(1, 1)])
    with monkeypatch.context() as patch:
        patch.setattr(folder_module, "state_of", lambda path: next(states, state_of(path)))
        assert watching.watch.look() == 1
    assert not watching.queued() and not watching.said and path.exists()
    assert watching.watch.look() == 0 and watching.queued() == ["a.wav"]


class Killed(BaseException):
    """What no code of ours catches, as a kill is."""


@pytest.mark.parametrize("place", ["put_job", "_note", "record", "forget_deleted", "state_of", "_is_known"])
def test_killed_anywhere_all_is_done_or_nothing(
    watching: Watching, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    watching.sound("a.wav", 200)

    def killed(*_: object, **__: object) -> None:
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(folder_module if place == "state_of" else arrivals_module, place, killed)
        watching.watch.look()
    assert watching.queued() == []
    later = again(watching)
    later.watch.look()
    assert watching.queued() == ["a.wav"] and again(watching).watch.look() == 0 and watching.queued() == ["a.wav"]


def test_a_library_that_is_away_is_said_once_and_waited_for(
    watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    watching.sound("a.wav", 200)
    away = [True, True, False]
    add = Recordings.add

    def sometimes(self: Recordings, *given: Any, **more: Any) -> Any:
        if away.pop(0):
            raise UnreachableError("The database does not answer.")
        return add(self, *given, **more)

    monkeypatch.setattr(Recordings, "add", sometimes)
    watching.watch.run(0.0, until_taken=True)
    assert watching.said == ["The database does not answer."] and watching.queued() == ["a.wav"]


def test_a_folder_that_goes_away_is_said_and_one_that_is_gone_for_good_ends_a_single_look(watching: Watching) -> None:
    watching.folder.rmdir()
    with pytest.raises(OSError, match="No such file"):
        watching.watch.run(0.0, until_taken=True)


def test_what_is_refused_by_what_is_known_of_it_is_said(watching: Watching) -> None:
    watching.sound("a.wav", 200)

    def refuse(path: Path) -> Mapping[str, Any]:
        raise InputError(f"{path.name} has no business here")

    watching.watch._describe = refuse
    assert watching.watch.look() == watching.watch.look() == 0
    assert watching.said == ["a.wav has no business here"]


def test_two_watches_at_one_folder_take_each_recording_once(watching: Watching) -> None:
    from concurrent.futures import ThreadPoolExecutor

    for k in range(6):
        watching.sound(f"{k}.wav", 200 + 100 * k)
    others = [again(watching) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda other: other.watch.look(), others))
    assert sorted(watching.queued()) == [f"{k}.wav" for k in range(6)]


def test_arrivals_are_known_by_hashes_alone(watching: Watching) -> None:
    watching.sound("Mr Jones 5550100.wav", 200)
    watching.watch.look()
    with watching.library.database.read() as session:
        row = session.execute(text("SELECT place, content FROM arrival")).one()
    assert all(len(value) == 64 and set(value) <= set("0123456789abcdef") for value in row)
    assert isinstance(watching.library.arrivals, Arrivals)


@pytest.mark.parametrize(
    "names",
    [
        ["call.wav", "call.vtt", "Call.VTT", "call.wav.vtt", "call_transcript.json", "call.en.srt", "call.rttm", "call-2.vtt", "recall.vtt"],
        ["call.wav", "Call.wav", "call.vtt", "Call.vtt", "CALL.srt"],
        ["a.wav", "a_transcript.wav", "a_transcript.vtt", "a - captions.vtt", "a.de-at.srt", "a.b.c.vtt"],
        ["a.wav", "a.wav.mp3", "a.wav.vtt", "a.txt"],
    ],
)  # fmt: skip
def test_many_files_are_put_together_as_one_at_a_time(names: list[str]) -> None:
    together = Together(names)
    for name in names:
        if name.endswith((".wav", ".mp3")):
            assert together.belonging(name) == belonging(names, name)
