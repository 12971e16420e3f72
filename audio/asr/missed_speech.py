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

from audio.asr.hallucinations import Hypothesis, TimedWord
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


def wordless_gaps(hypothesis: Hypothesis, seconds: float) -> list[Span]:
    """Where ``LEAST`` seconds or more of a window, ``seconds`` long and all of it speech, carry no word; on its clock."""
    if hypothesis.silent:
        return []
    covered = []
    for index, (start, end, _, _) in enumerate(hypothesis.words):
        # the first word of a window is drawn out backwards, every other one forwards (see audio.asr.hallucinations)
        covered.append(
            Span(max(start, end - LONGEST_WORD), end) if index == 0 else Span(start, min(end, start + LONGEST_WORD))
        )
    return [gap for gap in gaps(covered, Span(0.0, seconds)) if gap.duration >= LEAST]


def gap_with_context(gap: Span, seconds: float) -> Span:
    """What is decoded to fill ``gap``."""
    return Span(max(0.0, gap.start - AROUND), min(seconds, gap.end + AROUND))


def fill_gaps(hypothesis: Hypothesis, second_looks: Sequence[tuple[Span, Hypothesis]], seconds: float) -> Hypothesis:
    """``hypothesis`` with the words of further looks, each ``(gap, what was heard around it)``; what stays without a word
    is counted in ``unheard``. Where that is nearly all of the window's ``seconds``, the few words are not believed.
    """
    words, unheard = list(hypothesis.words), 0.0
    for gap, second_hypothesis in second_looks:
        added = _inside(gap, second_hypothesis, hypothesis.words)
        words += added
        unheard += gap.duration if not added else 0.0
    if unheard > MOST * seconds:
        return Hypothesis(hypothesis.language, (), silent=True)
    return Hypothesis(
        hypothesis.language, tuple(sorted(words)), hypothesis.silent, round(hypothesis.unheard + unheard, 3)
    )


def _inside(gap: Span, second_hypothesis: Hypothesis, first_words: Sequence[TimedWord]) -> list[TimedWord]:
    """The words of ``second_hypothesis`` whose middle is in ``gap``, without a neighbour's that is heard a second time."""
    begin = max(0.0, gap.start - AROUND)
    shifted = [
        (start + begin, end + begin, text, probability) for start, end, text, probability in second_hypothesis.words
    ]
    inside = [word for word in shifted if (word[0] + word[1]) / 2 in gap]
    if not inside or sum(probability for *_, probability in inside) < SURE * len(inside):
        return []
    before = [text for _, end, text, _ in first_words if end <= gap.start + AROUND][-2:]
    after = [text for start, _, text, _ in first_words if start >= gap.end - AROUND][:2]
    while inside and _letters(inside[0][2]) in map(_letters, before) and inside[0][0] < gap.start + AROUND:
        inside.pop(0)
    while inside and _letters(inside[-1][2]) in map(_letters, after) and inside[-1][1] > gap.end - AROUND:
        inside.pop()
    return [
        (round(max(start, gap.start), 3), round(min(end, gap.end), 3), text, probability)
        for start, end, text, probability in inside
    ]


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
