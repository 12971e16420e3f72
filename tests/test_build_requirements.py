"""The lock says the same as the constraints and the project, with a hash for every file and no address of any registry."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from build_weights.requirements import CONSTRAINTS, LOCK, Locked, constraints, locked, to_lock

LINUX = {
    "python_version": "3.11",
    "python_full_version": "3.11.9",
    "sys_platform": "linux",
    "platform_system": "Linux",
    "platform_machine": "x86_64",
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
}
"""What the constraints were made on, whatever the tests run on."""

ENTRIES = {entry.name: entry for entry in locked()}
NOT_LOCKED = {"pip", "httpx2-jsfetch"}
"""What ``make lock`` leaves out: pip installs the lock, and nobody runs this in a browser."""


def needed(requirement: Requirement, extras: frozenset[str]) -> bool:
    """Whether a requirement holds on Linux, for one of the extras that are wanted or for none."""
    marker = requirement.marker
    return marker is None or any(marker.evaluate({**LINUX, "extra": extra}) for extra in (*extras, ""))


def everything_needed() -> Iterator[Requirement]:
    """The requirements of the lock and, by the metadata of what is installed here, all that they require in turn."""
    waiting, seen = [Requirement(line) for line in to_lock()], set()
    while waiting:
        requirement = waiting.pop()
        key = (canonicalize_name(requirement.name), frozenset(requirement.extras))
        yield requirement
        if key in seen or key[0] in NOT_LOCKED:
            continue
        seen.add(key)
        required = map(Requirement, importlib.metadata.distribution(key[0]).requires or ())
        waiting += [each for each in required if needed(each, key[1])]


def test_the_lock_pins_what_the_constraints_pin() -> None:
    pinned = constraints()
    other = {name: entry.version for name, entry in ENTRIES.items() if pinned.get(name, entry.version) != entry.version}
    assert not other, "run `make lock`"


def test_what_the_constraints_do_not_pin_is_for_other_systems() -> None:
    others = [entry for name, entry in ENTRIES.items() if name not in constraints()]
    assert others and not [entry.name for entry in others if entry.marker is None or entry.marker.evaluate(LINUX)]


def test_all_that_is_required_is_in_the_lock_in_a_version_that_will_do() -> None:
    lacking = {
        str(requirement)
        for requirement in everything_needed()
        if canonicalize_name(requirement.name) not in NOT_LOCKED and not _provides(requirement)
    }
    assert not lacking, "run `make lock`"


def _provides(requirement: Requirement) -> bool:
    entry = ENTRIES.get(canonicalize_name(requirement.name))
    return entry is not None and requirement.specifier.contains(entry.version, prereleases=True)


def test_every_entry_has_the_hashes_of_its_files() -> None:
    assert all(entry.hashes and all(re.fullmatch("[0-9a-f]{64}", each) for each in entry.hashes) for entry in locked())
    assert (
        min(len(ENTRIES[name].hashes) for name in ("numpy", "av", "onnxruntime", "ctranslate2")) > 4
    )  # a file for each system


@pytest.mark.parametrize("file", [LOCK, CONSTRAINTS], ids=lambda path: path.name)
def test_nothing_in_it_names_a_registry(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not re.search(r"://|file:| @ |^\s*--(?!hash=sha256:)", text, re.MULTILINE)


def test_the_constraints_have_no_hashes() -> None:
    assert "--hash" not in CONSTRAINTS.read_text(encoding="utf-8")


SMALL = ("filelock", "lazy-loader", "threadpoolctl")
"""Pure Python, a few kilobytes each: of these the test below really asks the registry."""


def test_it_installs_where_hashes_are_required_and_nothing_else_does(tmp_path: Path) -> None:
    part = tmp_path / "part.lock"
    part.write_text("\n".join(_block(ENTRIES[name]) for name in SMALL), encoding="utf-8")
    done = _install(part, tmp_path / "whole")
    if done.returncode and "HASH" not in done.stderr:
        pytest.skip(f"pip cannot fetch here: {done.stderr.strip()[-200:]}")
    assert done.returncode == 0
    assert (tmp_path / "whole" / "filelock").is_dir()
    part.write_text(re.sub(r"sha256:.", "sha256:0", part.read_text(encoding="utf-8")), encoding="utf-8")
    done = _install(part, tmp_path / "other")
    assert done.returncode == 1 and "DO NOT MATCH THE HASHES" in done.stderr
    assert not (tmp_path / "other").exists()


def _block(entry: Locked) -> str:
    return " ".join([f"{entry.name}=={entry.version}", *(f"--hash=sha256:{each}" for each in entry.hashes)])


def _install(requirements: Path, target: Path) -> subprocess.CompletedProcess[str]:
    options = ["--quiet", "--disable-pip-version-check", "--require-hashes", "--no-deps", "--retries", "2"]
    command = [sys.executable, "-m", "pip", "install", *options, "--target", str(target), "-r", str(requirements)]
    return subprocess.run(command, capture_output=True, text=True)
