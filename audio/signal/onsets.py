"""Where speech may have begun: before it is sure, where there is sound.

In music, in a breath, in a car the voice detector is sure of speech only some way into the sentence, and a decoder that
is given no more than that loses its first words. On a quiet line nothing is lost, for there is no sound before. So a
stretch is given to the decoder from where the sound before it begins, one second earlier at most::

    level     __.-~-~~-~-~-~-^^'`^^-.-^^^^'`^-..___
    detector            ....:################:
    decoded       [= sound =|==== sure ======]

The measures of a call keep to what is sure; only the words are heard from here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from audio.call import Word
from audio.signal.decode import RATE
from audio.signal.loudness import rms_level
from audio.span import Span, merge

EARLIEST = 1.0
"""Seconds before a stretch at which it may begin, at most."""

BELOW = 15.0
"""dB under the level of the stretch: what is quieter is no speech of the same voice."""

FAINTEST = -70.0
"""dBFS under which there is no sound, only the line."""

FRAME = 0.05
"""Seconds of sound whose level is looked at."""

SHARE = 0.08
"""All that is added together is at most this share of the speech: on a noisy line each stretch is given less."""

SURE = 0.5
"""Probability of a word from which it shows that speech began before the detector was sure."""

LONGEST_WORD = 0.5
"""Seconds before its end at which such a word may have begun, at most."""

EARLY = 0.3
"""Seconds by which a recogniser may begin a word before it is said; what begins earlier was not heard by the detector."""


def extend_to_onsets(stretches: Sequence[Span], sound: Callable[[Span], NDArray[np.float32]]) -> list[Span]:
    """The stretches, each from where the sound before it begins; never into the stretch before it.

    sound  gives the samples of the side, 16 kHz, shape ``(samples,)``
    """
    stretches = merge(stretches)
    extensions, previous_end = [], 0.0
    for span in stretches:
        gap_before = Span(max(previous_end, span.start - EARLIEST), span.start)
        extensions.append(
            _sound_before(gap_before, sound, rms_level(sound(Span(span.start, min(span.end, span.start + 2.0)))))
        )
        previous_end = span.end
    allowed = SHARE * sum(span.duration for span in stretches)
    scale = min(1.0, allowed / sum(extensions)) if any(extensions) else 1.0
    return [
        Span(span.start - scale * extension, span.end) for span, extension in zip(stretches, extensions, strict=True)
    ]


def extend_to_words(stretches: Sequence[Span], words: Sequence[Word]) -> list[Span]:
    """The stretches, each from its first word where that was made out before the detector was sure.

    words  of the same side, on the same clock; one that is unsure proves nothing
    """
    stretches = merge(stretches)
    starts = [span.start for span in stretches]
    for word in words:
        if (word.confidence or 0.0) < SURE:
            continue
        index = next((number for number, span in enumerate(stretches) if word.span.middle < span.end), None)
        if index is None or not EARLY < stretches[index].start - word.span.start <= EARLIEST + EARLY:
            continue
        previous_end = stretches[index - 1].end if index else 0.0
        # in noise a word's beginning is drawn out, and its end is not
        starts[index] = min(starts[index], max(word.span.start, word.span.end - LONGEST_WORD, previous_end))
    return merge(Span(start, span.end) for start, span in zip(starts, stretches, strict=True))


def _sound_before(before: Span, sound: Callable[[Span], NDArray[np.float32]], voice_level: float) -> float:
    """Seconds of sound right before a stretch of that level, back to the first two quiet frames in a row."""
    size = int(FRAME * RATE)
    samples = sound(before)
    frames = samples[len(samples) % size :].reshape(-1, size)[::-1]
    loud = [rms_level(frame) > max(voice_level - BELOW, FAINTEST) for frame in frames]
    count = 0
    for frame_number in range(len(loud)):
        if not (loud[frame_number] or (frame_number + 1 < len(loud) and loud[frame_number + 1])):
            break
        count = frame_number + 1
    while count and not loud[count - 1]:
        count -= 1
    return count * FRAME
