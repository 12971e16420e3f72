"""``sameside review … --cluster ADDRESS``: recordings put into the library's queue, carried out by a Dask cluster, printed in the order given.

What waits in the queue already for the same recording, asked for in the same way, is not put there twice: whoever gives the same command again, after
the scheduler or this driver had ended, goes on where it was. The calls are judged by the library's own limits and rules, which all workers see.
"""

from __future__ import annotations

import argparse
import sys
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from audio.beside import files_beside
from audio.errors import InputError, SameSideError, UnreachableError, sentence
from audio.given_file import read_given
from library.cluster.connecting import connected
from library.cluster.driver import Driver
from library.cluster.shared import check_shared
from library.house import file_names
from library.jobs.job import UNFINISHED
from library.metadata.file_names import parse_pattern
from library.recordings.files import digest_of
from library.store import Library
from ui.cli.many.job_options import job_options
from ui.cli.report_names import report_names
from ui.cli.review import hearing_options, metadata_of, open_library, tables_of, tell_review, write_report

OWN_ONLY = {
    "limits": "keep them in the library (House rules in the dashboard)",
    "rules": "keep them in the library (House rules in the dashboard)",
    "diarization": "let it lie beside its recording, as call.rttm beside call.wav",
}
"""Options that stay on this machine, and what takes their place."""


def review_on_cluster(args: argparse.Namespace) -> int:
    """Review the calls; 0, or 1 where one of them could not be. Raises :class:`SameSideError` where an argument cannot be used, or the cluster is
    lost."""
    _check(args)
    with open_library(args.library) as house:
        check_shared(house)
        with open_library(args.library, args.as_email) as library, connected(args.cluster) as client:
            telling = _Telling(library, args, _put(library, house, args))
            try:
                driver = Driver(house, client, _say, lambda _: telling.go_on())
                driver.run(jobs=[job for job in telling.jobs.values() if job is not None])
            except KeyboardInterrupt:
                _say("what was not done waits in the library's queue: the same command goes on with it")
                raise
            finally:
                telling.go_on()
            return 1 if telling.failed else 0


def _check(args: argparse.Namespace) -> None:
    for name, instead in OWN_ONLY.items():
        if getattr(args, name) is not None:
            raise InputError(f"--{name} is this machine's alone, and a cluster works on others: {instead}")
    if args.workers is not None:
        raise InputError("--workers reviews here and --cluster elsewhere: leave one of the two away")
    if not args.calls:
        raise InputError("--cluster reviews recordings, and a transcript alone was given: leave it away")


def _say(said: str) -> None:
    print(f"sameside: {said}", file=sys.stderr)


def _put(library: Library, house: Library, args: argparse.Namespace) -> dict[Path, int | None]:
    """The job of each call; ``None``, and it is said why, where it could not be put into the queue."""
    tables, pattern = tables_of(args.metadata), parse_pattern(args.names) if args.names else None
    asked, jobs = hearing_options(args), dict[Path, int | None]()
    for path in args.calls:
        try:
            metadata = metadata_of(path, tables, pattern or file_names.pattern(library))
            options = job_options(asked, metadata)
            known = house.queue.waiting_for(digest_of(path), options)
            jobs[path] = known if known is not None else _enqueue(library, path, asked, options)
        except (SameSideError, OSError) as trouble:
            _say(sentence(trouble))
            jobs[path] = None
    return jobs


def _enqueue(library: Library, path: Path, asked: Mapping[str, Any], options: Mapping[str, Any]) -> int:
    named = asked["transcript"]
    beside = [Path(file) for file in asked["beside"]] if asked["beside"] is not None else files_beside(path)
    return library.enqueue(
        path,
        options=options,
        transcript=None if named is None else (named.name, read_given(named)),
        beside=[(file.name, read_given(file)) for file in beside],
    )


class _Telling:
    """Prints what came of the calls in the order in which they were given, each as soon as those before it are finished.

    failed  how many could not be reviewed
    """

    def __init__(self, library: Library, args: argparse.Namespace, jobs: Mapping[Path, int | None]) -> None:
        self.jobs, self.failed = jobs, 0
        self._library, self._args = library, args
        self._names = report_names(args.calls)
        self._left = deque(args.calls)

    def go_on(self) -> None:
        """Print those that are finished by now, up to the first that is not."""
        while self._left:
            job = self.jobs[self._left[0]]
            if job is not None and not self._tell(self._left[0], job):
                return
            self._left.popleft()
            self.failed += job is None

    def _tell(self, path: Path, job_id: int) -> bool:
        """Print what came of a call; whether it is finished."""
        try:
            job = self._library.queue.job(job_id)
            if job.state in UNFINISHED:
                return False
            if job.state == "failed" or job.call_id is None:
                raise InputError(job.why or f"{path.name} was not reviewed")
            call = self._library.call(job.call_id, self._args.unmasked)
            report = self._library.report(job.call_id, self._args.unmasked)
            if report is None:
                raise InputError(f"{path.name} was reviewed, and its report is no longer there")
            written = tell_review(self._library, self._args, call, report)
            if self._args.json:
                write_report(self._args.json, self._names[path], written)
        except UnreachableError:
            return False
        except (SameSideError, OSError) as trouble:
            self.failed += 1
            _say(sentence(trouble))
        return True
