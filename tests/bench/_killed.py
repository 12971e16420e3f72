"""What ``tests.bench.kill`` has killed: children that do one kind of thing until they die, and say what was acknowledged.

A child dies by its own hand at a step that was drawn beforehand (an SQL statement, a commit, a file opened, renamed or removed), so that
the same seed dies in the same place; or by its parent's at a moment that was drawn, in the middle of whatever it is then doing.
"""

from __future__ import annotations

import hashlib
import io
import itertools
import os
import signal
import sys
import traceback
import uuid
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.engine import Engine

from audio.span import Span
from library.database.connection import Database
from library.database.schema import CallRow
from library.notes.note import Content
from library.recordings.files import playable_key
from library.store import Library
from library.worker.worker import Reviewed, Worker
from tests.library_calls import a_call, a_report

Tell = Callable[[str], None]
AUDITED = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree"}
CALLS = 12
"""In a library whose calls are to be deleted, or whose form is to be brought up to date."""


def sound_of(k: int) -> bytes:
    """The content of the made-up recording ``k``, 256 KB."""
    return hashlib.sha256(str(k).encode()).digest() * 8192


def listened(path: Path | None, options: Mapping[str, Any], progress: Callable[[str, float], None]) -> Reviewed:
    """Made-up listening: a call named by the recording's content."""
    assert path is not None
    progress("hearing the words", 0.5)
    call = a_call(hashlib.sha256(path.read_bytes()).hexdigest())
    return Reviewed(call, a_report(call.id), fingerprint="f1")


def uploads(library: Library, tell: Tell) -> None:
    """Bring recordings; those of earlier children are brought again, which must do no harm either."""
    for k in itertools.count(max(0, len(library.queue.jobs()) - 2)):
        library.enqueue(io.BytesIO(sound_of(k)), name=f"call {k}.wav")
        tell(str(k))


def reviews(library: Library, tell: Tell) -> None:
    """Work through the queue, which never ends."""
    worker = Worker(library, listened, lease=timedelta(hours=1))
    for k in itertools.count(library.calls().total):
        library.enqueue(io.BytesIO(sound_of(k)), name=f"call {k}.wav", transcript=("call.vtt", b"WEBVTT"))
        worker.run_one()
        tell(",".join(str(job.id) for job in library.queue.jobs(["done"])))


def notes(library: Library, tell: Tell) -> None:
    """Write notes and change each once."""
    library.keep_call(a_call())
    for _ in itertools.count():
        note_id, shared = uuid.uuid4().hex, Content(Span(1.0, 2.0), text="first", audience="everybody")
        note = library.notes.add("c1", "Ann", shared, note_id=note_id)
        tell(f"{note_id} first")
        library.notes.edit(note.id, note.version, "Ann", Content(Span(1.0, 2.0), text="second", audience="everybody"))
        tell(f"{note_id} second")


def deletions(library: Library, tell: Tell) -> None:
    """Delete one call after the other, and make new ones when none is left."""
    for k in itertools.count():
        with library.database.read() as session:
            ids = session.scalars(select(CallRow.id)).all()
        for call in ids:
            library.delete(call)
            tell(call)
        fill(library, f"{os.getpid()} {k}")


def migrations(library: Database, tell: Tell) -> None:
    """Open a library of the first form, which brings it up to date."""
    Library(library.url.render_as_string(hide_password=False), library.files).close()
    tell("opened")


DOES: Mapping[str, Callable[[Any, Tell], None]] = {
    "uploads": uploads,
    "reviews": reviews,
    "notes": notes,
    "deletions": deletions,
    "migrations": migrations,
}


def fill(library: Library, of: str = "") -> None:
    """Calls with their recordings, playable forms and reports."""
    worker = Worker(library, listened)
    for k in range(CALLS):
        job = library.enqueue(io.BytesIO(f"{of} {k}".encode()))
        worker.run_one()
        playable = library.files.root / playable_key(library.queue.job(job).recording_id or "")
        playable.parent.mkdir(parents=True, exist_ok=True)
        playable.write_bytes(b"as a browser plays it")


def die_at(step: int) -> None:
    """Have this process kill itself at that step."""
    steps = itertools.count()

    def one_more(*_: object) -> None:
        if next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", one_more)
    event.listen(Engine, "commit", one_more)
    sys.addaudithook(lambda name, _: one_more() if name in AUDITED else None)


def child(kind: str, opened: Callable[[], Any], step: int | None) -> tuple[int, int]:
    """A child that does ``kind``, and dies at ``step`` if that is given: its number, and the pipe it tells what was acknowledged by."""
    out, into = os.pipe()
    number = os.fork()
    if number:
        os.close(into)
        return number, out
    try:
        os.close(out)
        library = opened()
        os.write(into, b"begins\n")
        if step is not None:
            die_at(step)
        DOES[kind](library, lambda line: os.write(into, f"{line}\n".encode()) and None)
        os._exit(0)
    except BaseException:  # it never returns into what its parent does
        traceback.print_exc()
        os._exit(1)
