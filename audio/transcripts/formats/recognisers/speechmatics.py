"""Speechmatics, batch transcription, format 2 (https://docs.speechmatics.com, "json-v2").

::

    {"format": "2.9", "metadata": {...}, "results": [
        {"type": "word", "start_time": 0.3, "end_time": 0.7, "channel": "agent",
         "alternatives": [{"content": "Warranty", "confidence": 0.98, "speaker": "S1"}]},
        {"type": "punctuation", "start_time": 0.7, "end_time": 0.7, "attaches_to": "previous", "alternatives": [{"content": "."}]}]}

Seconds. Where channels were told apart the channel is the speaker (its label, if it was given one), else ``S1``, ``S2``; ``UU`` is a
voice that was not told apart. Punctuation belongs to the word that it ``attaches_to``.
"""

from __future__ import annotations

from dataclasses import replace

from audio.transcripts.cue import Cue, TimedToken, cues_of, each_whole, spoken_text
from audio.transcripts.formats.node import Node, optional
from audio.transcripts.formats.times import in_time_order
from audio.transcripts.repairs import WORD_LEFT_OUT

NAME = "Speechmatics"


def recognises(root: Node) -> bool:
    """Whether the file is a transcript of Speechmatics."""
    results = root.some("results")
    return any("content" in best for result in results for best in result.some("alternatives")) or (
        not results and root.holds_list("results") and root.at("format") is not None
    )


def read(root: Node) -> list[Cue]:
    """The cues of all channels, in the order of time. Raises :class:`CueError` with the key at fault."""
    sides: dict[str | None, list[Node]] = {}
    for result in root.each("results"):
        channel = result.get("channel")
        sides.setdefault(None if channel is None else channel.label(), []).append(result)
    return in_time_order(cue for channel, results in sides.items() for cue in cues_of(_tokens(results, channel)))


def _tokens(results: list[Node], channel: str | None) -> list[TimedToken]:
    tokens: list[TimedToken] = []
    before_next = ""
    for side, token in each_whole(results, lambda result: _piece(result, channel), WORD_LEFT_OUT):
        if side == "next":
            before_next = token.text
        elif side in ("previous", "both") and tokens:
            tokens[-1] = replace(tokens[-1], text=tokens[-1].text + token.text)
        elif side == "none":
            tokens.append(replace(token, text=before_next + token.text))
            before_next = ""
    return tokens


def _piece(result: Node, channel: str | None) -> tuple[str, TimedToken]:
    """A result and the side on which it is attached: ``none`` (a word), ``previous``, ``next``, ``both``; ``nothing`` where none was said."""
    best = next(result.each("alternatives"), None)
    if best is None:  # a change of speaker or of channel, which older releases tell apart from the words
        return "nothing", TimedToken("", None, None)
    kind, attaches = result["type"].text(), result.get("attaches_to")
    side = attaches.text() if attaches is not None else "previous" if kind == "punctuation" else "none"
    text = spoken_text(best["content"].text())
    if side != "none" or not text:
        return side if text else "nothing", TimedToken(text, None, None)
    start, end = result["start_time"].number(), result["end_time"].number()
    speaker = channel or _speaker(best)
    return side, TimedToken(text, start, end, optional(best.get("confidence")), speaker, result.where)


def _speaker(best: Node) -> str | None:
    name = best.get("speaker")
    return None if name is None or name.label() == "UU" else name.label()
