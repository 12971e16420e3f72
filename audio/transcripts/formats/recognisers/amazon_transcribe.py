"""Amazon Transcribe.

::

    {"results": {"items": [{"type": "pronunciation", "start_time": "0.04", "end_time": "0.35",
                            "alternatives": [{"content": "Hello", "confidence": "0.99"}]},
                           {"type": "punctuation", "alternatives": [{"content": "."}]}],
                 "channel_labels": {"channels": [{"channel_label": "ch_0", "items": [...]}]}
              or "speaker_labels": {"segments": [{"speaker_label": "spk_0", "items": [...]}]}}}

Times are seconds, written as text; punctuation has none and belongs to the word before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from audio.transcripts.cue import Cue, TimedToken, cues_of, each_whole, spoken_text
from audio.transcripts.formats.node import Node, optional
from audio.transcripts.repairs import WORD_LEFT_OUT

NAME = "Amazon Transcribe"


def recognises(root: Node) -> bool:
    """Whether the file is an Amazon Transcribe result."""
    return any(
        root.at("results", key) is not None for key in ("items", "channel_labels", "speaker_labels", "transcripts")
    )


def read(root: Node) -> list[Cue]:
    """The cues of both channels, or of all speakers, in the order of time. Raises :class:`CueError` with the key at fault."""
    results = root["results"]
    channels = list(results["channel_labels"].each("channels")) if "channel_labels" in results else []
    if channels:
        sides = [cues_of(_tokens(channel["items"].each(), channel["channel_label"].label())) for channel in channels]
        return sorted((cue for side in sides for cue in side), key=lambda cue: (cue.span and cue.span.start) or 0.0)
    tokens = _tokens(results["items"].each(), None)
    speakers = _speakers(results)
    if speakers:
        tokens = [replace(token, speaker=token.speaker or speakers.get(token.start or 0.0)) for token in tokens]
    return cues_of(tokens)


def _speakers(results: Node) -> dict[float, str]:
    """Who speaks the word that starts at a given time, for the releases that say it apart from the words."""
    segments = results["speaker_labels"].each("segments") if "speaker_labels" in results else []
    items = [item for segment in segments for item in segment.each("items")]
    return dict(each_whole(items, lambda item: (item["start_time"].number(), item["speaker_label"].label())))


def _tokens(items: Iterable[Node], speaker: str | None) -> list[TimedToken]:
    tokens: list[TimedToken] = []
    for token in each_whole(items, lambda item: _token(item, speaker), WORD_LEFT_OUT):
        if token is None or not token.text:
            continue
        if token.start is None and token.end is None and tokens:  # punctuation
            tokens[-1] = replace(tokens[-1], text=tokens[-1].text + token.text)
        elif token.start is not None:
            tokens.append(token)
    return tokens


def _token(item: Node, speaker: str | None) -> TimedToken | None:
    """A word; a mark of punctuation without times; ``None`` where nothing was understood."""
    best = next(item["alternatives"].each(), None)
    if best is None:
        return None
    text = spoken_text(best["content"].text())
    if item["type"].text() == "punctuation":
        return TimedToken(text, None, None)
    name = item.get("speaker_label", "channel_label")
    start, end = item["start_time"].number(), item["end_time"].number()
    confidence = optional(best.get("confidence"))
    return TimedToken(text, start, end, confidence, speaker or (name.label() if name is not None else None), item.where)
