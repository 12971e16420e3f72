"""Imports point one way; this is what keeps it so.

::

    audio.span <- audio.call <- the rest of audio
    audio.span, audio.call <- analysis
    audio, analysis <- library <- ui          nobody imports ui
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = ("audio", "analysis", "library", "ui", "samples", "tests")
MAY: dict[str, tuple[str, ...]] = {
    "audio": ("audio",),
    "analysis": ("analysis", "audio.span", "audio.call"),
    "library": ("library", "audio", "analysis"),
    "ui": ("ui", "library", "audio", "analysis"),
}
CORE = {"audio/span.py": (), "audio/errors.py": (), "audio/call.py": ("audio.span",)}
MODULES = sorted(path.relative_to(ROOT).as_posix() for folder in MAY for path in (ROOT / folder).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    """The dotted names of all that a file imports, at its top or inside a function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: relative imports hide where they point"
            name = node.module or ""
            # "from audio import roles" imports the module audio.speakers.roles
            yield from (f"{name}.{alias.name}" if name in OURS else name for alias in node.names)


def within(name: str, allowed: tuple[str, ...]) -> bool:
    return any(name == root or name.startswith(root + ".") for root in allowed)


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_as_the_design_says(module: str) -> None:
    ours = {name for name in imported(ROOT / module) if name.split(".")[0] in OURS}
    allowed = CORE.get(module, MAY[module.split("/")[0]])
    astray = {name for name in ours if not within(name, allowed)}
    assert not astray, f"{module} imports {sorted(astray)}"


@pytest.mark.parametrize("module", [m for m in MODULES if m.startswith("analysis/")])
def test_judging_knows_neither_sound_nor_models_nor_screens(module: str) -> None:
    outside = {name.split(".")[0] for name in imported(ROOT / module)} - set(OURS) - set(sys.stdlib_module_names)
    assert outside <= {"numpy", "scipy", "sklearn"}


@pytest.mark.parametrize("module", MODULES)
def test_every_module_opens_with_what_it_is(module: str) -> None:
    tree = ast.parse((ROOT / module).read_text(encoding="utf-8"))
    assert not tree.body or ast.get_docstring(tree), f"{module} says nothing of itself"
