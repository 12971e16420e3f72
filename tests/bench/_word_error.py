"""Heard words against true ones: which are wrong, which are missing, which are where nobody spoke.

Text is compared in lower case, without marks, hyphens as spaces, numbers as they are spoken: "46" is "forty six", "7:30" "seven
thirty", "4216" one digit after the other, for a recogniser writes them now this way and now that. The heard words of a side are laid on its true ones with the fewest edits (Levenshtein)::

    true    I've    called  you      four    times   now
    heard   I've    called           four    crimes  now     and
            right   right   deleted  right   subst.  right   inserted     word error rate 3 / 6

* word error rate: substitutions, deletions and insertions over true words
* lost: two seconds or more of true speech of a line, word after word, at which no word at all was heard; an *opening*
  where it begins the line
* wrong side: two heard words or more in a row, none of them right on their own side, that the other side says there, in
  this order and within half a second
* in silence: a heard word whose middle is more than half a second from any true word of its side
* undetected: a true word that no stretch touches that was taken for speech; no recogniser of stretches can hear it
* doubled: the same word given to both voices of one channel, begun within a quarter of a second
* start error: heard less true start of a right word; *off* where that is more than a second
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from audio.call import Word
from audio.span import Span, gaps, merge

LOST = 2.0
"""Seconds of true speech without a heard word that count as lost."""

LONGEST_WORD = 0.8
"""Seconds of a heard word, from its start, that count as covered by it: recognisers draw a word out over a hole."""

AT_ONCE = 0.25
"""Seconds between the starts of what is one word, heard twice."""

NEAR = 0.5
"""Seconds that a word may lie from where it is said and still be there."""

OFF = 1.0
"""Seconds by which the start of a right word is far off."""

EDIT = 10**9
"""Cost of an edit; that of pairing two words is a hundredth of a second each, and never adds up to an edit."""

Costs = np.ndarray[tuple[int, int], np.dtype[np.int64]]

Lines = Sequence[Sequence[Word]]
"""The true words of one side, line by line."""


_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
)
UNITS, TENS = _NUMBERS.split()[:20], _NUMBERS.split()[20:]


def plain(text: str) -> list[str]:
    """The words of ``text`` as they are compared."""
    parts = re.findall(r"\d+|[^\W\d_]+(?:'[^\W\d_]+)*", text.casefold().replace("’", "'"))
    return [word for part in parts for word in (spoken(part) if part.isdecimal() else [part])]


def spoken(digits: str) -> list[str]:
    """How a number is said: up to 99 as one, round hundreds and thousands too, others digit by digit, as of an order."""
    number = int(digits)
    if digits[0] == "0" or (number > 99 and number % 100):
        return [UNITS[int(digit)] for digit in digits]
    for size, name in ((1000, "thousand"), (100, "hundred")):
        if number >= size and number % size == 0 and number // size < 100:
            return [*spoken(str(number // size)), name]
    if number > 99:
        return [UNITS[int(digit)] for digit in digits]
    if number < 20:
        return [UNITS[number]]
    return [TENS[number // 10 - 2], *([UNITS[number % 10]] if number % 10 else [])]


def single(words: Iterable[Word]) -> list[Word]:
    """The words as they are compared, one by one: "Wi-Fi?" is two, each with half of the time; a mark alone is none."""
    return [part for word in words for part in _parts(word)]


def _parts(word: Word) -> list[Word]:
    texts = plain(word.text)
    each = word.span.duration / max(1, len(texts))
    times = [word.span.start + each * k for k in range(len(texts))]
    return [replace(word, text=text, span=Span(at, at + each)) for text, at in zip(texts, times, strict=True)]


def aligned(true: Sequence[Word], heard: Sequence[Word]) -> list[tuple[int | None, int | None]]:
    """``(number in true, number in heard)`` of each step with the fewest edits; ``None`` where one has no such word.

    Of ways with as few edits, the one that pairs words nearest in time: who says "half" twice is not heard 4 s off.
    """
    cost, pairing = _costs(true, heard)
    steps: list[tuple[int | None, int | None]] = []
    i, j = len(true), len(heard)
    while i or j:
        if i and j and cost[i, j] == cost[i - 1, j - 1] + pairing[i - 1, j - 1]:
            i, j = i - 1, j - 1
            steps.append((i, j))
        elif i and cost[i, j] == cost[i - 1, j] + EDIT:
            i -= 1
            steps.append((i, None))
        else:
            j -= 1
            steps.append((None, j))
    return steps[::-1]


def _costs(true: Sequence[Word], heard: Sequence[Word]) -> tuple[Costs, Costs]:
    """The least cost from the first ``i`` words to the first ``j``, and that of pairing two words."""
    known = {text: k for k, text in enumerate(dict.fromkeys(word.text for word in (*true, *heard)))}
    texts = [np.array([known[word.text] for word in words], np.int64) for words in (true, heard)]
    starts = [np.array([word.span.start for word in words], float) for words in (true, heard)]
    apart = np.minimum(100 * np.abs(starts[0][:, None] - starts[1]), 1000).astype(np.int64)
    pairing = EDIT * (texts[0][:, None] != texts[1]) + apart
    ahead = EDIT * np.arange(len(heard) + 1)
    cost = np.empty((len(true) + 1, len(heard) + 1), np.int64)
    cost[0] = ahead
    for i in range(len(true)):
        row = cost[i] + EDIT
        row[1:] = np.minimum(row[1:], cost[i, :-1] + pairing[i])
        cost[i + 1] = np.minimum.accumulate(row - ahead) + ahead  # any number of insertions after that
    return cost, pairing


@dataclass
class Errors:
    """Sums over sides and calls; ``starts``: heard less true start of each right word, in seconds."""

    words: int = 0
    substitutions: int = 0
    deletions: int = 0
    insertions: int = 0
    starts: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        return (self.substitutions + self.deletions + self.insertions) / self.words if self.words else 0.0

    @property
    def off(self) -> int:
        return sum(abs(error) > OFF for error in self.starts)

    def __add__(self, other: Errors) -> Errors:
        return Errors(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


def errors(true: Sequence[Word], heard: Sequence[Word]) -> Errors:
    """The errors of one side; both as :func:`single` gives them."""
    found = Errors(words=len(true))
    for i, j in aligned(true, heard):
        if i is None:
            found.insertions += 1
        elif j is None:
            found.deletions += 1
        elif true[i].text != heard[j].text:
            found.substitutions += 1
        else:
            found.starts.append(heard[j].span.start - true[i].span.start)
    return found


@dataclass(frozen=True)
class Lost:
    """True speech at which nothing was heard; ``seconds`` of it, without the pauses in it."""

    span: Span
    seconds: float
    opening: bool


def lost(lines: Lines, heard: Sequence[Word]) -> list[Lost]:
    """What was lost of one side, by line."""
    covered = merge(Span(word.span.start, min(word.span.end, word.span.start + LONGEST_WORD)) for word in heard)
    found = []
    for line in lines:
        run: list[int] = []
        for k in range(len(line) + 1):
            if k < len(line) and gaps(covered, line[k].span) == [line[k].span]:
                run.append(k)
                continue
            seconds = sum(line[i].span.duration for i in run)
            if seconds >= LOST:
                found.append(Lost(Span(line[run[0]].span.start, line[run[-1]].span.end), seconds, run[0] == 0))
            run = []
    return found


def wrong_side(heard: Sequence[Word], own: Sequence[Word], others: Sequence[Word]) -> list[Word]:
    """The heard words of one side that are the other's; all as :func:`single` gives them."""
    right = {j for i, j in aligned(own, heard) if i is not None and j is not None and own[i].text == heard[j].text}
    found: set[int] = set()
    for j in range(len(heard) - 1):
        pair = heard[j : j + 2]
        if not right & {j, j + 1} and any(_same(pair, others[k : k + 2]) for k in range(len(others) - 1)):
            found |= {j, j + 1}
    return [heard[j] for j in sorted(found)]


def _same(heard: Sequence[Word], true: Sequence[Word]) -> bool:
    return all(h.text == t.text and abs(h.span.start - t.span.start) <= NEAR for h, t in zip(heard, true, strict=True))


def in_silence(heard: Sequence[Word], true: Sequence[Word]) -> list[Word]:
    """The heard words of one side that lie where it does not speak."""
    speech = merge(word.span.grow(NEAR) for word in true)
    return [word for word in heard if not any(word.span.middle in span for span in speech)]


def undetected(true: Sequence[Word], speech: Iterable[Span]) -> list[Word]:
    """The true words of one side that lie outside all of ``speech``."""
    stretches = merge(speech)
    return [word for word in true if not any(word.span & span for span in stretches)]


def doubled(first: Sequence[Word], second: Sequence[Word]) -> int:
    """How many words of the first voice the second is given too, each word once."""
    left, count = single(second), 0
    for word in single(first):
        same = [
            other for other in left if other.text == word.text and abs(other.span.start - word.span.start) <= AT_ONCE
        ]
        if same:
            left.remove(same[0])
            count += 1
    return count


def only(first: Sequence[Word], second: Sequence[Word]) -> tuple[int, int]:
    """How many words only the first account of a side has, and how many only the second."""
    pairs = aligned(first, second)
    differ = [(i, j) for i, j in pairs if i is None or j is None or first[i].text != second[j].text]
    return sum(i is not None for i, _ in differ), sum(j is not None for _, j in differ)
