"""The team's own rules, in TOML, and the rule book in force: the shipped one with those on top."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path

from analysis.language.rulebook.loading import load_book
from analysis.language.rulebook.rules import RuleBook
from library.store import Library

SETTING = "rules"


def team_rules(library: Library) -> tuple[str, int]:
    """The team's own rules as they were written (TOML), empty where there are none, and the version to save over."""
    text, version = library.settings.get(SETTING, "")
    return str(text), version


def keep_team_rules(library: Library, text: str, version: int) -> None:
    """Put the team's rules in force.

    Raises :class:`analysis.language.rulebook.rules.RuleError` naming the rule and the slip, or :class:`audio.errors.SameSideError` where
    somebody else changed them meanwhile; nothing is kept then.
    """
    read_rule_book(text)
    library.settings.keep(SETTING, text, version)


def rule_book(library: Library) -> RuleBook:
    """The rule book in force: the shipped one, with the team's rules on top. Raises :class:`analysis.language.rulebook.rules.RuleError`."""
    return read_rule_book(team_rules(library)[0])


@lru_cache(maxsize=4)
def read_rule_book(text: str) -> RuleBook:
    """The rule book with a team's rules on top."""
    if not text.strip():
        return load_book()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "team-rules.toml"
        path.write_text(text, encoding="utf-8")
        return load_book(path)
