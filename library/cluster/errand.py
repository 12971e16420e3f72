"""What a worker of the cluster is sent for: one job of the queue, by its number.

::

    Errand(job 4711, recording 3f9a…) ──> this process's library ──> claim 4711 ──> work, lease renewed ──> kept, in one transaction
                                               |                        |
                                               └─ another library, or   └─ somebody holds it, or it is cancelled
                                                  no shared folder: “unseen”

Nothing is shipped but that name: library, recordings, model and what the house has settled are each machine's own to find, and nothing of a
call comes back. The library and the model are kept between two errands, and a process works on one call at a time. Where it is killed, its
lease runs out; where the cluster's worker is told to end, the call goes back into the queue at its next progress.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any, Literal, NamedTuple

from distributed import Worker as DaskWorker
from distributed import get_worker

from audio.errors import SameSideError
from audio.signal.cores import VARIABLE as CORES
from library import current
from library.cluster.shared import another_library, named_library, out_of_reach
from library.jobs.job import Reviewed
from library.logs.setting import set_up
from library.store import Library
from library.worker.worker import Ended, Interrupted, Progress, Work, Worker

RENEWED_EVERY = 5.0
"""Seconds between two renewals of a lease: many workers share one database, and most calls without words are over by then."""

STANDING = ("running", "paused")
"""The states of a cluster's worker that goes on."""

_workers: dict[str, tuple[Worker, list[Ended], Lock]] = {}
_making = Lock()
_same_library: set[str] = set()
"""The drivers whose library is this process's too."""


class Errand(NamedTuple):
    """A job to be carried out: its number and its recording's; ``driver`` is who sends for it, ``work`` names the function, ``lease`` in seconds."""

    driver: str
    job: int
    recording: str
    work: str
    lease: float


class Answer(NamedTuple):
    """What came of an errand.

    where    the address of the worker that was sent
    ended    what came of the job; ``None`` where the worker did not get it
    trouble  why it did not, if that is the worker's trouble: ``unseen``, it has not the library, or not the folder; or ``away``, its database
             does not answer just now, say. Where it is nobody's, somebody else holds the job, or it is gone.
    """

    job: int
    where: str
    ended: Ended | None
    trouble: Literal["unseen", "away"] | None = None
    why: str = ""


def carry_out(errand: Errand) -> Answer:
    """Claim the job, work on it, keep what comes of it. What SameSide raises is answered."""
    dask_worker = get_worker()
    os.environ.setdefault(CORES, str(max(1, dask_worker.state.nthreads)))
    where = dask_worker.address
    try:
        set_up()
        named_library()
    except SameSideError as slip:
        return Answer(errand.job, where, None, "unseen", str(slip))
    try:
        library = current.library()
        if why := _unseen(library, errand):
            return Answer(errand.job, where, None, "unseen", why)
        worker, ended, one_at_a_time = _worker_of(dask_worker, library, errand)
        with one_at_a_time:
            ended.clear()
            worker.run_one(errand.job)
            return Answer(errand.job, where, ended[0] if ended else None)
    except SameSideError as trouble:
        return Answer(errand.job, where, None, "away", str(trouble))


def _unseen(library: Library, errand: Errand) -> str | None:
    """Why this machine cannot review what a driver knows of. Whether it has the same library is asked at a driver's first errand: it stays so."""
    if errand.driver not in _same_library:
        if why := another_library(library, errand.job, errand.recording):
            return why
        _same_library.add(errand.driver)
    return out_of_reach(library, errand.recording)


def _worker_of(dask_worker: DaskWorker, library: Library, errand: Errand) -> tuple[Worker, list[Ended], Lock]:
    """The one worker of the queue that this worker of the cluster is, and what it has let go of."""
    with _making:
        if dask_worker.id not in _workers:
            ended: list[Ended] = []
            work = _interruptible(dask_worker, errand.work)
            lease = timedelta(seconds=errand.lease)
            worker = Worker(library, work, lease, tell=lambda job, _: ended.append(job), renewed_every=RENEWED_EVERY)
            _workers[dask_worker.id] = worker, ended, Lock()
        return _workers[dask_worker.id]


def _interruptible(dask_worker: DaskWorker, name: str) -> Work:
    """The work of that name, interrupted at its next progress where the cluster's worker is told to end."""
    module, _, function = name.partition(":")
    work: Work = getattr(import_module(module), function)

    def until_told(path: Path | None, options: Mapping[str, Any], progress: Progress) -> Reviewed | Any:
        def told(stage: str, done: float) -> None:
            progress(stage, done)
            if dask_worker.status.name not in STANDING:
                raise Interrupted

        return work(path, options, told)

    return until_told
