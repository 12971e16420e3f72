"""Speech that carries no word: found, looked at once more, and else said.

Decoded without timestamps Whisper now and then passes over the opening of a window, or a sentence in its middle, and
is sure of the rest: nothing in its numbers shows it. But the speech shows it, for a window holds hardly anything else::

    speech   [==== so what happened is that ====|==== the parcel never came ====]
    words                                         the parcel never came
              `-------- 2 s and no word -------'
    again    [=================================]  decoded by itself, a little of what is around it with it

The words of such a look are taken where it is surer than a guess. Where it yields none, the seconds go into a doubt.
The time of a word beside a hole is drawn out over it, so no word counts for more than :data:`LONGEST_WORD` here.
"""

from __future__ import annotations

from collections.abc import Sequence

from audio.asr.hallucinations import Hypothesis, Timed
from audio.span import Span, gaps

LEAST = 2.0
"""Seconds of speech without a word that are looked at once more."""

LONGEST_WORD = 0.8
"""Seconds that a word takes at most, where it is asked which speech carries none."""

MOST = 0.8
"""Share of a window that may carry no word before the rest of it is taken for what Whisper says where nobody speaks."""

AROUND = 0.3
"""Seconds of the words beside a hole that are heard with it, so that neither edge cuts a word."""

SURE = 0.4
"""Mean probability of its words from which a further look is believed."""


def wordless_gaps(said: Hypothesis, seconds: float) -> list[Span]:
    """Where ``LEAST`` seconds or more of a window, ``seconds`` long and all of it speech, carry no word; on its clock."""
    if said.silent:
        return []
    covered = []
    for k, (start, end, _, _) in enumerate(said.words):
        # the first word of a window is drawn out backwards, every other one forwards (see audio.asr.hallucinations)
        covered.append(
            Span(max(start, end - LONGEST_WORD), end) if k == 0 else Span(start, min(end, start + LONGEST_WORD))
        )
    return [hole for hole in gaps(covered, Span(0.0, seconds)) if hole.duration >= LEAST]


def gap_with_context(hole: Span, seconds: float) -> Span:
    """What is decoded to fill ``hole``."""
    return Span(max(0.0, hole.start - AROUND), min(seconds, hole.end + AROUND))


def fill_gaps(said: Hypothesis, looks: Sequence[tuple[Span, Hypothesis]], seconds: float) -> Hypothesis:
    """``said`` with the words of further looks, each ``(hole, what was heard around it)``; what stays without a word
    is counted in ``unheard``. Where that is nearly all of the window's ``seconds``, the few words are not believed.
    """
    words, unheard = list(said.words), 0.0
    for hole, again in looks:
        found = _inside(hole, again, said.words)
        words += found
        unheard += hole.duration if not found else 0.0
    if unheard > MOST * seconds:
        return Hypothesis(said.language, (), silent=True)
    return Hypothesis(said.language, tuple(sorted(words)), said.silent, round(said.unheard + unheard, 3))


def _inside(hole: Span, again: Hypothesis, known: Sequence[Timed]) -> list[Timed]:
    """The words of ``again`` whose middle is in ``hole``, without a neighbour's that is heard a second time."""
    begin = max(0.0, hole.start - AROUND)
    moved = [(start + begin, end + begin, text, sure) for start, end, text, sure in again.words]
    found = [word for word in moved if (word[0] + word[1]) / 2 in hole]
    if not found or sum(sure for *_, sure in found) < SURE * len(found):
        return []
    before = [text for _, end, text, _ in known if end <= hole.start + AROUND][-2:]
    after = [text for start, _, text, _ in known if start >= hole.end - AROUND][:2]
    while found and _plain(found[0][2]) in map(_plain, before) and found[0][0] < hole.start + AROUND:
        found.pop(0)
    while found and _plain(found[-1][2]) in map(_plain, after) and found[-1][1] > hole.end - AROUND:
        found.pop()
    return [
        (round(max(start, hole.start), 3), round(min(end, hole.end), 3), text, sure) for start, end, text, sure in found
    ]


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
