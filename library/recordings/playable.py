"""A recording in a form that browsers play and jump about in: Opus in WebM, with an index.

Telephony's own forms (G.711 in WAV, GSM, G.72x, AMR) are silent in browsers, and an uncompressed hour is 115 MB.
Opus is free of charge, holds telephone speech well at 24 kbit/s a voice, and is sample-exact from its first sample on::

    [ head | cues: 0 s at byte 900, 5 s at byte 31 000, ... | cluster 0 s | cluster 5 s | ... ]

The cues come first (room is kept for them and they are written there at the end), so a browser that asks for second
3 000 of an hour fetches the head and then just the bytes around that second.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import av
import av.error

from audio.errors import InputError

RATE = 16_000
BITS = 24_000
CLUSTER = 5.0


def make_playable(source: Path, target: Path) -> None:
    """Write ``source``'s sound, its first two channels mixed no further, to ``target`` as WebM. Raises :class:`SameSideError`."""
    try:
        with av.open(str(source)) as recording:
            if not recording.streams.audio:
                raise InputError(f"{source.name} holds no sound that could be played.")
            _transcode(recording, target)
    except av.error.FFmpegError as error:
        if isinstance(error, OSError) and error.errno is not None and "space" in str(error).lower():
            raise OSError(error.errno, error.strerror) from None
        raise InputError(f"{source.name} could not be made playable: {error.strerror}.") from None


def _transcode(recording: av.container.InputContainer, target: Path) -> None:
    stream = recording.streams.audio[0]
    layout = "mono" if stream.channels == 1 else "stereo"
    options = {"cluster_time_limit": str(int(CLUSTER * 1000)), "reserve_index_space": "65536"}
    with av.open(str(target), "w", format="webm", options=options) as playable:
        opus = playable.add_stream("libopus", rate=RATE, layout=layout, bit_rate=BITS * (1 + (layout == "stereo")))
        opus.options = {"application": "voip", "compression_level": "1"}
        resample = av.AudioResampler(format="s16", layout=layout, rate=RATE)
        for frame in _frames(recording, stream):
            for resampled in resample.resample(frame):
                playable.mux(opus.encode(resampled))
        for resampled in resample.resample(None):
            playable.mux(opus.encode(resampled))
        playable.mux(opus.encode(None))


def _frames(recording: av.container.InputContainer, stream: av.AudioStream) -> Iterator[av.AudioFrame]:
    """The frames one after the other, a damaged packet passed over: the clock of the hearing (``audio/signal/decode.py``)."""
    for packet in recording.demux(stream):
        with suppress(av.error.InvalidDataError):
            for frame in packet.decode():
                frame.pts = None
                yield frame
