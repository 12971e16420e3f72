"""Speech packed for Whisper, which hears 30 s at a time whether they are full or not.

Each look of Whisper's encoder costs the same for one "yes" as for 30 s of talk, so the stretches of speech of one
side are put end to end into windows, each with a little of the sound around it, and silence is left out::

    the call     ....[==A==]......[=A=]...........[====A====]......[A]....    half an hour of silence costs nothing
    a window     [==A==|=A=|====A====|A]                                      30 s or less, one side only
                 0     5.2 8.1       16 17

A window holds one side only: at a seam Whisper's word times may be off by a tenth of a second, and a word of one
speaker must not land in the other's mouth. What comes back is put on the call's clock by the piece it falls in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from audio.call import SPEAKERS, Speaker
from audio.span import Span, merge

RATE = 16000
LONGEST = 30.0
"""Seconds that Whisper hears at once."""

CONTEXT = 0.1
"""Seconds of sound kept at each side of a stretch, so that no first or last consonant is cut."""

SHORT = 0.7
"""Seconds; a shorter stretch ("yes", "mm-hm") is given more context, since a lone syllable is easily misheard."""

SHORT_CONTEXT = 0.25

LOOK_BACK = 5.0
"""Seconds of speech at the end of a window that may go into the next, so that a sentence is not parted needlessly."""

SURPLUS = 0.08
"""The context of all stretches together is at most this share of the speech; where it would be more, each gets less."""

Samples = NDArray[np.float32]
Sound = Callable[[Span], Samples]
"""Gives the samples of one side, 16 kHz, -1 to 1, shape ``(samples,)``; fewer where the recording ends earlier."""


@dataclass(frozen=True, slots=True)
class Piece:
    """``span`` of the call, laid into a window at second ``at``."""

    span: Span
    at: float

    @property
    def end(self) -> float:
        return self.at + self.span.duration


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces of one side, end to end, ``LONGEST`` seconds at most."""

    speaker: Speaker
    pieces: tuple[Piece, ...]

    @property
    def duration(self) -> float:
        return self.pieces[-1].end

    def samples(self, sound: Sound) -> Samples:
        return np.concatenate([sound(piece.span) for piece in self.pieces])

    def on_call(self, start: float, end: float) -> Span | None:
        """A time in the window on the call's clock, ``None`` past its end: what has its middle in a piece lies in it."""
        middle = (start + end) / 2
        piece = next((piece for piece in self.pieces if middle < piece.end), None)
        if piece is None:
            return None
        begin, stop = (piece.span.start + min(max(t, piece.at), piece.end) - piece.at for t in (start, end))
        return Span(begin, max(begin, stop))


def windows(speech: Mapping[Speaker, Sequence[Span]], sides: Mapping[Speaker, Sound]) -> list[Window]:
    """All speech of both sides, packed in order, by the time each window begins.

    A stretch longer than ``LONGEST`` is parted at its quietest place, for which ``sides`` gives the sound.
    """
    packed = []
    for who in SPEAKERS:
        pieces = [part for span in with_context(speech.get(who, ())) for part in _parted(span, sides.get(who), LONGEST)]
        packed += [Window(who, tuple(window)) for window in _packed(pieces)]
    return sorted(packed, key=lambda window: window.pieces[0].span)


def with_context(stretches: Sequence[Span]) -> list[Span]:
    """The stretches with some of the sound around them; those that then touch are joined."""
    stretches = merge(stretches)
    wanted = [SHORT_CONTEXT if span.duration < SHORT else CONTEXT for span in stretches]
    allowed = SURPLUS * sum(span.duration for span in stretches)
    scale = min(1.0, allowed / (2 * sum(wanted))) if wanted else 1.0
    return merge(span.grow(scale * by) for span, by in zip(stretches, wanted, strict=True))


def _packed(spans: Sequence[Span]) -> list[list[Piece]]:
    packed: list[list[Span]] = [[]]
    for span in spans:
        if _length(packed[-1]) + span.duration > LONGEST:
            at = _break(packed[-1], span)
            packed[-1:] = [packed[-1][:at], packed[-1][at:]]
        packed[-1].append(span)
    return [[Piece(span, _length(window[:i])) for i, span in enumerate(window)] for window in packed if window]


def _break(window: Sequence[Span], following: Span) -> int:
    """Where to end a full window: at the longest pause within the last ``LOOK_BACK`` seconds of speech in it."""
    spans = [*window, following]
    best = len(window)
    for at in range(len(window) - 1, 0, -1):
        moved = _length(window[at:])
        if moved > LOOK_BACK or moved + following.duration > LONGEST:
            break
        if spans[at].start - spans[at - 1].end > spans[best].start - spans[best - 1].end:
            best = at
    return best


def _length(spans: Sequence[Span]) -> float:
    return sum(span.duration for span in spans)


def _parted(span: Span, sound: Sound | None, longest: float) -> list[Span]:
    parts = []
    while span.duration > longest:
        search = Span(span.start + 0.6 * longest, span.start + longest)
        at = quietest(sound, search) if sound is not None else search.end
        parts.append(Span(span.start, at))
        span = Span(at, span.end)
    return [*parts, span]


def quietest(sound: Sound, within: Span, frame: float = 0.05) -> float:
    """The middle of the frame (``frame`` seconds) with the least energy."""
    samples = sound(within)
    size = int(frame * RATE)
    frames = samples[: len(samples) // size * size].reshape(-1, size)
    if not len(frames):
        return within.end
    return within.start + (int(np.argmin((frames**2).sum(axis=1))) + 0.5) * frame
