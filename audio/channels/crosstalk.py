"""One voice heard on both sides is one voice: what of a side's speech is the other side's, heard again.

Two channels are not always one voice each. A side may hold the other's voice nearly as loud as its own, both may hold the mix,
or a leak may be left that no filter took out (:mod:`audio.channels.leakage`). Judged as two voices, each such copy is over-talk. But a copy
*correlates* with its source, at whatever lag it comes, and two people who talk at once do not::

    side 0    |== speech ==|         piece by piece (about 1 s), against side 1 over +-400 ms:
    side 1       |== speech ==|
                                     alike, and this side lower        a copy: no speech of this side
                                     alike, and as loud as the other   shared: whose it is cannot be told
                                     not alike                         its own

Correlations are normalised, of the sound with its low frequencies held down (a first difference, about white for speech).
In calls made of actors, people at once reach .2, and copies as faint as the line's noise .4.

A copy that is lower than its source is taken out. So is what is left of a leak where the recording held little else there: a coder's
leak leaves a noise that is like nothing. Where that happens often, some are missed, and a piece in which both speak may look
the same, so over-talk is withheld; where they are as loud, so is all else that needs to know whose voice it is. Under all of it lies a plain question: people do not talk at once for a third of a call, nor for ten seconds on end.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.fft import irfft, next_fast_len, rfft

from audio.call import Doubt
from audio.signal.decode import RATE, Samples, Sound
from audio.span import Span, common, gaps, merge

LAG = 0.4
"""Seconds by which a copy may come earlier or later."""
PIECE = 1.0
"""Seconds of speech, about, that are compared at once: in shorter ones two voices may be alike by chance."""
ALIKE, STILL_ALIKE = 0.35, 0.22
"""Correlation from which a piece is the same sound; beside such a piece less is enough."""
WAS_ALIKE = 0.8
"""Correlation before the leak was taken out from which there was little else in the piece."""
LOWER, FAINT = 3.0, 10.0
"""dB under the other side: from the first on it is clear whose voice it is; from the second on it hardly bends the other's pitch."""
MUCH = 0.03
"""Share of all speech: more of it in copies is no accident of a moment."""
LEAST = 2.0
"""Seconds of it, in any case."""
SAME, SAME_ALIKE = 0.9, 0.9
"""Share of all speech that is shared, and how alike it is, where both sides hold one signal, one of them late."""
MOST_AT_ONCE, LONGEST_AT_ONCE = 0.3, 10.0
"""Share of the speech time, and seconds on end, for which people do not talk at once."""
BREATH = 0.5
"""Seconds of pause that such talk may have."""
ABOUT = 10.0
"""dB by which a call's copies may differ. Once there are many, what lies as far under the other side, who is speaking, is taken for
one, like its source or not: of a leak whose delay drifts, none is. Left in, they would pass for the voice at its calmest."""
SHORTEST = 0.12
"""Seconds: what is left of a stretch and shorter is no speech."""

Speech = tuple[list[Span], list[Span]]
"""Stretches of both channels."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of one side's speech beside the other side: their ``correlation`` (0 to 1), and how many dB ``below`` it."""

    span: Span
    correlation: float
    below: float


def own_speech(sound: Sound, speech: Speech, recorded: Sound | None = None) -> tuple[Speech, tuple[Doubt, ...], bool]:
    """Each side's speech without what is the other's; what is doubtful; whether both sides hold one and the same signal.

    recorded  the sound before its leak was taken out, where it was: what is left of a coder's leak is unlike anything
    """
    pieces = [
        [list(_pieces(sound, recorded, channel, span, nearby)) for span in speech[channel]]
        for channel, nearby in enumerate(_neighbourhoods(speech[1 - number]) for number in (0, 1))
    ]
    speech_seconds = sum(span.duration for spans in speech for span in spans)
    copies = [piece for side in pieces for row in side for piece in row if piece.correlation >= ALIKE]
    shared = [piece for piece in copies if abs(piece.below) < LOWER]
    identical = [piece for piece in shared if piece.correlation >= SAME_ALIKE]
    if speech_seconds and _seconds(identical) >= SAME * speech_seconds:
        return speech, (), True
    left, right = (_without_copies(spans, rows) for spans, rows in zip(speech, pieces, strict=True))
    lower = [piece for piece in copies if piece.below >= LOWER]
    enough = max(LEAST, MUCH * speech_seconds)
    if _seconds(shared) >= enough:
        return (left, right), _shared_voice_doubts(_seconds(shared) / speech_seconds), False
    if _seconds(lower) >= enough:
        as_low = max(FAINT, float(np.median([piece.below for piece in lower])) - ABOUT)
        left, right = (_without_copies(spans, rows, as_low) for spans, rows in zip(speech, pieces, strict=True))
        return (left, right), _copied_voice_doubts(lower, enough), False
    return (left, right), (), False


def _neighbourhoods(spans: Sequence[Span]) -> list[Span]:
    return merge(span.grow(LAG) for span in spans)


def _pieces(sound: Sound, recorded: Sound | None, channel: int, span: Span, nearby: Sequence[Span]) -> Iterator[Piece]:
    """The pieces of a stretch in which the other side speaks, or has just spoken or soon will."""
    count = max(1, round(span.duration / PIECE))
    length = span.duration / count
    for number in range(count):
        piece = Span(span.start + number * length, span.start + (number + 1) * length)
        following = bisect_right(nearby, piece.start, key=lambda other: other.end)
        if following == len(nearby) or nearby[following].start >= piece.end:
            continue
        compared = _compare(sound, channel, piece)
        if recorded is not None and compared.correlation < ALIKE and compared.below > FAINT:
            before = _compare(recorded, channel, piece)
            compared = before if before.correlation >= WAS_ALIKE else compared
        yield compared


def _compare(sound: Sound, channel: int, span: Span) -> Piece:
    lags = int(LAG * RATE) // 2
    first = round(span.start * RATE)
    last = first + round(span.duration * RATE) // 2 * 2
    around = sound.read(first - 2 * lags, last + 2 * lags)
    missing_before, missing_after = (
        2 * lags - min(first, 2 * lags),
        2 * lags - max(0, min(sound.length - last, 2 * lags)),
    )
    around = np.pad(around, ((0, 0), (missing_before, max(0, missing_after))))
    own = _whitened(around[channel])[lags : len(around[channel]) // 2 - lags]
    theirs = _whitened(around[1 - channel])
    size = next_fast_len(len(theirs), real=True)
    correlation = irfft(rfft(theirs, size) * np.conj(rfft(own, size)), size)[: 2 * lags + 1]
    power = np.concatenate([[0.0], np.cumsum(theirs.astype(float) ** 2)])
    their_power = power[len(own) :] - power[: 2 * lags + 1]
    own_power = float(own @ own) + 1e-12
    # a lag at which the other side is silent proves nothing, however alike
    normalized = np.abs(correlation) / np.sqrt(own_power * np.maximum(their_power, 1e-3 * their_power.max() + 1e-12))
    best = int(np.argmax(normalized))
    return Piece(span, float(normalized[best]), float(10 * np.log10((their_power[best] + 1e-12) / own_power)))


def _whitened(samples: Samples) -> Samples:
    """At half the rate, low frequencies held down; shape ``(samples // 2,)``."""
    half = samples[: len(samples) // 2 * 2 : 2] + samples[1::2]
    return np.diff(half, prepend=half[:1])


def _without_copies(spans: Sequence[Span], rows: Sequence[Sequence[Piece]], as_low: float = float("inf")) -> list[Span]:
    """Stretches without their pieces that are copies of a louder sound, or ``as_low`` under the other side (dB) as only copies are."""
    remaining: list[Span] = []
    for span, row in zip(spans, rows, strict=True):
        copies = [*_copies(row), *(piece for piece in row if piece.below >= as_low)]
        parts = gaps(merge(piece.span for piece in copies), span) if copies else [span]
        remaining += [part for part in parts if not copies or part.duration >= SHORTEST]
    return remaining


def _copies(row: Sequence[Piece]) -> list[Piece]:
    lower = [piece.below >= LOWER for piece in row]
    alike = [is_lower and piece.correlation >= ALIKE for is_lower, piece in zip(lower, row, strict=True)]
    near_alike = [any(alike[max(0, index - 1) : index + 2]) for index in range(len(row))]
    return [
        piece
        for piece, is_lower, neighbour in zip(row, lower, near_alike, strict=True)
        if neighbour and is_lower and piece.correlation >= STILL_ALIKE
    ]


def _seconds(pieces: Sequence[Piece]) -> float:
    return sum(piece.span.duration for piece in pieces)


def _shared_voice_doubts(share: float) -> tuple[Doubt, ...]:
    why = f"Both channels hold the same voice, equally loud, in {share:.0%} of the speech: they are not one voice each"
    return (
        Doubt("overtalk", f"{why}, so who talks over whom cannot be told; over-talk is withheld."),
        Doubt("separation", f"{why}; who said what may be wrong."),
        Doubt("pitch", f"{why}; no voice is compared with itself."),
    )


def _copied_voice_doubts(copies: Sequence[Piece], enough: float) -> tuple[Doubt, ...]:
    """What is left of copies is not all found: it would be taken for talking over the other."""
    level = float(np.median([piece.below for piece in copies]))
    why = (
        f"Each voice is heard on the other's channel too, some {level:.0f} dB lower, and could not be taken out cleanly"
    )
    doubts = (
        Doubt("overtalk", f"{why}, so who talks over whom cannot be told; over-talk is withheld."),
        Doubt("speech", f"{why}; who speaks how much is withheld."),
    )
    if _seconds([piece for piece in copies if piece.below < FAINT]) < enough:
        return doubts
    return *doubts, Doubt("pitch", f"{why}; no voice is compared with itself.")


def too_much_at_once(left: Sequence[Span], right: Sequence[Span]) -> tuple[Doubt, ...]:
    """People do not talk at once for so long: then something else is on the line, and nobody is to blame for it."""
    both, either = common(left, right), merge([*left, *right])
    if not both:
        return ()
    share = sum(span.duration for span in both) / sum(span.duration for span in either)
    longest = max(merge(both, gap=BREATH), key=lambda span: span.duration)
    if share > MOST_AT_ONCE:
        why = f"Both channels hold speech at once for {share:.0%} of the time that anybody speaks"
    elif longest.duration > LONGEST_AT_ONCE:
        why = f"Both channels hold speech at once for {longest.duration:.0f} s on end"
    else:
        return ()
    why += ", which people do not do: a third voice, music or a leak is on the line"
    return (
        Doubt("overtalk", f"{why}; over-talk is withheld."),
        Doubt("separation", f"{why}; who said what may be wrong."),
        Doubt("pitch", f"{why}; no voice is compared with itself."),
    )
