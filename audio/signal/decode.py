"""A recording in, bounded sound out: any file a telephony platform gives, as 16 kHz samples on disk.

PyAV (FFmpeg inside a wheel) opens all of them: PCM, G.711 mu-law and A-law, GSM 6.10, ADPCM, MP3, AAC, Opus, FLAC,
AMR, WMA. Every later stage wants 16 kHz, so the decoder resamples as it goes and writes the samples to a
temporary file; :class:`Sound` then reads any stretch of it. An hour of stereo is 230 MB of disk and a few of memory. What
lies below speech (a DC offset, the hum of the mains) is filtered out on the way: it is on the line, not in the call.

A recording that cannot be trusted is refused here, in one sentence: a header that promises more than the file
holds, damage in the middle (which shifts all times after it), a video, six channels, nothing but silence.
"""

from __future__ import annotations

import hashlib
import struct
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import av
import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, sosfilt

from audio.errors import InputError
from audio.span import Span

RATE = 16000
"""Samples a second of every :class:`Sound`: what the voice detector, the pitch tracker and Whisper all take."""

SHORTEST = 1.0
"""Seconds. Nothing can be said of a conversation shorter than this."""

SILENT = 10 ** (-65 / 20)
"""Peak below which a recording holds nothing: the quietest speech on a telephone line peaks some 30 dB higher."""

LOWEST = 120.0
"""Hz: the filter's corner. A telephone carries nothing below 300; pitch does not need its fundamental."""

DAMAGED = 0.01
"""Share of packets that may fail to decode before the recording is refused; a cut MP3 loses one at each end."""

AT_ONCE = 1
"""Seconds that are resampled and filtered together: single packets would cost more than their decoding, and longer arrays new memory each."""

STREAMED = 0x7FFF0000
"""Bytes from which the size in a WAV's header is a placeholder of a recorder that could not go back and fill it in."""

Samples = NDArray[np.float32]
SoundReader = Callable[[Span], Samples]
"""Gives the samples of one side, 16 kHz, -1 to 1, shape ``(samples,)``; fewer where the recording ends earlier."""


class Sound:
    """Decoded sound at 16 kHz on disk; use as a context manager, the file goes with it.

    channels  1 or 2
    length    samples a channel
    peak      largest absolute sample of each channel, 0 to 1, shape ``(channels,)``
    id        SHA-256 of the samples and their channel count, first 24 hex digits
    """

    def __init__(
        self, file: IO[bytes], channels: int, length: int, peak: Samples, sound_id: str, damaged: int = 0
    ) -> None:
        self._file = file
        self.channels = channels
        self.length = length
        self.peak = peak
        self.id = sound_id
        self.damaged = damaged

    @property
    def duration(self) -> float:
        """Seconds of sound."""
        return self.length / RATE

    def read(self, first: int = 0, last: int | None = None) -> Samples:
        """Samples ``first`` to ``last`` as float32 in -1 to 1, shape ``(channels, samples)``; cut at both ends."""
        first, last = max(0, first), self.length if last is None else min(last, self.length)
        count = max(0, last - first) * self.channels
        raw = np.fromfile(self._file.name, dtype="<i2", count=count, offset=2 * first * self.channels)
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
    name = path.name
    if not path.exists():
        raise InputError(f"{path} is not there: no file has that name (is the path typed right?)")
    if path.is_dir():
        raise InputError(f"{path} is a folder; name the recordings in it, such as {path}/*.wav")
    if path.stat().st_size == 0:
        raise InputError(f"{name} is empty (0 bytes): the export or the copy did not finish; fetch it again")
    try:
        with av.open(str(path)) as container:
            return _decode(container, name, _riff_seconds(path), progress)
    except PermissionError:
        raise InputError(f"{name} may not be read: this user has no permission for it") from None
    except av.error.FFmpegError as error:
        raise InputError(
            f"{name} holds no sound that can be read ({_reason(error)}): it is damaged, or not a recording at all; "
            "needed is WAV, MP3, M4A, Ogg, WebM, FLAC, AMR or GSM"
        ) from None


def _decode(container: Any, name: str, riff_seconds: float | None, progress: Callable[[float], None] | None) -> Sound:
    videos = [video for video in container.streams.video if not video.disposition & av.stream.Disposition.attached_pic]
    if videos:
        raise InputError(f"{name} is a video; SameSide reviews sound: save its audio track as WAV or M4A and give that")
    if not container.streams.audio:
        raise InputError(f"{name} has no audio track; needed is the recording of a call")
    stream = container.streams.audio[0]
    channels = stream.codec_context.channels
    if channels not in (1, 2):
        raise InputError(
            f"{name} has {channels} channels; needed is one (both voices mixed) or two (agent and customer): "
            "export the two parties as stereo"
        )
    header_seconds = riff_seconds or _header_seconds(container, stream)
    file = tempfile.NamedTemporaryFile(prefix="sameside-", suffix=".pcm")  # noqa: SIM115  the Sound closes it
    try:
        return _check(_write(container, stream, file, channels, header_seconds, progress), name, header_seconds)
    except BaseException:
        file.close()
        raise


def _header_seconds(container: Any, stream: Any) -> float | None:
    """Seconds that the header says, ``None`` where it does not."""
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return container.duration / av.time_base if container.duration else None


def _riff_seconds(path: Path) -> float | None:
    """Seconds that a WAV's own header says, for FFmpeg tells those that are there; ``None`` where it says none."""
    with path.open("rb") as file:
        form, _, kind = struct.unpack("<4sI4s", file.read(12).ljust(12, b"\0"))
        bytes_per_second = 0
        while form == b"RIFF" and kind == b"WAVE" and len(head := file.read(8)) == 8:
            name, size = struct.unpack("<4sI", head)
            if name == b"data":
                return size / bytes_per_second if bytes_per_second and 0 < size < STREAMED else None
            body = file.tell()
            if name == b"fmt ":
                bytes_per_second = struct.unpack("<8xI", file.read(12).ljust(12, b"\0"))[0]
            file.seek(body + size + size % 2)
    return None


def _write(
    container: Any,
    stream: Any,
    file: IO[bytes],
    channels: int,
    header_seconds: float | None,
    progress: Callable[[float], None] | None,
) -> tuple[Sound, int, int]:
    """Decode all packets to ``file``. Returns the sound, the packets seen and those that would not decode."""
    resampler = av.AudioResampler(format="s16", layout="mono" if channels == 1 else "stereo", rate=RATE)
    digest = hashlib.sha256(str(channels).encode())
    peak = np.zeros(channels, np.int32)
    length = packets = failed = 0
    sections = butter(4, LOWEST, "highpass", fs=RATE, output="sos").astype(np.float32)
    state = np.zeros((len(sections), channels, 2), np.float32)

    waiting = av.AudioFifo()

    def keep(frame: Any) -> None:
        """Resample, filter and write a frame, or what the resampler still holds (``None``)."""
        nonlocal length, state
        for resampled in resampler.resample(frame):
            raw = resampled.to_ndarray().reshape(-1, channels)
            digest.update(raw.tobytes())
            filtered, state = sosfilt(sections, raw.T.astype(np.float32), axis=1, zi=state)
            samples = np.clip(np.round(filtered.T), -32768, 32767).astype("<i2")
            np.maximum(peak, np.abs(samples.astype(np.int32)).max(axis=0), out=peak)
            file.write(samples.tobytes())
            length += len(samples)

    for packet in container.demux(stream):
        packets += 1
        try:
            for frame in packet.decode():
                frame.pts = None  # what is missing is not filled in
                waiting.write(frame)
        except av.error.InvalidDataError:
            failed += packet.size > 0
        if waiting.samples >= AT_ONCE * stream.rate:
            keep(waiting.read())
        if progress and header_seconds and packets % 500 == 0:
            progress(min(1.0, length / RATE / header_seconds))
    if waiting.samples:
        keep(waiting.read())
    keep(None)
    file.flush()
    sound = Sound(file, channels, length, (peak / 32768.0).astype(np.float32), digest.hexdigest()[:24], failed)
    return sound, packets, failed


def _check(decoded: tuple[Sound, int, int], name: str, header_seconds: float | None) -> Sound:
    sound, packets, failed = decoded
    if sound.length == 0:
        raise InputError(
            f"{name} has a header but no sound behind it: the export or the copy did not finish; fetch it again"
        )
    if failed > max(2, DAMAGED * packets):
        raise InputError(
            f"{name} is damaged: {failed} of its {packets} packets cannot be decoded; fetch or export it again"
        )
    if header_seconds is not None and header_seconds - sound.duration > max(1.0, 0.02 * header_seconds):
        raise InputError(
            f"{name} is cut off: its header says {_clock(header_seconds)}, but only {_clock(sound.duration)} of sound is in it; "
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
    return sound


def _clock(seconds: float) -> str:
    return f"{int(seconds // 60)}:{seconds % 60:04.1f} min"


def _reason(error: av.error.FFmpegError) -> str:
    return str(error.strerror or error).lower()
