"""What the test of a full disk runs in a process of its own, on a file system of a few megabytes: a library whose disk fills up
under an upload, a review and a note, and has room again afterwards. Prints what happened as JSON."""

from __future__ import annotations

import hashlib
import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from library_calls import a_call, a_report
from library_hands import work
from sqlalchemy import text

from audio.errors import SameSideError
from audio.span import Span
from library.notes.note import Content
from library.store import Library
from library.worker.worker import Worker


def fill(disk: Path) -> None:
    """Write until nothing more goes in."""
    with (disk / "somebody else's").open("ab", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1):
            while True:
                try:
                    file.write(bytes(size))
                except OSError:
                    break


def said(action: Callable[[], object]) -> str:
    """The sentence that an action ends with, or nothing."""
    try:
        action()
    except SameSideError as trouble:
        return str(trouble)
    return ""


def scene(disk: Path) -> dict[str, object]:
    """The whole of it; what is to be compared."""
    url = str(disk / "library.db")
    library = Library(url)
    small = library.enqueue(io.BytesIO(b"sound"), name="small.wav")
    library.keep_call(a_call("c1"))
    library.keep_report(a_report("c1"))
    worker, notes = Worker(library, work), []
    fill(disk)
    told = [said(lambda: library.enqueue(io.BytesIO(bytes(1 << 20)), name="large.wav"))]
    os.truncate(disk / "somebody else's", (disk / "somebody else's").stat().st_size - (1 << 18))  # room for some notes
    for k in range(10_000):
        if sentence := said(lambda k=k: library.notes.add("c1", "Ann", Content(Span(k, k + 1), text="x" * 500))):
            told.append(sentence)
            break
        notes.append(k)
    told.append(said(lambda: library.keep_report(a_report("c1"), "f" * 20_000)))
    fill(disk)
    told.append(said(worker.run_one))
    reads = library.calls().total  # to look at what is there needs no room
    (disk / "somebody else's").unlink()
    while worker.run_one():
        pass
    first = library.queue.job(small)
    if first.state == "failed":
        library.queue.retry(small)
        worker.run_one()
    library.files.sweep(min_age=0)
    with library.database.read() as session:
        sound = session.execute(text("PRAGMA integrity_check")).scalar()
    files = [path for path in disk.rglob("*") if path.is_file() and path.parent.name not in ("incoming", disk.name)]
    found = {
        "told": told,
        "notes": len(notes),
        "kept_notes": len(library.notes.of("c1", viewer="Ann")),
        "reads": reads,
        "first": [first.state, first.why],
        "then": library.queue.job(small).state,
        "sound": sound,
        "whole": all(hashlib.sha256(path.read_bytes()).hexdigest() == path.stem for path in files),
        "files": len(files),
        "left": [path.name for path in (disk / "incoming").iterdir()],
        "fingerprint": library.report_fingerprint("c1"),
    }
    library.close()
    return found


if __name__ == "__main__":
    print(json.dumps(scene(Path(sys.argv[1]))))
