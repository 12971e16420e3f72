"""The course of a call: its lines in order, each with the cues in it, to be looked back on.

A *cue* is a turn of phrase that is no technique by itself, only a part of one in time (``techniques/in_time/cues.toml``)::

    line        0            1              2                        3
    agent     | one moment |  ~~~ hold ~~~ | sorry, it's sold out, but I'll order one |
    customer                                                          | where is it? |
    cues        hold                         bad_news          plan     trouble
                                             in this order: truth with a plan

``Course.before`` answers what somebody said shortly before a line, latest first; the techniques of this room ask it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from math import inf

from analysis.language.rulebook.loading import SHIPPED, load_book
from analysis.language.rulebook.patterns import Finder, compile_pattern, word_lists
from analysis.language.tokens import Tokens, bag, sentences, tokenize
from analysis.language.utterances import Utterance, utterances
from audio.call import SPEAKERS, Call, Speaker

TOGETHER = 45.0
"""Seconds within which parts of one technique belong together."""
_NO_PLAN = bag("not afraid sorry unable")
"""Before these words “we can” or “I'm” begins no plan."""


@lru_cache(maxsize=1)
def _finders() -> dict[Speaker, Finder[str]]:
    tables = tomllib.loads((SHIPPED / "in_time" / "cues.toml").read_text(encoding="utf-8"))
    lists = word_lists(load_book().words)
    return {
        speaker: Finder(
            [(name, compile_pattern(text, lists)) for name, texts in tables[speaker].items() for text in texts]
        )
        for speaker in SPEAKERS
    }


@dataclass(frozen=True, slots=True)
class Cues:
    """Which cues a line holds, each with the tokens where it first and last begins."""

    places: dict[str, tuple[int, int]]

    def __contains__(self, cue: object) -> bool:
        return cue in self.places

    def in_order(self, *cues: str) -> bool:
        """Whether each cue begins after the one before it could have begun."""
        reached = -1
        for cue in cues:
            if cue not in self.places or self.places[cue][1] <= reached:
                return False
            first, last = self.places[cue]
            reached = first if first > reached else last
        return True


def find_cues(text: str, speaker: Speaker, tokens: Tokens | None = None) -> Cues:
    """The cues in ``text``; its ``tokens`` where the caller has them."""
    places: dict[str, tuple[int, int]] = {}
    tokens = tokens or tokenize(text)
    for name, _, first, end in _finders()[speaker].find(tokens, [end for _, end in sentences(text)]):
        if name == "plan" and end < len(tokens) and tokens.words[end] in _NO_PLAN:
            continue
        low, high = places.get(name, (first, first))
        places[name] = (min(low, first), max(high, first))
    return Cues(places)


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """A call as its lines with their tokens and cues, looked up once; a line is named by its index."""

    lines: tuple[Utterance, ...]
    tokens: tuple[Tokens, ...]
    cues: tuple[Cues, ...]
    spoken_until: tuple[float, ...]
    """For each line the latest second at which anybody had spoken by its end."""
    first_trouble: float
    """Index of the customer's first line that tells of something gone wrong; infinite where none does."""

    @classmethod
    def of(cls, lines: tuple[Utterance, ...]) -> Course:
        """The course of ``lines``, which are in the order in which they begin."""
        tokens = tuple(tokenize(line.text) for line in lines)
        cues = tuple(find_cues(line.text, line.speaker, words) for line, words in zip(lines, tokens, strict=True))
        troubles = (k for k, line in enumerate(lines) if line.speaker == "customer" and "trouble" in cues[k])
        return cls(lines, tokens, cues, tuple(accumulate((line.span.end for line in lines), max)), next(troubles, inf))

    def before(self, index: int, speaker: Speaker, seconds: float) -> list[int]:
        """The lines of ``speaker`` before line ``index`` that ended at most ``seconds`` before it, latest first."""
        start = self.lines[index].span.start
        earlier = []
        for k in range(index - 1, -1, -1):
            if self.lines[k].span.start < start - seconds - TOGETHER:
                break
            if self.lines[k].speaker == speaker and self.lines[k].span.end >= start - seconds:
                earlier.append(k)
        return earlier

    def trouble_before(self, index: int) -> bool:
        """Whether the customer has spoken of something gone wrong in a line before ``index``."""
        return self.first_trouble < index

    def clock(self, index: int) -> str:
        """When line ``index`` begins, as minutes and seconds: ``1:05``."""
        seconds = int(self.lines[index].span.start)
        return f"{seconds // 60}:{seconds % 60:02d}"


@lru_cache(maxsize=2)
def course_of(call: Call) -> Course:
    """The course of a call, kept for the lenses that ask after one another."""
    return Course.of(utterances(call))
