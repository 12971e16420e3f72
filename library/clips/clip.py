"""What a clip and a playlist are; and the edges of a clip, moved so that no word is cut.

::

    asked for            |----------------|
    words        her     parcel    never     came   back
    heard              |---------------------------|          each word that an edge would cut, whole,
                                                              and a breath, no further than half-way to the next word

Nothing of a call is in a clip: what was corrected, masked, deleted or taken from whoever looks holds in it at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from audio.call import Turn
from audio.span import Span

BREATH = 0.3
"""Seconds that a clip begins before its first word and goes on after its last, at the most."""
FURTHEST = 2.0
"""Seconds by which an edge is moved for the sake of a word, at the most: words that are longer have no times of their own."""
SHORTEST = 0.2
"""Seconds of the shortest stretch that can be kept."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A stretch of a call that was kept; ``call`` is the call's name, ``playlist_id`` ``None`` for one in no playlist."""

    id: str
    call_id: str
    call: str
    date: datetime
    playlist_id: str | None
    span: Span
    title: str
    why: str
    technique: str | None
    keeper: str
    kept: datetime
    mine: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """What is heard of a clip now: the stretch with its edges moved, what is said in it as it is shown, how long its call lasts, and whether
    there is sound of it."""

    span: Span
    turns: tuple[Turn, ...]
    duration: float
    has_sound: bool


@dataclass(frozen=True, slots=True)
class Playlist:
    """A playlist; ``team`` is the name of the team whose it is, ``shared`` says that it is everybody's; ``clips`` is how many of its clips the
    viewer may hear, ``mine`` whether they may change it."""

    id: str
    name: str
    owner: str
    team: str | None
    shared: bool
    clips: int
    mine: bool


def heard_span(turns: Iterable[Turn], span: Span, duration: float) -> Span:
    """The stretch that is heard of a clip at ``span``, in seconds of a call that lasts ``duration``.

    Each edge goes to that of a word that it would cut, of either side, and on for a breath, but no further than half-way to the next word. An
    edge in the midst of a longer silence moves by the breath alone.
    """
    words = [word.span for turn in turns for word in turn.words] or [turn.span for turn in turns]
    start, end = _to_words(words, span)
    before = max((w.end for w in words if w.end <= start), default=0.0)
    after = min((w.start for w in words if w.start >= end), default=duration)
    start -= min(BREATH, max(0.0, start - before) / 2)
    end += min(BREATH, max(0.0, after - end) / 2)
    return Span(max(0.0, start), max(start, min(duration, end)))


def _to_words(words: Sequence[Span], span: Span) -> tuple[float, float]:
    """Where a stretch begins and ends once no word of either side is cut by it; of two that overlap, both are whole."""
    start, end = span.start, span.end
    while True:
        first = min((w.start for w in words if w.start < start < w.end), default=start)
        last = max((w.end for w in words if w.start < end < w.end), default=end)
        first, last = max(first, span.start - FURTHEST), min(last, span.end + FURTHEST)
        if (first, last) == (start, end):
            return start, end
        start, end = first, last


def words_in(turns: Sequence[Turn], span: Span) -> tuple[Turn, ...]:
    """What is said in a stretch, turn by turn: the words of which the middle lies in it; turns of which none does are left out."""
    found = []
    for turn in sorted(turns, key=lambda turn: turn.span):
        words = tuple(word for word in turn.words if span.start <= (word.span.start + word.span.end) / 2 < span.end)
        if words:
            found.append(Turn(Span(words[0].span.start, max(w.span.end for w in words)), turn.speaker, words))
    return tuple(found)
