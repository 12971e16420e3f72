"""Who spoke when, from elsewhere: the RTTM files that diarizers write (pyannote, NeMo, Kaldi).

One line a stretch of speech (NIST, *Rich Transcription 2009 evaluation plan*, appendix A)::

    SPEAKER call 1 12.340 2.510 <NA> <NA> SPEAKER_00 <NA> <NA>
            file ch start length          name

For two voices mixed into one channel a model of millions of weights hears better than we can; whoever has one
(``pyannote/speaker-diarization`` say) lets it write ``call.rttm`` beside ``call.wav``, and it is taken.
"""

from __future__ import annotations

from pathlib import Path

from audio.span import Span
from audio.trouble import Trouble


def read_rttm(path: Path) -> dict[str, list[Span]]:
    """The stretches of each speaker by name, in order. Raises :class:`Trouble` with the line at fault."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise Trouble(f"{path.name} could not be read as RTTM: a text file with lines of SPEAKER is needed") from None
    found: dict[str, list[Span]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        fields = line.split()
        if not fields or fields[0] != "SPEAKER":
            continue
        try:
            start, length, name = float(fields[3]), float(fields[4]), fields[7]
            found.setdefault(name, []).append(Span(start, start + length))
        except (IndexError, ValueError):
            raise Trouble(
                f"{path.name}, line {number}: needed is SPEAKER file channel start length <NA> <NA> name, found “{line[:60]}”"
            ) from None
    if not found:
        raise Trouble(f"{path.name} has no line of SPEAKER: it is no RTTM, or nobody speaks in it")
    return {name: sorted(spans) for name, spans in found.items()}


def beside(recording: Path) -> Path | None:
    """A diarization lying beside the recording under the same name."""
    path = recording.with_suffix(".rttm")
    return path if path.is_file() else None
