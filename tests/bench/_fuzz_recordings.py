"""Recordings for the fuzz bench: one of every container, three seconds long, and what is done with a damaged one."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np

from audio.signal.decode import decode
from library.recordings.playable import make_playable

RATE, SECONDS = 16_000, 3
FORMS: tuple[tuple[str, str, int, str], ...] = (
    ("wav", "pcm_s16le", 8000, "stereo"),
    ("wav", "pcm_mulaw", 8000, "stereo"),
    ("wav", "adpcm_ima_wav", 8000, "mono"),
    ("au", "pcm_alaw", 8000, "mono"),
    ("aiff", "pcm_s16be", 8000, "stereo"),
    ("w64", "pcm_s16le", 8000, "stereo"),
    ("caf", "pcm_s16le", 8000, "stereo"),
    ("mp3", "libmp3lame", 16000, "stereo"),
    ("m4a", "aac", 16000, "stereo"),
    ("mp4", "aac", 48000, "mono"),
    ("mov", "alac", 16000, "stereo"),
    ("aac", "aac", 16000, "stereo"),
    ("ogg", "libopus", 48000, "stereo"),
    ("ogg", "flac", 16000, "mono"),
    ("webm", "libopus", 48000, "stereo"),
    ("mkv", "aac", 16000, "stereo"),
    ("flac", "flac", 16000, "stereo"),
    ("amr", "libopencore_amrnb", 8000, "mono"),
    ("wma", "wmav2", 16000, "mono"),
    ("ts", "aac", 48000, "stereo"),
    ("flv", "aac", 44100, "stereo"),
    ("avi", "libmp3lame", 44100, "stereo"),
    ("3gp", "aac", 16000, "mono"),
)
"""Ending, codec, samples a second, layout."""


def make(folder: Path) -> list[Path]:
    """A recording of each form that can be written here, in ``folder``."""
    return [path for path in (_write(folder, *form) for form in FORMS) if path is not None]


def _write(folder: Path, ending: str, codec: str, rate: int, layout: str) -> Path | None:
    path = folder / f"{codec}.{ending}"
    time = np.arange(SECONDS * rate) / rate
    warble = 0.3 * np.sin(2 * np.pi * (300 + 100 * np.sin(2 * np.pi * time)) * time) * (time % 1 < 0.7)
    sides = np.stack([warble, np.roll(warble, rate)][: 1 + (layout == "stereo")], axis=1).astype(np.float32)
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sides.reshape(1, -1)), "flt", layout)
    frame.sample_rate = rate
    try:
        with av.open(str(path), "w", format={"m4a": "ipod", "wma": "asf"}.get(ending)) as file:
            stream = file.add_stream(codec, rate=rate, layout=layout)
            file.mux([*stream.encode(frame), *stream.encode(None)])
    except (av.error.FFmpegError, ValueError):  # a build without that codec
        path.unlink(missing_ok=True)
        return None
    return path


def take(path: Path) -> None:
    """All that is done with the file itself: it is decoded, and made playable."""
    decode(path).close()
    make_playable(path, path.with_name("played.webm"))
