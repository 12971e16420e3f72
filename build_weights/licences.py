"""The table of licences of all that is shipped and installed: ``python -m build_weights.licences > docs/licences.md``.

What packages are under, their metadata say; what they do not say, and what shared libraries their wheels bring along, stands in
``licences.toml``, read in the packages themselves. What is installed here and stands in neither is a ``LookupError``, and not a gap in
the table. The libraries are those of the wheels for Linux on x86-64; others bring the same under other names.
"""

from __future__ import annotations

import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from packaging.utils import canonicalize_name

from build_weights.requirements import constraints, locked

HERE = Path(__file__).parent
SPDX = re.compile(r"[A-Za-z0-9.+-]+( (AND|OR|WITH) [A-Za-z0-9.+-]+)*")
KNOWN: Mapping[str, Mapping[str, str]] = tomllib.loads((HERE / "licences.toml").read_text(encoding="utf-8"))
TEXT = (HERE / "licences_head.md").read_text(encoding="utf-8")


def document() -> str:
    """The whole page. Raises ``LookupError`` where a licence is not known."""
    installed = {entry.name: entry.version for entry in locked()}
    developing = {name: version for name, version in constraints().items() if name not in installed}
    return "\n".join(
        [
            TEXT.rstrip(),
            "",
            "## Installed with SameSide",
            "",
            *_packages(installed),
            "",
            "## Libraries inside those wheels",
            "",
            *_table(("wheel", "library", "licence"), [*_bundled(), *_within(installed)]),
            "",
            "## Installed for its development only",
            "",
            *_packages(developing),
        ]
    )


def package_licence(name: str) -> str:
    """What a package is under, as an SPDX expression. Raises ``LookupError`` where neither it nor we say it."""
    if name in KNOWN["packages"]:
        return KNOWN["packages"][name]
    metadata = importlib.metadata.metadata(name)
    said = metadata.get("License-Expression") or metadata.get("License") or ""
    if not SPDX.fullmatch(said):
        raise LookupError(
            f"{name}: its metadata give no SPDX expression ({said[:60]!r}); say in licences.toml what it is under"
        )
    return said


def library_licence(library: str) -> str:
    """What a shared library of a wheel is under. Raises ``LookupError`` where it is not known."""
    if library not in KNOWN["libraries"]:
        raise LookupError(f"{library} is in a wheel, and licences.toml does not say what it is under")
    return KNOWN["libraries"][library]


def bundled_libraries(site_packages: Path) -> dict[str, list[str]]:
    """By wheel, the shared libraries that it brings along, without versions and hashes: ``libopus-114e2b1a.so.0.11.1`` is libopus."""
    folders = sorted(site_packages.glob("*.libs"))
    return {
        canonicalize_name(folder.stem): sorted({_library_name(file.name) for file in folder.glob("*.so*")})
        for folder in folders
    }


def _library_name(file: str) -> str:
    return re.sub(r"(-[0-9a-f]{8})+$", "", file.partition(".so")[0]).rstrip("-")


def _bundled() -> list[tuple[str, str, str]]:
    wheels = bundled_libraries(Path(importlib.metadata.distribution("numpy").locate_file("")))
    names = {entry.name for entry in locked()}
    return [
        (wheel, library, library_licence(library))
        for wheel, libraries in wheels.items()
        if wheel in names
        for library in libraries
    ]


def _within(installed: Mapping[str, str]) -> list[tuple[str, str, str]]:
    return [(wheel, "compiled in or beside", said) for wheel, said in KNOWN["within"].items() if wheel in installed]


def _packages(versions: Mapping[str, str]) -> list[str]:
    rows = [(name, version, package_licence(name)) for name, version in sorted(versions.items())]
    return _table(("package", "version", "licence"), rows)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    return [f"| {' | '.join(cells)} |" for cells in (head, ("---",) * len(head), *rows)]


if __name__ == "__main__":
    sys.stdout.write(document() + "\n")
