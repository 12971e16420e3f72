"""What the tests of the queue run in processes of their own, bringing recordings and working on them,
to be killed, and writing notes all at once."""

from __future__ import annotations

import hashlib
import io
import itertools
import os
import signal
import sys
import time
import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from library_calls import a_call, a_report
from sqlalchemy import event
from sqlalchemy.orm import Session

from analysis.report import Report
from audio.errors import SameSideError
from audio.span import Span
from library.notes.note import Content
from library.store import Library
from library.worker.worker import Progress, Reviewed, Worker


def bytes_of(k: int) -> bytes:
    """The content of the made-up recording ``k``: 2 MB, so that a kill may well hit the middle of it."""
    return hashlib.sha256(str(k).encode()).digest() * 65536


def work(path: Path | None, options: Mapping[str, Any], progress: Progress) -> Reviewed:
    """Made-up listening: a call named by the recording's content; of one named “endless” until it is interrupted."""
    assert path is not None
    if "dies" in options["name"]:
        os._exit(11)
    if "troubled" in options["name"]:
        raise SameSideError("This recording is a shopping list.")
    if "mistaken" in options["name"]:
        raise ZeroDivisionError("division by zero")
    for step in range(10):
        progress("hearing the words", step / 10)
        time.sleep(0.01)
    while "endless" in options["name"]:
        progress("hearing the words", 0.9)
        time.sleep(0.01)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    call = replace(a_call(digest), source=path.name)
    if "transcript" in options:
        call = replace(call, layout="words_only", id=Path(options["transcript"]).read_text())
    return Reviewed(call, a_report(call.id), fingerprint="f1")


def bring(url: str, files: str, first: int, beyond: int) -> None:
    """Bring made-up recordings and print each one's number once it is acknowledged."""
    library = Library(url, Path(files))
    for k in range(first, beyond):
        library.enqueue(io.BytesIO(bytes_of(k)), name=f"call {k}.wav")
        print(k, flush=True)


def judge(url: str, files: str, calls: int) -> None:
    """Work as the dashboard does, and be killed once so many calls are judged: with the next written, but for good."""
    os.environ.update(SAMESIDE_LIBRARY=url, SAMESIDE_FILES=files)
    from library.worker import tasks

    keep, kept = Library.keep_report, itertools.count()

    def killed(_session: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def keep_or_die(library: Library, report: Report, fingerprint: str, revision: int | None) -> bool:
        if next(kept) == calls:
            event.listen(Session, "before_commit", killed)
        return keep(library, report, fingerprint, revision)

    Library.keep_report = keep_or_die  # type: ignore[method-assign]
    Worker(Library(url, Path(files)), tasks.work, lease=timedelta(seconds=1)).run()


def toil(url: str, files: str) -> None:
    """Work on whatever is in the queue, for ever."""
    Worker(Library(url, Path(files)), work, lease=timedelta(seconds=1)).run()


def write_notes(url: str, files: Path, writer: int, notes: int, start: Barrier) -> None:
    """Write so many notes once all writers are there, each sent twice, as a browser does that lost its connection."""
    library = Library(url, files)  # all open the same new library at once
    library.keep_call(a_call())
    start.wait()
    for k in range(notes):
        mine = uuid.uuid5(uuid.NAMESPACE_URL, f"{writer} {k}").hex
        content = Content(Span(k / 10, k / 10 + 1), text=f"note {k} of writer {writer}", audience="everybody")
        for _ in range(2):
            library.notes.add("c1", f"Writer {writer}", content, note_id=mine)
    library.close()


if __name__ == "__main__":
    if sys.argv[1] == "bring":
        bring(sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
    elif sys.argv[1] == "judge":
        judge(sys.argv[2], sys.argv[3], int(sys.argv[4]))
    else:
        toil(sys.argv[2], sys.argv[3])
