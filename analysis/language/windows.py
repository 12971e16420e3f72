"""What both readers see in a text: its windows, and in each window its clauses.

The *rule book* finds turns of phrase; the *model* weighs the whole phrasing, the rules found included. A window is a run
of clauses about as long as the lines the model learned from, so that a long turn is neither diluted nor read in time that
grows faster than it does. A window that may take a side is seen again clause by clause, from what was found in it already::

    |  window: up to 48 tokens                                             |  window  |
      I do understand, | but you keep saying the same thing. | And the form …

A veto of the book over the words that carried a technique silences it, as does a sentence that a house has excepted, or a team that
wants it silent: its mass goes to neutral.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from analysis.language.classifier import (
    NEUTRAL,
    Located,
    SpeakerModel,
    WeighedFeatures,
    WordingModel,
    edge_features,
    features,
)
from analysis.language.rulebook.exceptions import Run
from analysis.language.rulebook.rules import Match, RuleBook, Stance
from analysis.language.tokens import Tokens, clauses, pieces, tokenize, why_not_english
from audio.call import Speaker

WINDOW = 48
"""Tokens read at once, about the longest line of the phrase bank."""
WORTH = 0.05
"""Probability of taking any side from which on a window is read clause by clause; below it nothing is hidden in it."""
HEEDED = 0.12
"""Probability from which on a technique is worth asking whether a veto lies over its words."""

Probabilities = dict[str, float]
Range = tuple[int, int]
"""First token and one past the last."""


def why_unreadable(text: str) -> str | None:
    """Why ``text`` is not read, in one sentence, or ``None`` where it is."""
    return why_not_english(text)


@lru_cache(maxsize=8)
def by_stance(book: RuleBook, techniques: tuple[str, ...]) -> dict[Stance, tuple[str, ...]]:
    """A model's techniques by their stance."""
    groups: dict[Stance, list[str]] = {}
    for technique in techniques:
        if technique != NEUTRAL:
            groups.setdefault(book[technique].stance, []).append(technique)
    return {stance: tuple(group) for stance, group in groups.items()}


@dataclass(frozen=True, slots=True)
class WindowView:
    """A window, or a clause of it, as both readers see it."""

    side: SpeakerModel
    tokens: Tokens
    weighed: WeighedFeatures
    probabilities: Probabilities
    matches: list[Match]
    """With token numbers counted from the view's first."""
    cuts: tuple[Range, ...]
    """The characters of its clauses."""

    def raw(self, stance: Stance, book: RuleBook) -> float:
        """The model's probability of a stance: that of its techniques together."""
        return sum(self.probabilities[technique] for technique in by_stance(book, self.side.techniques).get(stance, ()))

    def likeliest(self, book: RuleBook) -> tuple[Stance, float]:
        """The stance with the greatest probability of the model, and that."""
        whole, stance = max((self.raw(stance, book), stance) for stance in by_stance(book, self.side.techniques))
        return stance, whole


def views(
    text: str, speaker: Speaker, book: RuleBook, model: WordingModel, tokens: Tokens | None = None
) -> list[list[WindowView]]:
    """What is seen in each window of ``text``, the whole first, then its clauses; empty for what cannot be read."""
    tokens = tokens or tokenize(text)
    if not len(tokens) or not any(letter.isalpha() for letter in text) or why_unreadable(text):
        return []
    sentences = pieces(text, tokens)
    cuts = clauses(text, tokens, sentences)
    if not cuts:
        return []
    matches, vetoes = book.matches_and_vetoes(tokens, [end for _, end in sentences], speaker)
    side = model.sides[speaker]
    window_views = []
    runs = windows(tokens, cuts)
    excepted = book.excepted(text, tokens, [part for ranges in runs for part in ranges], speaker)
    for ranges in runs:
        window = _Window(tokens, cuts, side, book, matches, vetoes, excepted, (ranges[0][0], ranges[-1][1]))
        seen = [window.view(window.place)]
        if len(ranges) > 1 and (seen[0].probabilities[NEUTRAL] < 1 - WORTH or seen[0].matches):
            seen += [window.view(part) for part in ranges]
        window_views.append(seen)
    return window_views


def windows(tokens: Tokens, clause_ranges: Sequence[tuple[int, int]]) -> list[list[Range]]:
    """Runs of whole clauses, each as its clauses' tokens, up to :data:`WINDOW` tokens where clauses allow."""
    runs: list[list[Range]] = []
    first = 0
    for _, end in clause_ranges:
        last = bisect_left(tokens.starts, end)
        if last == first:
            continue
        if runs and last - runs[-1][0][0] <= WINDOW:
            runs[-1].append((first, last))
        else:
            runs.append([(first, last)])
        first = last
    return runs


@dataclass(frozen=True, eq=False)
class _Window:
    """A window with what both readers found in it, so that its clauses are views without being looked at again."""

    tokens: Tokens
    cuts: Sequence[Range]
    side: SpeakerModel
    book: RuleBook
    matches: Sequence[Match]
    vetoes: dict[str, list[Range]]
    excepted: dict[Stance, list[Run]]
    place: Range

    @cached_property
    def located(self) -> list[Located]:
        first, last = self.place
        return self.side.locate(features(_part(self.tokens, first, last), self.book.lists))

    def view(self, part: Range) -> WindowView:
        first, last = part
        part_tokens = _part(self.tokens, first, last)
        inside = [
            Match(match.rule, match.pattern, match.first - first, match.last - first)
            for match in self.matches
            if first <= match.first and match.last <= last
        ]
        located = self.side.locate(("R:", match.rule.id, -1, -1) for match in inside)
        if part == self.place:
            located += self.located
        else:
            start, end = first - self.place[0], last - self.place[0]
            located += [
                (feature, begin - start, stop - start)
                for feature, begin, stop in self.located
                if start <= begin and stop < end
            ]
            located += self.side.locate(edge_features(part_tokens.words))
        weighed = self.side.gather(located)
        probabilities = self._probabilities(weighed, part, inside)
        return WindowView(self.side, part_tokens, weighed, probabilities, inside, tuple(self.cuts))

    def _probabilities(self, weighed: WeighedFeatures, part: Range, inside: Sequence[Match]) -> Probabilities:
        """The model's probabilities after the book's vetoes, the house's exceptions and the team's silences."""
        probabilities = self.side.probabilities(weighed)
        first, last = part
        for technique, places in self.vetoes.items():
            if probabilities.get(technique, 0.0) > HEEDED and not any(match.rule.id == technique for match in inside):
                start, end = self.side.strongest_words(weighed, technique, last - first)
                if any(start < stop - first and begin - first <= end for begin, stop in places):
                    probabilities[NEUTRAL] += probabilities[technique]
                    probabilities[technique] = 0.0
        for stance, runs in self.excepted.items():
            for technique in by_stance(self.book, self.side.techniques).get(stance, ()):
                if any(match.rule.id == technique for match in inside):
                    continue
                start, end = self.side.strongest_words(weighed, technique, last - first)
                if any(run.holds(first + start, first + end) for run in runs):
                    probabilities[NEUTRAL] += probabilities[technique]
                    probabilities[technique] = 0.0
        for technique in self.book.silenced & probabilities.keys():
            probabilities[NEUTRAL] += probabilities[technique]
            probabilities[technique] = 0.0
        return probabilities


def _part(tokens: Tokens, first: int, last: int) -> Tokens:
    if (first, last) == (0, len(tokens)):
        return tokens
    return Tokens(tokens.words[first:last], tokens.starts[first:last], tokens.ends[first:last])
