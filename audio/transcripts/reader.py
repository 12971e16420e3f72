"""Transcripts from elsewhere: any common file in, cues out. Whose each cue is, :mod:`audio.transcripts.line_speakers` says.

Each format is recognised by what is in the file, never by its name, and read by one module of :mod:`audio.transcripts.formats`::

    WebVTT · SRT · Whisper, faster-whisper, WhisperX · a list of {speaker, start, end, text} · Amazon Transcribe ·
    Contact Lens · Deepgram · Google · Azure · Genesys · Gridspace · plain "Agent: ..." text

A damaged file is refused in one sentence with the line or key at fault; nothing is read half.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from audio.call import Doubt, Speaker, Word
from audio.errors import InputError, SameSideError
from audio.span import Span
from audio.transcripts.cue import Cue, CueError
from audio.transcripts.formats import (
    amazon,
    azure,
    captions,
    contact_lens,
    deepgram,
    dialogue,
    genesys,
    google,
    gridspace,
    plain_list,
    whisper,
)
from audio.transcripts.formats.node import Node
from audio.transcripts.repairs import collecting

__all__ = ["Cue", "Line", "Transcript", "read_transcript", "transcript_beside"]

SUFFIXES = (".vtt", ".srt", ".json", ".txt")
"""Looked for beside a recording, in this order."""

LONGEST = 64 * 2**20
"""Bytes; a day of talk with word times in the wordiest of the formats is half of this."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a file says was said: ``cues`` in order, ``format`` in words, ``source`` the file's name.

    remarks  what was mended in the file or left out of it, and what its times were taken for; whole sentences
    """

    cues: tuple[Cue, ...]
    format: str
    source: str
    remarks: tuple[str, ...] = ()

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """The remarks, as doubts of the call."""
        return tuple(Doubt("file", remark) for remark in self.remarks)


@dataclass(frozen=True, slots=True)
class Line:
    """A cue whose speaker is known; ``None`` where only the sound can tell (a transcript that names nobody)."""

    span: Span | None
    speaker: Speaker | None
    text: str
    words: tuple[Word, ...] = ()


class _JsonFormat(Protocol):
    NAME: str

    def recognises(self, root: Node) -> bool: ...

    def read(self, root: Node) -> list[Cue]: ...


_JSON_FORMATS: tuple[_JsonFormat, ...] = (
    gridspace,
    amazon,
    contact_lens,
    deepgram,
    google,
    genesys,
    azure,
    whisper,
    plain_list,
)


def transcript_beside(recording: Path) -> Path | None:
    """The transcript of the same name in the same folder (``call.wav``: ``call.vtt``, ``call.srt``, ...), if any.

    A text or JSON file that is something else (notes, a recorder's own data) is not taken for one.
    """
    candidates = (recording.with_suffix(suffix) for suffix in SUFFIXES)
    return next((path for path in candidates if path != recording and path.is_file() and _is_transcript(path)), None)


def _is_transcript(path: Path) -> bool:
    """Whether a file is a transcript, or one that is damaged, so that this can be said."""
    if path.suffix in (".vtt", ".srt"):
        return True
    try:
        text = _text(path)
        if path.suffix == ".json":
            return any(module.recognises(Node(json.loads(text))) for module in _JSON_FORMATS)
    except (SameSideError, CueError):
        return False
    except (ValueError, RecursionError):
        return True
    return dialogue.is_plain(text) or captions.is_vtt(text) or captions.is_srt(text)


def read_transcript(path: Path) -> Transcript:
    """Read a transcript in any of the formats above.

    Raises :class:`SameSideError` where there is no such file, it is empty or none of these, or damaged.
    """
    text = _text(path)
    try:
        with collecting() as repairs:
            format_, cues = _parse(text)
    except CueError as fault:
        raise InputError(f"“{path.name}” cannot be read as a transcript: {fault}.") from None
    if not cues:
        raise InputError(f"“{path.name}” ({format_}) holds no words: was it saved before the transcription was done?")
    return Transcript(tuple(cues), format_, path.name, repairs.sentences(path.name))


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LONGEST:
            raise InputError(
                f"“{path.name}” is over {LONGEST >> 20} MB, too big for a transcript; is it the recording?"
            )
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"The transcript “{path}” cannot be opened: {error.strerror or error}.") from None
    try:
        text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    if not text.replace("\0", " ").replace("\ufeff", " ").strip():
        raise InputError(f"The transcript “{path.name}” is empty.")
    if "\0" in text:
        raise InputError(f"“{path.name}” is not text; a transcript is WebVTT, SRT, JSON or plain “Agent: …” text.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _parse(text: str) -> tuple[str, list[Cue]]:
    if text.lstrip()[:1] in ("{", "["):
        try:
            return _parse_json(json.loads(text))
        except json.JSONDecodeError as error:
            if text.lstrip()[0] == "{" or not dialogue.is_plain(text):
                raise CueError(f"line {error.lineno}", f"the JSON breaks off or is malformed ({error.msg})") from None
        except (ValueError, RecursionError):
            raise CueError("the top of the file", "the JSON holds a number or a nesting beyond all measure") from None
    readers: tuple[tuple[str, Callable[[str], bool], Callable[[str], list[Cue]]], ...] = (
        ("WebVTT", captions.is_vtt, captions.read_vtt),
        ("SRT", captions.is_srt, captions.read_srt),
        ("plain text", dialogue.is_plain, dialogue.read_plain),
    )
    for name, recognises, read in readers:
        if recognises(text):
            return name, read(text)
    first = text.strip().splitlines()[0][:40]
    raise CueError(
        "line 1", f"{first!r} begins neither WebVTT, SRT nor JSON, and no line begins “Agent:” or “Customer:”"
    )


def _parse_json(value: object) -> tuple[str, list[Cue]]:
    root = Node(value)
    for module in _JSON_FORMATS:
        if module.recognises(root):
            return module.NAME, module.read(root)
    if value in ([], {}):
        return "JSON", []
    keys = ", ".join(f"“{key}”" for key in list(value)[:4]) if isinstance(value, dict) else "a list of other things"
    names = ", ".join(module.NAME for module in _JSON_FORMATS)
    raise CueError("the top of the file", f"{keys} is no transcript that is known here ({names})")
