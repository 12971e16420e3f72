"""What a telephone does to a voice: a narrow band, eight bits, a little noise, and a codec.

::

    voice --> handset -----> 300 to 3400 Hz --> + line noise --> mu-law, 8 bits --> Opus, a kB a second
              (ITU-T P.48)   (ITU-T G.712)     (35 dB below)    (ITU-T G.711)      (RFC 6716)

A handset makes up for the narrow band: it is the more sensitive the higher the sound, which is what consonants are told by.

Mu-law is the companding curve ``sign(x) ln(1 + 255 |x|) / ln 256`` rounded to 256 levels, as G.711 approximates it.
"""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import soxr
from scipy.signal import fftconvolve, firwin, firwin2

from samples.voice import Sound

RATE = 8000
BITS_A_SECOND = 9_000  # of each side
_BAND = firwin(201, (300, 3400), pass_zero=False, fs=RATE).astype(np.float32)
_HANDSET = {
    0: -7.0,
    300: -7.0,
    500: -3.0,
    1000: 0.0,
    2000: 4.0,
    3000: 5.5,
    4000: 5.5,
}  # hertz: dB; rounded from P.48's sending
_RISING = firwin2(101, list(_HANDSET), [10 ** (gain / 20) for gain in _HANDSET.values()], fs=RATE).astype(np.float32)


def to_rate(sound: Sound, rate: int, target_rate: int = RATE) -> Sound:
    """``sound``, shape ``(samples,)``, at ``target_rate`` instead of ``rate`` hertz."""
    return np.asarray(soxr.resample(sound, rate, target_rate), dtype=np.float32) if len(sound) else sound


def handset(sound: Sound) -> Sound:
    """A voice as a telephone's microphone hears it, at 8 kHz, shape ``(samples,)``."""
    return np.asarray(fftconvolve(sound, _RISING, mode="same"), dtype=np.float32)


def telephone(sound: Sound, rng: np.random.Generator, noise: float = -60.0) -> Sound:
    """One side as the exchange hears it: ``sound`` at 8 kHz, shape ``(samples,)``; ``noise`` in dBFS (RMS)."""
    hiss = rng.standard_normal(len(sound)).astype(np.float32) * np.float32(10 ** (noise / 20))
    return mu_law(np.asarray(fftconvolve(sound + hiss, _BAND, mode="same"), dtype=np.float32))


def mu_law(sound: Sound) -> Sound:
    """``sound`` after 8 bits of mu-law; what is beyond full scale is cut off."""
    x = np.clip(sound, -1, 1)
    y = np.round(np.sign(x) * np.log1p(255 * np.abs(x)) / np.log(256) * 127) / 127
    return np.asarray(np.sign(y) * np.expm1(np.abs(y) * np.log(256)) / 255, dtype=np.float32)


def write_opus(path: Path, sides: list[Sound]) -> None:
    """One or two sides at 8 kHz as Ogg Opus; each side is coded by itself, so that neither leaks into the other."""
    with av.open(str(path), "w", format="ogg", options={"fflags": "+bitexact"}) as file:
        layout = "stereo" if len(sides) == 2 else "mono"
        options = {"mapping_family": "255"} if len(sides) == 2 else {}
        stream = file.add_stream("libopus", rate=RATE, layout=layout, options=options)
        stream.bit_rate = BITS_A_SECOND * len(sides)
        samples = np.ascontiguousarray(np.stack(sides, axis=1).reshape(1, -1).astype(np.float32))
        frame = av.AudioFrame.from_ndarray(samples, format="flt", layout=layout)
        frame.sample_rate = RATE
        file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
