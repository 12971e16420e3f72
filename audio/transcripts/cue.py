"""What every transcript comes down to: cues, in the order they were said.

::

    00:03.5              00:08.9
    [== cue: Customer ===]  "Hi, the dishwasher is leaking."
     |Hi||the||dishwasher|  words, where the format gives their times

A parser raises :class:`CueError` with the place (a line, a key) and what is wrong there; the reader makes one sentence of it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from audio.call import Word
from audio.span import Span
from audio.transcripts.repairs import ENDS_BACKWARDS, LEFT_OUT, NO_END, NO_TIME, WORD_BACKWARDS, Slip, mended

Item = TypeVar("Item")
Result = TypeVar("Result")

PAUSE = 0.8
"""Seconds without a word after which a bare list of words begins a new cue."""

BEYOND = 1e20
"""Above all times in any unit: a date of today in nanoseconds is 2e18."""

_MARK = re.compile(
    r"\[[^\[\]]*\]|<[^<>]*>|♪[^♪]*♪|\((?:laughs?|laughter|music|noise|silence|inaudible|crosstalk)\)", re.I
)


_ASIDE = re.compile(r"\([^()]*\)|\*[^*]*\*")
"""A line that is all in brackets or stars tells what somebody does: (The customer hangs up.)"""


@dataclass(frozen=True, slots=True)
class Cue:
    """One line of a transcript: ``span`` ``None`` where it has no times, ``speaker`` as written (``None``: not said)."""

    span: Span | None
    speaker: str | None
    text: str
    words: tuple[Word, ...] = ()


class CueError(Exception):
    """Where a transcript is damaged (``line 12``, ``results.items[3]``) and what is found and needed there."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}")


def each_whole(items: Iterable[Item], read: Callable[[Item], Result], slip: Slip = LEFT_OUT) -> list[Result]:
    """What ``read`` makes of each of ``items``, without those it refuses, which are counted as such a ``slip``.

    Raises the first :class:`CueError` of ``read`` where half of the items or more are refused: then it is not a slip.
    """
    results: list[Result] = []
    faults: list[CueError] = []
    for item in items:
        try:
            results.append(read(item))
        except CueError as fault:
            faults.append(fault)
    if faults and len(faults) >= len(results):
        raise faults[0]
    mended(slip, len(faults))
    return results


def spoken_text(text: str) -> str:
    """The text without marks for what is not speech (``[noise]``, ``<unk>``, ``♪``, a line all in brackets), spaces made single."""
    clean = " ".join(_MARK.sub(" ", text).split())
    return "" if _ASIDE.fullmatch(clean) else clean


def checked_span(start: float, end: float | None, where: str) -> Span:
    """A span out of a file's own figures, in whatever unit these are; ``end`` ``None`` where the file does not say it.

    A line without an end, or with one before its start, is given no length and counted: :mod:`audio.transcripts.mending` gives
    it its time. Raises :class:`CueError` where no clock could have given the figures.
    """
    if not all(math.isfinite(time) and abs(time) < BEYOND for time in (start, end or 0.0)):
        raise CueError(where, "a time is beyond all measure")
    if end is None or end < start:
        mended(NO_END if end is None else ENDS_BACKWARDS)
        return Span(start, start)
    return Span(start, end)


def open_span(start: float | None, end: float | None, where: str) -> Span | None:
    """As :func:`checked_span`; ``None``, and counted, where the file does not say when the line starts."""
    if start is None:
        mended(NO_TIME)
        return None
    return checked_span(start, end, where)


def split_cue(cue: Cue, parts: Sequence[tuple[str | None, str]]) -> list[Cue]:
    """``cue`` as one cue for each ``(speaker, text)`` in it, one after the other, the time shared out by length."""
    if len(parts) == 1:
        return [replace(cue, speaker=parts[0][0], text=parts[0][1])]
    total = sum(len(text) for _, text in parts)
    cues, letters_before = [], 0
    for speaker, text in parts:
        ends = (letters_before / total, (letters_before + len(text)) / total)
        span = cue.span and Span(*(cue.span.start + cue.span.duration * end for end in ends))
        cues.append(Cue(span, speaker, text))
        letters_before += len(text)
    return cues


@dataclass(frozen=True, slots=True)
class TimedToken:
    """A word on its way in: the times may be missing, the speaker may change from word to word."""

    text: str
    start: float | None
    end: float | None
    confidence: float | None = None
    speaker: str | None = None
    where: str = "words"


def with_interpolated_times(tokens: Sequence[TimedToken], within: Span) -> tuple[Word, ...]:
    """Words of ``tokens``; those without times share what lies between their neighbours, by length.

    Aligners leave figures and symbols ("2014") without times; the words beside them say where they must lie. A word that ends
    before it starts is taken for one without times, and counted.
    """
    mended(WORD_BACKWARDS, sum(_is_backwards(token) for token in tokens))
    words: list[Word] = []
    last_end = within.start
    untimed: list[TimedToken] = []
    for token in (token for token in tokens if token.text):
        if token.start is None or token.end is None or _is_backwards(token):
            untimed.append(token)
            continue
        span = checked_span(token.start, token.end, token.where)
        words += _between(untimed, last_end, span.start)
        words.append(Word(span, token.text, token.confidence))
        untimed, last_end = [], span.end
    return (*words, *_between(untimed, last_end, within.end))


def _is_backwards(token: TimedToken) -> bool:
    return token.start is not None and token.end is not None and token.end < token.start


def _between(tokens: Sequence[TimedToken], start: float, end: float) -> list[Word]:
    end = max(start, end)
    total = sum(len(token.text) for token in tokens)
    edges, letters_before = [start], 0
    for token in tokens:
        letters_before += len(token.text)
        edges.append(start + (end - start) * letters_before / total)
    return [
        Word(Span(left, right), token.text, token.confidence)
        for left, right, token in zip(edges, edges[1:], tokens, strict=False)
    ]


def cues_of(tokens: Iterable[TimedToken], pause: float = PAUSE) -> list[Cue]:
    """A bare list of timed words as cues: a new one where the speaker changes or a pause is longer than ``pause``."""
    groups: list[list[TimedToken]] = []
    for token in (token for token in tokens if token.text):
        last = groups[-1][-1] if groups else None
        if last is None or last.speaker != token.speaker or _gap(last, token) > pause:
            groups.append([])
        groups[-1].append(token)
    return [cue for group in groups if (cue := _cue(group)) is not None]


def _gap(before: TimedToken, token: TimedToken) -> float:
    """Seconds between two words; none that is known of where either has no time."""
    return 0.0 if before.end is None or token.start is None else token.start - before.end


def _cue(group: Sequence[TimedToken]) -> Cue | None:
    times = [
        time
        for token in group
        for time in (token.start, None if _is_backwards(token) else token.end)
        if time is not None
    ]
    if not times:
        return None
    span = checked_span(min(times), max(times), group[0].where)
    words = with_interpolated_times(group, span)
    return Cue(span, group[0].speaker, " ".join(word.text for word in words), words)
