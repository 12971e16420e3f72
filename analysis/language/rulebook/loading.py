"""Reading the rule book: the shipped files, and a team's on top.

::

    techniques/*.toml    one technique a file ─────────────────┐
    common.toml          vetoes of a whole stance ─────────────┼─> shipped book ──> the team's book
    words.toml           word lists: <feeling>, <boss>, … ─────┘                ^
    team.toml            rules and words of a team ─────────────────────────────┘ added, then tried on its own sentences

Everything is checked on load: in a team's file also that its patterns find each sentence under ``flag`` and none under
``pass``. What a table may hold: :mod:`analysis.language.rulebook.rule_tables`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from analysis.language.rulebook.patterns import PatternError, compile_pattern, word_lists
from analysis.language.rulebook.rule_tables import MATCHING, Place, read_rule, read_table, read_texts
from analysis.language.rulebook.rules import STANCES, Rule, RuleBook, RuleError
from analysis.language.tokens import sentences, tokenize
from analysis.toml_file import read_toml

SHIPPED = Path(__file__).parent / "techniques"


def load_book(extra: Path | None = None, *, draft: bool = False) -> RuleBook:
    """The shipped book, extended or silenced by the team's file ``extra``; of a ``draft`` its own sentences are not tried.

    Raises :class:`RuleError`.
    """
    return _shipped() if extra is None else _extend(_shipped(), extra, draft)


def found_in(book: RuleBook, rule: str, sentence: str) -> tuple[str, ...]:
    """The patterns of a rule that find a sentence, none of them vetoed."""
    ends = [end for _, end in sentences(sentence)]
    matches = book.matches(tokenize(sentence), ends, book[rule].speaker)
    return tuple(dict.fromkeys(match.pattern for match in matches if match.rule.id == rule))


@lru_cache(maxsize=1)
def _shipped() -> RuleBook:
    words: dict[str, tuple[str, ...]] = {}
    common: dict[str, tuple[str, ...]] = {}
    rules: list[Rule] = []
    for path in sorted(SHIPPED.glob("*.toml")):
        tables = _read(path)
        if path.stem == "common":
            for stance, table in tables.items():
                common[stance] = read_texts(Place(path.name, stance), "vetoes", table["vetoes"])
        elif path.stem == "words":
            words = _read_words(path, tables)
        else:
            rules += [replace(read_rule(Place(path.name, name), table), team=()) for name, table in tables.items()]
    rules = [replace(rule, vetoes=rule.vetoes + common.get(rule.stance, ())) for rule in rules]
    rules.sort(key=lambda rule: (STANCES.index(rule.stance), rule.heard, rule.id))
    return RuleBook(tuple(rules), words)


def _extend(book: RuleBook, path: Path, draft: bool) -> RuleBook:
    tables = _read(path)
    words = dict(book.words)
    for name, entries in _read_words(path, read_table(Place(path.name, "words"), tables.pop("words", {}))).items():
        words[name] = words.get(name, ()) + entries
    rules = {rule.id: rule for rule in book.rules}
    for name, table in tables.items():
        rules[name] = read_rule(Place(path.name, name), table, rules.get(name))
    extended = RuleBook(tuple(rules.values()), words)
    _check_patterns(path, tables, words)
    if not draft:
        _check_sentences(path, tables, extended)
    return extended


def _read(path: Path) -> dict[str, Any]:
    try:
        return read_toml(path)
    except OSError as slip:
        raise RuleError(f"{path} could not be opened as a rule file: {slip.strerror or slip}") from None
    except UnicodeDecodeError:
        raise RuleError(f"{path.name} is not text in UTF-8; save it as plain text") from None
    except ValueError as slip:
        raise RuleError(f"{path.name} is not valid TOML: {slip}") from None


def _read_words(path: Path, lists: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    return {name: read_texts(Place(path.name, "words"), name, entries) for name, entries in lists.items()}


def _check_patterns(path: Path, tables: dict[str, Any], words: dict[str, tuple[str, ...]]) -> None:
    """Raise :class:`RuleError` where a list or a pattern of a team's file does not compile."""
    try:
        lists = word_lists(words)
    except PatternError as slip:
        raise RuleError(f"{path.name}: {slip}") from None
    for name, table in tables.items():
        for text in (*table.get("patterns", ()), *table.get("vetoes", ())):
            try:
                compile_pattern(text, lists)
            except PatternError as slip:
                raise RuleError(f"{path.name}: the rule “{name}”: {slip}") from None


def _check_sentences(path: Path, tables: dict[str, Any], book: RuleBook) -> None:
    """Raise :class:`RuleError` where a team's patterns miss what they must find or find what they must leave alone."""
    for name, table in tables.items():
        if book[name].silent or not table.keys() & MATCHING:
            continue
        for sentence in table.get("flag", ()):
            if not found_in(book, name, sentence):
                raise RuleError(
                    f"{path.name}: the rule “{book[name].name}” ({name}) must flag “{sentence}”, but none of its patterns finds it"
                )
        for sentence in table.get("pass", ()):
            if found_in(book, name, sentence):
                raise RuleError(
                    f"{path.name}: the rule “{book[name].name}” ({name}) must pass over “{sentence}”, but a pattern finds it; add a veto"
                )
