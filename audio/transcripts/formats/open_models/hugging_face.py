"""Hugging Face's speech recognition pipelines, and tools that write what they give (insanely-fast-whisper).

::

    {"text": "Warranty desk. Hi.", "chunks": [{"timestamp": [0.3, 2.1], "text": " Warranty desk."},
                                              {"timestamp": [2.4, null], "text": " Hi."}],
     "speakers": [{"speaker": "SPEAKER_00", "timestamp": [0.3, 2.1], "text": " Warranty desk."}, ...]}

https://huggingface.co/docs/transformers/main_classes/pipelines (``return_timestamps``); ``speakers``, the chunks once more with who
says them, as https://github.com/Vaibhavs10/insanely-fast-whisper writes it. Seconds. The last chunk may have no end. With
``return_timestamps="word"`` each chunk is a word.
"""

from __future__ import annotations

from audio.transcripts.cue import Cue, TimedToken, cues_of, each_whole, spoken_text
from audio.transcripts.formats.node import Node, optional
from audio.transcripts.formats.times import Started, from_starts

NAME = "Hugging Face chunks"


def recognises(root: Node) -> bool:
    """Whether the file is what a pipeline gave: chunks with a ``timestamp`` of two, under ``chunks`` or bare."""
    chunks = [*root.some(), *root.some("chunks"), *root.some("speakers")]
    return any(chunk.holds_list("timestamp") and "text" in chunk for chunk in chunks)


def read(root: Node) -> list[Cue]:
    """The cues, one a chunk, in the order of time. Raises :class:`CueError` with the key at fault."""
    chunks = list(root.each()) if root.is_list else list(root.each("speakers")) or list(root.each("chunks"))
    lines = each_whole(chunks, _line)
    if len(lines) > 2 and all(len(line.text.split()) <= 1 for line in lines):
        return cues_of(TimedToken(line.text, line.start, _end(line), None, line.speaker, line.where) for line in lines)
    return from_starts(lines)


def _line(chunk: Node) -> Started:
    times = list(chunk["timestamp"].each())
    if len(times) != 2:
        raise chunk["timestamp"].wrong("a start and an end")
    name = chunk.get("speaker")
    end = None if times[1].value is None else optional(times[1])
    speaker = None if name is None else name.label()
    return Started(times[0].number(), speaker, spoken_text(chunk["text"].text()), end, chunk.where)


def _end(line: Started) -> float:
    """When a word ends; one whose end is missing is taken to last as short ones do."""
    return line.start + 0.3 if line.end is None else line.end
