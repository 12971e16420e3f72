"""Fetching the model for the words, as work of the queue: with its progress, and then the calls that wait for it.

It is fetched in a thread of its own, so that a cancelled job ends at once and not when the network next says something;
the thread is told to stop at its next word, and what has come by then is not fetched again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from audio.asr.models.fetch import fetch_model
from audio.asr.models.installed import published_model
from library.store import Library
from library.worker.worker import Interrupted

POLL_INTERVAL = 0.2
"""Seconds between two looks at how far it is."""


def fetch_and_rehear(library: Library, model: str, progress: Callable[[str, float], None]) -> str:
    """Fetch a model, have every call heard again that has a recording and no words, and say so.

    Raises :class:`audio.errors.SameSideError` where it cannot be fetched; every call stays as it is then.
    """
    published = published_model(model)
    megabytes = published.size / 1e6 if published else 0.0

    def show(done: float) -> None:
        amount = f"{done * megabytes:.0f} of {megabytes:.0f} MB" if megabytes else f"{done:.0%}"
        progress(f"“{model}”, {amount}", done)

    _in_thread(lambda report: fetch_model(model, report), show)
    calls = library.rehearing.hear(library.rehearing.wordless(include_tried=True))
    rehearing = {0: "no call was waiting for it", 1: "1 call is heard again"}.get(
        calls, f"{calls:,} calls are heard again"
    )
    return f"“{model}” is here, and {rehearing}"


def _in_thread(work: Callable[[Callable[[float], None]], object], show: Callable[[float], None]) -> None:
    """Do ``work`` in a thread, and tell how far it is; whatever it raises is raised here, and whatever ``show`` raises
    stops it at its next word."""
    fraction, stop, slips = [0.0], threading.Event(), list[BaseException]()

    def report(done: float) -> None:
        fraction[0] = done
        if stop.is_set():
            raise Interrupted

    def run() -> None:
        try:
            work(report)
        except Interrupted:
            pass
        except BaseException as slip:  # raised again below, where somebody waits for it
            slips.append(slip)

    thread = threading.Thread(target=run, name="fetches a model", daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            show(fraction[0])
            thread.join(POLL_INTERVAL)
    except BaseException:
        stop.set()
        raise
    if slips:
        raise slips[0]
