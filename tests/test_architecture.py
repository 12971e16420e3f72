"""The shape of the house: imports point one way, rooms say what others use of them, and the page about it is true.

::

    audio.span <- audio.call <- the rest of audio
    audio.span, audio.call, audio.errors, audio.given_file <- analysis
    audio, analysis <- library <- ui          nobody imports ui

Inside a folder each room names in ``SEES`` the rooms it may see; what it does not name, it may not import.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = ("audio", "analysis", "library", "ui", "samples", "tests")
FOLDERS = ("audio", "analysis", "library", "ui")
CALL = ("audio.call", "audio.span")
JUDGED = ("analysis.report", "analysis.limits", *CALL)
LISTENED = ("audio.errors", "audio.given_file", *CALL)
TECHNIQUES = ("analysis.language.rulebook", "analysis.language.tokens")
SEES: dict[str, tuple[str, ...]] = {
    "audio.containers": LISTENED,
    "audio.signal": ("audio.containers", *LISTENED),
    "audio.channels": ("audio.signal", *LISTENED),
    "audio.transcripts.formats": (
        "audio.transcripts.cue", "audio.transcripts.mending", "audio.transcripts.repairs", "audio.transcripts.role_names",
        *LISTENED,
    ),
    "audio.transcripts.mending": ("audio.transcripts.cue", "audio.transcripts.repairs", *LISTENED),
    "audio.transcripts.placement": (
        "audio.transcripts.reader", "audio.transcripts.cue", "audio.transcripts.mending", *LISTENED,
    ),
    "audio.transcripts": ("audio.channels.side", *LISTENED),
    "audio.speakers": ("audio.beside", "audio.channels", "audio.signal", "audio.transcripts", *LISTENED),
    "audio.asr": ("audio.channels", "audio.signal", *LISTENED),
    "audio.asr.models": LISTENED,
    "analysis.voice": ("analysis.language", *JUDGED),
    "analysis.turns": ("analysis.language", "analysis.voice", *JUDGED),
    "analysis.language.rulebook": ("analysis.language.tokens", "analysis.toml_file", "audio.errors", *CALL),
    "analysis.language.sequences": (
        "analysis.language.reading", "analysis.language.utterances", *TECHNIQUES, *JUDGED,
    ),
    "analysis.language.bank": ("analysis.language", *CALL),
    "analysis.language": JUDGED,
    "analysis.outcome": ("analysis.voice", "analysis.language", *JUDGED),
    "library.database": ("library.logs", "audio", "analysis"),
    "library.access": ("library.database", "audio"),
    "library.metadata": ("library.database", "audio"),
    "library.stores": ("library.database", "audio"),
    "library.logs": ("audio.errors",),
    "library.recordings": ("library.logs", "library.access", "library.audit", "library.stores", "library.database", "audio"),
    "library.audit": ("library.access", "library.database", "audio"),
    "library.inbox": ("library.access", "library.audit", "library.database", "audio"),
    "library.people": ("library.access", "library.audit", "library.calls", "library.inbox", "library.database", "audio"),
    "library.tokens": ("library.access", "library.audit", "library.people", "library.database", "audio"),
    "library.webhooks": ("library.access", "library.audit", "library.outbound", "library.database", "audio"),
    "library.outbound": ("library.database", "audio"),
    "library.intake": ("library.access", "library.audit", "library.calls", "library.jobs", "library.metadata", "library.recordings", "library.database", "audio"),
    "library.views": ("library.access", "library.audit", "library.database", "audio"),
    "library.notes": ("library.access", "library.audit", "library.inbox", "library.database", "audio", "analysis"),
    "library.corrections": ("library.access", "library.audit", "library.database", "audio"),
    "library.redaction": ("audio", "analysis"),
    "library.redaction.spoken": ("library.redaction.kinds", "audio"),
    "library.forms": ("library.access", "library.audit", "library.database", "audio", "analysis"),
    "library.coaching": ("library.access", "library.audit", "library.calls", "library.trends", "library.database", "audio", "analysis"),
    "library.evaluations": ("library.access", "library.audit", "library.inbox", "library.forms", "library.calls", "library.trends", "library.database", "audio", "analysis"),
    "library.clips": ("library.access", "library.audit", "library.calls", "library.recordings", "library.redaction", "library.database", "audio"),
    "library.mending": ("library.access", "library.audit", "library.evaluations", "library.database", "audio"),
    "library.calibration": ("library.access", "library.audit", "library.forms", "library.evaluations", "library.database", "audio"),
    "library.exchange": ("library.notes", "audio", "analysis"),
    "library.calls": ("library.access", "library.inbox", "library.redaction", "library.audit", "library.corrections", "library.database", "library.metadata", "library.notes", "audio", "analysis"),
    "library.trends": ("library.access", "library.calls", "library.database", "library.notes", "audio", "analysis"),
    "library.deletion": ("library.logs", "library.access", "library.audit", "library.calls", "library.evaluations", "library.recordings", "library.redaction", "library.corrections", "library.database", "audio"),
    "library.retention": ("library.logs", "library.access", "library.audit", "library.deletion", "library.database", "audio"),
    "library.jobs": (
        "library.access", "library.audit", "library.calls", "library.metadata", "library.people", "library.webhooks", "library.database", "audio", "analysis",
    ),
    "library.arrivals": (
        "library.access", "library.audit", "library.calls", "library.jobs", "library.metadata", "library.recordings", "library.stores", "library.database", "audio",
    ),
    "library.health": ("library.jobs", "library.recordings", "library.database", "audio"),
    "library.store": (
        "library.webhooks", "library.intake", "library.tokens", "library.arrivals", "library.inbox", "library.clips", "library.access", "library.audit", "library.calls", "library.calibration", "library.coaching", "library.corrections", "library.database", "library.deletion", "library.evaluations", "library.forms", "library.jobs",
        "library.stores", "library.trends", "library.mending", "library.metadata", "library.notes", "library.people", "library.recordings", "library.redaction", "library.retention", "library.views", "audio", "analysis",
    ),
    "library.current": ("library.store", "library.database"),
    "library.house": ("library.deletion", "library.calls", "library.evaluations", "library.mending", "library.redaction", "library.corrections", "library.metadata", "library.store", "library.database", "audio", "analysis"),
    "library.pipeline": ("library.house", "library.metadata", "library.store", "library.jobs", "audio", "analysis"),
    "library.backup": ("library.access", "library.audit", "library.recordings", "library.stores", "library.store", "library.database", "audio"),
    "library.tables": ("library.calls", "library.database", "library.exchange", "library.store", "audio", "analysis"),
    "library.worker": (
        "library.audit", "library.pipeline", "library.trends", "library.house", "library.metadata", "library.current", "library.store", "library.jobs",
        "library.logs", "library.recordings", "library.redaction", "library.database", "audio", "analysis",
    ),
    "library.cluster": ("library.logs", "library.worker", "library.current", "library.store", "library.jobs", "library.database", "audio"),
    "ui.dashboard.components": ("ui.texts", "library", "audio", "analysis"),
    "ui.clip_page": ("ui.texts", "library.clips", "audio"),
    "ui.operations": ("ui.api", "ui.dashboard.doors", "library", "audio"),
    "ui.sign_in": ("library", "audio"),
    "ui.api": ("ui.pauses", "library", "audio", "analysis"),
    "ui.dashboard": ("ui.operations", "ui.api", "ui.pauses", "ui.clip_page", "ui.texts", "ui.sample_calls", "ui.computer_user", "ui.sign_in", "library", "audio", "analysis"),
    "ui.cli.clips": ("ui.cli.redact", "ui.cli.review", "ui.clip_page", "ui.texts", "library", "analysis.language.rulebook", "audio"),
    "ui.cli.api": ("ui.cli.governance.opening", "library", "audio"),
    "ui.cli.governance": ("ui.computer_user", "ui.texts", "library", "audio"),
    "ui.cli": ("ui", "library", "audio", "analysis"),
}  # fmt: skip
"""By room, or module at a folder's door: what it may import beside itself and the rooms within it."""
OTHERS: dict[str, tuple[str, ...]] = {
    "audio": ("audio",),
    "analysis": ("analysis", *LISTENED),
    "library": ("library", "audio", "analysis"),
    "ui": ("ui", "library", "audio", "analysis"),
}
"""The same of modules at a folder's door that ``SEES`` does not name."""
CORE = {"audio.span": (), "audio.errors": (), "audio.given_file": (), "audio.call": ("audio.span",)}
MOST = 12
"""Modules in a folder."""
PATHS = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
MODULES = {path.relative_to(ROOT).as_posix(): path for path in PATHS}


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


NAMES = {dotted(path) for path in PATHS}
ROOMS = sorted(
    dotted(path)
    for path in PATHS
    if path.name == "__init__.py" and len(parsed(path).body) == 1 and "migrations" not in path.parts
)
"""Packages that hold modules and no code of their own; one that has code is a module with its assets beside it."""


@cache
def imported(path: Path) -> tuple[tuple[str, str | None], ...]:
    """Each module of ours that a file imports, at its top or inside a function, and the name taken out of it, if any."""
    return tuple(_imported(path))


def _imported(path: Path) -> Iterator[tuple[str, str | None]]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from ((alias.name, None) for alias in node.names if alias.name.split(".")[0] in OURS)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: relative imports hide where they point"
            module = node.module or ""
            if module.split(".")[0] in OURS:
                for alias in node.names:  # "from audio.speakers import roles" imports a module
                    whole = f"{module}.{alias.name}"
                    yield (whole, None) if whole in NAMES else (module, alias.name)


@cache
def room_of(module: str) -> str:
    """The innermost room that a module lies in; a folder's door for what lies there."""
    return max((room for room in ROOMS if module == room or module.startswith(room + ".")), key=len)


def within(name: str, allowed: tuple[str, ...]) -> bool:
    return any(name == root or name.startswith(root + ".") for root in allowed)


def allowed(module: str) -> tuple[str, ...]:
    if module in CORE:
        return CORE[module]
    named = [room for room in SEES if within(module, (room,))]
    if not named:
        return OTHERS[module.split(".")[0]]
    room = max(named, key=len)
    return (room, *SEES[room])


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_one_way(module: str) -> None:
    astray = {name for name, _ in imported(MODULES[module]) if not within(name, allowed(dotted(MODULES[module])))}
    assert not astray, f"{module} imports {sorted(astray)}"


@pytest.mark.parametrize("module", [m for m in MODULES if m.startswith("analysis/")])
def test_judging_knows_neither_sound_nor_models_nor_screens(module: str) -> None:
    names = {
        alias.name for node in ast.walk(parsed(MODULES[module])) if isinstance(node, ast.Import) for alias in node.names
    }
    names |= {node.module or "" for node in ast.walk(parsed(MODULES[module])) if isinstance(node, ast.ImportFrom)}
    outside = {name.split(".")[0] for name in names} - set(OURS) - set(sys.stdlib_module_names)
    assert outside <= {"numpy", "scipy", "sklearn"}


@pytest.mark.parametrize("module", MODULES)
def test_nothing_private_is_imported(module: str) -> None:
    private = [f"{name}.{taken}" for name, taken in imported(MODULES[module]) if (taken or "").startswith("_")]
    assert not private


@pytest.mark.parametrize("module", MODULES)
def test_every_module_opens_with_what_it_is(module: str) -> None:
    tree = parsed(MODULES[module])
    assert ast.get_docstring(tree) or ("migrations" in module and not tree.body), f"{module} says nothing of itself"


def used_of(room: str) -> dict[str, set[str]]:
    """What others use of a room: by module, names; none where a module is used as itself."""
    used: dict[str, set[str]] = {}
    for path in PATHS:
        if "migrations" in path.parts or room_of(dotted(path)) == room:
            continue
        for module, name in imported(path):
            if module in NAMES and module != room and room_of(module) == room:
                used.setdefault(module.removeprefix(room + "."), set()).update({name} if name else ())
    return used


@pytest.mark.parametrize("room", [room for room in ROOMS if room not in FOLDERS])
def test_a_room_lists_what_others_use_of_it(room: str) -> None:
    text = ast.get_docstring(parsed(ROOT / room.replace(".", "/") / "__init__.py")) or ""
    assert text.startswith(tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) and ":" in text.splitlines()[0]
    listed: dict[str, set[str]] = {}
    for line in text.partition("Others use:")[2].splitlines():
        if entry := re.match(r"``([\w.]+)``\s+(.*)", line):
            listed[entry[1]] = set(entry[2].removesuffix(",").split(", "))
        elif listed and line.strip():
            listed[list(listed)[-1]].update(line.strip().removesuffix(",").split(", "))
    used = {module: names or {"the module itself"} for module, names in used_of(room).items()}
    assert listed == used


def test_no_folder_holds_more_than_can_be_read_at_a_glance() -> None:
    counts = Counter(path.parent for path in PATHS if path.name != "__init__.py" and "versions" not in path.parts)
    assert not {folder.relative_to(ROOT): n for folder, n in counts.items() if n > MOST}


PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "path", sorted({*re.findall(r"`((?:audio|analysis|library|ui|samples|tests)/[\w/.]*)`", PAGE)})
)
def test_every_path_on_the_page_is_there(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_is_drawn(room: str) -> None:
    drawing = PAGE.split("```")[1]
    assert re.search(rf"(^|[\s├└│]){re.escape(room.rpartition('.')[2])}/", drawing, re.MULTILINE)


@pytest.mark.parametrize(("name", "path"), re.findall(r"`(\w+)`(?=[^|]*\| `([\w/]+\.py)`)", PAGE))
def test_the_types_on_the_page_are_where_it_says(name: str, path: str) -> None:
    classes = {node.name for node in ast.walk(parsed(ROOT / path)) if isinstance(node, ast.ClassDef)}
    assert name in classes


@pytest.mark.parametrize("test", sorted(path.stem for path in (ROOT / "tests").glob("test_*.py")))
def test_tests_are_named_by_room(test: str) -> None:
    first = test.removeprefix("test_").split("_")[0]
    assert first in {*FOLDERS, "samples", "bench", "architecture", "readme", "build"}
