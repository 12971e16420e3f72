"""What more than one file of tests is given by name: a window of a real browser, a dashboard to look at in it, a real Whisper."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

# before NumPy is read: on a busy machine two of its threads wait for each other most of the time
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest
from hypothesis import HealthCheck, settings
from ready_made import libraries_are_copied, made_anew
from real_browser import address, browser, call, folder, page, pushed
from real_whisper import nothing_of_the_users, real_whisper

__all__ = [
    "address", "browser", "call", "folder", "libraries_are_copied", "made_anew", "nothing_of_the_users", "page", "pushed", "real_whisper",
]  # fmt: skip

if TYPE_CHECKING:
    from library.store import Library


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    """An empty library, which is the one the pages show."""
    from library import current

    monkeypatch.setenv(current.VARIABLE, str(tmp_path / "library.db"))
    opened = current.library()
    yield opened
    opened.close()


# a figure of speed is a benchmark's; a busy machine is no failure
settings.register_profile("sameside", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("sameside")
