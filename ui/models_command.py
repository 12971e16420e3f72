"""``sameside models``: which Whisper models are here, where and how big; fetch one, verify one."""

from __future__ import annotations

from pathlib import Path

from tqdm import tqdm

from audio.fetch import fetch_model
from audio.models import PUBLISHED, Model, find_model, list_models, verify_model
from audio.trouble import Trouble


def models(action: str, name: str | None) -> int:
    """Run ``list``, ``fetch NAME`` or ``verify NAME_OR_FOLDER``. Raises :class:`Trouble`."""
    if action == "list":
        return _list()
    if name is None:
        raise Trouble(
            f"`sameside models {action}` needs a name, such as small, or a folder; `sameside models` lists them"
        )
    return _fetch(name) if action == "fetch" else _verify(name)


def _list() -> int:
    here = {model.name: model for model in list_models()}
    for known in PUBLISHED:
        model = here.get(known.name)
        where = f"here: {model.folder}" if model else f"not here ({known.size / 1e6:,.0f} MB to fetch)"
        hour = 60 / known.speed
        print(f"{known.name:16} {where}")
        print(f"{'':16} {known.note}; an hour of speech takes about {hour:.0f} min on one core")
    if not here:
        print(
            "\nNone is here, so recordings are reviewed by their sound and by transcripts. “sameside models fetch small” gets one."
        )
    return 0


def _fetch(name: str) -> int:
    with tqdm(
        total=100,
        desc=f"Fetching {name}",
        unit="%",
        disable=None,
        bar_format="{desc}: {bar} {n:.0f}% [{elapsed}<{remaining}]",
    ) as bar:

        def progress(done: float) -> None:
            bar.n = 100 * done
            bar.refresh()

        model = fetch_model(name, progress)
    _tell(model)
    return 0


def _verify(name: str) -> int:
    found = find_model(name)
    if not isinstance(found, Model):
        raise Trouble(found.reason)
    if (wrong := verify_model(Path(found.folder))) is not None:
        raise Trouble(wrong)
    _tell(found)
    return 0


def _tell(model: Model) -> None:
    print(f"“{model.name}” is here and whole: {model.folder} ({model.size / 1e6:,.0f} MB)")
