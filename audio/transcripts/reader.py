"""Transcripts from elsewhere: any common file in, cues out. Whose each cue is, :mod:`audio.transcripts.line_speakers` says.

Each format is recognised by what is in the file, never by its name, and read by one module of :mod:`audio.transcripts.formats`::

    WebVTT · SRT · plain "Agent: ..." text · text exports and tables (:mod:`audio.transcripts.formats.text_exports.known`) ·
    JSON of many kinds (:mod:`audio.transcripts.formats.json_forms`)

A slip in a line is mended, or the line left out, and it is said (:mod:`audio.transcripts.repairs`); a file of which half is broken is
refused in one sentence with the line or key at fault.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from audio.call import Doubt, Speaker, Word
from audio.errors import InputError
from audio.span import Span
from audio.transcripts.cue import Cue, CueError
from audio.transcripts.file_text import LONGEST, file_text
from audio.transcripts.formats import captions, dialogue
from audio.transcripts.formats.json_forms import form_of, unknown
from audio.transcripts.formats.node import Node
from audio.transcripts.formats.text_exports.known import find_text_export
from audio.transcripts.json_text import read_json
from audio.transcripts.mending.mend import mend
from audio.transcripts.recorder_data import recorder_data
from audio.transcripts.repairs import ENDS_BACKWARDS, Repairs, collecting

__all__ = ["LONGEST", "Cue", "Line", "Transcript", "read_transcript"]

SUFFIXES = (".vtt", ".srt", ".json", ".txt", ".csv", ".tsv")
"""Of files that may be transcripts, the likelier ones first."""

MOST_LINES = 100_000
"""Lines of a transcript; a day of talk has half of it."""

MOST_LETTERS = 2_000_000
"""Letters of a transcript; a day of talk without a pause has half of it."""


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
    """A cue whose speaker is known; ``None`` where only the sound can tell (a transcript that names nobody).

    name  as the transcript writes it, where it tells one person from another; with no speaker, a third person's
    """

    span: Span | None
    speaker: Speaker | None
    text: str
    words: tuple[Word, ...] = ()
    name: str | None = None

    @property
    def third(self) -> bool:
        """Whether a third person says it, so that it is neither the agent's nor the customer's."""
        return self.speaker is None and self.name is not None


def read_transcript(path: Path) -> Transcript:
    """Read a transcript in any of the formats above.

    Raises :class:`SameSideError` where there is no such file, it is empty or none of these, or damaged.
    """
    try:
        with collecting() as repairs:
            text = file_text(path)
            if (data := recorder_data(text)) is not None:
                headings = ", ".join(f"“{heading}”" for heading in list(data)[:4])
                raise InputError(
                    f"“{path.name}” holds a recorder's data about the call ({headings}) and none of its words."
                )
            format_, cues = _parse(text)
            cues = mend(_bounded(cues, repairs))
    except CueError as fault:
        raise InputError(f"“{path.name}” cannot be read as a transcript: {fault}.") from None
    if not cues:
        raise InputError(f"“{path.name}” ({format_}) holds no words: was it saved before the transcription was done?")
    return Transcript(tuple(cues), format_, path.name, repairs.sentences(path.name))


def _bounded(cues: list[Cue], repairs: Repairs) -> list[Cue]:
    """The cues, where no call has more, and where most are whole. Raises :class:`CueError`."""
    letters = sum(len(cue.text) for cue in cues)
    if len(cues) > MOST_LINES or letters > MOST_LETTERS:
        raise CueError("the file", f"it holds {len(cues):,} lines of {letters:,} letters, and no call has so many")
    if 2 * repairs.of(ENDS_BACKWARDS) > len(cues):
        raise CueError(
            "its times", "more than half of the lines end before they start, as if start and end were swapped"
        )
    return cues


def _parse(text: str) -> tuple[str, list[Cue]]:
    if text.lstrip()[:1] in ("{", "["):
        try:
            value = read_json(text)
        except CueError:
            if text.lstrip()[0] == "{" or not (find_text_export(text) or dialogue.is_plain(text)):
                raise
        else:
            return _parse_json(value)
    if (export := find_text_export(text)) is not None:
        return export.name, export.read(text)
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
    form = form_of(root)
    if form is not None:
        return form.NAME, form.read(root)
    if value in ([], {}):
        return "JSON", []
    raise unknown(root)
