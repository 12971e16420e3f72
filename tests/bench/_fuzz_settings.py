"""Settings for the fuzz bench: limits and a team's rules (TOML), the vocabulary, the agent's side, what file names say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

from analysis.language.rulebook.loading import load_book
from analysis.limits import Limits, change, load, table
from analysis.review import review
from library.house import agent_side, judging, recogniser_hints, team_rules
from library.house.limits import keep_limits, limits_and_version, limits_in_force
from library.metadata.file_names import try_pattern
from library.store import Library
from tests.library_calls import a_call

NAMES = ("20260203_101500_Ama Osei_Repairs.wav", "connect-1.mp3", "a" * 200 + ".wav", "_-" * 100)
RULES = """\
[policy_shield]
patterns = ["those are [just] our (rules|terms)", "nothing (i|we) can do .. <boss>"]
vetoes = ["rules of the game"]
flag = ["Those are just our terms."]
pass = ["Those are the rules of the game."]

[words]
boss = ["team leader", "supervisor"]

[read_the_small_print]
stance = "push"
speaker = "agent"
name = "Pointing at small print"
why = "It says that the customer should have known."
source = { who = "us", title = "Our own calls", url = "https://example.org" }
patterns = ["small print ~ sign*", "^ read ... contract $", "# days _ notice"]
flag = ["Read your contract.", "It is in the small print you signed."]
pass = ["The contract is ready."]
instead = ["Let me tell you what it says."]

[thanks]
silent = true
"""
WHOLE = {
    "limits.toml": "# ours\n" + "".join(f"{row['name']} = {row['default']}\n" for row in table()),
    "rules.toml": RULES.replace("[thanks]\nsilent = true\n", ""),
    "one_rule.toml": '[policy_shield]\nsilent = true\npatterns = ["so it is"]\n',
    "vocabulary.txt": "Larkrise\nDale Parcels\nMrs. Szczepańska\nZ-400\n",
    "sides.txt": "connect-* right\n*-mono.mp3 second\n{date}_{agent}_* left\n* left\n",
    "pattern.txt": "{date}_{time}_{agent}_{queue}",
}


def make(folder: Path) -> list[Path]:
    """A file of each setting."""
    for name, text in WHOLE.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in WHOLE]


@lru_cache(maxsize=1)
def _library(folder: Path) -> Library:
    return Library(str(folder / "library.db"))


def _limits(path: Path, library: Library) -> None:
    changed = change(Limits(), **load(path))
    keep_limits(library, changed, limits_and_version(library)[1])
    review(a_call(), changed)


def _rules(path: Path, library: Library) -> None:
    review(a_call(), book=load_book(path))
    team_rules.keep_team_rules(library, _text(path), team_rules.team_rules(library)[1])
    judging.judge(library, a_call(), limits_in_force(library))


def _vocabulary(path: Path, library: Library) -> None:
    recogniser_hints.keep_vocabulary(
        library, recogniser_hints.read_vocabulary(path), recogniser_hints.vocabulary(library)[1]
    )
    recogniser_hints.hearing_options(library)


def _sides(path: Path, library: Library) -> None:
    agent_side.keep_rules(library, _text(path), agent_side.rules(library)[1])
    for name in NAMES:
        agent_side.side(library, name)


def _pattern(path: Path, _: Library) -> None:
    try_pattern(_text(path), NAMES)


_TAKES: Mapping[str, Callable[[Path, Library], None]] = {
    "limits": _limits,
    "rules": _rules,
    "one_rule": _rules,
    "vocabulary": _vocabulary,
    "sides": _sides,
    "pattern": _pattern,
}


def take(path: Path) -> None:
    """It is read as the command line does, kept as the dashboard does, and a call is judged by it."""
    kind = path.stem.partition("-")[0]
    _TAKES[kind](path, _library(path.parent))


def _text(path: Path) -> str:
    """As somebody pastes it."""
    return path.read_text(encoding="utf-8", errors="replace")
