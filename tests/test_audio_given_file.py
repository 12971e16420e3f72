"""What somebody names as a file is one, and no greater than its kind can be; a pipe or a device is said, and not waited for."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis.language.rulebook.loading import load_book
from analysis.limits import load
from audio.errors import SameSideError
from audio.given_file import read_given
from audio.speakers.diarization.rttm import read_rttm
from audio.transcripts.reader import read_transcript
from library.house.recogniser_hints import read_vocabulary

READERS = (load, load_book, read_rttm, read_transcript, read_vocabulary)


def test_a_file_is_read_up_to_its_bound(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    assert read_given(path, 5) == b"12345"
    with pytest.raises(OSError, match="it has over 0 kB"):
        read_given(path, 4)


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("kind", ["pipe", "/dev/zero", "folder", "zero in its name", "too long a name"])
def test_what_is_no_file_is_refused_in_a_sentence(tmp_path: Path, kind: str, read: Callable[[Path], object]) -> None:
    path = {"pipe": tmp_path / "pipe", "folder": tmp_path, "/dev/zero": Path("/dev/zero")}.get(kind)
    if kind == "pipe":
        if not hasattr(os, "mkfifo"):
            pytest.skip("there are no such pipes here")
        os.mkfifo(tmp_path / "pipe")
    path = path or tmp_path / ("a\0b" if kind == "zero in its name" else "a" * 5000)
    if kind == "/dev/zero" and not path.exists():
        pytest.skip("there is no such device here")
    with pytest.raises(SameSideError):
        read(path)
