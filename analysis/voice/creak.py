"""Creak: a voice that drops to half its pitch at a sentence's end, and is no lower for it.

In creaky voice every other pulse of the vocal folds is weak, and a pitch tracker, rightly, finds half the pitch: 179 Hz become 91
(Keating, Garellek & Kreiman 2015, "Acoustic properties of different kinds of creaky voice"). Taken for a low voice, it would become the
speaker's calm, over which all their other speech is raised by an octave. ::

    semitones    0 |  .-. -.      .- .-.           .-. .-
                -6 |
               -12 |         -.-.         -.                 an octave under its neighbours, about as loud and as sharp
                     phrases of one voice; folded up again

A voice that falls by an octave from a shout falls in level and sharpness as well, and far; such phrases are left as they are. So is
a run that is more than half of what lies around it: that is another voice, or a new way of speaking.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

OCTAVE = (-15.0, -9.0)
"""Semitones from the neighbours' pitch within which a phrase is an octave down: as near to -12 as to anything."""
FALLS = (4.0, 8.0)
"""dB of balance and level under the neighbours' from which on the voice itself has fallen."""
NEAR = 5
"""Neighbours to each side."""
FEWEST = 3
"""Neighbours without which nothing is said."""

Values = NDArray[np.float64]


def fold_octave_drops(tracks: Sequence[Values], effort: Values) -> list[float]:
    """The median pitch of each phrase, in semitones, with what creaks an octave higher.

    tracks  the pitch of each phrase's voiced frames, in semitones
    effort  their median balance and level in dB, of shape ``(phrases, 2)``
    """
    pitch = np.array([np.median(track) for track in tracks])
    folded = []
    for k, track in enumerate(tracks):
        neighbours = np.r_[max(0, k - NEAR) : k, k + 1 : min(len(pitch), k + NEAR + 1)]
        usual = float(np.median(pitch[neighbours])) if len(neighbours) >= FEWEST else pitch[k]
        octave_down = (track >= usual + OCTAVE[0]) & (track <= usual + OCTAVE[1])
        if octave_down.mean() < 0.5 or np.any(effort[k] < np.median(effort[neighbours], axis=0) - FALLS):
            folded.append(float(pitch[k]))
        else:
            folded.append(float(np.median(track + 12 * octave_down)))
    return folded
