"""What more than one file of tests is given by name: a window of a real browser, a dashboard to look at in it, a real Whisper."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

# before NumPy is read: on a busy machine two of its threads wait for each other most of the time
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import pytest
from hypothesis import HealthCheck, settings
from ready_made import libraries_are_copied, made_anew
from real_browser import Chromium, address, browser, call, chromium, folder, page, pushed
from real_whisper import nothing_of_the_users, real_whisper
from shown_at_failure import pytest_runtest_makereport
from team_dashboard import issuer

__all__ = [
    "address", "browser", "call", "chromium", "folder", "issuer", "libraries_are_copied", "made_anew", "nothing_of_the_users", "page", "pushed", "pytest_runtest_makereport",
    "real_whisper",
]  # fmt: skip

if TYPE_CHECKING:
    from library.store import Library


MEMORY = Path("/dev/shm")
ROOM = 4 << 30
"""Bytes that must be free there."""


def pytest_configure() -> None:
    """Have temporary folders in memory where there is room: on a disk each change of a library waits until it is written."""
    if MEMORY.is_dir() and not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


BROWSING = pytest.StashKey[set[Path]]()
"""The files that drive a browser."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Files that drive a browser come first: they are the longest, and what comes last should end everywhere at about the same time.

    What PostgreSQL hides by itself is not asked of SQLite, which hides nothing.
    """
    nothing = [item for item in items if _of_row_security_on_sqlite(item)]
    config.hook.pytest_deselected(items=nothing)
    taken_out = {*nothing}
    items[:] = [item for item in items if item not in taken_out]
    browsing = config.stash[BROWSING] = {item.path for item in items if item.get_closest_marker("browser")}
    items.sort(key=lambda item: item.path not in browsing)


def _of_row_security_on_sqlite(item: pytest.Item) -> bool:
    given = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
    return (given.get("house"), given.get("wall")) == ("sqlite", "without the program's")


@pytest.fixture(scope="module", autouse=True)
def no_browser_beside(request: pytest.FixtureRequest, chromium: Chromium) -> None:
    """A file that drives no browser has none beside it."""
    if request.path not in request.config.stash[BROWSING]:
        chromium.end()


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
