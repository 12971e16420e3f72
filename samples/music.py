"""What one hears while waiting: four chords, plucked, going round.

Ours, so that it can be passed on. Each note is a few harmonics that die away, the higher the sooner, as on a plucked
string; a chord is broken into eight notes up and down::

    C  . e . g . c . g ...   | Am | F | G |  and again
"""

from __future__ import annotations

import numpy as np

from samples.voice import Sound

BEAT = 0.24  # seconds from note to note
_CHORDS = ((48, 52, 55, 60), (45, 52, 57, 60), (41, 53, 57, 60), (43, 50, 55, 59))  # MIDI numbers: C, Am, F, G
_ORDER = (0, 1, 2, 3, 2, 3, 2, 1)
_RING = 1.2  # seconds a note is heard


def note(number: int, rate: int) -> Sound:
    """A plucked note by its MIDI number (69 is the A of 440 Hz), shape ``(samples,)``, full scale 1."""
    hertz = 440 * 2 ** ((number - 69) / 12)
    time = np.arange(int(_RING * rate)) / rate
    parts = [
        np.sin(2 * np.pi * hertz * k * time) * np.exp(-3 * k**0.7 * time) / k
        for k in range(1, 9)
        if hertz * k < rate / 2
    ]
    fade = np.minimum(1, np.minimum(time / 0.004, (_RING - time) / 0.05))
    return np.asarray(np.sum(parts, axis=0) * fade, dtype=np.float32)


def hold_music(seconds: float, rate: int, level: float) -> Sound:
    """``seconds`` of music at ``rate``, shape ``(samples,)``, at ``level`` dBFS (RMS), faded in and out."""
    length, step = int(seconds * rate), int(BEAT * rate)
    sound = np.zeros(length + int(_RING * rate), np.float32)
    for at, start in enumerate(range(0, length, step)):
        chord = _CHORDS[at // len(_ORDER) % len(_CHORDS)]
        played = note(chord[_ORDER[at % len(_ORDER)]] + 12, rate)
        sound[start : start + len(played)] += played
    sound = sound[:length]
    fade = np.minimum(1, np.minimum(np.arange(length), np.arange(length)[::-1]) / (0.2 * rate))
    sound = sound * fade.astype(np.float32)
    return sound * np.float32(10 ** (level / 20) / max(1e-9, float(np.sqrt(np.mean(sound**2)))))
