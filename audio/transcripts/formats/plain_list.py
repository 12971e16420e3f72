"""A plain list of what was said, which anyone can write; also the ``turns`` of a SameSide report.

::

    [{"speaker": "agent", "start": 0.3, "end": 2.1, "text": "Hello."}, ...]        or {"turns": [...]}

Seconds; ``words`` as in Whisper's JSON may be given. Where none has a ``start``, none needs one. A list that names its keys otherwise
(``role``, ``begin``, ``startMs``, ``content``) is read by those names, as a table is by its headers
(:mod:`audio.transcripts.formats.text_exports.table`), clocks and milliseconds too.
"""

from __future__ import annotations

from audio.transcripts.cue import Cue, each_whole, open_span, spoken_text, with_interpolated_times
from audio.transcripts.formats.node import Node, readable
from audio.transcripts.formats.open_models import whisper
from audio.transcripts.formats.open_models.whisper import words_of
from audio.transcripts.formats.platforms import gridspace
from audio.transcripts.formats.recognisers import assemblyai
from audio.transcripts.formats.text_exports.table import cues_of_rows, has_words_and_times

NAME = "a list of speaker, start, end and text"


def recognises(root: Node) -> bool:
    """Whether the file is a list of what was said, bare or under ``turns``, and not one that a recogniser wrote."""
    others = ("timestamp", "result")  # Hugging Face's chunks and Vosk's answers, which also have a text
    first = [entry for entry in _entries(root)[:3] if entry.is_object]
    is_listed = any("text" in entry for entry in first) or has_words_and_times(_keys(first))
    if not is_listed or any(entry.holds_list(key) for entry in first for key in others):
        return False
    return not any(form.recognises(root) for form in (assemblyai, gridspace, whisper))


def read(root: Node) -> list[Cue]:
    """The cues, one an entry, in the order of the file. Raises :class:`CueError` with the key at fault."""
    entries = _entries(root)
    has_times = any(entry.is_object and "start" in entry for entry in entries)
    keys = _keys(entries[:20])
    if has_words_and_times(keys) and not (has_times and "text" in keys):
        return cues_of_rows(keys, [(entry.where, _cells(entry, keys)) for entry in entries])
    return [cue for cue in each_whole(entries, lambda entry: _cue(entry, has_times)) if cue.text]


def _entries(root: Node) -> list[Node]:
    if root.is_list:
        return list(root.each())
    entries = root.get("turns", "utterances", "cues", "transcript", "segments") if root.is_object else None
    return list(entries.each()) if entries is not None and entries.is_list else []


def _keys(entries: list[Node]) -> list[str]:
    """The keys under which the entries have text or numbers."""
    pairs = (pair for entry in entries if isinstance(entry.value, dict) for pair in entry.value.items())
    return list(dict.fromkeys(str(key) for key, value in pairs if _cell(value)))


def _cells(entry: Node, keys: list[str]) -> list[str]:
    return [_cell(entry.value.get(key)) for key in keys] if isinstance(entry.value, dict) else []


def _cell(value: object) -> str:
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _cue(entry: Node, has_times: bool) -> Cue:
    name = entry.get("speaker")
    speaker = None if name is None else name.label()
    text = spoken_text(entry["text"].text())
    if not has_times:
        return Cue(None, speaker, text)
    span = open_span(readable(entry.get("start")), readable(entry.get("end")), entry.where)
    words = with_interpolated_times(words_of(entry, speaker), span) if span else ()
    return Cue(span, speaker, text, words)
