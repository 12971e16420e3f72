"""The sound of a stretch of a recording: cut out with what is masked silent, and written in a form that plays anywhere.

::

    recording ── blocks ── silent where it is masked ── those of the stretch ── edges faded ──> samples
    samples ──> MP3 (every browser, every telephone), WAV, FLAC, or Opus in Ogg

Silence is put in before anything is coded, so a coder cannot keep what was there. An MP3 says by how many samples its coder begins late, and
players leave these out: what is heard at second 3 was said at second 3.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from audio.containers.line import RATE
from audio.containers.recording import Damage, Recording, read_recording
from audio.errors import InputError
from audio.span import Span
from library.recordings.silencing import EDGE, silenced

Samples = NDArray[np.int16]

CODERS = {
    ".mp3": ("mp3", "libmp3lame", "s16p", 32_000),
    ".wav": ("wav", "pcm_s16le", "s16", 0),
    ".flac": ("flac", "flac", "s16", 0),
    ".opus": ("ogg", "libopus", "s16", 24_000),
    ".ogg": ("ogg", "libopus", "s16", 24_000),
}
"""By the ending of a file's name: its container, its coder, how samples lie in that, and bits a second for each channel (0: as many as it takes)."""


def cut_sound(recording: Path, span: Span, silent: Sequence[Span]) -> Samples:
    """The samples of a stretch of a recording, shape ``(samples, channels)``, 16 kHz, with zeros where it is ``silent``.

    It is as long as ``span`` is, to the sample: where the recording ends sooner, silence follows. Raises
    :class:`~audio.errors.SameSideError` where the recording cannot be read.
    """
    return read_recording(recording, lambda read: _cut(read, span, silent))


def _cut(recording: Recording, span: Span, silent: Sequence[Span]) -> Samples:
    first, last = round(span.start * RATE), round(span.end * RATE)
    found = np.zeros((last - first, recording.channels), dtype=np.int16)
    at = 0
    for block in recording.blocks(Damage()):
        if at >= last:
            break
        if at + len(block) > first:
            block = silenced(block, at, silent)
            begin, end = max(first, at), min(last, at + len(block))
            found[begin - first : end - first] = block[begin - at : end - at]
        at += len(block)
    return _faded(found)


def _faded(samples: Samples) -> Samples:
    """Without a click where it begins and ends."""
    length = min(round(EDGE * RATE), len(samples) // 2)
    if not length:
        return samples
    gain = np.ones(len(samples))
    gain[:length] = np.linspace(0.0, 1.0, length)
    gain[-length:] = np.linspace(1.0, 0.0, length)
    return np.asarray(np.rint(samples * gain[:, None]), dtype=np.int16)


def coded(samples: Samples, suffix: str = ".mp3") -> bytes:
    """Samples as a file whose name ends in ``suffix``. Raises :class:`InputError` for an ending that is no sound's."""
    if suffix.lower() not in CODERS:
        raise InputError(f"A sound is written as {', '.join(CODERS)}, and “{suffix}” is none of these.")
    container, coder, layout, bits = CODERS[suffix.lower()]
    channels = samples.shape[1]
    stereo = "stereo" if channels > 1 else "mono"
    written = io.BytesIO()
    with av.open(written, "w", format=container) as file:
        stream: Any = file.add_stream(coder, rate=RATE, layout=stereo)
        if bits:
            stream.bit_rate = bits * channels
        else:
            stream.codec_context.format = layout
        resampler = av.AudioResampler(layout, stereo, RATE)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples).reshape(1, -1), format="s16", layout=stereo)
        frame.sample_rate, frame.pts, frame.time_base = RATE, 0, Fraction(1, RATE)
        for part in resampler.resample(frame):
            file.mux(stream.encode(part))
        file.mux(stream.encode(None))
    return written.getvalue()
