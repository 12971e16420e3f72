"""``sameside review … --workers N``: so many recordings at a time, each in a process of its own, printed in the order in which they were given.

::

    calls ──> process 1 ──> what it would have printed ──┐
          ──> process 2 ──> …                            ├──> put in order ──> printed
          ──> process N ──> …                            ┘

Each process opens the library for itself, loads a model for itself, and has its share of the processors. One that a recording brings down costs
that recording a sentence and is started anew. Stopped by Ctrl+C, all are killed: what was not kept by then is not there at all, for a call is kept
in one step, and what a killed one has left of files on their way is swept up.
"""

from __future__ import annotations

import argparse
import io
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout, suppress
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnContext
from pathlib import Path
from threading import RLock
from typing import NamedTuple

from tqdm import tqdm

from audio.errors import SameSideError, readable, sentence
from audio.signal.cores import share_of
from ui.cli.many.processes import checked
from ui.cli.review import open_library, reviewing, tables_of


class Result(NamedTuple):
    """Whether a call could be reviewed, and what was printed of it."""

    reviewed: bool
    out: str
    err: str


def review_side_by_side(args: argparse.Namespace) -> int:
    """Review the calls; 0, or 1 where one of them could not be. Raises :class:`SameSideError` where an argument cannot be used."""
    workers = min(checked(args.workers), len(args.calls))
    given = argparse.Namespace(**{name: value for name, value in vars(args).items() if name != "run"})
    tables_of(args.metadata)  # what of it cannot be used is said once, here
    with reviewing(args):  # so is what is wrong with the library
        pass
    pool = _Pool(given, workers)
    failed = 0
    try:
        with tqdm(total=len(args.calls), unit="call", disable=None, leave=False) as bar:
            for result in _in_order(pool.results(args.calls)):
                bar.clear()
                sys.stdout.write(result.out)
                sys.stdout.flush()
                sys.stderr.write(result.err)
                failed += not result.reviewed
                bar.update()
    finally:
        pool.kill()
        with open_library(args.library):  # opened, it sweeps up what a killed process has left on its way
            pass
    return 1 if failed else 0


class _Pool:
    """Processes that review one call at a time each."""

    def __init__(self, args: argparse.Namespace, workers: int) -> None:
        self._args, self._context = args, get_context("spawn")
        self._share = share_of(workers)
        self._free = [_Hand(self._context, args, self._share) for _ in range(workers)]
        self._busy: dict[Connection, tuple[_Hand, int, Path]] = {}

    def results(self, calls: list[Path]) -> Iterator[tuple[int, Result]]:
        """What came of each call, with its place in the list, as they come."""
        waiting = list(enumerate(calls))[::-1]
        while waiting or self._busy:
            while waiting and self._free:
                self._give(self._free.pop(), *waiting.pop())
            for connection in set(self._busy).intersection(wait(list(self._busy))):
                hand, place, call = self._busy.pop(connection)
                result = hand.result()
                if result is None:
                    ended, hand = hand.ended(), _Hand(self._context, self._args, self._share)
                    result = Result(False, "", f"sameside: {_fallen(call, ended)}\n")
                self._free.append(hand)
                yield place, result

    def _give(self, hand: _Hand, place: int, call: Path) -> None:
        hand.give(call)
        self._busy[hand.connection] = hand, place, call

    def kill(self) -> None:
        """End all of them at once, whatever they do."""
        for hand in [*self._free, *(hand for hand, _, _ in self._busy.values())]:
            hand.kill()


class _Hand:
    """One process and the way to it."""

    def __init__(self, context: SpawnContext, args: argparse.Namespace, share: Mapping[str, str]) -> None:
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=_review_what_comes, args=(theirs, args), daemon=True)
        with _environment(share), _deaf():
            self._process.start()
        theirs.close()

    def give(self, call: Path) -> None:
        """Have it review a call."""
        with suppress(OSError):  # ended already: told when its result is asked for
            self.connection.send(call)

    def result(self) -> Result | None:
        """What came of the call; ``None`` where the process has ended over it."""
        try:
            result: Result = self.connection.recv()
        except (EOFError, OSError):
            return None
        return result

    def ended(self) -> int | None:
        """How it ended."""
        self._process.join()
        return self._process.exitcode

    def kill(self) -> None:
        """End it."""
        self._process.kill()
        self._process.join()


def _review_what_comes(calls: Connection, args: argparse.Namespace) -> None:
    """What each process does, until nobody is there to give it calls."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for who started us
    tqdm.set_lock(RLock())  # its own is a semaphore of the system's, which a killed process would leave behind
    try:
        with redirect_stderr(io.StringIO()), reviewing(args) as review_call:
            while True:
                call = calls.recv()
                out, err = io.StringIO(), io.StringIO()
                with redirect_stdout(out), redirect_stderr(err):
                    reviewed = review_call(call)
                calls.send(Result(reviewed, out.getvalue(), err.getvalue()))
    except EOFError:
        return
    except (
        SameSideError
    ) as trouble:  # the library is away: the call that comes is told so, and another process asks again
        calls.recv()
        calls.send(Result(False, "", f"sameside: {sentence(trouble)}\n"))


def _in_order(results: Iterator[tuple[int, Result]]) -> Iterator[Result]:
    """The results by their place, each as soon as those before it are there."""
    early: dict[int, Result] = {}
    following = 0
    for place, result in results:
        early[place] = result
        while following in early:
            yield early.pop(following)
            following += 1


def _fallen(call: Path, ended: int | None) -> str:
    how = f"signal {-ended}" if ended is not None and ended < 0 else f"status {ended}"
    return readable(
        f"{call.name} was not reviewed: the process that heard it ended abruptly ({how}), so the recording may be damaged, or memory too "
        "short for so many workers; nothing of it was kept."
    )


@contextmanager
def _deaf() -> Iterator[None]:
    """Have Ctrl+C wait, and be nothing to who is started meanwhile: a Python that is still beginning would print where it was."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # started with the first process otherwise, it lets Ctrl+C through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _environment(more: Mapping[str, str]) -> Iterator[None]:
    """More of this process's environment, for who is started meanwhile."""
    before = {name: os.environ.get(name) for name in more}
    os.environ.update(more)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
