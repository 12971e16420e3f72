"""The driver: it takes what waits in the queue and has the cluster carry it out, one call a task.

::

    queue ──free──> driver ──Errand──> scheduler ──> a worker that is free ──claims, works, keeps──> queue
                      ^                                        |
                      └────────────── Answer ──────────────────┘

One errand a worker is under way and the next waits beside it, so that nobody idles while an answer goes to the driver and a name comes back (with
64 workers that end together, the last waits for all the others); Dask moves what waits to whoever is free. All others wait in the queue, so that
the memory of driver and scheduler does not grow with it. The driver holds no job: whoever works on one holds it. So whatever is killed, the queue is as
it was, and a job's own attempts are counted against it and not against those that were under way beside it::

    a worker        its one call is free again when its lease has run out, and is tried again; after three such ends it is given up
    the scheduler   the driver says so and ends; workers finish or lose what they have, as above
    the driver      what is under way is finished and kept by the workers; another driver goes on with the rest

A worker that has another library, or cannot reach the recordings, is left out and that is said, once; where there is none other, the driver ends. What
is then sent is for the others alone, and is called back where these have all gone.
Where the database is away it waits for it, and so do the workers with what they have heard.
"""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError
from datetime import timedelta
from queue import Empty, SimpleQueue
from threading import Event
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

from audio.errors import LibraryError, UnreachableError
from library.cluster.able import Able
from library.cluster.shared import another_library, check_shared, out_of_reach
from library.jobs.queue import LEASE
from library.logs.events import about
from library.store import Library
from library.worker.worker import Worker

if TYPE_CHECKING:
    from distributed import Client, Future

    from library.cluster.errand import Answer

log = logging.getLogger(__name__)

WORK = "library.worker.tasks:work"
POLL_INTERVAL = 0.5
"""Seconds between two looks where nothing is answered."""

AT_A_WORKER = 2
"""Errands that a worker has been sent: the one under way, and the next. Nobody holds the job of that one, so it is no loss with its worker."""

LOOK_INTERVAL = 1.0
"""Seconds between two looks at which workers the cluster has."""

REST = 10.0
"""Seconds for which a worker is sent nothing that cannot reach the database just now."""

ANSWER_TIMEOUT = 30.0
"""Seconds in which the answer of an errand that is over must be here; what came of it stands in the queue all the same."""

GONE_AFTER = 5.0
"""Seconds without the scheduler after which it is gone."""

Tell = Callable[[str], None]


class Sent(NamedTuple):
    """An errand under way, and the workers that it was narrowed down to, if it was."""

    future: Future
    among: frozenset[str] | None


class Driver:
    """Has one cluster work through one library's queue.

    tell      is told, in a sentence each, what whoever looks after the cluster should know
    answered  is told what came of each errand
    stop      an event that ends it; what is under way is finished by the workers
    """

    def __init__(
        self,
        library: Library,
        client: Client,
        tell: Tell,
        answered: Callable[[Answer], None] = lambda _: None,
        work: str = WORK,
        lease: timedelta = LEASE,
        stop: Event | None = None,
    ) -> None:
        check_shared(library)
        self._library, self._client, self._tell, self._answered = library, client, tell, answered
        self._work, self._lease = work, lease
        self._name = uuid4().hex
        self._under_way: dict[int, Sent] = {}
        self._finished: SimpleQueue[tuple[int, Future]] = SimpleQueue()
        self._workers = Able()
        self._seen, self._looked = time.monotonic(), 0.0
        self._said_none = False
        self.stop = stop or Event()

    def run(self, jobs: Iterable[int] | None = None, until_empty: bool = True) -> None:
        """Until told to stop, or ``until_empty`` until nothing is left to be done: of the queue, or of these ``jobs``.

        Raises :class:`LibraryError` where the cluster is lost, or none of its workers can do the work.
        """
        left = None if jobs is None else dict.fromkeys(jobs)
        try:
            while not self.stop.is_set():
                self._look_at_cluster()
                try:
                    self._send(left)
                    if not self._collect() and until_empty and self._is_over(left):
                        return
                except UnreachableError as away:
                    log.warning("%s", away, extra=about("library_away", kind=type(away).__name__))
                    self.stop.wait(POLL_INTERVAL)
        finally:
            for sent in self._under_way.values():
                sent.future.release()

    def _send(self, left: dict[int, None] | None) -> None:
        """Send as many errands as there is room for."""
        room = self._window() - len(self._under_way)
        if room <= 0:
            return
        among = None
        if left is not None:
            among = _first(left, 2 * room + len(self._under_way))
            for job in set(among) - self._library.queue.unfinished(among):
                del left[job]  # finished here or by somebody else, or cancelled
            _to_the_end(left, among)
        free = self._library.queue.free(room + len(self._under_way), self._lease, among)
        for job, recording in [each for each in free if each[0] not in self._under_way][:room]:
            self._submit(job, recording)

    def _submit(self, job: int, recording: str) -> None:
        from library.cluster.errand import Errand, carry_out

        errand = Errand(self._name, job, recording, self._work, self._lease.total_seconds())
        among = self._workers.among()
        key = f"sameside-{job}-{uuid4().hex[:8]}"
        future = self._client.submit(carry_out, errand, key=key, pure=False, workers=among and sorted(among))
        self._under_way[job] = Sent(future, among)
        future.add_done_callback(lambda done: self._finished.put((job, done)))

    def _collect(self) -> bool:
        """Take in what was answered, waiting a moment for the first; whether anything was."""
        wait = POLL_INTERVAL
        while True:
            try:
                job, future = self._finished.get(timeout=wait) if wait else self._finished.get_nowait()
            except Empty:
                return wait == 0.0
            wait = 0.0
            if job in self._under_way and self._under_way[job].future is future:  # not called back meanwhile
                del self._under_way[job]
                self._take_in(job, future)

    def _take_in(self, job: int, future: Future) -> None:
        from distributed import KilledWorker

        try:
            answer: Answer = future.result(timeout=ANSWER_TIMEOUT)
        except KilledWorker as killed:
            told = about("worker_died", job=job)
            log.warning("a worker of the cluster ended abruptly (%s); job %d is tried again", killed, job, extra=told)
        except (CancelledError, OSError, TimeoutError) as lost:  # the scheduler, perhaps: looked at next
            told = about("job_lost", job=job, kind=type(lost).__name__)
            log.warning("job %d was lost on the cluster (%s)", job, type(lost).__name__, extra=told)
        except ImportError as slip:
            raise LibraryError(
                f"the cluster's workers lack something ({slip}): install this version of SameSide there, with its extras postgres and cluster"
            ) from None
        else:
            if answer.trouble == "unseen":
                self._look_at_unseen(answer)
            elif answer.trouble == "away":
                self._leave_out(answer, REST)
            else:
                self._answered(answer)
        finally:
            future.release()

    def _look_at_unseen(self, answer: Answer) -> None:
        """A worker does not see what it was sent for: that is its own trouble where it is seen from here."""
        if answer.job not in self._library.queue.unfinished([answer.job]):
            return
        recording = self._library.queue.recording_of(answer.job) or ""
        if another_library(self._library, answer.job, recording) or out_of_reach(self._library, recording):
            Worker(self._library, _nothing).run_one(
                answer.job
            )  # which says what is missing, and ends the job with that
        else:
            self._leave_out(answer, math.inf)

    def _leave_out(self, answer: Answer, seconds: float) -> None:
        """Send a worker nothing for so many seconds, and say so the first time."""
        if self._workers.leave_out(answer.where, seconds):
            self._tell(f"The cluster's worker at {answer.where} is left out: {answer.why.rstrip('.')}.")

    def _call_back(self) -> None:
        """Let go of errands that were for certain workers which have all gone since: nobody would ever carry them out, and they would keep others
        from being sent. Their jobs are sent anew."""
        for job, (future, among) in list(self._under_way.items()):
            if among is not None and not future.done() and not among & self._workers.here:
                del self._under_way[job]
                future.release()

    def _look_at_cluster(self) -> None:
        now = time.monotonic()
        if self._client.status == "running" and now - self._looked < LOOK_INTERVAL:
            return
        self._looked = now
        try:
            if self._client.status == "running":
                self._workers.see(self._client.nthreads())
                self._seen = now
                self._call_back()
        except (OSError, TimeoutError) as silent:
            told = about("scheduler_silent", kind=type(silent).__name__)
            log.warning("the cluster's scheduler does not answer (%s)", silent, extra=told)
        if self._client.status == "closed" or now - self._seen > GONE_AFTER:
            raise LibraryError(
                "the cluster's scheduler is gone: what was not done waits in the queue as before, so start it again and give the same command"
            )
        if self._workers.has_none():
            raise LibraryError(
                "none of the cluster's workers can do the work, so all of it waits in the queue as before"
            )
        if not self._workers.here and not self._said_none:
            self._tell("The cluster has no workers yet: the calls wait for the first.")
        self._said_none = not self._workers.here

    def _window(self) -> int:
        return AT_A_WORKER * len(self._workers.now())

    def _is_over(self, left: dict[int, None] | None) -> bool:
        if self._under_way:
            return False
        return not self._library.queue.unfinished() if left is None else not left


def _nothing(*_: Any) -> str:
    return ""


def _first(left: dict[int, None], number: int) -> list[int]:
    return [job for job, _ in zip(left, range(number), strict=False)]


def _to_the_end(left: dict[int, None], jobs: Iterable[int]) -> None:
    """What is held by somebody, or under way, makes room for those behind it."""
    for job in jobs:
        if job in left:
            del left[job]
            left[job] = None
