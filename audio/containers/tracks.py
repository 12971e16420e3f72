"""Which tracks of a file, and which of their channels, are the two sides of the call.

    one track of one or two channels    as it is
    two tracks of one channel           a side each
    four, six … channels                the first two that hold sound of their own
    a further track                     left out, and said

Where there is a choice, all of it is listened to first: a channel counts where it is loud enough to hold a voice, and is not the same
signal as one before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from audio.containers.opening import opened
from audio.containers.parts import Part
from audio.containers.timetable import packets_of
from audio.errors import InputError

EMPTY = 10 ** (-60 / 20)
"""Peak below which a channel holds nothing."""
SAME = 0.95
"""Correlation from which two channels hold one signal."""
MOST_CHANNELS, MOST_TRACKS = 64, 8
RATES = (2000, 768_000)
"""Samples a second between which any recording lies."""


@dataclass(frozen=True, slots=True)
class Track:
    """A track that was taken: its number in the file, and which of its channels; ``None`` for all of one or two."""

    index: int
    channels: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """The tracks that are taken, how many channels they give together (1 or 2), and what is to be said of it."""

    tracks: tuple[Track, ...]
    channels: int
    notes: tuple[str, ...] = ()


def choose_tracks(path: Path, part: Part | None, container: Any) -> Choice:
    """What is taken of an open file. Raises :class:`InputError` where it has no track that can be decoded."""
    tracks = [stream for stream in container.streams.audio if stream.codec_context is not None]
    if not tracks:
        raise InputError(_no_track(path, container))
    for stream in tracks[:1]:
        _check_form(path, stream)
    if len(tracks) == 1 and tracks[0].codec_context.channels <= 2:
        return Choice((Track(tracks[0].index),), tracks[0].codec_context.channels, _undecoded(container))
    tracks = [stream for stream in tracks if _usable(stream)][:MOST_TRACKS]
    own = {stream.index: own_channels(path, part, stream.index) for stream in tracks}
    sides = [(stream, channel) for stream in tracks for channel in own[stream.index]]
    first, channels = sides[0][0] if sides else tracks[0], tracks[0].codec_context.channels
    taken = sides[:2] if sides else [(first, 0)]
    notes = (_note(tracks, taken, sides), *_undecoded(container))
    if all(stream is first for stream, _ in taken) and (channels := first.codec_context.channels) <= 2:
        return Choice((Track(first.index),), channels, notes)
    if all(stream is first for stream, _ in taken):
        return Choice((Track(first.index, tuple(channel for _, channel in taken)),), len(taken), notes)
    return Choice(tuple(Track(stream.index, (channel,)) for stream, channel in taken), 2, notes)


def own_channels(path: Path, part: Part | None, index: int) -> list[int]:
    """The channels of a track that hold sound of their own, in their order; the whole track is decoded for it."""
    peak: NDArray[np.float64] = np.zeros(0)
    products = np.zeros((0, 0))
    with opened(path, part) as container:
        stream = container.streams[index]
        for packet in packets_of(container, [stream]):
            for samples in _samples(packet):
                if len(samples) != len(peak):
                    grown = max(len(samples), len(peak))
                    peak = np.pad(peak, (0, grown - len(peak)))
                    products = np.pad(products, ((0, grown - len(products)),) * 2)
                count = len(samples)
                peak[:count] = np.maximum(peak[:count], np.abs(samples).max(axis=1, initial=0.0))
                products[:count, :count] += samples @ samples.T
    own: list[int] = []
    power = np.sqrt(np.diag(products)) + 1e-12
    for channel in np.flatnonzero(peak >= EMPTY):
        if all(abs(products[channel, k]) < SAME * power[channel] * power[k] for k in own):
            own.append(int(channel))
    return own


def _samples(packet: Any) -> list[NDArray[np.float64]]:
    """The frames of a packet, each of shape ``(channels, samples)`` in -1 to 1; none of what cannot be decoded."""
    try:
        return [as_floats(frame) for frame in packet.decode()]
    except av.error.FFmpegError:
        return []


def as_floats(frame: Any) -> NDArray[np.float64]:
    """The samples of a frame, shape ``(channels, samples)``, in -1 to 1."""
    raw = frame.to_ndarray()
    samples = raw.astype(np.float64)
    if raw.dtype == np.uint8:
        samples = (samples - 128) / 128
    elif raw.dtype.kind == "i":
        samples /= float(-np.iinfo(raw.dtype).min)
    if not frame.format.is_planar:
        samples = samples.reshape(-1, len(frame.layout.channels)).T
    return np.asarray(np.nan_to_num(samples, nan=0.0, posinf=0.0, neginf=0.0))


def picked(frame: Any, track: Track) -> Any:
    """The frame, or of its channels those that were taken."""
    if track.channels is None:
        return frame
    samples = as_floats(frame)
    taken = samples[[min(channel, len(samples) - 1) for channel in track.channels]].astype(np.float32)
    layout = "mono" if len(taken) == 1 else "stereo"
    picked = av.AudioFrame.from_ndarray(np.ascontiguousarray(taken), format="fltp", layout=layout)
    picked.sample_rate = frame.sample_rate
    return picked


def _usable(stream: Any) -> bool:
    codec = stream.codec_context
    return 1 <= codec.channels <= MOST_CHANNELS and RATES[0] <= (codec.sample_rate or 0) <= RATES[1]


def _check_form(path: Path, stream: Any) -> None:
    codec = stream.codec_context
    if not RATES[0] <= (codec.sample_rate or 0) <= RATES[1]:
        raise InputError(
            f"{path.name} says that it holds {codec.sample_rate or 0:,} samples a second; a recording has 8,000 to 48,000: its header is "
            "damaged; fetch it again"
        )
    if not 1 <= codec.channels <= MOST_CHANNELS:
        raise InputError(
            f"{path.name} says that it has {codec.channels} channels; a recording has one or two: its header is damaged; fetch it again"
        )


def _no_track(path: Path, container: Any) -> str:
    if container.streams.audio:
        return (
            f"{path.name} holds sound in a form that is not known here (a codec without a decoder); export it as WAV, MP3 or M4A and give "
            "that"
        )
    if container.streams.video:
        return f"{path.name} has pictures but no audio track; needed is the recording of a call, with its sound"
    return f"{path.name} has no audio track; needed is the recording of a call"


def _undecoded(container: Any) -> tuple[str, ...]:
    unknown = sum(stream.codec_context is None for stream in container.streams.audio)
    return ("The file holds a further track of sound, in a form that is not known here; it was left out.",) * bool(
        unknown
    )


def _note(tracks: Sequence[Any], taken: Sequence[tuple[Any, int]], sides: Sequence[tuple[Any, int]]) -> str:
    """What was taken of more than one could wish for, and what was left."""
    several = len(tracks) > 1
    has = f"{len(tracks)} tracks of sound" if several else f"{tracks[0].codec_context.channels} channels"

    def named(stream: Any, channel: int) -> str:
        track = f"track {tracks.index(stream) + 1}"
        if not several:
            return f"channel {channel + 1}"
        return track if stream.codec_context.channels <= 2 else f"channel {channel + 1} of {track}"

    names = list(dict.fromkeys(named(*side) for side in taken))
    left = [name for name in dict.fromkeys(named(*side) for side in sides[len(taken) :]) if name not in names]
    were = "were taken for the two sides" if len(names) == 2 else "was taken"
    rest = "nothing else holds sound of its own"
    if left:
        rest = f"{' and '.join(left)} {'hold' if len(left) > 1 else 'holds'} sound too, and {'were' if len(left) > 1 else 'was'} left out"
    return f"The file has {has}; {' and '.join(names)} {were}, {rest}."
