"""The models folder: models of one's own, each a folder under its name, and those that SameSide has fetched as packages.

::

    ~/.local/share/sameside/models/       (Linux; SAMESIDE_MODELS names another)
        base/       fetched by “sameside models fetch base” where the hub cannot be reached
        claims/     carried here by somebody: “--model claims”
        .lock       empty: held while something is fetched

``SAMESIDE_MODEL``, a name or a folder, is the model that is taken where none is named.
"""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path

FOLDER, CHOSEN = "SAMESIDE_MODELS", "SAMESIDE_MODEL"


def models_folder() -> Path:
    """Where models of one's own lie; it may not be there yet."""
    folder = os.environ.get(FOLDER)
    return typed_path(folder) if folder else user_data_path("sameside", appauthor=False) / "models"


def typed_path(text: str) -> Path:
    """The path that somebody typed, ``~`` being home; a ``~name`` of nobody here stays as it is, and is not found."""
    return Path(os.path.expanduser(text))  # noqa: PTH111  Path's own raises where there is no such home


def models_folder_setting() -> str | None:
    """The name or folder that ``SAMESIDE_MODEL`` gives."""
    return os.environ.get(CHOSEN) or None


def own_model(name: str) -> Path | None:
    """The folder ``name`` in the models folder, whole or not; ``None`` where there is none, or that is no plain name."""
    if not name or name.startswith(".") or Path(name).name != name or "\\" in name:
        return None
    folder = models_folder() / name
    return folder if folder.is_dir() else None


def own_model_names() -> list[str]:
    """The names of the folders in the models folder."""
    try:
        return sorted(path.name for path in models_folder().iterdir() if own_model(path.name))
    except OSError:
        return []
