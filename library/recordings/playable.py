"""A recording in a form that browsers play and jump about in: Opus in WebM, with an index.

Telephony's own forms (G.711 in WAV, GSM, G.72x, AMR) are silent in browsers, and an uncompressed hour is 115 MB.
Opus is free of charge, holds telephone speech well at 24 kbit/s a voice, and is sample-exact from its first sample on::

    [ head | cues: 0 s at byte 900, 5 s at byte 31 000, ... | cluster 0 s | cluster 5 s | ... ]

The cues come first (room is kept for them and they are written there at the end), so a browser that asks for second
3 000 of an hour fetches the head and then just the bytes around that second.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import av

from audio.containers.line import RATE
from audio.containers.recording import Recording, read_recording
from audio.span import Span
from library.recordings.silencing import encode_silenced

BITS = 24_000
CLUSTER = 5.0


def make_playable(source: Path, target: Path, silent: Sequence[Span] = ()) -> None:
    """Write ``source``'s sound, one channel or two as they were heard, to ``target`` as WebM; ``silent``: stretches in which nothing is
    to be heard on either. Raises :class:`SameSideError`.
    """
    read_recording(source, lambda recording: _write(recording, target, silent))


def _write(recording: Recording, target: Path, silent: Sequence[Span]) -> None:
    layout = "mono" if recording.channels == 1 else "stereo"
    options = {"cluster_time_limit": str(int(CLUSTER * 1000)), "reserve_index_space": "65536"}
    try:
        with av.open(str(target), "w", format="webm", options=options) as playable:
            opus = playable.add_stream("libopus", rate=RATE, layout=layout, bit_rate=BITS * recording.channels)
            opus.options = {"application": "voip", "compression_level": "1"}
            encode_silenced(recording, silent, opus, playable)
    except OSError as slip:  # of the target: what is wrong with the source has been said
        raise OSError(slip.errno, slip.strerror or str(slip)) from None
