"""``sameside models``: which Whisper models are here, where and how big; fetch one, verify one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tqdm import tqdm

from audio.asr.models.checksums import provenance, verify_model
from audio.asr.models.fetch import Progress, fetch_model
from audio.asr.models.installed import PUBLISHED, Absent, Model, find_model, list_models, missing_files, published_model
from audio.asr.models.own_models import CHOSEN, models_folder_setting, own_model, own_model_names, typed_path
from audio.errors import InputError


def models(action: str, name: str | None) -> int:
    """Run ``list``, ``fetch NAME`` or ``verify NAME_OR_FOLDER``. Raises :class:`SameSideError`."""
    if action == "list":
        return _list()
    if name is None:
        raise InputError(
            f"`sameside models {action}` needs a name, such as small, or a folder; `sameside models` lists them"
        )
    return _fetch(name) if action == "fetch" else _verify(name)


def _list() -> int:
    here = {model.name: model for model in list_models()}
    default = find_model(None)
    for published in PUBLISHED:
        model = here.pop(published.name, None)
        where = f"here: {model.folder}" if model else f"not here ({published.size / 1e6:,.0f} MB to fetch)"
        _line(published.name, where, f"{published.note}; {_hour(published.speed)}")
    for model in here.values():
        _line(model.name, f"here: {model.folder}", f"your own, {model.size / 1e6:,.0f} MB; {_hour(model.speed)}")
    for folder in filter(None, map(own_model, own_model_names())):
        if (wrong := missing_files(folder)) is not None:
            _line(folder.name, "not whole", wrong)
    print(f"\n{_default_sentence(default)}")
    return 0


def _line(name: str, where: str, note: str) -> None:
    print(f"{name:16} {where}\n{'':16} {note}")


def _hour(speed: float) -> str:
    return f"an hour of speech takes about {60 / speed:.0f} min on one core"


def _default_sentence(model: Model | Absent) -> str:
    """Which model hears where none is named, and why that one."""
    if not isinstance(model, Model):
        return model.reason
    why = f", as {CHOSEN} says" if models_folder_setting() else f"; {CHOSEN}, a name or a folder, sets another"
    place = "" if model.name == str(model.folder) else f" ({model.folder})"
    return f"Where no model is named, “{model.name}”{place} hears the words{why}."


def _fetch(name: str) -> int:
    here = (own_model(name) and not published_model(name)) or typed_path(name).is_dir()
    if here:  # and can be looked through
        return _verify(name)
    with fetching(name) as progress:
        model = fetch_model(name, progress)
    _tell(model)
    return 0


@contextmanager
def fetching(name: str) -> Iterator[Progress]:
    """A progress bar for :func:`audio.asr.models.fetch.fetch_model` on standard error, silent where that is no terminal."""
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

        yield progress


def _verify(name: str) -> int:
    model = find_model(name)
    if not isinstance(model, Model):
        raise InputError(model.reason)
    if (wrong := verify_model(model.folder)) is not None:
        raise InputError(wrong)
    _tell(model)
    return 0


def _tell(model: Model) -> None:
    source = provenance(model.folder)
    print(f"“{model.name}” is here and whole: {model.folder} ({model.size / 1e6:,.0f} MB{source and '; '}{source}).")
