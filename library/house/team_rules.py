"""The team's own rules, in TOML, and the rule book in force: the shipped one with those on top."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path

from analysis.language.rulebook.loading import load_book
from analysis.language.rulebook.rules import RuleBook
from library.database.settings import RULES
from library.store import Library

SETTING = RULES


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


def read_rule_book(text: str) -> RuleBook:
    """The rule book with a team's rules on top."""
    return _read(text, draft=False) if text.strip() else load_book()


def read_draft(text: str) -> RuleBook:
    """The same of rules that somebody is still at: their own sentences are not tried, for :func:`found_in` says how each fares."""
    return _read(text, draft=True) if text.strip() else load_book()


@lru_cache(maxsize=8)
def _read(text: str, draft: bool) -> RuleBook:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "team-rules.toml"
        path.write_text(text, encoding="utf-8")
        return load_book(path, draft=draft)
