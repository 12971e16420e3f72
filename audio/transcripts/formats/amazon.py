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

from audio.transcripts.cue import Cue, TimedToken, cues_of, spoken_text
from audio.transcripts.formats.node import Node, optional

NAME = "Amazon Transcribe"


def recognises(root: Node) -> bool:
    if not root.is_object or "results" not in root or not root["results"].is_object:
        return False
    return any(key in root["results"] for key in ("items", "channel_labels", "speaker_labels", "transcripts"))


def read(root: Node) -> list[Cue]:
    results = root["results"]
    channels = list(results["channel_labels"].each("channels")) if "channel_labels" in results else []
    if channels:
        sides = [cues_of(_bits(channel["items"].each(), channel["channel_label"].label())) for channel in channels]
        return sorted((cue for side in sides for cue in side), key=lambda cue: (cue.span and cue.span.start) or 0.0)
    bits = _bits(results["items"].each(), None)
    speakers = _speakers(results)
    if speakers:
        bits = [replace(bit, speaker=bit.speaker or speakers.get(bit.start or 0.0)) for bit in bits]
    return cues_of(bits)


def _speakers(results: Node) -> dict[float, str]:
    """Who speaks the word that starts at a given time, for the releases that say it apart from the words."""
    segments = results["speaker_labels"].each("segments") if "speaker_labels" in results else []
    return {
        item["start_time"].number(): item["speaker_label"].label()
        for segment in segments
        for item in segment.each("items")
    }


def _bits(items: Iterable[Node], who: str | None) -> list[TimedToken]:
    bits: list[TimedToken] = []
    for item in items:
        best = next(item["alternatives"].each(), None)
        text = spoken_text(best["content"].text()) if best is not None else ""
        if item["type"].text() == "punctuation":
            if bits:
                bits[-1] = replace(bits[-1], text=bits[-1].text + text)
            continue
        if best is None or not text:
            continue
        name = item.get("speaker_label", "channel_label")
        start, end = item["start_time"].number(), item["end_time"].number()
        sure = optional(best.get("confidence"))
        bits.append(TimedToken(text, start, end, sure, who or (name.label() if name is not None else None), item.where))
    return bits
