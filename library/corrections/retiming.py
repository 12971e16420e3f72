"""When corrected words are said: what is not touched keeps its time, and what takes its place shares the time of that.

::

    heard      |for| |your | |reefund |          as many words as before: each has the time of the one in whose place it stands
    corrected  |for| |your | |refund  |

    heard      |for| |youree    |                 more or fewer: the stretch is shared out by letters, without gaps
    corrected  |for| |your|refund|

A line whose edge is moved keeps its words' times but for those that would lie outside: these, and the one in which the
edge then lies, share what is left in proportion to how long they were. A line that begins earlier begins with a longer first word.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from audio.span import Span

LEAST = 0.05
"""Seconds that a word has at least where words are squeezed together."""


def share_out(span: Span, weights: Sequence[float]) -> list[Span]:
    """``span`` cut into one stretch for each weight, without gaps, in proportion; into equal ones where all weights are 0."""
    total = sum(weights)
    shares = list(weights) if total > 0 else [1.0] * len(weights)
    total = sum(shares)
    edges, so_far = [span.start], 0.0
    for share in shares[:-1]:
        so_far += share
        edges.append(min(span.end, span.start + span.duration * so_far / total))
    edges.append(span.end)
    return [Span(a, b) for a, b in pairwise(edges)]


def share_by_letters(span: Span, texts: Sequence[str]) -> list[Span]:
    """``span`` shared out among words by how many letters they have."""
    return share_out(span, [float(max(1, len(text))) for text in texts])


def begin_at(words: Sequence[Span], start: float) -> list[Span] | None:
    """The times of a line's words where its first begins at ``start``; ``None`` where there is no room for them."""
    for k, word in enumerate(words):
        if word.end >= start + LEAST * (k + 1):
            squeezed = share_out(Span(start, word.end), [span.duration for span in words[: k + 1]])
            return [*squeezed, *words[k + 1 :]]
    return None


def end_at(words: Sequence[Span], end: float) -> list[Span] | None:
    """The times of a line's words where its last ends at ``end``; ``None`` where there is no room for them."""
    for k, word in enumerate(reversed(words)):
        if word.start <= end - LEAST * (k + 1):
            first = len(words) - 1 - k
            return [*words[:first], *share_out(Span(word.start, end), [span.duration for span in words[first:]])]
    return None
