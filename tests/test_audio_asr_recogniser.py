"""The model is loaded once for the calls of a process, let go of when it is told to, and another where its files are others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from audio.asr import recogniser
from tests.whisper_toys import scripted_whisper


@pytest.fixture(autouse=True)
def nothing_loaded() -> Iterator[None]:
    recogniser.let_go_of_model()
    yield
    recogniser.let_go_of_model()


def test_the_next_call_takes_the_model_of_the_last(tmp_path: Path) -> None:
    toy = scripted_whisper(tmp_path / "toy", ["hello"], width=64)
    first = recogniser._loaded(toy, "1")
    assert recogniser._loaded(toy, "1") is first
    assert recogniser._loaded(toy, "2") is not first
    recogniser.let_go_of_model()
    assert recogniser._loaded.cache_info().currsize == 0
