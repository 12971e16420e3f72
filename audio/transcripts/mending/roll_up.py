"""Captions that roll up: each shows the end of the one before it once more, above what is new.

::

    00:01  good morning dale water
    00:03  good morning dale water        the first row was there before
           how can i help                 so only this is said here
    00:05  how can i help
           my bill doubled                and only this here

Live captions are made so (CEA-608, and the WebVTT of YouTube), and taken as they stand they say everything twice. Only a file in which
a good part of all captions does this is one of these: in any other, people do repeat themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from audio.span import Span
from audio.transcripts.repairs import remark

SHARE = 0.3
"""Share of the captions that must repeat rows of the one before."""

FEWEST_WORDS = 3
"""Words that a repeat must have to count for that: "Yes." is said again by people."""

ROWS = 8
"""Rows of a caption that are looked for in the next; screens show two to four."""


@dataclass(frozen=True, slots=True)
class Caption:
    """What is shown at a time (``None``: unreadable): rows, each with its voice (``None``: not said) and its text.

    continues  whether it goes on from the caption before, whose last rows it repeated
    """

    span: Span | None
    rows: tuple[tuple[str | None, str], ...]
    continues: bool = False


def without_repeats(captions: Sequence[Caption]) -> list[Caption]:
    """The captions, without what each repeats of the one before it where the file is one that rolls up."""
    repeated = [0, *(_repeated(before, after) for before, after in pairwise(captions))]
    rolling = sum(words >= FEWEST_WORDS for words in repeated)
    if rolling < 2 or rolling < SHARE * (len(captions) - 1):
        return list(captions)
    remark("The captions of {file} roll up; what each repeats of the one before it was taken once.")
    fresh: list[Caption] = []
    for caption, words in zip(captions, repeated, strict=True):
        rows = _without_first(caption.rows, words)
        if not rows:
            continue
        if words and fresh:
            fresh[-1] = _ended_by(fresh[-1], caption)
        fresh.append(Caption(caption.span, rows, words > 0))
    return fresh


def _repeated(before: Caption, after: Caption) -> int:
    """How many words ``after`` begins with that are the last rows of ``before``."""
    shown = [text.casefold().split() for _, text in before.rows[-ROWS:]]
    following = [word for _, text in after.rows[: 2 * ROWS] for word in text.casefold().split()]
    for first in range(len(shown)):
        words = [word for row in shown[first:] for word in row]
        if words and following[: len(words)] == words:
            return len(words)
    return 0


def _without_first(rows: Sequence[tuple[str | None, str]], words: int) -> tuple[tuple[str | None, str], ...]:
    left = []
    for voice, text in rows:
        row = text.split()
        if row[words:]:
            left.append((voice, " ".join(row[words:])))
        words = max(0, words - len(row))
    return tuple(left)


def _ended_by(earlier: Caption, caption: Caption) -> Caption:
    """A caption whose row stayed while the next came, cut to the time until then."""
    if earlier.span is None or caption.span is None or not earlier.span.start < caption.span.start < earlier.span.end:
        return earlier
    return replace(earlier, span=Span(earlier.span.start, caption.span.start))
