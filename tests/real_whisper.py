"""A real Whisper for the tests: what a user's ``sameside models fetch base`` brings, brought once and kept for the next run.

The other tests see no model but those that they make: what lies in the models folder of whoever runs them, or is named in
their environment, must not change what a test finds.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from audio.asr.models.fetch import fetch_model
from audio.asr.models.own_models import CHOSEN, FOLDER, models_folder
from audio.errors import SameSideError

HERE = models_folder()


@pytest.fixture(scope="session", autouse=True)
def nothing_of_the_users(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No model and no library of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(FOLDER, str(tmp_path_factory.mktemp("no-models")))
        patch.delenv(CHOSEN, raising=False)
        patch.delenv("SAMESIDE_LIBRARY", raising=False)
        yield


@pytest.fixture(scope="session")
def real_whisper() -> Path:
    """The folder of Whisper base, every byte as published; its parent may be given as ``SAMESIDE_MODELS``.

    Fetched once a machine into the user's data folder, whoever of several test processes comes first; the test is skipped with
    the reason where it cannot be had.
    """
    before = os.environ[FOLDER]
    os.environ[FOLDER] = str(HERE)
    try:
        return fetch_model("base").folder
    except SameSideError as trouble:
        pytest.skip(str(trouble))
    finally:
        os.environ[FOLDER] = before
