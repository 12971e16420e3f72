"""Who spoke when, from elsewhere: the RTTM files that diarizers write (pyannote, NeMo, Kaldi).

One line a stretch of speech (NIST, *Rich Transcription 2009 evaluation plan*, appendix A)::

    SPEAKER call 1 12.340 2.510 <NA> <NA> SPEAKER_00 <NA> <NA>
            file ch start length          name       sure ahead

Its fields are parted by blanks, and yet the file's name or the speaker's may hold some, and the last field is often left out. So a
line is read by what its fields look like, from the right: what may follow a name, the name, two fields, two numbers. Blanks within a name
are one.

For two voices mixed into one channel a model of millions of weights hears better than we can; whoever has one
(``pyannote/speaker-diarization`` say) lets it write ``call.rttm`` beside ``call.wav``, and it is taken, if it is that recording's
(:mod:`audio.speakers.diarization.check`).
"""

from __future__ import annotations

import math
import re
from pathlib import Path

from audio.errors import InputError
from audio.given_file import read_given
from audio.span import Span

_SECONDS = re.compile(r"(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")
_AFTER_NAME = re.compile(r"<NA>|[01]?\.\d+")


def read_rttm(path: Path, recording: str = "") -> dict[str, list[Span]]:
    """The stretches of each speaker by name, in order.

    recording  whose lines to take, by the file's name without its ending, where the lines are of several recordings
    Raises :class:`SameSideError` with the line at fault, or where none of several recordings is the one asked for.
    """
    try:
        text = read_given(path).decode("utf-8-sig")
    except OSError as slip:
        raise InputError(f"The diarization “{path}” cannot be opened: {slip.strerror}.") from None
    except UnicodeDecodeError:
        raise InputError(
            f"{path.name} could not be read as RTTM: a text file with lines of SPEAKER is needed"
        ) from None
    files: dict[str, dict[str, list[Span]]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        fields = line.split()
        if fields[:1] != ["SPEAKER"]:
            continue
        times = _place_of_times(fields)
        if times is None:
            raise InputError(
                f"{path.name}, line {number}: needed is SPEAKER file channel start length <NA> <NA> name, found “{line[:60]}”"
            )
        start = float(fields[times])
        span = Span(start, start + float(fields[times + 1]))
        if not math.isfinite(span.end):
            raise InputError(f"{path.name}, line {number}: its seconds are beyond all measure, “{line[:60]}”")
        file = " ".join(fields[1 : times - 1])
        files.setdefault(file, {}).setdefault(_name(fields[times + 4 :]), []).append(span)
    if not files:
        raise InputError(f"{path.name} has no line of SPEAKER: it is no RTTM, or nobody speaks in it")
    recording = " ".join(recording.split())
    if len(files) > 1 and recording not in files:
        raise InputError(
            f"{path.name} is of {len(files)} recordings, and “{recording}” is not among them: leave the lines of one in it"
        )
    stretches = files[recording] if len(files) > 1 else next(iter(files.values()))
    return {name: sorted(spans) for name, spans in stretches.items()}


def _place_of_times(fields: list[str]) -> int | None:
    """Which field is the start: the last that is a number before another, with a file and a channel before, and a name after them."""
    for k in range(len(fields) - 5, 2, -1):
        if _SECONDS.fullmatch(fields[k]) and _SECONDS.fullmatch(fields[k + 1]):
            return k
    return None


def _name(fields: list[str]) -> str:
    """The name that these fields begin with: up to two that may follow it are none of it."""
    end = len(fields)
    while end > max(1, len(fields) - 2) and _AFTER_NAME.fullmatch(fields[end - 1]):
        end -= 1
    return " ".join(fields[:end])
