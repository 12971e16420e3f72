"""What a simulated worker does: it waits as long as each stage of a real call took, and keeps a made-up review; when it did so is noted."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from library.worker.worker import Progress, Reviewed
from tests.library_calls import a_call, a_report

STAGES = "SAMESIDE_BENCH_STAGES"
"""The environment variable that holds the stages: JSON, name and seconds each."""
STEP = 0.5
"""Seconds between two words of progress."""
worked: list[tuple[float, float]] = []
"""When each call was begun and ended, by the monotonic clock."""


def work(path: Path | None, options: Mapping[str, Any], progress: Progress) -> Reviewed:
    """Replay a call."""
    assert path is not None
    began, stages = time.monotonic(), json.loads(os.environ[STAGES])
    until = began
    for k, (name, seconds) in enumerate(stages):
        until += seconds
        while (left := until - time.monotonic()) > 0:
            progress(name, k / len(stages))
            time.sleep(min(STEP, left))
    worked.append((began, time.monotonic()))
    call = a_call(path.stem[:32])
    return Reviewed(call, a_report(call.id), fingerprint="f1")
