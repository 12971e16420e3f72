"""A hub for the tests of the dashboard: fetching from it is under the test's thumb, and what comes is a toy.

Everything else is as in life: the queue, the worker, the cache where the model is then found, faster-whisper. The hub is a
folder (``TOY_HUB`` in the environment), so that a worker in a process of its own heeds it too::

    toy/     the model that is handed out
    asked    a line for every fetching that was begun
    hold     while this file is there, a fetching stands at 40 %
    away     while this file is there, a fetching fails with the sentence in it
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import library.worker.model_fetch
from audio.asr.models.installed import Model, find_model, published_model
from audio.errors import SameSideError
from library.worker.tasks import work
from tests.whisper_toys import scripted_whisper

SAYS = ("thank", "you", "for", "calling", "how", "may", "I", "help")
"""What the toy hears in every window."""


def made(folder: Path) -> Path:
    """A hub in ``folder``."""
    scripted_whisper(folder / "toy", SAYS)
    return folder


def environment(hub: Path) -> dict[str, str]:
    """What a process is told so that it finds this hub, and no model that this machine happens to have."""
    return {
        "TOY_HUB": str(hub),
        "HF_HUB_CACHE": str(hub / "cache"),
        "SAMESIDE_MODELS": str(hub / "models"),
        "XDG_DATA_HOME": str(hub / "data"),
    }


def here(hub: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for this process."""
    for name, value in environment(hub).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(hub / "cache"))
    monkeypatch.setattr(library.worker.model_fetch, "fetch_model", fetch_model)


def fetch_model(name: str, progress: Callable[[float], None] | None = None, cache: Path | None = None) -> Model:
    """As :func:`audio.asr.models.fetch.fetch_model`, from the toy hub."""
    hub, tell = Path(os.environ["TOY_HUB"]), progress or (lambda done: None)
    with (hub / "asked").open("a", encoding="utf-8") as log:
        log.write(f"{name}\n")
    tell(0.4)
    while (hub / "hold").exists():
        tell(0.4)
        time.sleep(0.02)
    if (hub / "away").exists():
        raise SameSideError((hub / "away").read_text(encoding="utf-8"))
    lay(hub, name)
    tell(1.0)
    found = find_model(name)
    assert isinstance(found, Model)
    return found


def lay(hub: Path, name: str) -> None:
    """The toy, laid into the cache as the hub's library does."""
    known = published_model(name)
    assert known is not None
    home = Path(os.environ["HF_HUB_CACHE"]) / f"models--{known.place.replace('/', '--')}"
    (home / "refs").mkdir(parents=True, exist_ok=True)
    (home / "refs" / "main").write_text("c" * 40)
    shutil.copytree(hub / "toy", home / "snapshots" / ("c" * 40), dirs_exist_ok=True)


def asked(hub: Path) -> list[str]:
    """The models that were asked for, in their order."""
    return (hub / "asked").read_text(encoding="utf-8").split() if (hub / "asked").exists() else []


if "TOY_HUB" in os.environ and os.environ.get(
    "TOY_HUB_WORKER"
):  # a dashboard's worker, see ``test_ui_dashboard_missing_words.py``
    library.worker.model_fetch.fetch_model = fetch_model

__all__ = ["work"]
