"""The rule book: every technique as data that a coach can read, question, extend and silence.

One TOML file a technique lies in ``techniques/``, and a team's own file has the same shape::

    [policy_shield]
    stance   = "push"                      partner | push | escalation
    speaker  = "agent"                     whose words it is read in
    name     = "Hiding behind policy"
    why      = "..."                       what it does to the other side, in a trainer's terms
    source   = { who = "...", title = "...", url = "..." }
    patterns = ["that's [just] our policy"]        see analysis/language/rulebook/patterns.py
    vetoes   = ["policy number"]           found over the same words, the pattern was not meant
    flag     = ["That's our policy."]      must be heard
    pass     = ["Our policy number is on the front."]      must not
    instead  = ["What I can do is ..."]    for a push: the same meaning, standing beside the customer; see analysis/language/rulebook/rewrites.py
    speaks   = true                        its patterns are heard whatever the model weighs

A team file may name a shipped technique: its lists are *added*, its other values replace, and ``silent = true``
switches it off; or a new one, which then needs all but ``vetoes``, ``instead`` and ``speaks``. ``common.toml`` holds vetoes of a whole stance. Everything is checked on load, a team's
``flag`` and ``pass`` sentences too, and a slip is one sentence naming the file, the rule and the mistake.

The creed: better quiet and right than loud and wrong. A pattern that fires on ordinary talk goes, or gets a veto.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal, cast, get_args

from analysis.language.rulebook.patterns import Finder, Pattern, PatternError, compile_pattern, word_lists
from analysis.language.rulebook.word_lists import WordLists
from analysis.language.tokens import Tokens, sentences, tokenize
from audio.call import SPEAKERS, Speaker
from audio.errors import InputError

Stance = Literal["partner", "push", "escalation"]
STANCES: tuple[Stance, ...] = get_args(Stance)
SHIPPED = Path(__file__).parent / "techniques"
LARGEST = 1_000_000
"""Bytes of a team's file; the whole shipped book has fewer."""


class RuleError(InputError):
    """A slip in a rule file: which file, which rule, what is wrong and what is needed, in one sentence."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a technique comes from: a trainer or publication, its title and address."""

    who: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One technique. ``heard`` ones are found in the sound, have no patterns and are here to be explained."""

    id: str
    stance: Stance
    speaker: Speaker
    name: str
    why: str
    source: Source
    patterns: tuple[str, ...] = ()
    vetoes: tuple[str, ...] = ()
    flag: tuple[str, ...] = ()
    pass_: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()
    heard: bool = False
    speaks: bool = False
    """Whether its patterns are heard whatever the model weighs, as a team's are: in "Shut up." there is little to weigh."""
    silent: bool = False
    team: tuple[str, ...] = ()
    """The patterns that a team added."""


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern found: tokens ``first`` to ``last`` (one past the end) of the text it was looked for in."""

    rule: Rule
    pattern: str
    first: int
    last: int

    @property
    def speaks(self) -> bool:
        """Whether it is a hit by itself, without the model's consent."""
        return self.rule.speaks or self.pattern in self.rule.team


@dataclass(frozen=True, eq=False)
class RuleBook:
    """All rules, shipped and the team's, in reading order."""

    rules: tuple[Rule, ...]
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __getitem__(self, id: str) -> Rule:
        return self._by_id[id]

    def __contains__(self, id: object) -> bool:
        return id in self._by_id

    @cached_property
    def _by_id(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def silenced(self) -> frozenset[str]:
        return frozenset(rule.id for rule in self.rules if rule.silent)

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    def of(self, stance: Stance) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if rule.stance == stance)

    def matches(self, tokens: Tokens, ends: Iterable[int], speaker: Speaker) -> list[Match]:
        """Every pattern of ``speaker``'s rules found in ``tokens`` and not vetoed; ``ends``: where sentences end."""
        return self.look(tokens, ends, speaker)[0]

    def look(
        self, tokens: Tokens, ends: Iterable[int], speaker: Speaker
    ) -> tuple[list[Match], dict[str, list[tuple[int, int]]]]:
        """The matches, and where the vetoes of each rule lie, by its id: the model yields to them too."""
        vetoed: dict[str, list[tuple[int, int]]] = {}
        found: list[Match] = []
        for (rule, veto), pattern, first, last in self._finders[speaker].find(tokens, ends):
            if veto:
                vetoed.setdefault(rule.id, []).append((first, last))
            else:
                found.append(Match(rule, pattern.text, first, last))
        if vetoed:
            found = [
                m
                for m in found
                if not any(m.first < end and start < m.last for start, end in vetoed.get(m.rule.id, ()))
            ]
        return found, vetoed

    @cached_property
    def _finders(self) -> dict[Speaker, Finder[tuple[Rule, bool]]]:
        return {speaker: Finder(self._compiled(speaker)) for speaker in SPEAKERS}

    def _compiled(self, speaker: Speaker) -> Iterator[tuple[tuple[Rule, bool], Pattern]]:
        for rule in self.rules:
            if rule.speaker == speaker and not rule.silent:
                for veto, texts in ((False, rule.patterns), (True, rule.vetoes)):
                    for text in texts:
                        yield (rule, veto), compile_pattern(text, self._lists)

    @cached_property
    def lists(self) -> WordLists:
        """The word lists as the model reads them."""
        return WordLists(self.words)

    @cached_property
    def _lists(self) -> dict[str, Any]:
        return word_lists(self.words)


def load_book(extra: Path | None = None) -> RuleBook:
    """The shipped book, extended or silenced by the team's file ``extra``. Raises :class:`RuleError`."""
    return _shipped() if extra is None else _extend(_shipped(), extra)


@lru_cache(maxsize=1)
def _shipped() -> RuleBook:
    words: dict[str, tuple[str, ...]] = {}
    common: dict[str, tuple[str, ...]] = {}
    rules: list[Rule] = []
    for path in sorted(SHIPPED.glob("*.toml")):
        tables = _read(path)
        if path.stem == "common":
            common = {stance: _strings(path, stance, "vetoes", table["vetoes"]) for stance, table in tables.items()}
        elif path.stem == "words":
            words = {name: _strings(path, "words", name, value) for name, value in tables.items()}
        else:
            rules += [_rule(path, id, table, None) for id, table in tables.items()]
    rules = [replace(rule, vetoes=rule.vetoes + common.get(rule.stance, ())) for rule in rules]
    rules.sort(key=lambda rule: (STANCES.index(rule.stance), rule.heard, rule.id))
    return RuleBook(tuple(rules), words)


def _extend(book: RuleBook, path: Path) -> RuleBook:
    tables = _read(path)
    words = dict(book.words)
    for name, value in _table(path, "words", tables.pop("words", {})).items():
        words[name] = words.get(name, ()) + _strings(path, "words", name, value)
    rules = {rule.id: rule for rule in book.rules}
    for id, table in tables.items():
        rules[id] = _rule(path, id, table, rules.get(id))
    longer = RuleBook(tuple(rules.values()), words)
    _check(path, longer, tables, words)
    return longer


def _read(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > LARGEST:
            raise RuleError(f"{path.name}: a rule file of over {LARGEST // 1000} kB; is it the right file?")
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as slip:
        raise RuleError(f"{path} could not be opened as a rule file: {slip.strerror or slip}") from None
    except UnicodeDecodeError:
        raise RuleError(f"{path.name} is not text in UTF-8; save it as plain text") from None
    except (tomllib.TOMLDecodeError, RecursionError) as slip:
        raise RuleError(f"{path.name} is not valid TOML: {slip}") from None


_TEXTS = ("name", "why")
_LISTS = ("patterns", "vetoes", "flag", "pass", "instead")
_FLAGS = ("silent", "heard", "speaks")
_KNOWN = {"stance", "speaker", "source", *_FLAGS, *_TEXTS, *_LISTS}


def _rule(path: Path, id: str, value: object, base: Rule | None) -> Rule:
    """The rule of one table; on top of ``base`` where a team extends a shipped one."""
    table = _table(path, id, value)
    for key in table:
        if key not in _KNOWN:
            raise RuleError(
                f"{path.name}: the rule “{id}” has “{key}”, and rules know only {', '.join(sorted(_KNOWN))}"
            )
    lists = {key: _strings(path, id, key, table[key]) for key in _LISTS if key in table}
    flags: dict[str, Any] = {key: _flag(path, id, key, table[key]) for key in _FLAGS if key in table}
    texts: dict[str, Any] = {key: _text(path, id, key, table[key]) for key in _TEXTS if key in table}
    if base is not None:
        if base.heard and lists.keys() & {"patterns", "vetoes", "flag", "pass"}:
            raise RuleError(
                f"{path.name}: “{id}” is heard in the voices, not read in words, so it can take no patterns"
            )
        for key in ("stance", "speaker"):
            if key in table and table[key] != getattr(base, key):
                raise RuleError(
                    f"{path.name}: the {key} of the shipped rule “{id}” is {getattr(base, key)} and stays so; give yours another id"
                )
        changes: dict[str, Any] = texts | flags
        for key, added in lists.items():
            place = "pass_" if key == "pass" else key
            changes[place] = getattr(base, place) + added
        if "source" in table:
            changes["source"] = _source(path, id, table["source"])
        return replace(base, **changes, team=lists.get("patterns", ()))
    if table.get("stance") not in STANCES:
        raise RuleError(
            f"{path.name}: the rule “{id}” needs a stance, one of {', '.join(STANCES)}; or is the id of a shipped rule misspelt?"
        )
    if table.get("speaker") not in SPEAKERS:
        raise RuleError(f"{path.name}: the rule “{id}” needs a speaker, agent or customer")
    if (table["stance"] == "escalation") != (table["speaker"] == "customer"):
        raise RuleError(
            f"{path.name}: the rule “{id}”: agents partner or push, customers escalate; {table['speaker']} and {table['stance']} do not go together"
        )
    for key in ("name", "why", "source"):
        if key not in table:
            raise RuleError(f"{path.name}: the rule “{id}” needs “{key}”")
    if not flags.get("heard") and not (lists.get("patterns") and lists.get("flag")):
        raise RuleError(
            f"{path.name}: the rule “{id}” needs patterns, and under flag at least one sentence they must find"
        )
    return Rule(
        id=id,
        stance=cast(Stance, table["stance"]),
        speaker=cast(Speaker, table["speaker"]),
        name=texts["name"],
        why=texts["why"],
        source=_source(path, id, table["source"]),
        patterns=lists.get("patterns", ()),
        vetoes=lists.get("vetoes", ()),
        flag=lists.get("flag", ()),
        pass_=lists.get("pass", ()),
        instead=lists.get("instead", ()),
        heard=flags.get("heard", False),
        speaks=flags.get("speaks", False),
        silent=flags.get("silent", False),
        team=() if path.parent == SHIPPED else lists.get("patterns", ()),
    )


def _check(path: Path, book: RuleBook, tables: dict[str, Any], words: dict[str, tuple[str, ...]]) -> None:
    """Whether the team's patterns compile, find what they must and leave alone what they must not."""
    try:
        lists = word_lists(words)
    except PatternError as slip:
        raise RuleError(f"{path.name}: {slip}") from None
    for id, table in tables.items():
        for key in ("patterns", "vetoes"):
            for text in table.get(key, ()):
                try:
                    compile_pattern(text, lists)
                except PatternError as slip:
                    raise RuleError(f"{path.name}: the rule “{id}”: {slip}") from None
        if book[id].silent or not (table.keys() & {"patterns", "vetoes", "flag", "pass"}):
            continue
        for sentence in table.get("flag", ()):
            if not _finds(book, id, sentence):
                raise RuleError(
                    f"{path.name}: the rule “{id}” must flag “{sentence}”, but none of its patterns finds it"
                )
        for sentence in table.get("pass", ()):
            if _finds(book, id, sentence):
                raise RuleError(
                    f"{path.name}: the rule “{id}” must pass over “{sentence}”, but a pattern finds it; add a veto"
                )


def _finds(book: RuleBook, id: str, sentence: str) -> bool:
    ends = [end for _, end in sentences(sentence)]
    return any(match.rule.id == id for match in book.matches(tokenize(sentence), ends, book[id].speaker))


def _table(path: Path, id: str, value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise RuleError(
            f"{path.name}: “{id}” stands outside of a rule; rules begin with their id in brackets, such as [policy_shield]"
        )
    return value


def _strings(path: Path, id: str, key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(text, str) and text.strip() for text in value):
        raise RuleError(f"{path.name}: “{key}” of “{id}” is a list of texts in quotation marks, none of them empty")
    if len(value) > 2000:
        raise RuleError(f"{path.name}: “{key}” of “{id}” has {len(value)} entries; 2000 is the most")
    return tuple(value)


def _text(path: Path, id: str, key: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise RuleError(f"{path.name}: “{key}” of the rule “{id}” is a text in quotation marks")
    return value


def _flag(path: Path, id: str, key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise RuleError(f"{path.name}: “{key}” of the rule “{id}” is true or false")
    return value


def _source(path: Path, id: str, value: object) -> Source:
    table = value if isinstance(value, dict) else {}
    if set(table) != {"who", "title", "url"} or not all(
        isinstance(text, str) and text.strip() for text in table.values()
    ):
        raise RuleError(f'{path.name}: the source of “{id}” is {{ who = "...", title = "...", url = "..." }}')
    return Source(**table)
