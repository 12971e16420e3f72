"""How the two voices lie in a recording: found out from the sound, never assumed.

Two channels with one voice each is the contact-centre norm, but recorders also write the same sound twice (dual mono),
leave one channel empty, or mix both voices into one. Taking dual mono for two sides would make every word
over-talk; so the channels are compared first::

    correlation of the channels over loud half seconds    one signal twice   >= 0.95 in nearly all of them, at one
                                                                             difference in level throughout
                                                          two sides, leak    now one channel is louder, now the other
    peak of a channel                                     silent             < -60 dBFS, or 50 dB below the other
"""

from __future__ import annotations

import numpy as np

from audio.call import Layout
from audio.signal.decode import RATE, Sound

HALF_SECOND = RATE // 2
LOUD = 10 ** (-50 / 20)
"""RMS from which half a second is worth comparing."""
SAME = 0.95
"""Correlation from which half a second is the same signal on both channels (MP3's joint stereo disturbs it a little)."""
STEADY = 3.0
"""dB by which the channels' difference in level may vary where they hold one signal."""
MOSTLY = 0.9
"""Share of loud half seconds that must be the same."""
EMPTY_PEAK, EMPTY_BELOW = 10 ** (-60 / 20), 10 ** (-50 / 20)


def recognise_layout(sound: Sound) -> tuple[Layout, int]:
    """The layout as far as the channels tell it, and the channel to listen to where only one holds sound."""
    if sound.channels == 1:
        return "mono", 0
    quiet = int(np.argmin(sound.peak))
    if sound.peak[quiet] < max(EMPTY_PEAK, EMPTY_BELOW * float(sound.peak[1 - quiet])):
        return "one_side_silent", 1 - quiet
    if _same_share(sound) >= MOSTLY:
        return "dual_mono", int(np.argmax(sound.peak))
    return "two_sides", 0


def _same_share(sound: Sound) -> float:
    """The share of loud half seconds in which both channels hold one signal, one always so much louder than the other.

    A leak without delay correlates as well, but there the louder channel changes with the speaker.
    """
    correlated_blocks, step_blocks = [], []
    for _, block in sound.blocks():
        count = block.shape[1] // HALF_SECOND
        halves = block[:, : count * HALF_SECOND].reshape(2, count, HALF_SECOND)
        halves = halves - halves.mean(axis=2, keepdims=True)
        power = np.sqrt((halves**2).mean(axis=2)) + 1e-6
        correlation = (halves[0] * halves[1]).mean(axis=1) / (power[0] * power[1])
        loud = power.max(axis=0) > LOUD
        correlated_blocks.append(np.abs(correlation[loud]) >= SAME)
        step_blocks.append(20 * np.log10(power[0] / power[1])[loud])
    correlated, steps = np.concatenate(correlated_blocks), np.concatenate(step_blocks)
    if not correlated.any():
        return 0.0
    return float(np.mean(correlated & (np.abs(steps - np.median(steps[correlated])) < STEADY)))
