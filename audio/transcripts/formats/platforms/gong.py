"""Gong, the transcript of one call (API, version 2, "Retrieve transcripts of calls").

::

    {"callTranscripts": [{"callId": "7782", "transcript": [{"speakerId": "6432", "topic": "Intro", "sentences": [
        {"start": 300, "end": 2100, "text": "Warranty desk."}, ...]}]}]}

https://gong.app.gong.io/settings/api/documentation. Milliseconds. Who a ``speakerId`` is stands only in the call's other data, so it is
the speaker's name here.
"""

from __future__ import annotations

from audio.transcripts.cue import Cue, CueError, checked_span, each_whole, spoken_text
from audio.transcripts.formats.node import Node
from audio.transcripts.formats.times import in_time_order

NAME = "Gong"


def recognises(root: Node) -> bool:
    """Whether the file is Gong's answer with transcripts, or one transcript of it."""
    monologues = root.some("transcript")
    return root.holds_list("callTranscripts") or any(monologue.holds_list("sentences") for monologue in monologues)


def read(root: Node) -> list[Cue]:
    """The cues, one a sentence, in the order of time. Raises :class:`CueError` with the key at fault."""
    calls = list(root.each("callTranscripts")) if "callTranscripts" in root else [root]
    if len(calls) > 1:
        raise CueError(
            "key “callTranscripts”", f"{len(calls)} calls are in this one file; save each as a file of its own"
        )
    monologues = [monologue for call in calls for monologue in call.each("transcript")]
    return in_time_order(cue for cues in each_whole(monologues, _cues) for cue in cues if cue.text)


def _cues(monologue: Node) -> list[Cue]:
    speaker = monologue["speakerId"].label()
    return each_whole(monologue.each("sentences"), lambda sentence: _cue(sentence, speaker))


def _cue(sentence: Node, speaker: str) -> Cue:
    start, end = (sentence[key].number() / 1000 for key in ("start", "end"))
    return Cue(checked_span(start, end, sentence.where), speaker, spoken_text(sentence["text"].text()))
