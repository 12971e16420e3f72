"""Silence in the place of sound, on every channel, with edges that do not click; and a recording written with it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

from audio.containers.line import RATE, Block
from audio.containers.recording import Damage, Recording, read_recording
from audio.span import Span

EDGE = 0.005
"""Seconds over which the sound fades before a silence and comes back after it, outside of it."""


def silenced(block: Block, first: int, silent: Sequence[Span]) -> Block:
    """``block`` with zeros in the spans ``silent`` (seconds of the recording); its first sample is the recording's ``first``.

    A new block where anything changes; samples within a span are exactly zero.
    """
    edge = round(EDGE * RATE)
    near = [(round(span.start * RATE) - first, round(span.end * RATE) - first) for span in silent]
    near = [(start, end) for start, end in near if start - edge < len(block) and end + edge > 0]
    if not near:
        return block
    at = np.arange(len(block))
    gain = np.ones(len(block))
    for start, end in near:
        distance = np.maximum(start - at, at - (end - 1))  # samples to the silence; 0 and less within it
        gain = np.minimum(gain, np.clip(distance / edge, 0.0, 1.0))
    return np.asarray(np.rint(block * gain[:, None]), dtype=block.dtype)


def write_silenced(source: Path, target: Path, silent: Sequence[Span]) -> None:
    """Write ``source``'s sound to ``target`` as FLAC, 16 kHz, one channel or two as they were heard, silent in places.

    Raises :class:`~audio.errors.SameSideError` where the source cannot be read, and ``OSError`` where the target cannot be written.
    """
    read_recording(source, lambda recording: _write(recording, target, silent))


def encode_silenced(recording: Recording, silent: Sequence[Span], stream: Any, file: Any) -> None:
    """Encode a recording's sound into a ``stream`` of an open PyAV ``file``, silent in places, to its end.

    The samples that are measured (:mod:`audio.signal.decode`) are the samples that are written: they have one clock.
    """
    layout = "mono" if recording.channels == 1 else "stereo"
    written = 0
    for block in recording.blocks(Damage()):
        block = silenced(block, written, silent)
        frame = av.AudioFrame.from_ndarray(block.reshape(1, -1), format="s16", layout=layout)
        frame.sample_rate, frame.pts, frame.time_base = RATE, written, Fraction(1, RATE)
        written += len(block)
        file.mux(stream.encode(frame))
    file.mux(stream.encode(None))


def _write(recording: Recording, target: Path, silent: Sequence[Span]) -> None:
    layout = "mono" if recording.channels == 1 else "stereo"
    with av.open(str(target), "w", format="flac") as file:
        flac = file.add_stream("flac", rate=RATE, layout=layout)
        flac.codec_context.format = "s16"
        encode_silenced(recording, silent, flac, file)
