"""Who comes new to a side and stays, or over which other line the same voice is heard: from when, how surely, and why it is said.

A new person on the line has a calm of their own. Measured by the calm of the one before, a supervisor who takes over was a voice “raised for
30 s”. So each person is compared with themselves, and so is each side of a change of which it cannot be told whether it is another
person or a voice that is raised to the end (``perhaps``): a rise that is missed costs less than one that is none. ::

    odds        ... PERHAPS ..... SURE .....
    made of it  nothing  |  perhaps  |  another person

The same holds of a line that changes under one voice (:mod:`audio.speakers.handover.line`).

A voice that rises and comes back, and one that is up to the end as far as voices do it, stay what they are. Who takes over and hands back again is
not found; nor is anybody without the networks that tell voices apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from audio.call import SPEAKERS, Doubt, LineChange, Newcomer, Speaker, Voice, Word
from audio.signal.decode import Sound
from audio.signal.networks import voice_networks_at_hand
from audio.span import Span
from audio.speakers.diarization.embedding import unit
from audio.speakers.handover.change import Change, likeliest_change
from audio.speakers.handover.line import first_after, likeliest_line_change, may_be_line
from audio.speakers.handover.phrases import introductions, told
from audio.speakers.handover.pieces import Pieces, cut, drawn, look_at, tracks_of

PERHAPS, SURE = -0.5, 2.5
"""Log odds of another person from which nothing is judged across a change, and from which it is said to be one."""
NEAR = 3
"""Pieces on each side of a change of line among which its time is looked for."""
DEEP = 2
"""How often a side is halved: up to three changes."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What changes on two sides in mid-call, in the order of time, and a doubt for each."""

    newcomers: tuple[Newcomer, ...] = ()
    line_changes: tuple[LineChange, ...] = ()
    doubts: tuple[Doubt, ...] = ()


Found = tuple[Newcomer | LineChange, Doubt]


def find_changes(
    sound: Sound,
    channels: Mapping[Speaker, int],
    speech: Mapping[Speaker, Sequence[Span]],
    voices: Mapping[Speaker, Voice],
    words: Mapping[Speaker, Sequence[Word]],
) -> Changes:
    """The newcomers of two sides, and the changes of line under one voice."""
    if not voice_networks_at_hand():
        return Changes()
    found: list[Found] = []
    for speaker in SPEAKERS:
        if speaker in channels and speaker in voices:
            side = _Side(sound, channels[speaker], speaker, voices[speaker], words.get(speaker, ()))
            found += side.changes(cut(speech[speaker], voices[speaker]), DEEP)
    found.sort(key=lambda pair: pair[0].at)
    return Changes(
        tuple(change for change, _ in found if isinstance(change, Newcomer)),
        tuple(change for change, _ in found if isinstance(change, LineChange)),
        tuple(doubt for _, doubt in found),
    )


class _Side:
    """One side while changes are looked for on it."""

    def __init__(self, sound: Sound, channel: int, speaker: Speaker, voice: Voice, words: Sequence[Word]) -> None:
        self.sound, self.channel, self.speaker, self.voice, self.words = sound, channel, speaker, voice, words

    def changes(self, spans: Sequence[Span], deep: int) -> list[Found]:
        """The changes within these pieces, halved at each that is found."""
        pieces = look_at(self.sound, self.channel, drawn(spans), self.voice)
        found = self._newcomer(pieces, spans) or self._line_change(pieces, spans)
        if found is None:
            return []
        at = found[0].at
        halves = ([s for s in spans if s.start < at], [s for s in spans if s.start >= at]) if deep > 1 else ()
        return [found, *(pair for half in halves for pair in self.changes(half, deep - 1))]

    def _newcomer(self, pieces: Pieces, spans: Sequence[Span]) -> Found | None:
        introduced = [int(np.searchsorted([s.end for s in pieces.spans], at)) for at in introductions(self.words)]
        change = likeliest_change(pieces, introduced)
        if change is None:
            return None
        at = self._begins(pieces, change, spans)
        more, said = told(self.words, at)
        odds = change.odds + more
        if odds < PERHAPS:
            return None
        if may_be_line(change) and not said:
            return self._over_another_line(at, change)
        newcomer = Newcomer(self.speaker, at, odds >= SURE)
        return newcomer, Doubt(f"speakers:{self.speaker}", self._why(newcomer, change, said))

    def _line_change(self, pieces: Pieces, spans: Sequence[Span]) -> Found | None:
        change = likeliest_line_change(pieces)
        if change is None:
            return None
        first, last = (pieces.spans[min(max(0, change.at + k), len(pieces) - 1)] for k in (-NEAR, NEAR))
        between = [span for span in spans if first.start <= span.start <= last.start]
        tracks = np.stack([pieces.balance, pieces.level], axis=1)
        before, after = (np.median(tracks[part], axis=0) for part in (slice(change.at), slice(change.at, None)))
        k = first_after(tracks_of(between, self.voice)[:, 1:3], before, after)
        return self._over_another_line(between[min(k, len(between) - 1)].start, change)

    def _over_another_line(self, at: float, change: Change) -> Found:
        heard = [f"{size:.0f} dB {more if step > 0 else less}" for step, size, more, less in (
            (change.level, abs(change.level), "louder", "softer"), (change.balance, abs(change.balance), "sharper", "duller"),
        ) if size >= 1]  # fmt: skip
        why = (
            f"From {_clock(at)} on the {self._side} channel sounds as over another line ({', '.join([*heard, 'at about the same pitch'])}): another "
            "telephone, a loudspeaker, a coder, or perhaps another person; what lies before and after is compared with its own calm voice each."
        )
        return LineChange(self.speaker, at), Doubt(f"speakers:{self.speaker}", why)

    @property
    def _side(self) -> str:
        return ("left", "right")[self.channel]

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
        at, side = _clock(newcomer.at), self._side
        if newcomer.sure:
            return (
                f"From {at} on another person speaks on the {side} channel and stays ({evidence}): each is compared with their own "
                "calm voice."
            )
        return (
            f"From {at} on the voice on the {side} channel is another and stays so ({evidence}): another person, or one whose voice is raised to "
            "the end, which cannot be told apart; so no raised voice is said across that change."
        )


def _clock(seconds: float) -> str:
    return f"{int(seconds // 60)}:{int(seconds % 60):02d}"
