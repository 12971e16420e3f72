"""A recording in, bounded sound out: any file a telephony platform gives, as 16 kHz samples on disk.

What the file is, :mod:`audio.containers` knows: PCM, G.711 mu-law and A-law, GSM 6.10, ADPCM, MP3, AAC, Opus, FLAC, AMR, WMA, the
sound of a video. Every later stage wants 16 kHz, so the samples come at that rate and go to a temporary file;
:class:`Sound` then reads any stretch of it. An hour of stereo is 230 MB of disk and a few of memory. What
lies below speech (a DC offset, the hum of the mains) is filtered out on the way: it is on the line, not in the call.

A recording that cannot be trusted is refused here, in one sentence: a header that promises more than the file
holds, damage in the middle, nothing but silence.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, sosfilt

from audio.containers.line import RATE as RATE
from audio.containers.recording import Damage, Recording, read_recording
from audio.errors import InputError
from audio.signal.temporary import ask_for_room, new_file, writing
from audio.span import Span

SHORTEST = 1.0
"""Seconds. Nothing can be said of a conversation shorter than this."""

SILENT = 10 ** (-65 / 20)
"""Peak below which a recording holds nothing: the quietest speech on a telephone line peaks some 30 dB higher."""

LOWEST = 120.0
"""Hz: the filter's corner. A telephone carries nothing below 300; pitch does not need its fundamental."""

DAMAGED = 0.01
"""Share of packets that may fail to decode before the recording is refused; a cut MP3 loses one at each end."""

COPIES = 2
"""Times the sound is on the disk at once: as it is, and without what leaks across."""

Samples = NDArray[np.float32]
SoundReader = Callable[[Span], Samples]
"""Gives the samples of one side, 16 kHz, -1 to 1, shape ``(samples,)``; fewer where the recording ends earlier."""


class Sound:
    """Decoded sound at 16 kHz on disk; use as a context manager, the file goes with it.

    channels  1 or 2
    length    samples a channel
    peak      largest absolute sample of each channel, 0 to 1, shape ``(channels,)``
    id        SHA-256 of the samples and their channel count, first 24 hex digits
    notes     what is to be said of the file, each in a sentence
    """

    def __init__(
        self, file: IO[bytes], channels: int, length: int, peak: Samples, sound_id: str, notes: tuple[str, ...] = ()
    ) -> None:
        self._file, self._reading = file, threading.Lock()
        self.channels = channels
        self.length = length
        self.peak = peak
        self.id = sound_id
        self.notes = notes

    @property
    def duration(self) -> float:
        """Seconds of sound."""
        return self.length / RATE

    def read(self, first: int = 0, last: int | None = None) -> Samples:
        """Samples ``first`` to ``last`` as float32 in -1 to 1, shape ``(channels, samples)``; cut at both ends."""
        first, last = max(0, first), self.length if last is None else min(last, self.length)
        count = max(0, last - first) * self.channels
        with self._reading:
            self._file.seek(2 * first * self.channels)
            raw = np.frombuffer(self._file.read(2 * count), "<i2")
        samples: Samples = np.ascontiguousarray(raw.reshape(-1, self.channels).T, np.float32)
        samples /= 32768.0
        return samples

    def within(self, span: Span, channel: int) -> Samples:
        """The samples of one channel in ``span``, shape ``(samples,)``; cut at both ends of the sound."""
        samples: Samples = self.read(round(span.start * RATE), round(span.end * RATE))[channel]
        return samples

    def blocks(self, seconds: float = 60.0) -> Iterator[tuple[int, Samples]]:
        """``(first sample, samples)`` of each stretch in turn."""
        step = int(seconds * RATE)
        for first in range(0, self.length, step):
            yield first, self.read(first, first + step)

    def close(self) -> None:
        """Remove the file; nothing can be read after that."""
        self._file.close()

    def __enter__(self) -> Sound:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def decode(path: Path, progress: Callable[[float], None] | None = None) -> Sound:
    """Decode the recording at ``path``. Raises :class:`SameSideError` where it cannot be trusted."""
    return read_recording(path, lambda recording: _decode(recording, progress))


def _decode(recording: Recording, progress: Callable[[float], None] | None) -> Sound:
    ask_for_room(int(COPIES * 2 * recording.seconds * RATE * recording.channels))
    file, damage = new_file(), Damage()
    try:
        sound = _write(recording, file, damage, progress)
        _check(recording, sound, damage)
    except BaseException:
        file.close()
        raise
    return sound


def _write(recording: Recording, file: IO[bytes], damage: Damage, progress: Callable[[float], None] | None) -> Sound:
    """Filter all blocks and write them to ``file``."""
    channels = recording.channels
    digest = hashlib.sha256(str(channels).encode())
    peak = np.zeros(channels, np.int32)
    length = 0
    sections = butter(4, LOWEST, "highpass", fs=RATE, output="sos").astype(np.float32)
    state = np.zeros((len(sections), channels, 2), np.float32)
    for raw in recording.blocks(damage):
        digest.update(raw.tobytes())
        filtered, state = sosfilt(sections, raw.T.astype(np.float32), axis=1, zi=state)
        samples = np.clip(np.round(filtered.T), -32768, 32767).astype("<i2")
        np.maximum(peak, np.abs(samples.astype(np.int32)).max(axis=0, initial=0), out=peak)
        with writing():
            file.write(samples.tobytes())
        length += len(samples)
        if progress and recording.seconds:
            progress(min(1.0, length / RATE / recording.seconds))
    with writing():
        file.flush()
    if damage.failed:
        damage.notes.append(
            f"Of the recording's {damage.packets} packets {damage.failed} could not be decoded; silence stands there."
        )
    notes = tuple(dict.fromkeys(damage.notes))
    return Sound(file, channels, length, (peak / 32768.0).astype(np.float32), digest.hexdigest()[:24], notes)


def _check(recording: Recording, sound: Sound, damage: Damage) -> None:
    name, promised = recording.path.name, recording.promised
    if sound.length == 0:
        raise InputError(
            f"{name} has a header but no sound behind it: the export or the copy did not finish; fetch it again"
        )
    if damage.failed > max(2, DAMAGED * damage.packets):
        raise InputError(
            f"{name} is damaged: {damage.failed} of its {damage.packets} packets cannot be decoded; fetch or export it again"
        )
    if damage.missing > max(1.0, DAMAGED * sound.duration):
        raise InputError(
            f"{name} is damaged: {damage.missing:.1f} of its {sound.duration:.1f} seconds are missing from it; fetch or export it again"
        )
    if promised is not None and promised - sound.duration > max(1.0, 0.02 * promised):
        raise InputError(
            f"{name} is cut off: its header says {_clock(promised)}, but only {_clock(sound.duration)} of sound is in it; "
            "fetch it again"
        )
    if sound.duration < SHORTEST:
        raise InputError(
            f"{name} lasts {sound.duration:.2f} s; a call needs at least {SHORTEST:.0f} s (was it cut too short?)"
        )
    if float(sound.peak.max()) < SILENT:
        raise InputError(
            f"{name} is silent from end to end: nobody was recorded (was the line muted, or the wrong track exported?)"
        )


def _clock(seconds: float) -> str:
    return f"{int(seconds // 60)}:{seconds % 60:04.1f} min"
