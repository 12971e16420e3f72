"""Whether a model is what was published: by the checksums that its publisher gives, and by loading it.

The hub's cache keeps each file under the checksum that the hub publishes for it (SHA-256 of large files, Git's own of
small ones), so every file can be compared with its own name, and the folder is named by its revision. What packages
brought (:mod:`audio.asr.models.wheels`) is compared with the checksums written down there. A folder of one's own can only be loaded.
"""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

from audio.asr.models.installed import FILES, missing_files
from audio.asr.models.wheels import differing_files, packaged_model_in


def verify_model(folder: Path) -> str | None:
    """What is wrong with a model, found by reading all of it and loading it; ``None`` where nothing is."""
    damage = missing_files(folder) or changed_files(folder)
    if damage:
        return damage
    import ctranslate2

    log_level = ctranslate2.get_log_level()
    ctranslate2.set_log_level(logging.ERROR)  # it warns that weights of 16 bits are turned into 32: they always are
    try:
        ctranslate2.models.Whisper(str(folder), device="cpu", compute_type="default")
    except (RuntimeError, ValueError) as error:
        return f"“{folder}” cannot be loaded: {str(error).splitlines()[0]}."
    finally:
        ctranslate2.set_log_level(log_level)
    return None


def changed_files(folder: Path) -> str | None:
    """Which of a fetched model's files is not what was published, in a sentence; ``None`` where all are, or nobody knows."""
    packed = packaged_model_in(folder)
    changed = (
        differing_files(packed, folder) if packed else next((path for path in _files(folder) if _differs(path)), None)
    )
    if changed is None:
        return None
    return f"“{folder / changed}” is damaged: it is not what was published; remove it and fetch the model again."


def remove_changed_files(folder: Path) -> str | None:
    """Remove a model's files in the hub's cache that are not what was published; the name of the first, or ``None``."""
    changed = [path for path in _files(folder) if _differs(path)]
    for path in changed:
        path.resolve().unlink()
        path.unlink()
    return changed[0].name if changed else None


def _differs(path: Path) -> bool:
    """Whether a file in the hub's cache is not what its name there says; of a file elsewhere nobody knows."""
    blob = path.resolve()
    name_is_checksum = blob.parent.name == "blobs" and len(blob.name) in (40, 64)
    return name_is_checksum and checksum(blob, len(blob.name)) != blob.name


def provenance(folder: Path) -> str:
    """What is known of where a model came from: "revision ebe41f70 of Systran/…, as published", or an empty text."""
    if (packed := packaged_model_in(folder)) is not None:
        return f"revision {packed.revision} of {packed.place}, every file as published"
    if folder.parent.name == "snapshots":
        place = folder.parents[1].name.removeprefix("models--").replace("--", "/")
        linked = all(path.resolve().parent.name == "blobs" for path in _files(folder))
        return f"revision {folder.name} of {place}{', every file as published' if linked else ''}"
    return ""


def checksum(path: Path, digits: int) -> str:
    """SHA-256 (64 hexadecimal digits), or Git's own checksum of a file (40)."""
    with path.open("rb") as file:
        if digits == 64:
            return hashlib.file_digest(file, "sha256").hexdigest()
        return hashlib.sha1(b"blob %d\0" % path.stat().st_size + file.read(), usedforsecurity=False).hexdigest()


def _files(folder: Path) -> list[Path]:
    return sorted(path for pattern in FILES for path in folder.glob(pattern))
