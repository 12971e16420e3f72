"""Recordings in object storage: brought, played, silenced, deleted and moved there and back, over HTTP; and nothing is lost when that is stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import real_postgres
from library_calls import a_call, a_recording, a_report
from patience import PATIENCE, over, soon
from real_s3 import BUCKET, S3, Asked, s3

from audio.errors import InputError, LibraryError, SameSideError
from library.recordings.fetched import Fetched
from library.recordings.recordings import Recordings
from library.store import Library
from library.stores.address import VARIABLE, object_store
from library.worker.worker import Reviewed, Worker
from ui.cli.main import main

__all__ = ["s3"]

AT = f"s3://{BUCKET}/eu"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "library.db") if request.param == "sqlite" else real_postgres.new_database()


@pytest.fixture
def library(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("SAMESIDE_FILES", str(tmp_path / "files"))
    opened = Library(url)
    yield opened
    opened.close()


@pytest.fixture
def afar(s3: S3, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    """A library whose recordings lie in object storage from the beginning."""
    monkeypatch.setenv(VARIABLE, AT)
    opened = Library(str(tmp_path / "library.db"))
    yield opened
    opened.close()


def keep(library: Library, folder: Path, *names: str) -> dict[str, str]:
    """Calls with a recording each; the recordings' ids by the calls'."""
    kept = {}
    for k, name in enumerate(names):
        kept[name] = library.keep_recording(a_recording(folder / f"{name}.wav", pitch=200.0 + 20 * k))
        library.keep_call(a_call(name), kept[name])
        library.keep_report(a_report(name))
    return kept


def objects(address: str = AT) -> list[str]:
    return [entry.key for entry in object_store(address).list("")]


def in_folder(library: Library) -> list[Path]:
    places = [library.files.root / place for place in ("recordings", "playable", "incoming")]
    return [path for place in places for path in place.rglob("*") if path.is_file()]


def content(library: Library, recording: str) -> bytes:
    with library.recording_here(recording) as path:
        return path.read_bytes()


def test_what_is_brought_lies_there_and_nowhere_here(afar: Library, tmp_path: Path, s3: S3) -> None:
    one = a_recording(tmp_path / "a.wav")
    recording = afar.keep_recording(one)
    assert objects() == [f"recordings/{recording[:2]}/{recording}.wav"] and in_folder(afar) == []
    assert content(afar, recording) == one.read_bytes() and in_folder(afar) == []
    sent = len(s3.puts())
    assert afar.keep_recording(one) == recording and len(s3.puts()) == sent


def test_a_worker_works_on_a_copy_that_goes_again(afar: Library, tmp_path: Path) -> None:
    heard: list[bytes] = []

    def work(path: Path | None, options: object, progress: object) -> Reviewed:
        assert path is not None and path.suffix == ".wav"
        heard.append(path.read_bytes())
        return Reviewed(a_call("c1"), a_report("c1"), "f1")

    afar.enqueue(a_recording(tmp_path / "a.wav"))
    assert Worker(afar, work).run_one()
    assert heard == [(tmp_path / "a.wav").read_bytes()] and in_folder(afar) == []
    assert afar.report("c1") == a_report("c1")


def test_without_a_network_a_job_goes_back_into_the_queue(afar: Library, tmp_path: Path, s3: S3) -> None:
    job = afar.enqueue(a_recording(tmp_path / "a.wav"))
    ended: list[str] = []
    worker = Worker(
        afar,
        lambda path, options, progress: Reviewed(a_call("c1"), a_report("c1"), "f1"),
        tell=lambda job, _: ended.append(job.outcome),
    )
    s3.refuse = lambda asked: 503
    worker.run_one()
    s3.refuse = lambda asked: None
    worker.run_one()
    assert ended == ["given back", "done"] and afar.queue.job(job).state == "done"


def test_half_an_upload_keeps_nothing_and_may_be_brought_again(afar: Library, tmp_path: Path, s3: S3) -> None:
    one = a_recording(tmp_path / "a.wav")
    s3.refuse = lambda asked: 403 if asked.method == "PUT" else None
    with pytest.raises(LibraryError, match="refused the key"):
        afar.enqueue(one)
    assert objects() == [] and in_folder(afar) == [] and afar.queue.jobs() == ()
    s3.refuse = lambda asked: None
    assert afar.enqueue(one)


def test_another_content_than_was_brought_is_not_heard(afar: Library, tmp_path: Path) -> None:
    recording = afar.keep_recording(a_recording(tmp_path / "a.wav"))
    changed = tmp_path / "changed"
    changed.write_bytes(b"somebody wrote over it")
    object_store(AT).put(objects()[0], changed)
    with pytest.raises(LibraryError, match="is damaged"):
        content(afar, recording)
    assert in_folder(afar) == []


def test_a_recording_that_is_gone_is_said(afar: Library, tmp_path: Path) -> None:
    keep(afar, tmp_path, "c1")
    object_store(AT).delete(objects())
    with pytest.raises(LibraryError, match=rf"“c1.wav” is no longer in {AT}"):
        afar.playable("c1")


def test_deleted_is_gone_there_too_with_all_that_is_played_of_it(afar: Library, tmp_path: Path) -> None:
    kept = keep(afar, tmp_path, "c1", "c2")
    afar.playable("c1")
    afar.playable("c2")
    assert len(objects()) == 4
    afar.delete("c1")
    assert len(objects()) == 2 and all(kept["c2"] in key for key in objects())


def test_what_cannot_be_deleted_now_is_told_and_tried_again(
    afar: Library, tmp_path: Path, s3: S3, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(afar, tmp_path, "c1")
    s3.refuse = lambda asked: 403
    afar.delete("c1")
    assert afar.calls().total == 0
    assert "refused the key" in caplog.text and "tried again" in caplog.text
    assert main(["recordings", "show", "--library", afar.database.name]) == 0
    assert "1 recording still to be deleted there" in capsys.readouterr().out
    s3.refuse = lambda asked: None
    assert afar.recordings.leaving() == 1 and len(objects()) == 1
    afar.deletions.watch()  # as its timer does, a minute later
    assert afar.recordings.leaving() == 0 and objects() == []


def test_a_playable_form_of_what_was_deleted_meanwhile_does_not_stay(afar: Library, tmp_path: Path) -> None:
    kept = keep(afar, tmp_path, "c1")
    part = tmp_path / "part"
    part.write_bytes(b"as a browser plays it")
    afar.delete("c1")
    with pytest.raises(LibraryError, match="There is no recording"):
        afar.recordings.keep_playable(kept["c1"], f"playable/{kept['c1'][:2]}/{kept['c1']}.webm", part)
    assert objects() == []


def test_there_and_back(library: Library, url: str, tmp_path: Path, s3: S3, capsys: pytest.CaptureFixture[str]) -> None:
    kept = keep(library, tmp_path, "c1", "c2")
    library.playable("c1")
    assert main(["recordings", "move", AT, "--library", url]) == 0
    assert f"2 recordings moved to {AT}" in capsys.readouterr().out
    assert in_folder(library) == [] and len(objects()) == 3
    for name, recording in kept.items():
        assert content(library, recording) == (tmp_path / f"{name}.wav").read_bytes()
    assert main(["recordings", "move", AT, "--library", url]) == 0
    assert "lie in s3://calls/eu already" in capsys.readouterr().out
    third = keep(library, tmp_path, "c3", "c4")["c4"]  # whoever had the library open all the time
    assert third in "".join(objects())
    assert main(["recordings", "move", "folder", "--library", url]) == 0
    assert objects() == [] and content(library, kept["c1"]) == (tmp_path / "c1.wav").read_bytes()
    told = [event.detail["to"] for event in library.audit.walk() if event.act == "moved_recordings"]
    assert told == [AT, "its own folder"] and library.audit.verify().broken is None
    assert "UnmistakableSecret" not in str([event.detail for event in library.audit.walk()])
    assert "UnmistakableSecret" not in str(library.settings.get("recordings"))


def test_stopped_half_way_it_goes_on_and_all_is_heard_meanwhile(library: Library, tmp_path: Path, s3: S3) -> None:
    kept = keep(library, tmp_path, "c1", "c2", "c3")
    s3.refuse = lambda asked: 403 if asked.method == "PUT" and kept["c2"] in asked.path else None
    with pytest.raises(LibraryError, match="refused the key"):
        library.moves.move(AT)
    s3.refuse = lambda asked: None
    for name, recording in kept.items():
        assert content(library, recording) == (tmp_path / f"{name}.wav").read_bytes()
    with pytest.raises(InputError, match="are being moved from its own folder to s3://calls/eu"):
        library.moves.move("s3://another")
    library.delete("c3")
    library.moves.move(AT)
    assert in_folder(library) == [] and len(objects()) == 2
    assert content(library, kept["c2"]) == (tmp_path / "c2.wav").read_bytes()


def test_killed_half_way_nothing_is_lost(library: Library, url: str, tmp_path: Path, s3: S3) -> None:
    kept = keep(library, tmp_path, "c1", "c2", "c3")
    held, gate = threading.Event(), threading.Event()

    def hold(asked: Asked) -> int | None:
        if asked.method == "PUT" and kept["c2"] in asked.path:
            held.set()
            gate.wait(PATIENCE)
        return None

    s3.refuse = hold
    mover = subprocess.Popen(
        [sys.executable, "-m", "ui.cli", "recordings", "move", AT, "--library", url],
        cwd=Path(__file__).parents[1], env={**os.environ, **s3.environment},
    )  # fmt: skip
    soon(held.is_set)
    mover.send_signal(signal.SIGKILL)
    mover.wait(PATIENCE)
    gate.set()
    s3.refuse = lambda asked: None
    for name, recording in kept.items():
        assert content(library, recording) == (tmp_path / f"{name}.wav").read_bytes()
    library.moves.move(AT)
    library.recordings.tidy()
    assert in_folder(library) == [] and len(objects()) == 3


def test_what_is_deleted_on_its_way_is_not_brought_back(library: Library, tmp_path: Path, s3: S3) -> None:
    kept = keep(library, tmp_path, "c1")
    held, gate = threading.Event(), threading.Event()

    def hold(asked: Asked) -> int | None:
        if asked.method == "PUT" and kept["c1"] in asked.path and not gate.is_set():
            held.set()
            gate.wait(PATIENCE)
        return None

    s3.refuse = hold
    slips: list[SameSideError] = []

    def move() -> None:
        try:
            library.moves.move(AT)
        except SameSideError as slip:
            slips.append(slip)

    mover = threading.Thread(target=move)
    mover.start()
    soon(held.is_set)
    library.delete("c1")
    gate.set()
    over(mover)
    assert slips == [] and objects() == [] and in_folder(library) == []


def test_a_killed_upload_is_let_go_of_there_later(
    afar: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_there = Recordings._keep

    def keep_and_die(self: Recordings, key: str, part: Path, digest: str | None, fetched: Fetched | None) -> None:
        keep_there(self, key, part, digest, fetched)
        raise KeyboardInterrupt

    with monkeypatch.context() as killed, pytest.raises(KeyboardInterrupt):
        killed.setattr(Recordings, "_keep", keep_and_die)
        afar.keep_recording(a_recording(tmp_path / "a.wav"))
    assert len(objects()) == 1
    afar.recordings.remove_leaving_files(datetime.now(UTC) + timedelta(hours=2))
    assert objects() == []


def test_two_libraries_do_not_share_a_place(afar: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    afar.keep_recording(a_recording(tmp_path / "a.wav"))
    with pytest.raises(InputError, match="give each library a prefix of its own"):
        Library(str(tmp_path / "another.db"))
    monkeypatch.delenv(VARIABLE)
    another = Library(str(tmp_path / "another.db"))
    with pytest.raises(InputError, match="give each library a prefix of its own"):
        another.moves.move(AT)
    another.close()


def test_the_environment_does_not_scatter_recordings(
    library: Library, url: str, tmp_path: Path, s3: S3, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(library, tmp_path, "c1")
    monkeypatch.setenv(VARIABLE, AT)
    with pytest.raises(LibraryError, match=rf"this library keeps them in its own folder: .* move {AT}"):
        Library(url)
    monkeypatch.setenv(VARIABLE, "folder")
    Library(url).close()
    monkeypatch.setenv(VARIABLE, "s3://k:UnmistakableSecret@calls")
    with pytest.raises(InputError, match="leave keys and options out"):
        Library(url)
