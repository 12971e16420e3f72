"""A full disk costs what did not fit, said in one sentence, and nothing of what was there."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from library_hands import work
from small_disk import done_on_small_disk

from audio.errors import LibraryError
from library.store import Library
from library.worker.worker import Progress, Reviewed, Worker

SIZE = "3m"
"""Of the file system: room for a library, none for an upload of a megabyte beside what somebody else has put there."""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What happened on a small file system of its own, which goes with the process that has mounted it."""
    disk = tmp_path_factory.mktemp("disk")
    return done_on_small_disk(disk, SIZE, "full_disk_hands.py", disk)


def test_what_does_not_fit_is_refused_in_one_sentence(found: dict[str, Any]) -> None:
    upload, note, *_ = found["told"]
    assert "is full: free some space and try again; nothing half-written was kept." in upload
    assert "found the disk full: free some space and try again; nothing half-written was kept." in note
    assert all(told.count("\n") == 0 for told in found["told"])
    assert found["reads"] == 1


def test_nothing_of_what_was_there_is_lost_and_nothing_is_left_over(found: dict[str, Any]) -> None:
    assert found["notes"] == found["kept_notes"] > 0
    assert found["sound"] == "ok" and found["whole"] and found["files"] == 1 and found["left"] == []
    assert found["fingerprint"] == ("" if found["told"][2] else "f" * 20_000)  # all of it, or the old


def test_the_review_that_did_not_fit_says_so_and_can_be_had_when_there_is_room(found: dict[str, Any]) -> None:
    state, why = found["first"]
    assert state == "done" or "disk full" in why
    assert found["then"] == "done"


class Away:
    """Work whose outcome cannot be kept, nor that it failed, until there is room again."""

    def __init__(self, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
        self.full = True
        for name in ("finish", "fail"):
            monkeypatch.setattr(library.queue, name, self._refusing(getattr(library.queue, name)))

    def _refusing(self, does: Any) -> Any:
        def instead(*arguments: object) -> object:
            if self.full:
                raise LibraryError("The library found the disk full.")
            return does(*arguments)

        return instead


def test_what_could_not_even_be_said_is_said_once_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library(str(tmp_path / "library.db"))
    job = library.enqueue(io.BytesIO(b"sound"), name="call.wav")
    disk, worker = Away(library, monkeypatch), Worker(library, work)
    for _ in range(4):  # more often than a job is taken up whose worker died
        with pytest.raises(LibraryError, match="found the disk full"):
            worker.run_one()
    assert library.queue.job(job).state == "working"
    disk.full = False
    assert not worker.run_one()
    assert (library.queue.job(job).state, library.queue.job(job).why) == ("failed", "The library found the disk full.")
    library.close()


def test_a_refusal_of_the_system_in_the_work_is_a_sentence_and_no_mistake(tmp_path: Path) -> None:
    def full(path: Path | None, options: Mapping[str, Any], progress: Progress) -> Reviewed:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/somewhere/sound.raw")

    library = Library(str(tmp_path / "library.db"))
    job = library.enqueue(io.BytesIO(b"sound"), name="call.wav")
    Worker(library, full).run_one()
    assert library.queue.job(job).why == "“/somewhere/sound.raw” cannot be used: No space left on device."
    library.close()
