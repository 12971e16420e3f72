"""A call's speech while corrections are applied to it: whose stretches there are, and where in them the words of a place stand.

::

    agent     [Good morning.]               [We do refunds.]
    customer                  [My reefund.]                      find(place) ->  the words, by turn and number
    other                                                        nothing until somebody is said to be neither
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from audio.call import Turn, Word
from audio.span import Span
from library.corrections.correction import OTHER, WHO, Place, Who

NEAR = 0.5
"""Seconds by which words may lie elsewhere, after another hearing, and still be those that are meant."""
JOIN = 0.25 - 1e-9
"""Seconds of silence that part two stretches of speech, as in what is heard."""


class UnfitError(Exception):
    """A correction does not fit what is heard; its text says why, in one sentence."""


@dataclass(frozen=True, slots=True)
class Part:
    """A run of words of one turn: ``turn`` is its number among the speaker's, ``first`` to ``last`` the words', half open."""

    turn: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Facts:
    """The turns of each in the order of time, the stretches that were given to another, and how many words were taken out."""

    turns: Mapping[Who, tuple[Turn, ...]]
    moved: tuple[tuple[Span, Who], ...] = ()
    taken_out: int = 0

    def with_turns(self, who: Who, turns: Sequence[Turn]) -> Facts:
        """The same with other turns of one of them."""
        return replace(self, turns={**self.turns, who: tuple(sorted(turns, key=lambda turn: turn.span))})

    def words(self, who: Who, parts: Sequence[Part]) -> list[Word]:
        """The words of a run, in order."""
        return [word for part in parts for word in self.turns[who][part.turn].words[part.first : part.last]]

    def beside(self, who: Who, parts: Sequence[Part]) -> tuple[Word | None, Word | None]:
        """The same speaker's word before a run and the one after it."""
        turns = self.turns[who]
        before = [w for turn in turns[: parts[0].turn] for w in turn.words[-1:]]
        before += turns[parts[0].turn].words[: parts[0].first]
        after = list(turns[parts[-1].turn].words[parts[-1].last :])
        after += [w for turn in turns[parts[-1].turn + 1 :] for w in turn.words[:1]]
        return (before[-1] if before else None), (after[0] if after else None)


def find(facts: Facts, place: Place) -> tuple[Part, ...]:
    """The words that a place means: those that read like it, the nearest of them. Raises :class:`UnfitError`."""
    near = place.span.grow(NEAR)
    words = [
        (t, w, word)
        for t, turn in enumerate(facts.turns[place.speaker])
        if turn.words and turn.span.start <= near.end and turn.span.end >= near.start
        for w, word in enumerate(turn.words)
    ]
    texts, many = [word.text for *_, word in words], len(place.words)

    def distance(first: int) -> float:
        start, end = words[first][2].span.start, words[first + many - 1][2].span.end
        return max(abs(start - place.span.start), abs(end - place.span.end))

    places = [k for k in range(len(words) - many + 1) if tuple(texts[k : k + many]) == place.words]
    best = min((k for k in places if distance(k) <= NEAR), key=distance, default=None)
    if best is None:
        raise UnfitError(_what_is_there(facts, place))
    run = words[best : best + many]
    return tuple(
        Part(turn, min(w for t, w, _ in run if t == turn), max(w for t, w, _ in run if t == turn) + 1)
        for turn in sorted({t for t, *_ in run})
    )


def _what_is_there(facts: Facts, place: Place) -> str:
    was = f"“{' '.join(place.words)}”"
    heard = {
        who: " ".join(word.text for turn in facts.turns[who] for word in turn.words if word.span & place.span)
        for who in WHO
    }
    if heard[place.speaker]:
        return f"It was made on {was}, and what is said there now is “{heard[place.speaker]}”."
    others = next((who for who in WHO if heard[who]), None)
    if others is None:
        return f"It was made on {was}, and nothing is said there now."
    name = "somebody else" if others == OTHER else f"the {others}"
    return f"It was made on {was}, and what is said there now, “{heard[others]}”, is {name}’s."


def join_in(turns: Sequence[Turn], new: Turn) -> list[Turn]:
    """The turns with another one among them, joined with those of them that it overlaps or lies closer to than a pause."""
    joined = [t for t in turns if t.span.start - new.span.end < JOIN and new.span.start - t.span.end < JOIN]
    rest = [turn for turn in turns if turn not in joined]
    together = [*joined, new]
    span = Span(min(t.span.start for t in together), max(t.span.end for t in together))
    words = sorted(
        (word for turn in together for word in turn.words), key=lambda word: (word.span.start, word.span.end)
    )
    return [*rest, Turn(span, new.speaker, tuple(words))]
