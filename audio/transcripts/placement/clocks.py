"""Whether a transcript's clock is that of the recording, and whether it is this recording's transcript at all.

A transcript that was made of a longer recording (with the menu, with the queue) runs ahead of the sound by a constant.
It shows as the peak of the cross-correlation between *who is said to speak* and *who is heard to speak*::

    said     A: ---XXXX------XXX-     C: -------XXXXX-----         best fit 2 to the left
    heard    A: -XXXX------XXX---     C: -----XXXXX-------

On a call's own transcript the fit is near 0.9 of a perfect one, on another call's at most 0.4 wherever one looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.fft import next_fast_len

from audio.call import SPEAKERS, Speaker
from audio.span import Span, common, merge
from audio.transcripts.reader import Line

Speech = Mapping[Speaker, Sequence[Span]]

TICK = 0.02
"""Seconds of the raster on which clocks are compared."""

SHIFT = 0.25
"""Seconds; captions are trimmed and padded by less than this, and a smaller shift is left alone."""


FEWEST = 4
"""Lines, and stretches of speech, under which a shift that fits may be chance."""

FARTHEST = 24 * 3600.0
"""Seconds after a recording's end up to which a transcript may still lie by its clock (a time of day); beyond, nothing is compared."""

NOTHING = 1e-6
"""Power of a raster that is all speech or all silence, give or take rounding."""

PLATEAU = 25
"""Ticks to each side of the peak that belong to it: captions padded by a little fit equally well over a range."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """``shift``: seconds to add to the transcript's times (0: none fits clearly better); ``fit``: how well the lines
    then lie on the speech, -1 to 1, ``None`` where there is nothing to compare."""

    shift: float
    fit: float | None


def compare_clocks(lines: Sequence[Line], speech: Speech, duration: float) -> Clocks:
    """The shift that the lines need, and how well they then fit.

    The activity of each side, on a raster of ``TICK``, as the lines say and as the sound says; the mean is taken out
    of both (else a call full of speech fits anywhere) and the correlations of the sides are summed. A peak counts
    where it is at least half of a perfect fit, and gains a quarter of what a shift like it takes from lines that fitted.
    """
    spans = [line.span for line in lines if line.span is not None]
    length = max([duration, *(span.end for span in spans)])
    if length > duration + FARTHEST:
        return Clocks(0.0, None)
    size = int(next_fast_len(2 * int(length / TICK) + 2, real=True))
    fit, perfect = np.zeros(size), 0.0
    named = any(line.speaker for line in lines)
    for speaker in SPEAKERS if named else (None,):
        transcript_activity = _raster(
            [stretch for line in lines if line.speaker == speaker for stretch in spans_of(line)], length
        )
        sound_activity = _raster(
            [stretch for side, spans in speech.items() if speaker in (None, side) for stretch in spans], length
        )
        fit += np.fft.irfft(np.fft.rfft(sound_activity, size) * np.conj(np.fft.rfft(transcript_activity, size)), size)
        perfect += float(np.sqrt((transcript_activity**2).sum() * (sound_activity**2).sum()))
    if perfect == 0.0:
        return Clocks(0.0, None)
    peak = int(fit.argmax())
    lag = peak if peak < size // 2 else peak - size
    around = np.arange(lag - PLATEAU, lag + PLATEAU + 1)
    shift = round(float(around[fit[around] > fit[peak] - 0.02 * perfect].mean()) * TICK, 2)
    lost_ticks = (
        sum(min(abs(shift), span.duration) for line in lines for span in merge(spans_of(line), gap=0.25)) / TICK
    )
    too_few = min(len(lines), sum(len(spans) for spans in speech.values())) < FEWEST
    if too_few or abs(shift) < SHIFT or fit[peak] < 0.5 * perfect or fit[peak] - fit[0] < lost_ticks / 4:
        return Clocks(0.0, float(fit[0]) / perfect)
    return Clocks(shift, float(fit[peak]) / perfect)


def speech_overlap(first: Sequence[Span], second: Sequence[Span], duration: float) -> float | None:
    """The correlation of two accounts of when somebody speaks, -1 to 1; ``None`` where one of them has no pause or no speech."""
    first_activity, second_activity = (
        _raster(common(spans, [Span(0.0, duration)]), duration) for spans in (first, second)
    )
    perfect = float(np.sqrt((first_activity**2).sum() * (second_activity**2).sum()))
    return float((first_activity * second_activity).sum()) / perfect if perfect > NOTHING else None


def spans_of(line: Line) -> Iterable[Span]:
    """When a line says that its words are said: word by word, where it tells that."""
    return (word.span for word in line.words) if line.words else (line.span,) if line.span else ()


def _raster(spans: Iterable[Span], length: float) -> NDArray[np.float64]:
    """1 where some span is, 0 elsewhere, less the mean; shape ``(length / TICK,)``."""
    active = np.zeros(int(length / TICK) + 1)
    for span in merge(spans):
        active[int(span.start / TICK) : int(span.end / TICK) + 1] = 1.0
    centred: NDArray[np.float64] = active - active.mean()
    return centred


def shift_line(line: Line, seconds: float) -> Line:
    """The line and its words ``seconds`` seconds later, even before zero."""
    words = tuple(replace(word, span=word.span.shift(seconds)) for word in line.words)
    return replace(line, span=line.span and line.span.shift(seconds), words=words)
