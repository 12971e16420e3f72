"""A plain list of what was said, which anyone can write; also the ``turns`` of a SameSide report.

::

    [{"speaker": "agent", "start": 0.3, "end": 2.1, "text": "Hello."}, ...]        or {"turns": [...]}

Seconds; ``words`` as in Whisper's JSON may be given. Where none has a ``start``, none needs one.
"""

from __future__ import annotations

from audio.transcripts.cue import Cue, each_whole, open_span, spoken_text, with_interpolated_times
from audio.transcripts.formats.node import Node, readable
from audio.transcripts.formats.open_models.whisper import words_of
from audio.transcripts.formats.recognisers import assemblyai

NAME = "a list of speaker, start, end and text"


def recognises(root: Node) -> bool:
    """Whether the file is a list of what was said, bare or under ``turns``, and not one that a recogniser wrote."""
    others = ("timestamp", "result")  # Hugging Face's chunks and Vosk's answers, which also have a text
    first = [entry for entry in _entries(root)[:3] if entry.is_object]
    is_listed = any("text" in entry for entry in first) and not any(e.holds_list(key) for e in first for key in others)
    return is_listed and not assemblyai.recognises(root)


def read(root: Node) -> list[Cue]:
    """The cues, one an entry, in the order of the file. Raises :class:`CueError` with the key at fault."""
    entries = _entries(root)
    has_times = any(entry.is_object and "start" in entry for entry in entries)
    return [cue for cue in each_whole(entries, lambda entry: _cue(entry, has_times)) if cue.text]


def _entries(root: Node) -> list[Node]:
    if root.is_list:
        return list(root.each())
    entries = root.get("turns", "utterances", "cues", "transcript") if root.is_object else None
    return list(entries.each()) if entries is not None and entries.is_list else []


def _cue(entry: Node, has_times: bool) -> Cue:
    name = entry.get("speaker")
    speaker = None if name is None else name.label()
    text = spoken_text(entry["text"].text())
    if not has_times:
        return Cue(None, speaker, text)
    span = open_span(readable(entry.get("start")), readable(entry.get("end")), entry.where)
    words = with_interpolated_times(words_of(entry, speaker), span) if span else ()
    return Cue(span, speaker, text, words)
