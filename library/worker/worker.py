"""Working through the queue, one job after the other.

What the work *is* the worker does not know: it is a function (in use: :func:`library.worker.tasks.work`) that takes a
recording's path, the job's options and something to tell its progress to, and answers what was heard and judged::

    def work(path, options, progress):              # options["transcript"], options["beside"]: paths of its files
        call = listen(path, ..., progress=progress)   # progress("hearing the words", 0.4)
        return Reviewed(call, review(call, limits), fingerprint(limits))

Without a path it is asked for what the job's name says (to judge again all calls that need it, to fetch a model), and
answers a sentence that says what was done.

All that it answers of a recording is kept in one transaction; so work itself keeps nothing, and a job killed or cancelled
half-way leaves no call without its report.

While the work goes on its lease is renewed by a thread of its own. When the job is cancelled, or the worker told to
stop, the next progress that the work tells raises :class:`Interrupted` inside it.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, Literal, NamedTuple

from analysis.report import Report
from audio.asr.recogniser import let_go_of_model
from audio.call import Call
from audio.errors import LibraryError, SameSideError, UnreachableError, sentence
from library.house.originals import destroy_due
from library.jobs.job import Claim, Reviewed
from library.jobs.queue import LEASE
from library.jobs.tallies import Kind, Stage, work_of
from library.logs.events import about
from library.store import Library
from library.worker.courier import Courier
from library.worker.housekeeping import Housekeeping
from library.worker.stages import Stopwatch, kind_of

log = logging.getLogger(__name__)

POLL_INTERVAL = 0.5
"""Seconds between two looks at an empty queue."""

Progress = Callable[[str, float], None]
Work = Callable[[Path | None, Mapping[str, Any], Progress], Reviewed | tuple[Call, Report] | str]


Outcome = Literal["done", "failed", "given back", "taken away"]


class Ended(NamedTuple):
    """A job that a worker has let go of: what came of it, why where it is not done, and how long it took, in seconds; of which ``kind`` its
    failure is, or which call came of it."""

    job_id: int
    outcome: Outcome
    why: str = ""
    seconds: float = 0.0
    kind: Kind | None = None
    call_id: str | None = None


class _Failure(NamedTuple):
    """What is told to the queue of a job that failed."""

    why: str
    kind: Kind
    stages: Mapping[Stage, float]


class Interrupted(BaseException):
    """Raised inside the work, out of its progress, when the job is no longer wanted; by the work, to let others go first."""


class Worker:
    """Works through a library's queue with one function; each job that it has let go of is told to ``tell``, with its name.

    recordings     whether it takes recordings too, and not only what has none
    renewed_every  seconds between two renewals of a job's lease, where that is not too seldom for the lease: so old is the progress that
                   others see, and so late it is noticed that somebody has cancelled the job
    """

    def __init__(
        self,
        library: Library,
        work: Work,
        lease: timedelta = LEASE,
        tell: Callable[[Ended, str], None] = lambda *_: None,
        recordings: bool = True,
        renewed_every: float = 1.0,
    ) -> None:
        self._recordings, self._renewed_every = recordings, renewed_every
        self._library, self._queue, self._work, self._lease = library, library.queue, work, lease
        self.name = f"{socket.gethostname()}:{os.getpid()}:{uuid.uuid4().hex[:8]}"
        self.stop = threading.Event()
        self._tell = tell
        self._housekeeping = Housekeeping(library)
        self._untold: list[tuple[Claim, _Failure | None]] = []

    def run(self, until_empty: bool = False) -> None:
        """Work until told to stop, waiting where there is nothing to do; or ``until_empty``, until nothing waits and nobody works on
        anything any more, here or elsewhere: what a killed worker held is taken up first."""
        with Courier(self._library):
            self._run(until_empty)

    def _run(self, until_empty: bool) -> None:
        while not self.stop.is_set():
            try:
                self._library.deletions.carry_out()
                self._housekeeping.look()
                self._housekeeping.count()
                worked = self.run_one() or self._library.look_through() > 0 or destroy_due(self._library) > 0
            except SameSideError as trouble:  # the database is away: it may come back
                log.warning("%s", trouble, extra=about("library_away", kind=type(trouble).__name__))
                worked = False
            if not worked:
                let_go_of_model()
                if until_empty and self._is_empty():
                    self._count_the_last()
                    return
                self.stop.wait(POLL_INTERVAL)

    def _count_the_last(self) -> None:
        try:
            self._housekeeping.count(at_once=True)
        except SameSideError as trouble:  # they are counted by whichever worker comes next
            log.warning("%s", trouble, extra=about("library_away", kind=type(trouble).__name__))

    def _is_empty(self) -> bool:
        try:
            return not self._untold and not self._queue.unfinished()
        except SameSideError:  # the database is away
            return False

    def run_one(self, job: int | None = None) -> bool:
        """Work on one job, if there is one that nobody holds; whether there was. ``job`` is the id of one and no other."""
        while self._untold:  # the disk was full, or the database away
            claim, failure = self._untold[0]
            self._queue.give_back(claim) if failure is None else self._queue.fail(claim, *failure)
            del self._untold[0]
        taken = self._queue.claim(self.name, self._lease, job, self._recordings)
        if taken is None:
            return False
        work, began = work_of(taken.recording_id, taken.name), time.monotonic()
        log.info("%s begins", taken.subject, extra=about("job_taken", job=taken.job_id, work=work))
        watch = Stopwatch(work)
        with _LeaseKeeper(self, taken, watch) as lease_keeper:
            ended = self._carry_out(taken, lease_keeper.progress, watch)
        ended = ended._replace(seconds=time.monotonic() - began)
        told = about(
            "job_ended", job=taken.job_id, call=ended.call_id, work=work, outcome=ended.outcome.replace(" ", "_"), kind=ended.kind,
            seconds=round(ended.seconds, 3), stages={stage: round(spent, 3) for stage, spent in watch.spent().items()},
        )  # fmt: skip
        log.info("%s: %s", taken.subject, ended.outcome, extra=told)
        self._tell(ended, taken.name)
        return True

    def _carry_out(self, claim: Claim, progress: Progress, watch: Stopwatch) -> Ended:
        """Work on a claim to its end; what came of it, and why where it is not done."""
        ended = partial(Ended, claim.job_id)
        try:
            done = self._done(claim, progress)
            result = done if isinstance(done, str) else Reviewed(*done)
            is_kept = self._finish(claim, result, watch.spent())
            call = result.call.id if isinstance(result, Reviewed) and is_kept else None
            return ended("done" if is_kept else "taken away", call_id=call)
        except UnreachableError as trouble:  # no fault of the call's
            self._untold.append((claim, None))
            return ended("given back", str(trouble))
        except SameSideError as trouble:
            return self._fail(claim, str(trouble), kind_of(trouble), watch)
        except Interrupted:
            if self._queue.give_back(claim):
                return ended("given back")
            if claim.recording_id is not None:
                self._library.forget_cancelled(claim.recording_id)
            return ended("taken away")
        except KeyboardInterrupt:
            self._queue.give_back(claim)
            raise
        except Exception as slip:
            log.exception("%s stopped", claim.subject, extra=about("mistake", job=claim.job_id, stage=watch.stage))
            return self._fail(
                claim,
                f"{claim.subject} stopped on a mistake of SameSide's own ({type(slip).__name__}: {slip}): "
                "nothing is lost, so it can be tried again.",
                "mistake",
                watch,
            )

    def _done(self, claim: Claim, progress: Progress) -> Reviewed | tuple[Call, Report] | str:
        """What the work answers. Raises :class:`SameSideError`, also for what the system refuses it."""
        recording = nullcontext() if claim.recording_id is None else self._library.recording_here(claim.recording_id)
        with recording as path, self._library.files.arriving_folder() as folder:
            try:
                return self._work(path, _options(claim, folder), progress)
            except OSError as slip:
                raise LibraryError(sentence(slip)) from slip

    def _finish(self, claim: Claim, result: Reviewed | str, stages: Mapping[Stage, float]) -> bool:
        """Keep what came of a claim, also where the database is away for a while: it took minutes to hear. Whether it was still ours."""
        while True:
            try:
                return self._queue.finish(claim, result, stages)
            except UnreachableError as trouble:
                log.warning("%s", trouble, extra=about("library_away", job=claim.job_id, kind=type(trouble).__name__))
                if self.stop.wait(self.renewal_interval):
                    raise

    def _fail(self, claim: Claim, why: str, kind: Kind, watch: Stopwatch) -> Ended:
        """End a job with the sentence that says why; where not even that can be kept, before the next job is taken."""
        failure = _Failure(why, kind, watch.spent())
        self._untold.append((claim, failure))
        self._queue.fail(claim, *failure)
        self._untold.pop()
        return Ended(claim.job_id, "failed", why, kind=kind)

    def renew(self, claim: Claim, stage: str, progress: float) -> bool:
        """Say that the job is being worked on, ``progress`` from 0 to 1; ``False`` where it is no longer this worker's."""
        return self._queue.renew(claim, stage, progress, self._lease)

    @property
    def renewal_interval(self) -> float:
        """Seconds between two renewals of the lease."""
        return min(self._renewed_every, self._lease.total_seconds() / 4)


class _LeaseKeeper:
    """Keeps a claim's lease from running out while the work goes on, and stops the work when it is taken away."""

    def __init__(self, worker: Worker, claim: Claim, watch: Stopwatch) -> None:
        self._worker, self._claim, self._stopwatch = worker, claim, watch
        self._latest = ("", 0.0)
        self._taken_away, self._finished = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._renew_lease, name=f"lease of job {claim.job_id}", daemon=True)

    def __enter__(self) -> _LeaseKeeper:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._finished.set()
        self._thread.join()

    def progress(self, stage: str, done: float) -> None:
        self._latest = (stage, done)
        self._stopwatch.said(stage)
        if self._taken_away.is_set() or self._worker.stop.is_set():
            raise Interrupted

    def _renew_lease(self) -> None:
        while not self._finished.wait(self._worker.renewal_interval):
            try:
                if not self._worker.renew(self._claim, *self._latest):
                    self._taken_away.set()
                    return
            except SameSideError as trouble:  # the database is away; the lease outlasts a short absence
                told = about("library_away", job=self._claim.job_id, kind=type(trouble).__name__)
                log.warning("%s", trouble, extra=told)


def _options(claim: Claim, folder: Path) -> dict[str, Any]:
    """The job's options, its name, and the files that belong to it for as long as the work lasts."""
    beside = [_written(folder / "beside", name, content) for name, content in claim.beside]
    options = {**claim.options, "name": claim.name, "recording": claim.recording_id, "beside": beside}
    if claim.transcript is not None:
        options["transcript"] = _written(folder, *claim.transcript)
    return options


def _written(folder: Path, name: str, content: bytes) -> str:
    folder.mkdir(exist_ok=True)
    path = folder / Path(name).name
    path.write_bytes(content)
    return str(path)


__all__ = ["Ended", "Interrupted", "Progress", "Reviewed", "Work", "Worker"]
