"""Dialogues in one line, with what is to be masked in braces: ``A Your PIN? | C it's {one two} and {three four}``.

A is the agent, C the customer; words follow each other evenly, so that each has its time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from audio.call import Speaker, Turn, Word
from audio.span import Span
from library.redaction.mask import Mask

WORD_SECONDS, PAUSE = 0.4, 0.5


SMALL = frozenset(
    [
        "the",
        "for",
        "of",
        "on",
        "to",
        "um",
        "er",
        "uh",
        "i",
        "think",
        "hang",
        "it",
        "that",
        "right",
        "and",
        "then",
        "at",
        "dash",
        "so",
        "-",
        "its",
        "it's",
    ]
)
"""Words that tell nothing, within a number or at its edge."""


class Marked(NamedTuple):
    """The turns, and the words (turn, word) that are to be masked."""

    turns: tuple[Turn, ...]
    secret: frozenset[tuple[int, int]]

    def plain(self, place: tuple[int, int]) -> str:
        """The word at a place, in small letters and without its punctuation."""
        return self.turns[place[0]].words[place[1]].text.strip(".,?!").casefold()


def covered(masks: Iterable[Mask]) -> set[tuple[int, int]]:
    """The words (turn, word) that masks stand for."""
    return {(mask.turn, word) for mask in masks for word in range(mask.first, mask.last + 1)}


def dialogue(text: str) -> Marked:
    """The dialogue that ``text`` is."""
    turns, secret, now = [], set(), 0.0
    for t, line in enumerate(text.split(" | ")):
        side, _, said = line.strip().partition(" ")
        speaker: Speaker = {"A": "agent", "C": "customer"}[side]  # type: ignore[assignment]
        words, inside = [], False
        for w, token in enumerate(said.split()):
            inside = inside or "{" in token
            if inside and re.search(r"\w", token):
                secret.add((t, w))
            inside = inside and "}" not in token
            span = Span(now, now + WORD_SECONDS)
            words.append(Word(span, token.replace("{", "").replace("}", "")))
            now += WORD_SECONDS
        turns.append(Turn(Span(words[0].span.start, now), speaker, tuple(words)))
        now += PAUSE
    return Marked(tuple(turns), frozenset(secret))
