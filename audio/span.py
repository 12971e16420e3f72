"""Time as small immutable values: everything SameSide says is said about a :class:`Span`.

Seconds from the start of the recording, as ``float``; a span is half open, ``[start, end)``::

    0         1         2         3
    |---------|---------|---------|
         [=========)                    Span(0.5, 1.5)
                   [====)               Span(1.5, 2.0)   touches it, has nothing in common with it

The helpers :func:`merge`, :func:`common` and :func:`gaps` are the whole interval algebra that the
rest needs; each takes spans in any order and answers them sorted and apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """A stretch of time, ``start <= end``, in seconds. Raises ``ValueError`` where it runs backwards."""

    start: float
    end: float

    def __post_init__(self) -> None:
        if not self.start <= self.end:
            raise ValueError(f"a span runs forwards, and {self.start} to {self.end} does not")

    @property
    def duration(self) -> float:
        """Seconds from start to end."""
        return self.end - self.start

    @property
    def middle(self) -> float:
        """The second halfway between start and end."""
        return (self.start + self.end) / 2

    def __and__(self, other: Span) -> Span | None:
        """What both have in common, or ``None`` where that is nothing."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None

    def __contains__(self, time: float) -> bool:
        return self.start <= time < self.end

    def contains(self, other: Span) -> bool:
        """Whether all of ``other`` lies inside."""
        return self.start <= other.start and other.end <= self.end

    def shift(self, seconds: float) -> Span:
        """The span ``seconds`` later."""
        return Span(self.start + seconds, self.end + seconds)

    def grow(self, margin: float) -> Span:
        """Wider by ``margin`` seconds at both ends, though never before zero."""
        return Span(max(0.0, self.start - margin), max(0.0, self.start - margin, self.end + margin))


def merge(spans: Iterable[Span], gap: float = 0.0) -> list[Span]:
    """Join the spans that overlap, touch, or lie at most ``gap`` seconds apart."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start - joined[-1].end <= gap:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def common(left: Iterable[Span], right: Iterable[Span]) -> list[Span]:
    """The time that lies in both, e.g. when two people speak at once. Linear after sorting."""
    a, b = merge(left), merge(right)
    shared: list[Span] = []
    i = j = 0
    while i < len(a) and j < len(b):
        both = a[i] & b[j]
        if both is not None:
            shared.append(both)
        if a[i].end < b[j].end:
            i += 1
        else:
            j += 1
    return shared


def gaps(spans: Iterable[Span], within: Span) -> list[Span]:
    """The time in ``within`` that no span covers."""
    empty: list[Span] = []
    covered_until = within.start
    for span in merge(spans):
        if span.end <= within.start or span.start >= within.end:
            continue
        if span.start > covered_until:
            empty.append(Span(covered_until, span.start))
        covered_until = max(covered_until, span.end)
    if covered_until < within.end:
        empty.append(Span(covered_until, within.end))
    return empty
