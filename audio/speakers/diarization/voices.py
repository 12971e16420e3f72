"""What telling two voices apart gives, however it is done, and the measure that all ways share: who speaks on end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audio.span import Span

ON_END = 0.3
"""Share of all speech that one voice may hold on end: a voice that is calm in one half of a call and raised in the other looks
like two, but two people take turns."""
WORD = 0.6
"""Seconds of the other voice that end a run."""


@dataclass(frozen=True, slots=True)
class Voices:
    """Speech of the two voices, the one that speaks first first, and how far that can be believed.

    first, second  both hold what is said at the same time, where that is heard
    separation     1 less the cosine of the two voices' embeddings; without the networks, standard deviations of the cepstrum
    clear          whether two voices can be claimed
    third_voice    whether one of the two is rather two people's
    one_voice      whether nothing shows that there is a second voice; then all speech is the first one's
    """

    first: tuple[Span, ...]
    second: tuple[Span, ...]
    separation: float
    clear: bool
    one_voice: bool = False
    third_voice: bool = False


def on_end(groups: Sequence[Sequence[Span]]) -> float:
    """The largest share of all speech that one group holds before the other says more than a word."""
    longest = run = 0.0
    last_group = -1
    for span, group_number in sorted((span, k) for k, group in enumerate(groups) for span in group):
        if group_number != last_group and span.duration > WORD:
            run, last_group = 0.0, group_number
        run += span.duration
        longest = max(longest, run)
    return longest / max(1e-9, sum(span.duration for group in groups for span in group))
