"""Speech packed for Whisper, which hears 30 s at a time whether they are full or not.

Each look of Whisper's encoder costs the same for one "yes" as for 30 s of talk, so the stretches of speech of one
side are put end to end into windows, each with a little of the sound around it, and silence is left out::

    the call     ....[==A==]......[=A=]...........[====A====]......[A]....    half an hour of silence costs nothing
    a window     [==A==|=A=|====A====|A]                                      30 s or less, one side only
                 0     5.2 8.1       16 17

A window holds one side only: at a seam Whisper's word times may be off by a tenth of a second, and a word of one
speaker must not land in the other's mouth. What comes back is put on the call's clock by the piece it falls in; near a seam, by the
piece that most of its sound is in, for the next piece may be minutes away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from audio.asr.hallucinations import TimedWord
from audio.call import SPEAKERS, Speaker, Word
from audio.signal.decode import Samples, SoundReader
from audio.signal.loudness import rms_level
from audio.signal.onsets import extend_to_onsets
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

LEVEL = -20.0
"""dBFS (RMS) that each stretch is brought to."""

GAIN = 20.0
"""dB by which a stretch is raised at most."""

HISS = -55.0
"""dBFS (RMS) of white noise laid under a window. A telephone line ends at 3.4 kHz; above, its sound is digital silence, the
like of which is in little that a recogniser was taught on. With this hiss a tenth fewer words are wrong
(``python -m tests.bench.words``); 5 dB more and it gains less, 10 dB more and nothing."""

NEAR = 0.2
"""Seconds from a seam within which a word's place is decided by where its sound is: word times are that far off."""


@dataclass(frozen=True, slots=True)
class Piece:
    """``span`` of the call, laid into a window at second ``offset``."""

    span: Span
    offset: float

    @property
    def end(self) -> float:
        """The second of the window at which the piece ends."""
        return self.offset + self.span.duration


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces of one side, end to end, ``LONGEST`` seconds at most."""

    speaker: Speaker
    pieces: tuple[Piece, ...]

    @property
    def duration(self) -> float:
        """Seconds of sound in the window."""
        return self.pieces[-1].end

    def samples(self, sound: SoundReader) -> Samples:
        """The sound of all pieces, end to end, each brought to the same level, over a faint hiss."""
        joined = np.concatenate([levelled(sound(piece.span)) for piece in self.pieces])
        return joined + _hiss(len(joined)) if len(joined) else joined

    def words(self, timed_words: Sequence[TimedWord], samples: Samples) -> list[Word]:
        """Words of this window on the call's clock, each inside one piece; ``samples`` are the window's."""
        return [
            Word(self._on_call(start, end, samples), text, probability) for start, end, text, probability in timed_words
        ]

    def _on_call(self, start: float, end: float, samples: Samples) -> Span:
        middle = (start + end) / 2
        if any(start - NEAR < piece.end < end + NEAR for piece in self.pieces[:-1]):
            middle = _centre(start, end + NEAR, samples)
        piece = next((piece for piece in self.pieces if middle < piece.end), self.pieces[-1])
        begin, stop = (
            piece.span.start + min(max(time, piece.offset), piece.end) - piece.offset for time in (start, end)
        )
        return Span(begin, max(begin, stop))


def _centre(start: float, end: float, samples: Samples) -> float:
    """Where the middle of the sound between two times lies, in seconds."""
    first = int(max(0.0, start) * RATE)
    loud = np.abs(samples[first : int(end * RATE)])
    total = float(loud.sum())
    return (start + end) / 2 if total <= 0 else (first + float(loud @ np.arange(len(loud))) / total) / RATE


@lru_cache(maxsize=1)
def _noise() -> Samples:
    generator = np.random.default_rng(0)
    return (generator.standard_normal(int(LONGEST * RATE) + RATE) * 10 ** (HISS / 20)).astype(np.float32)


def _hiss(count: int) -> Samples:
    return np.resize(_noise(), count)


def levelled(samples: Samples) -> Samples:
    """The samples at ``LEVEL``, or as near as ``GAIN`` allows: beside a loud stretch Whisper passes a quiet one over."""
    return samples * np.float32(10 ** (min(LEVEL - rms_level(samples), GAIN) / 20))


def windows(speech: Mapping[Speaker, Sequence[Span]], sides: Mapping[Speaker, SoundReader]) -> list[Window]:
    """All speech of both sides, packed in order, by the time each window begins.

    A stretch longer than ``LONGEST`` is parted at its quietest place, for which ``sides`` gives the sound.
    """
    packed = []
    for speaker in SPEAKERS:
        sound, stretches = sides.get(speaker), speech.get(speaker, ())
        extended = extend_to_onsets(stretches, sound) if sound is not None else stretches
        pieces = [part for span in with_context(extended) for part in _parted(span, sound, LONGEST)]
        packed += [Window(speaker, tuple(window)) for window in _packed(pieces)]
    return sorted(packed, key=lambda window: window.pieces[0].span)


def with_context(stretches: Sequence[Span]) -> list[Span]:
    """The stretches with some of the sound around them; those that then touch are joined."""
    stretches = merge(stretches)
    margins = [SHORT_CONTEXT if span.duration < SHORT else CONTEXT for span in stretches]
    allowed = SURPLUS * sum(span.duration for span in stretches)
    scale = min(1.0, allowed / (2 * sum(margins))) if margins else 1.0
    return merge(span.grow(scale * margin) for span, margin in zip(stretches, margins, strict=True))


def _packed(spans: Sequence[Span]) -> list[list[Piece]]:
    packed: list[list[Span]] = [[]]
    for span in spans:
        if _length(packed[-1]) + span.duration > LONGEST:
            cut = _break(packed[-1], span)
            packed[-1:] = [packed[-1][:cut], packed[-1][cut:]]
        packed[-1].append(span)
    return [[Piece(span, _length(window[:index])) for index, span in enumerate(window)] for window in packed if window]


def _break(window: Sequence[Span], following: Span) -> int:
    """Where to end a full window: at the longest pause within the last ``LOOK_BACK`` seconds of speech in it."""
    spans = [*window, following]
    best_cut = len(window)
    for cut in range(len(window) - 1, 0, -1):
        moved = _length(window[cut:])
        if moved > LOOK_BACK or moved + following.duration > LONGEST:
            break
        if spans[cut].start - spans[cut - 1].end > spans[best_cut].start - spans[best_cut - 1].end:
            best_cut = cut
    return best_cut


def _length(spans: Sequence[Span]) -> float:
    return sum(span.duration for span in spans)


def _parted(span: Span, sound: SoundReader | None, longest: float) -> list[Span]:
    parts = []
    while span.duration > longest:
        search = Span(span.start + 0.6 * longest, span.start + longest)
        cut = quietest(sound, search) if sound is not None else search.end
        parts.append(Span(span.start, cut))
        span = Span(cut, span.end)
    return [*parts, span]


def quietest(sound: SoundReader, within: Span, frame: float = 0.05) -> float:
    """The middle of the frame (``frame`` seconds) with the least energy."""
    samples = sound(within)
    size = int(frame * RATE)
    frames = samples[: len(samples) // size * size].reshape(-1, size)
    if not len(frames):
        return within.end
    return within.start + (int(np.argmin((frames**2).sum(axis=1))) + 0.5) * frame
