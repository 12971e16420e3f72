"""The rule book: every technique as data that a coach can read, question, extend and silence.

A rule is one technique: whose words it is read in, by which turns of phrase, what it does to the other side and who says so.
A book of them finds them in a text, and the vetoes that say a pattern was not meant::

    text       our policy number is on the front
    pattern    [our policy]                            policy_shield
    veto            [policy number]                    of the same rule, over the same words: no match

The creed: better quiet and right than loud and wrong. A pattern that fires on ordinary talk goes, or gets a veto. How a book
is read from files: :mod:`analysis.language.rulebook.loading`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, get_args

from analysis.language.rulebook.exceptions import Run, find_excepted, normal
from analysis.language.rulebook.patterns import Finder, Pattern, compile_pattern, word_lists
from analysis.language.rulebook.word_lists import WordLists
from analysis.language.tokens import Tokens
from audio.call import SPEAKERS, Speaker
from audio.errors import InputError

Stance = Literal["partner", "push", "escalation"]
STANCES: tuple[Stance, ...] = get_args(Stance)


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
    exceptions: tuple[str, ...] = ()
    """Sentences of a house in which the model is not to hear it, nor in nearly the same (:mod:`analysis.language.rulebook.exceptions`)."""
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

    def overlaps(self, ranges: Iterable[tuple[int, int]]) -> bool:
        """Whether it shares a token with one of the ranges ``(first, one past the end)``."""
        return any(self.first < end and start < self.last for start, end in ranges)


@dataclass(frozen=True, eq=False)
class RuleBook:
    """All rules, shipped and the team's, in reading order."""

    rules: tuple[Rule, ...]
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __getitem__(self, technique: str) -> Rule:
        return self._by_id[technique]

    def __contains__(self, technique: object) -> bool:
        return technique in self._by_id

    @cached_property
    def _by_id(self) -> dict[str, Rule]:
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def silenced(self) -> frozenset[str]:
        """The ids of the rules that a team switched off."""
        return frozenset(rule.id for rule in self.rules if rule.silent)

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules)

    def of(self, stance: Stance) -> tuple[Rule, ...]:
        """The rules of one stance, in reading order."""
        return tuple(rule for rule in self.rules if rule.stance == stance)

    def matches(self, tokens: Tokens, ends: Iterable[int], speaker: Speaker) -> list[Match]:
        """Every pattern of ``speaker``'s rules found in ``tokens`` and not vetoed; ``ends``: where sentences end."""
        return self.matches_and_vetoes(tokens, ends, speaker)[0]

    def matches_and_vetoes(
        self, tokens: Tokens, ends: Iterable[int], speaker: Speaker
    ) -> tuple[list[Match], dict[str, list[tuple[int, int]]]]:
        """The matches, and where the vetoes of each rule lie, by its id: the model yields to them too."""
        vetoes: dict[str, list[tuple[int, int]]] = {}
        matches: list[Match] = []
        for (rule, is_veto), pattern, first, last in self._finders[speaker].find(tokens, ends):
            if is_veto:
                vetoes.setdefault(rule.id, []).append((first, last))
            else:
                matches.append(Match(rule, pattern.text, first, last))
        if vetoes:
            matches = [match for match in matches if not match.overlaps(vetoes.get(match.rule.id, ()))]
        return matches, vetoes

    @cached_property
    def _finders(self) -> dict[Speaker, Finder[tuple[Rule, bool]]]:
        return {speaker: Finder(self._compiled(speaker)) for speaker in SPEAKERS}

    def _compiled(self, speaker: Speaker) -> Iterator[tuple[tuple[Rule, bool], Pattern]]:
        for rule in self.rules:
            if rule.speaker == speaker and not rule.silent:
                for is_veto, texts in ((False, rule.patterns), (True, rule.vetoes)):
                    for text in texts:
                        yield (rule, is_veto), compile_pattern(text, self._lists)

    def excepted(
        self, text: str, tokens: Tokens, clauses: Sequence[tuple[int, int]], speaker: Speaker
    ) -> dict[Stance, list[Run]]:
        """Where in ``text`` something is said that a house has excepted from a rule, by the rule's stance; ``clauses`` as tokens."""
        excepted = self._exceptions[speaker]
        return find_excepted(excepted, text, tokens, clauses) if excepted else {}

    @cached_property
    def _exceptions(self) -> dict[Speaker, tuple[tuple[Stance, tuple[str, ...]], ...]]:
        return {
            speaker: tuple(
                (rule.stance, normal(sentence))
                for rule in self.rules
                if rule.speaker == speaker
                for sentence in rule.exceptions
            )
            for speaker in SPEAKERS
        }

    @cached_property
    def lists(self) -> WordLists:
        """The word lists as the model reads them."""
        return WordLists(self.words)

    @cached_property
    def _lists(self) -> dict[str, Any]:
        return word_lists(self.words)
