"""IBM Watson Speech to Text (https://cloud.ibm.com/apidocs/speech-to-text).

::

    {"result_index": 0,
     "results": [{"final": true, "alternatives": [{"transcript": "warranty desk ", "confidence": 0.9,
                                                   "timestamps": [["warranty", 0.3, 0.7], ["desk", 0.7, 1.1]],
                                                   "word_confidence": [["warranty", 0.98], ["desk", 0.95]]}]}],
     "speaker_labels": [{"from": 0.3, "to": 0.7, "speaker": 0, "confidence": 0.6, "final": false}, ...]}

Seconds. Who says a word is told apart from it, by the time at which it begins. ``%HESITATION`` is a filled pause, no word.
"""

from __future__ import annotations

from itertools import chain

from audio.transcripts.cue import Cue, CueError, TimedToken, cues_of, each_whole, spoken_text
from audio.transcripts.formats.node import Node
from audio.transcripts.formats.times import in_time_order
from audio.transcripts.repairs import WORD_LEFT_OUT

NAME = "IBM Watson"


def recognises(root: Node) -> bool:
    """Whether the file is an answer of Watson."""
    results = root.some("results")
    return root.holds_list("results") and (
        root.at("result_index") is not None
        or root.holds_list("speaker_labels")
        or any(best.holds_list("timestamps") for result in results for best in result.some("alternatives"))
    )


def read(root: Node) -> list[Cue]:
    """The cues, a new one at each result, speaker and pause, in the order of time. Raises :class:`CueError` with the key at fault."""
    speakers = dict(each_whole(root.each("speaker_labels"), _label))
    results = [result for result in root.each("results") if result.get("final") is None or result["final"].value]
    return in_time_order(chain.from_iterable(each_whole(results, lambda result: _cues(result, speakers))))


def _cues(result: Node, speakers: dict[float, str]) -> list[Cue]:
    best = next(result.each("alternatives"), None)
    if best is None:
        return []
    if "timestamps" not in best:
        raise CueError(best.where, "“timestamps” is missing: ask for word times (timestamps=true)")
    sure = {i: pair for i, node in enumerate(best.each("word_confidence")) if len(pair := list(node.each())) == 2}
    words = each_whole(
        enumerate(best.each("timestamps")), lambda item: _token(item[1], sure.get(item[0]), speakers), WORD_LEFT_OUT
    )
    return cues_of(words)


def _token(word: Node, sure: list[Node] | None, speakers: dict[float, str]) -> TimedToken:
    parts = list(word.each())
    if len(parts) != 3:
        raise word.wrong("a word, its start and its end")
    text, start, end = spoken_text(parts[0].text()), parts[1].number(), parts[2].number()
    text = "" if text.startswith("%") else text
    return TimedToken(text, start, end, sure[1].number() if sure else None, speakers.get(round(start, 2)), word.where)


def _label(label: Node) -> tuple[float, str]:
    return round(label["from"].number(), 2), f"speaker {label['speaker'].label()}"
