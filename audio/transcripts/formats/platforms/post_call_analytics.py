"""Post Call Analytics, the AWS solution around Amazon Transcribe
(https://github.com/aws-samples/amazon-transcribe-post-call-analytics, docs/output_json_structure.md).

::

    {"ConversationAnalytics": {"SpeakerLabels": [{"Speaker": "spk_0", "DisplayText": "Agent"}, ...]},
     "SpeechSegments": [{"SegmentStartTime": 0.3, "SegmentEndTime": 2.1, "SegmentSpeaker": "spk_0", "IVRSegment": false,
                         "OriginalText": "Warranty desk.", "DisplayText": "Warranty desk.",
                         "WordConfidence": [{"Text": "Warranty", "Confidence": 0.98, "StartTime": 0.3, "EndTime": 0.7}, ...]}]}

Seconds. What a menu says is marked ``IVRSegment``.
"""

from __future__ import annotations

from audio.transcripts.cue import Cue, TimedToken, checked_span, each_whole, spoken_text, with_interpolated_times
from audio.transcripts.formats.node import Node, optional
from audio.transcripts.formats.times import in_time_order
from audio.transcripts.repairs import WORD_LEFT_OUT

NAME = "Amazon Post Call Analytics"


def recognises(root: Node) -> bool:
    """Whether the file is what Post Call Analytics made of a call."""
    return root.holds_list("SpeechSegments")


def read(root: Node) -> list[Cue]:
    """The cues, one a segment, in the order of time. Raises :class:`CueError` with the key at fault."""
    labels = [label for label in root.objects("ConversationAnalytics", "SpeakerLabels") if "DisplayText" in label]
    names = dict(each_whole(labels, lambda label: (label["Speaker"].label(), label["DisplayText"].label())))
    return in_time_order(cue for cue in each_whole(root.each("SpeechSegments"), lambda s: _cue(s, names)) if cue.text)


def _cue(segment: Node, names: dict[str, str]) -> Cue:
    span = checked_span(segment["SegmentStartTime"].number(), segment["SegmentEndTime"].number(), segment.where)
    speaker = segment["SegmentSpeaker"].label()
    menu = segment.get("IVRSegment")
    name = "IVR" if menu is not None and menu.value is True else names.get(speaker) or speaker
    tokens = each_whole(segment.each("WordConfidence"), _token, WORD_LEFT_OUT)
    text = spoken_text(segment.first("OriginalText", "DisplayText").text())
    return Cue(span, name, text, with_interpolated_times(tokens, span))


def _token(word: Node) -> TimedToken:
    start, end = word["StartTime"].number(), word["EndTime"].number()
    return TimedToken(spoken_text(word["Text"].text()), start, end, optional(word.get("Confidence")), where=word.where)
