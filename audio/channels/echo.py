"""One voice written down on both sides is written once: on the side where it is louder.

Where a side leaks into the other, and the leak is loud enough to pass for speech, Whisper hears the same words twice::

    agent       let me look that up for you        -24 dBFS
    customer    let me look        up for you      -41 dBFS   an echo: taken out

Two people do say "yeah" at the same moment. So it takes a run of the same words in the same order at the same times,
and a clear difference in level.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from audio.call import SPEAKERS, Speaker, Word
from audio.signal.decode import SoundReader
from audio.signal.loudness import rms_level
from audio.span import Span

AT_ONCE = 0.25
"""Seconds by which the same word may begin earlier or later on the other side."""

RUN = 3
"""Words in a row that must be the same."""

LOWER = 6.0
"""dB by which the echo must lie below the voice."""


def remove_echoes(
    words: Mapping[Speaker, Sequence[Word]], sides: Mapping[Speaker, SoundReader]
) -> dict[Speaker, list[Word]]:
    """The words without those that are the other side's, heard again; each side's words in the order of time."""
    speaker_words = {speaker: list(words.get(speaker, ())) for speaker in SPEAKERS}
    agent, customer = (speaker_words[speaker] for speaker in SPEAKERS)
    echoes: dict[Speaker, set[int]] = {speaker: set() for speaker in SPEAKERS}
    for run in _runs(agent, customer):
        span = Span(agent[run[0][0]].span.start, max(agent[i].span.end for i, _ in run))
        level_difference = rms_level(sides["agent"](span)) - rms_level(sides["customer"](span))
        if level_difference > LOWER:
            echoes["customer"].update(j for _, j in run)
        elif level_difference < -LOWER:
            echoes["agent"].update(i for i, _ in run)
    return {
        speaker: [word for i, word in enumerate(speaker_words[speaker]) if i not in echoes[speaker]]
        for speaker in SPEAKERS
    }


def _runs(agent: Sequence[Word], customer: Sequence[Word]) -> list[list[tuple[int, int]]]:
    """Runs of ``RUN`` pairs or more of the same word at the same time; a word or two may be missing on one side."""
    runs: list[list[tuple[int, int]]] = []
    first = 0
    for i, word in enumerate(agent):
        while first < len(customer) and customer[first].span.start < word.span.start - AT_ONCE:
            first += 1
        same = _index_of_same(word, customer, first)
        if same is None:
            continue
        last = runs[-1][-1] if runs else None
        if last is None or not (0 < same - last[1] <= 3 and i - last[0] <= 3):
            runs.append([])
        runs[-1].append((i, same))
    return [run for run in runs if len(run) >= RUN]


def _index_of_same(word: Word, others: Sequence[Word], first: int) -> int | None:
    """The number of the same word among ``others``, from ``first`` on, that begins at the same time."""
    for j in range(first, len(others)):
        if others[j].span.start > word.span.start + AT_ONCE:
            break
        if _letters(others[j]) == _letters(word):
            return j
    return None


def _letters(word: Word) -> str:
    return "".join(filter(str.isalnum, word.text.casefold()))
