"""Asking what may hang: the answer in a bounded time, or that there is none yet.

A database that hangs answers neither yes nor no, and a thread that waits for it cannot be stopped. So there is one such thread at most: who asks
while it waits, waits with it until its time is over, and not at all after that; who asks shortly after an answer gets that one. Neither a flood of
requests nor a night without a database makes threads pile up. Of questions that differ (who is this?) there are so many threads at most.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Bounded(Generic[Answer]):
    """Asks ``question`` in a thread of its own.

    within  seconds in which it must be answered
    keep    seconds for which an answer is given again
    """

    def __init__(self, question: Callable[[], Answer], within: float, keep: float) -> None:
        self._question, self._within, self._keep = question, within, keep
        self._lock = threading.Lock()
        self._answered = threading.Event()
        self._answer: Answer | None = None
        self._began = 0.0
        self._at: float | None = None
        self._is_asking = False

    def ask(self) -> Answer | None:
        """The answer; ``None`` where there is none within the time, or the question raised what it does not answer."""
        with self._lock:
            if self._at is not None and time.monotonic() - self._at < self._keep:
                return self._answer
            if not self._is_asking:
                self._is_asking, self._answered, self._began = True, threading.Event(), time.monotonic()
                threading.Thread(
                    target=self._run, args=(self._answered,), name="asks what may hang", daemon=True
                ).start()
            answered, left = self._answered, self._began + self._within - time.monotonic()
        return self._answer if answered.wait(max(0.0, left)) else None

    def _run(self, answered: threading.Event) -> None:
        answer = None
        try:
            answer = self._question()
        finally:
            with self._lock:
                self._answer, self._at, self._is_asking = answer, time.monotonic(), False
            answered.set()


class Bounds:
    """Asks one question after the other, and several at a time, each in a thread of its own.

    within  seconds in which each must be answered
    most    threads at most; who asks while all of them wait, waits with them for as long
    """

    def __init__(self, within: float, most: int) -> None:
        self._within, self._room = within, threading.BoundedSemaphore(most)

    def ask(self, question: Callable[[], Answer]) -> Answer:
        """What it answers or raises. Raises :class:`TimeoutError` where that takes too long; it then goes on by itself, and nobody hears of it."""
        until = time.monotonic() + self._within
        if not self._room.acquire(timeout=self._within):
            raise TimeoutError
        answer: Future[Answer] = Future()
        try:
            threading.Thread(target=self._run, args=(question, answer), name="asks what may hang", daemon=True).start()
        except BaseException:  # no thread could be had, and none will give its place back
            self._room.release()
            raise
        return answer.result(max(0.0, until - time.monotonic()))

    def _run(self, question: Callable[[], Answer], answer: Future[Answer]) -> None:
        try:
            answer.set_result(question())
        except Exception as raised:
            answer.set_exception(raised)
        finally:
            self._room.release()
