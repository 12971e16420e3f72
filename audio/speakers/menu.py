"""A machine before the agent: a menu, an announcement, another queue's greeting, on the channel that later is somebody's.

It talks before the other side has said a word, and it is another voice than the one that then greets and goes on::

    channel 0   "press one for …"  "you are number three …"  "Good morning, …"        "Certainly …"
    channel 1                                                                  "Hello, …"           "Yes, …"
    likeness          .3                    .3                     .8        to what channel 0 says later

What is so unlike is left out of that side's speech: nobody's share of the talk, nobody's baseline. In 26 calls without a menu every piece of
what was said before the other spoke had a likeness (:mod:`audio.speakers.diarization.embedding`) of .67 or more; menus come to .3 to .5.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from audio.call import Doubt
from audio.signal.decode import Sound
from audio.signal.networks import voice_networks_at_hand
from audio.span import Span
from audio.speakers.diarization.embedding import LONGEST, embeddings, unit
from audio.speakers.diarization.filter_bank import fbank

LEAST = 4.0
"""Seconds of speech that a menu lasts."""
PIECE, SHORTEST = 1.5, 0.6
"""Seconds of a piece that is compared, about, and of the shortest."""
AFTER = 25.0
"""Seconds of that side's later speech that are compared with."""
FEWEST, ITSELF = 4, 0.6
"""Pieces of it, and the mean likeness of each to the rest, without which nothing can be said."""
UNLIKE, MOST = 0.48, 0.58
"""Mean likeness of a menu to what is said later, and that of any piece of it, at most."""

Prints = NDArray[np.float32]


def without_menu(
    sound: Sound, speech: tuple[list[Span], list[Span]]
) -> tuple[tuple[list[Span], list[Span]], tuple[Doubt, ...]]:
    """The speech of both channels without a menu's, and that there was one."""
    if not all(speech):
        return speech, ()
    channel = 0 if speech[0][0].start <= speech[1][0].start else 1
    answered = speech[1 - channel][0].start
    before = [span for span in speech[channel] if span.end <= answered]
    if sum(span.duration for span in before) < LEAST or not voice_networks_at_hand():
        return speech, ()
    until = _end_of_menu(sound, channel, before, [span for span in speech[channel] if span.start >= answered])
    menu = [span for span in before if span.end <= until]
    seconds = sum(span.duration for span in menu)
    if seconds < LEAST:
        return speech, ()
    own = [span for span in speech[channel] if span not in menu]
    why = (
        f"Another voice than the one that goes on speaks on the {('left', 'right')[channel]} channel until "
        f"{int(until // 60)}:{int(until % 60):02d}, before anybody answers: a menu or an announcement; its {seconds:.0f} s of speech are left out."
    )
    return (own, speech[1]) if channel == 0 else (speech[0], own), (Doubt("speakers", why),)


def _end_of_menu(sound: Sound, channel: int, before: Sequence[Span], later: Sequence[Span]) -> float:
    """Where the other voice ends; 0 where it is the same one from the beginning."""
    compared: list[Span] = []
    for span in later:
        if sum(other.duration for other in compared) < AFTER:
            compared.append(span)
    own = _prints(sound, channel, [piece for span in compared for piece in _pieces(span)])
    if len(own) < FEWEST or float(np.mean([_likeness(print_, own.sum(axis=0) - print_) for print_ in own])) < ITSELF:
        return 0.0
    until, likeness = 0.0, list[float]()
    for span in before:
        likeness += [_likeness(print_, own.sum(axis=0)) for print_ in _prints(sound, channel, _pieces(span))]
        if likeness and (max(likeness) > MOST or np.mean(likeness) > UNLIKE):
            return until
        until = span.end
    return 0.0  # nobody greets after it: whoever is calm first and heated later sounds like that too


def _pieces(span: Span) -> list[Span]:
    """A stretch in equal parts; none where it is too short to tell a voice."""
    edges = np.linspace(span.start, span.end, max(1, round(span.duration / PIECE)) + 1)
    return [Span(float(start), float(end)) for start, end in pairwise(edges) if end - start >= SHORTEST]


def _prints(sound: Sound, channel: int, pieces: Sequence[Span]) -> Prints:
    rows = []
    for piece in pieces:
        bands = fbank(sound.within(piece, channel))
        rows.append(embeddings(bands, [(0, min(len(bands), LONGEST))])[0])
    return np.array(rows, np.float32)


def _likeness(print_: Prints, others: Prints) -> float:
    return float(print_ @ unit(others))
