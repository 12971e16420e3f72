"""Who comes new to a side and stays: from when, how surely, and why it is said.

A new person on the line has a calm of their own. Measured by the calm of the one before, a supervisor who takes over was a voice “raised for
30 s”. So each person is compared with themselves, and so is each side of a change of which it cannot be told whether it is another
person or a voice that is raised to the end (``perhaps``): a rise that is missed costs less than one that is none. ::

    odds        ... PERHAPS ..... SURE .....
    made of it  nothing  |  perhaps  |  another person

A voice that rises and comes back, and one that is up to the end as far as voices do it, stay what they are. Who takes over and hands back again is
not found; nor is anybody without the networks that tell voices apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from audio.call import SPEAKERS, Doubt, Newcomer, Speaker, Voice, Word
from audio.signal.decode import Sound
from audio.signal.networks import voice_networks_at_hand
from audio.span import Span
from audio.speakers.diarization.embedding import unit
from audio.speakers.handover.change import Change, likeliest_change
from audio.speakers.handover.phrases import introductions, told
from audio.speakers.handover.pieces import Pieces, cut, drawn, look_at

PERHAPS, SURE = -0.5, 2.5
"""Log odds of another person from which nothing is judged across a change, and from which it is said to be one."""
DEEP = 2
"""How often a side is halved: up to three changes."""


def find_newcomers(
    sound: Sound,
    channels: Mapping[Speaker, int],
    speech: Mapping[Speaker, Sequence[Span]],
    voices: Mapping[Speaker, Voice],
    words: Mapping[Speaker, Sequence[Word]],
) -> tuple[tuple[Newcomer, ...], tuple[Doubt, ...]]:
    """The newcomers of two sides in the order of time, and a doubt for each."""
    if not voice_networks_at_hand():
        return (), ()
    found: list[tuple[Newcomer, Doubt]] = []
    for speaker in SPEAKERS:
        if speaker in channels and speaker in voices:
            side = _Side(sound, channels[speaker], speaker, voices[speaker], words.get(speaker, ()))
            found += side.newcomers(cut(speech[speaker], voices[speaker]), DEEP)
    found.sort(key=lambda pair: pair[0].at)
    return tuple(newcomer for newcomer, _ in found), tuple(doubt for _, doubt in found)


class _Side:
    """One side while newcomers are looked for on it."""

    def __init__(self, sound: Sound, channel: int, speaker: Speaker, voice: Voice, words: Sequence[Word]) -> None:
        self.sound, self.channel, self.speaker, self.voice, self.words = sound, channel, speaker, voice, words

    def newcomers(self, spans: Sequence[Span], deep: int) -> list[tuple[Newcomer, Doubt]]:
        """The newcomers within these pieces, halved at each that is found."""
        pieces = look_at(self.sound, self.channel, drawn(spans), self.voice)
        introduced = [int(np.searchsorted([s.end for s in pieces.spans], at)) for at in introductions(self.words)]
        change = likeliest_change(pieces, introduced)
        if change is None:
            return []
        at = self._begins(pieces, change, spans)
        more, said = told(self.words, at)
        odds = change.odds + more
        if odds < PERHAPS:
            return []
        newcomer = Newcomer(self.speaker, at, odds >= SURE)
        found = [(newcomer, Doubt(f"speakers:{self.speaker}", self._why(newcomer, change, said)))]
        if deep > 1:
            halves = [s for s in spans if s.start < at], [s for s in spans if s.start >= at]
            found += [pair for half in halves for pair in self.newcomers(half, deep - 1)]
        return found

    def _begins(self, pieces: Pieces, change: Change, spans: Sequence[Span]) -> float:
        """When the newcomer begins: between the two pieces that were looked at, if others lie there."""
        last, first = pieces.spans[change.at - 1], pieces.spans[change.at]
        between = [span for span in spans if last.end <= span.start < first.start]
        if not between:
            return first.start
        near = look_at(self.sound, self.channel, between, self.voice)
        before, after = (
            unit(p.prints.sum(axis=0)) for p in (pieces.part(0, change.at), pieces.part(change.at, len(pieces)))
        )
        leads = np.concatenate([[0.0], np.cumsum(near.prints @ (before - after))])
        k = int(np.argmax(leads))  # what lies before it is nearer to the first, what lies after it to the second
        return between[k].start if k < len(between) else first.start

    def _why(self, newcomer: Newcomer, change: Change, said: Sequence[str]) -> str:
        heard = [f"likeness {max(0.0, change.likeness):.2f} to the voice before, where one person's is near 1"]
        if abs(change.pitch) >= 1:
            heard.append(f"{abs(change.pitch):.0f} semitones {'higher' if change.pitch > 0 else 'lower'}")
        if abs(change.balance) >= 1:
            heard.append(f"{abs(change.balance):.0f} dB {'sharper' if change.balance > 0 else 'duller'}")
        evidence = ", ".join(heard) + "".join(f"; “{line}”" for line in said)
        at = f"{int(newcomer.at // 60)}:{int(newcomer.at % 60):02d}"
        side = ("left", "right")[self.channel]
        if newcomer.sure:
            return (
                f"From {at} on another person speaks on the {side} channel and stays ({evidence}): each is compared with their own "
                "calm voice."
            )
        return (
            f"From {at} on the voice on the {side} channel is another and stays so ({evidence}): another person, or one whose voice is raised to "
            "the end, which cannot be told apart; so no raised voice is said across that change."
        )
