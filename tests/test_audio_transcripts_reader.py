"""Each format's documented shape is read, and each damaged file is refused with the place at fault."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audio.call import Speaker
from audio.errors import SameSideError
from audio.span import Span
from audio.transcripts.line_speakers import label_speakers, says_side, says_who
from audio.transcripts.reader import Cue, Transcript, read_transcript
from audio.transcripts.role_names import role, side


def read(folder: Path, content: object, name: str = "call.txt") -> Transcript:
    path = folder / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return read_transcript(path)


def said(transcript: Transcript) -> list[tuple[str | None, float, float, str]]:
    return [(c.speaker, round(c.span.start, 3), round(c.span.end, 3), c.text) for c in transcript.cues if c.span]


VTT = """\
WEBVTT - a call
Kind: captions

NOTE
made by hand

STYLE
::cue { color: red }

greeting
00:00.300 --> 00:03.015 align:start position:10%
<v Agent>Warranty desk, <i>Carla</i> &amp; Co.</v>

01:00:03.500 --> 01:00:08.000
<v.loud Customer>Hi, it's leaking.
Everywhere!
"""

SRT = """\
1
00:00:00,300 --> 00:00:03,015
Agent: Warranty desk.

2
00:00:03,500 --> 00:00:08,000
Customer: It's leaking.
The code is: 4711

3
00:00:08,000 --> 00:00:09,000
- Agent: Yes.
- Customer: No.
"""


def test_webvtt(tmp_path: Path) -> None:
    found = read(tmp_path, VTT)
    assert found.format == "WebVTT"
    assert said(found) == [
        ("Agent", 0.3, 3.015, "Warranty desk, Carla & Co."),
        ("Customer", 3603.5, 3608.0, "Hi, it's leaking. Everywhere!"),
    ]


def test_webvtt_whose_first_cue_follows_the_header_at_once(tmp_path: Path) -> None:
    assert said(read(tmp_path, "WEBVTT\n00:01.000 --> 00:02.000\nHello")) == [(None, 1.0, 2.0, "Hello")]


def test_tenths_and_millionths_of_a_second(tmp_path: Path) -> None:
    assert said(read(tmp_path, "WEBVTT\n\n00:01.5 --> 00:02.250000\nHello")) == [(None, 1.5, 2.25, "Hello")]


def test_two_voices_in_one_cue_share_its_time_by_length(tmp_path: Path) -> None:
    found = read(tmp_path, "WEBVTT\n\n00:00.000 --> 00:10.000\n<v Agent>Goodbye</v> <v Customer>Bye</v>")
    assert said(found) == [("Agent", 0.0, 7.0, "Goodbye"), ("Customer", 7.0, 10.0, "Bye")]


def test_srt(tmp_path: Path) -> None:
    found = read(tmp_path, SRT)
    assert found.format == "SRT"
    assert said(found) == [
        ("Agent", 0.3, 3.015, "Warranty desk."),
        ("Customer", 3.5, 8.0, "It's leaking. The code is: 4711"),
        ("Agent", 8.0, 8.571, "Yes."),
        ("Customer", 8.571, 9.0, "No."),
    ]


def test_names_in_brackets_are_told_from_noises(tmp_path: Path) -> None:
    cues = [
        "[Agent] Hello [noise] there.",
        "[laughs] No.",
        "[laughs] Never.",
        "[music]",
        "[Mary]: Yes.",
        "[Mary]: Yes!",
    ]
    srt = "\n\n".join(f"{i}\n00:00:0{i},000 --> 00:00:0{i},500\n{text}" for i, text in enumerate(cues))
    assert [(cue.speaker, cue.text) for cue in read(tmp_path, srt).cues] == [
        ("Agent", "Hello there."),
        (None, "No."),
        (None, "Never."),
        ("Mary", "Yes."),
        ("Mary", "Yes!"),
    ]


def test_windows_line_ends_and_byte_order_marks(tmp_path: Path) -> None:
    assert said(read(tmp_path, b"\xef\xbb\xbf" + VTT.replace("\n", "\r\n").encode()))[0][0] == "Agent"
    assert said(read(tmp_path, SRT.encode("utf-16")))[0][0] == "Agent"


WHISPER = {
    "language": "en",
    "segments": [
        {
            "start": 0.3,
            "end": 2.0,
            "text": " Since 2014, hi.",
            "speaker": "SPEAKER_00",
            "words": [
                {"word": " Since", "start": 0.3, "end": 0.7, "probability": 0.98},
                {"word": " 2014,"},
                {"word": " hi.", "start": 1.5, "end": 2.0, "score": 0.5},
            ],
        },
        {"start": 2.5, "end": 3.0, "text": "[noise]"},
    ],
}
TRANSCRIBE: dict[str, Any] = {
    "jobName": "j",
    "status": "COMPLETED",
    "results": {
        "transcripts": [{"transcript": "Hello. No."}],
        "items": [
            {
                "type": "pronunciation",
                "start_time": "0.04",
                "end_time": "0.35",
                "alternatives": [{"content": "Hello", "confidence": "0.99"}],
            },
            {"type": "punctuation", "alternatives": [{"content": ".", "confidence": "0.0"}]},
            {
                "type": "pronunciation",
                "start_time": "0.5",
                "end_time": "0.7",
                "alternatives": [{"content": "No", "confidence": "0.9"}],
            },
        ],
        "speaker_labels": {
            "speakers": 2,
            "segments": [
                {"speaker_label": "spk_0", "items": [{"start_time": "0.04", "speaker_label": "spk_0"}]},
                {"speaker_label": "spk_1", "items": [{"start_time": "0.5", "speaker_label": "spk_1"}]},
            ],
        },
    },
}
CHANNELS: dict[str, Any] = {
    "results": {
        "items": [],
        "channel_labels": {
            "number_of_channels": 2,
            "channels": [
                {"channel_label": "ch_0", "items": TRANSCRIBE["results"]["items"][:2]},
                {"channel_label": "ch_1", "items": TRANSCRIBE["results"]["items"][2:]},
            ],
        },
    }
}
LENS = {
    "Channel": "VOICE",
    "Participants": [
        {"ParticipantId": "a-1", "ParticipantRole": "AGENT"},
        {"ParticipantId": "c-1", "ParticipantRole": "CUSTOMER"},
    ],
    "Transcript": [
        {
            "Id": "1",
            "ParticipantId": "a-1",
            "Content": "Hello.",
            "BeginOffsetMillis": 40,
            "EndOffsetMillis": 350,
            "Items": [
                {"Content": "Hello", "Confidence": "0.99", "BeginOffsetMillis": 40, "EndOffsetMillis": 350},
                {"Content": "."},
            ],
        },
        {"Id": "2", "ParticipantId": "c-1", "Content": "No.", "BeginOffsetMillis": 500, "EndOffsetMillis": 700},
    ],
}
LENS_LIVE = {
    "EventType": "SEGMENTS",
    "Segments": [
        {
            "Transcript": {
                "ParticipantRole": "AGENT",
                "Content": "Hello.",
                "BeginOffsetMillis": 40,
                "EndOffsetMillis": 350,
            }
        },
        {"Categories": {}},
        {
            "Utterance": {
                "ParticipantId": "CUSTOMER",
                "PartialContent": "No.",
                "BeginOffsetMillis": 500,
                "EndOffsetMillis": 700,
            }
        },
    ],
}


def deepgram_words(text: str, start: float, speaker: int | None = None) -> dict[str, Any]:
    word = {"word": text.lower(), "punctuated_word": text, "start": start, "end": start + 0.25, "confidence": 0.99}
    return word if speaker is None else {**word, "speaker": speaker}


DEEPGRAM = {
    "metadata": {"channels": 2},
    "results": {
        "channels": [
            {"alternatives": [{"transcript": "Hello.", "confidence": 0.9, "words": [deepgram_words("Hello.", 0.5)]}]},
            {"alternatives": [{"transcript": "No.", "confidence": 0.9, "words": [deepgram_words("No.", 0.25)]}]},
        ]
    },
}
DEEPGRAM_MONO = {
    "results": {
        "channels": [
            {"alternatives": [{"words": [deepgram_words("Hello.", 0.5, 0), deepgram_words("No.", 0.75, 1)]}]},
        ]
    }
}
GOOGLE: dict[str, Any] = {
    "results": [
        {
            "channelTag": tag,
            "languageCode": "en-us",
            "alternatives": [
                {"transcript": word, "words": [{"startTime": start, "endTime": end, "word": word, "confidence": 0.9}]}
            ],
        }
        for tag, word, start, end in ((1, "Hello.", "0.500s", "0.700s"), (2, "No.", "0.250s", "1s"))
    ]
}
GOOGLE_DIARIZED = {
    "name": "operation",
    "response": {
        "results": [
            {"alternatives": [{"words": [{"endTime": "0.5s", "word": "Hello."}, {"endTime": "1s", "word": "No."}]}]},
            {
                "alternatives": [
                    {
                        "words": [
                            {"endTime": {"nanos": 500000000}, "word": "Hello.", "speakerTag": 1},
                            {"startTime": "0.5s", "endTime": {"seconds": "1"}, "word": "No.", "speakerTag": 2},
                        ]
                    }
                ]
            },
        ]
    },
}
AZURE: dict[str, Any] = {
    "combinedRecognizedPhrases": [],
    "recognizedPhrases": [
        {
            "recognitionStatus": "Success",
            "channel": channel,
            "offset": offset,
            "duration": "PT1.5S",
            "nBest": [
                {
                    "confidence": 0.9,
                    "lexical": text.lower(),
                    "display": text,
                    "words": [{"word": text.lower(), "offset": offset, "duration": "PT0.5S", "confidence": 0.8}],
                }
            ],
        }
        for channel, offset, text in ((0, "PT1M0.5S", "Hello."), (1, "PT0.25S", "No."))
    ]
    + [{"recognitionStatus": "InitialSilenceTimeout", "channel": 0, "offset": "PT2S", "duration": "PT1S", "nBest": []}],
}
AZURE_FAST = {
    "durationMilliseconds": 2000,
    "combinedPhrases": [{"text": "Hello. No."}],
    "phrases": [
        {
            "speaker": 1,
            "offsetMilliseconds": 500,
            "durationMilliseconds": 250,
            "text": "Hello.",
            "words": [{"text": "Hello.", "offsetMilliseconds": 500, "durationMilliseconds": 250}],
        },
        {"speaker": 2, "offset": 800, "duration": 200, "text": "No."},
    ],
}
GENESYS = {
    "conversationId": "c",
    "conversationStartTime": 1700000000000,
    "transcripts": [
        {
            "language": "en-us",
            "phrases": [
                {
                    "text": "hello",
                    "decoratedText": "Hello.",
                    "participantPurpose": "internal",
                    "startTimeMs": 1700000001500,
                    "duration": {"milliseconds": 500},
                    "words": [
                        {
                            "word": "hello",
                            "confidence": 0.7,
                            "startTimeMs": 1700000001500,
                            "duration": {"milliseconds": 500},
                        }
                    ],
                },
                {
                    "text": "no",
                    "participantPurpose": "external",
                    "startTimeMs": 1700000002250,
                    "duration": {"milliseconds": 250},
                },
            ],
        }
    ],
}
GRIDSPACE = [
    {
        "channel_index": 2,
        "dialog_acts": ["greeting"],
        "speaker_role": "agent",
        "index": 1,
        "offset_ms": 5990,
        "start_ms": 3990,
        "duration_ms": 900,
        "human_transcript": "hello [noise] there",
        "transcript": "hello there",
        "word_offsets_ms": [0, 600],
        "word_durations_ms": [330, 300],
    },
    {
        "channel_index": 1,
        "speaker_role": "caller",
        "offset_ms": 7000,
        "duration_ms": 500,
        "human_transcript": "no",
        "word_offsets_ms": [],
        "word_durations_ms": [],
    },
]
LISTED = [
    {"speaker": "agent", "start": 0.3, "end": 2.1, "text": "Hello."},
    {"speaker": "customer", "start": 2, "end": 3, "text": "No.", "words": [{"word": "No.", "start": 2.2, "end": 2.6}]},
]

HELLO_NO = [("AGENT", 0.04, 0.35, "Hello."), ("CUSTOMER", 0.5, 0.7, "No.")]
SHAPES = {
    "whisper": (WHISPER, [("SPEAKER_00", 0.3, 2.0, "Since 2014, hi.")]),
    "transcribe": (TRANSCRIBE, [("spk_0", 0.04, 0.35, "Hello."), ("spk_1", 0.5, 0.7, "No")]),
    "transcribe by channel": (CHANNELS, [("ch_0", 0.04, 0.35, "Hello."), ("ch_1", 0.5, 0.7, "No")]),
    "contact lens": (LENS, HELLO_NO),
    "contact lens, live": (LENS_LIVE, HELLO_NO),
    "deepgram": (DEEPGRAM, [("channel 1", 0.25, 0.5, "No."), ("channel 0", 0.5, 0.75, "Hello.")]),
    "deepgram, diarized": (DEEPGRAM_MONO, [("speaker 0", 0.5, 0.75, "Hello."), ("speaker 1", 0.75, 1.0, "No.")]),
    "google": (GOOGLE, [("channel 2", 0.25, 1.0, "No."), ("channel 1", 0.5, 0.7, "Hello.")]),
    "google, diarized": (GOOGLE_DIARIZED, [("speaker 1", 0.0, 0.5, "Hello."), ("speaker 2", 0.5, 1.0, "No.")]),
    "azure": (AZURE, [("channel 1", 0.25, 1.75, "No."), ("channel 0", 60.5, 62.0, "Hello.")]),
    "azure, fast": (AZURE_FAST, [("speaker 1", 0.5, 0.75, "Hello."), ("speaker 2", 0.8, 1.0, "No.")]),
    "genesys": (GENESYS, [("internal", 1.5, 2.0, "Hello."), ("external", 2.25, 2.5, "no")]),
    "gridspace": (GRIDSPACE, [("agent", 5.99, 6.89, "hello there"), ("caller", 7.0, 7.5, "no")]),
    "a list": (LISTED, [("agent", 0.3, 2.1, "Hello."), ("customer", 2.0, 3.0, "No.")]),
    "a report's turns": ({"call": {}, "turns": LISTED}, [("agent", 0.3, 2.1, "Hello."), ("customer", 2.0, 3.0, "No.")]),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_documented_shape(tmp_path: Path, shape: str) -> None:
    content, expected = SHAPES[shape]
    assert said(read(tmp_path, content, "call.json")) == expected


def words(folder: Path, content: object) -> list[tuple[str, float, float, float | None]]:
    cue = next(cue for cue in read(folder, content).cues if cue.words)
    return [(w.text, round(w.span.start, 3), round(w.span.end, 3), w.confidence) for w in cue.words]


def test_words_keep_their_times_and_those_without_share_what_is_between(tmp_path: Path) -> None:
    assert words(tmp_path, WHISPER) == [("Since", 0.3, 0.7, 0.98), ("2014,", 0.7, 1.5, None), ("hi.", 1.5, 2.0, 0.5)]
    assert words(tmp_path, TRANSCRIBE) == [("Hello.", 0.04, 0.35, 0.99)]
    assert words(tmp_path, LENS) == [("Hello.", 0.04, 0.35, 0.99)]
    assert words(tmp_path, AZURE) == [("no.", 0.25, 0.75, 0.8)]
    assert words(tmp_path, GENESYS) == [("hello", 1.5, 2.0, 0.7)]
    assert words(tmp_path, GRIDSPACE) == [("hello", 5.99, 6.32, None), ("there", 6.59, 6.89, None)]


def test_a_speaker_who_changes_within_a_segment_makes_a_new_cue(tmp_path: Path) -> None:
    segment = copy.deepcopy(WHISPER["segments"][0])
    assert isinstance(segment, dict)
    segment["words"][2]["speaker"] = "SPEAKER_01"
    found = said(read(tmp_path, {"segments": [segment]}))
    assert [(who, text) for who, _, _, text in found] == [("SPEAKER_00", "Since 2014,"), ("SPEAKER_01", "hi.")]


def test_words_beside_the_segments(tmp_path: Path) -> None:
    answer = {"segments": [{"start": 0, "end": 1, "text": "Hi"}], "words": [{"word": "Hi", "start": 0.2, "end": 0.4}]}
    assert said(read(tmp_path, answer)) == [(None, 0.2, 0.4, "Hi")]


def test_plain_text(tmp_path: Path) -> None:
    found = read(tmp_path, "Agent: Hello, how can\nI help?\n\nCustomer: My code is: four.\nAgent: Right.\n")
    assert found.format == "plain text"
    assert [(c.span, c.speaker, c.text) for c in found.cues] == [
        (None, "Agent", "Hello, how can I help?"),
        (None, "Customer", "My code is: four."),
        (None, "Agent", "Right."),
    ]


def test_plain_text_with_a_clock(tmp_path: Path) -> None:
    found = read(tmp_path, "[00:05] Agent: Hello there.\n[00:07] Customer: No.\n01:02:00 Agent: Bye, take care now.")
    assert said(found) == [
        ("Agent", 5.0, 6.0, "Hello there."),
        ("Customer", 7.0, 8.0, "No."),
        ("Agent", 3720.0, 3721.583, "Bye, take care now."),
    ]


def broken(content: Any, *path: Any, value: Any) -> Any:
    """``content`` with the value at ``path`` changed, or taken away where the new one is ``...``."""
    content = copy.deepcopy(content)
    at = content
    for key in path[:-1]:
        at = at[key]
    if value is ...:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return content


DAMAGED = {
    "vtt, a time with a letter": (VTT.replace("00:03.015", "00:O3.015"), "line 11: '00:O3.015' is no time"),
    "vtt, all backwards": (
        VTT.replace("00:03.015", "00:00.015").replace("01:00:08.000", "01:00:00.000"),
        "its times: more than half of the lines end before they start",
    ),
    "srt, minutes too many": (SRT.replace("00:00:0", "00:61:0"), "line 2: minutes and seconds"),
    "json cut off before anything was whole": (json.dumps(LISTED, indent=1)[:60], "line"),
    "json without a beginning": (json.dumps(LISTED)[20:] + "{", "begins neither"),
    "whisper, no text": (broken(WHISPER, "segments", 0, "text", value=...), "“segments[0]”: “text” is missing"),
    "transcribe by channel": (
        broken(CHANNELS, "results", "channel_labels", "channels", 1, "items", value=7),
        "“results.channel_labels.channels[1].items”: a number (7)",
    ),
    "deepgram": (
        broken(DEEPGRAM, "results", "channels", 1, "alternatives", 0, "words", 0, "start", value=...),
        "“results.channels[1].alternatives[0].words[0]”: “start” is missing",
    ),
    "google": (
        broken(GOOGLE, "results", 0, "alternatives", 0, "words", 0, "endTime", value="0.7"),
        "“results[0].alternatives[0].words[0].endTime”: '0.7' where a time such as “1.200s”",
    ),
    "google, no word times": (
        broken(GOOGLE, "results", 1, "alternatives", 0, "words", value=...),
        "“results[1].alternatives[0]”: “words” is missing",
    ),
    "genesys": (
        broken(GENESYS, "transcripts", 0, "phrases", 1, "duration", value={}),
        "“transcripts[0].phrases[1].duration”: “milliseconds” is missing",
    ),
    "gridspace": (broken(GRIDSPACE, 0, "word_offsets_ms", value=[0]), "“[0]”: 1 word_offsets_ms and 2"),
    "a list, years long": (broken(LISTED, 1, "end", value=1700000000), "its times: they run to 472,222 hours"),
    "json, a number beyond all measure": ("[" + "9" * 5000 + "]", "a list of other things is no transcript"),
    "json, a nesting beyond all measure": ("[" * 100_000, "beyond all measure"),
    "other json": ({"hello": 1}, "“hello” is no transcript that is known here"),
    "prose": ("Dear customer,\nthank you.", "line 1: 'Dear customer,' begins neither"),
    "prose in which somebody is named": (
        "Dear Sir,\nI spoke\nto one\nAgent: Hello.",
        "line 1: 'Dear Sir,' names no speaker",
    ),
    "a clock that goes back": ("0:09 Agent: Hi\n0:05 Customer: No", "half of the lines or more begin before"),
    "nothing": ("", "is empty"),
    "an empty list": ([], "holds no words"),
    "no cue": ("WEBVTT\n\nNOTE nothing yet\n", "holds no words"),
    "not text": (b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0", "is not text"),
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_file_is_refused_with_the_place(tmp_path: Path, damage: str) -> None:
    content, place = DAMAGED[damage]
    with pytest.raises(SameSideError) as trouble:
        read(tmp_path, content, "call.json")
    assert place in str(trouble.value)
    assert "call.json" in str(trouble.value)
    assert "\n" not in str(trouble.value)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(SameSideError, match="cannot be opened"):
        read_transcript(tmp_path / "nowhere.vtt")


@settings(deadline=None)
@given(
    st.text(max_size=200), st.sampled_from(["", "WEBVTT\n\n", "1\n00:00:01,000 --> ", "[", '{"segments": ', "Agent:"])
)
def test_any_text_is_read_or_refused_in_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, text: str, head: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_text(head + text, encoding="utf-8", errors="replace", newline="")
    try:
        found = read_transcript(path)
    except SameSideError:
        return
    assert all(cue.text.strip() for cue in found.cues)


@pytest.mark.parametrize("shape", [name for name in SHAPES if name != "google, diarized"])
def test_any_value_lost_is_read_or_refused_in_a_sentence(tmp_path: Path, shape: str) -> None:
    content, _ = SHAPES[shape]

    def paths(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        return [path for key, item in inner for path in [(*at, key), *paths(item, (*at, key))]]

    for path in paths(content):
        for value in (..., None, "x", -1, [], {}):
            try:
                read(tmp_path, broken(content, *path, value=value))
            except SameSideError:
                continue


# who is the agent


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("AGENT_2", "agent"),
        ("Customer Service Rep", "agent"),
        ("Mary (Customer)", "customer"),
        ("Caller:", "customer"),
        ("external", "customer"),
        ("IVR", "machine"),
        ("Mary", None),
        ("Agentha", None),
    ],
)
def test_roles(name: str, found: str | None) -> None:
    assert role(name) == found


@pytest.mark.parametrize(
    ("name", "found"), [("ch_0", 0), ("spk_1", 1), ("Speaker B", 1), ("channel 2", 2), ("right", 1), ("Bob", None)]
)
def test_sides(name: str, found: int | None) -> None:
    assert side(name) == found


def dialogue(*lines: tuple[str | None, str], starts: bool = True) -> Transcript:
    cues = [Cue(Span(2.0 * i, 2.0 * i + 1.5) if starts else None, who, text) for i, (who, text) in enumerate(lines)]
    return Transcript(tuple(cues), "test", "call.vtt")


def sides(
    transcript: Transcript, agent: str | None = None, speech: dict[Speaker, list[Span]] | None = None
) -> list[str | None]:
    lines, _ = label_speakers(transcript, agent, speech)
    return [line.speaker for line in lines]


def test_names_that_say_it() -> None:
    assert sides(dialogue(("Caller", "a"), ("Rep", "b"))) == ["customer", "agent"]


def test_one_role_is_enough_for_two() -> None:
    assert sides(dialogue(("Agent", "a"), ("Mary", "b"))) == ["agent", "customer"]


def test_the_left_channel_is_the_agent_unless_told() -> None:
    numbered = dialogue(("channel 2", "a"), ("channel 1", "b"))
    assert sides(numbered) == ["customer", "agent"]
    assert sides(numbered, agent="right") == ["agent", "customer"]
    assert sides(numbered, agent="channel 2") == ["agent", "customer"]


def test_names_that_say_nothing_are_placed_by_the_sound() -> None:
    #            Mary    Carla   Mary
    # agent              [==]
    # customer   [==]            [==]
    spoken = dialogue(("Mary", "a"), ("Carla", "b"), ("Mary", "c"))
    heard: dict[Speaker, list[Span]] = {"agent": [Span(2.0, 3.5)], "customer": [Span(0.0, 1.5), Span(4.0, 5.5)]}
    assert sides(spoken, speech=heard) == ["customer", "agent", "customer"]


def test_of_names_that_say_nothing_the_earlier_is_taken_for_the_agent_unless_told() -> None:
    spoken = dialogue(("Mary", "hello you"), ("Carla", "hi there"), ("Bob", "m"))
    assert sides(spoken) == sides(spoken, agent="first") == ["agent", "customer", None]
    assert sides(spoken, agent="second") == ["customer", "agent", None]
    assert sides(spoken, agent="carla") == ["customer", "agent", None]


def test_a_name_alone_is_asked_for() -> None:
    with pytest.raises(SameSideError, match=r"names “Mary”.*write Agent and Customer"):
        label_speakers(dialogue(("Mary", "a")))
    with pytest.raises(SameSideError, match=r"has no speaker “Bob”; it names “Mary”"):
        label_speakers(dialogue(("Mary", "a")), agent="Bob")


@pytest.mark.parametrize(
    ("names", "agent", "said"),
    [
        (("Agent", "Mary"), None, True),
        (("Mary", "Caller"), None, True),
        (("ch_0", "ch_1"), None, False),
        (("Mary", "Carla"), None, False),
        (("ch_0", "ch_1"), "right", False),
        (("Mary", "Carla"), "Carla", True),
        ((None, None), None, False),
    ],
)
def test_who_the_agent_is_is_said_by_a_part_or_a_person_never_by_a_number(
    names: tuple[str | None, str | None], agent: str | None, said: bool
) -> None:
    assert says_who(dialogue(*((name, "hello") for name in names)), agent) is said


def test_a_name_is_not_looked_for_where_nobody_is_named() -> None:
    with pytest.raises(
        SameSideError, match="has no speaker “Priya”; it names nobody, so say left, right, first or second"
    ):
        label_speakers(dialogue((None, "a"), (None, "b")), agent="Priya")


@pytest.mark.parametrize(("names", "agent", "told"), [
    (("Mary", "Carla"), "LEFT", False), (("Mary", "Carla"), "second ", True), (("ch_0", "ch_1"), "Right", True),
    (("ch_0", "Mary"), "right", False), (("ch_0", "ch_1"), None, False), (("Mary", "Carla"), "Mary", False),
])  # fmt: skip
def test_a_transcript_alone_has_sides_only_where_it_numbers_them(
    names: tuple[str, str], agent: str, told: bool
) -> None:
    assert says_side(dialogue(*((name, "hello") for name in names)), agent) is told


def test_a_machine_is_left_out_and_said() -> None:
    lines, doubts = label_speakers(dialogue(("IVR", "press one"), ("Agent", "hi"), ("Customer", "no")))
    assert [line.text for line in lines] == ["hi", "no"]
    assert [doubt.about for doubt in doubts] == ["speakers"]


def test_a_third_number_is_left_to_the_sound_and_said() -> None:
    lines, doubts = label_speakers(dialogue(("spk_0", "hello there"), ("spk_1", "oh hi you"), ("spk_2", "m")))
    assert [line.speaker for line in lines] == ["agent", "customer", None]
    assert [doubt.about for doubt in doubts] == ["speakers"] and "spk_2" in doubts[0].why


def test_numbers_are_placed_by_the_sound() -> None:
    heard: dict[Speaker, list[Span]] = {"agent": [Span(2.0, 3.5)], "customer": [Span(0.0, 1.5)]}
    lines, doubts = label_speakers(dialogue(("spk_0", "hello there"), ("spk_1", "oh hi")), speech=heard)
    assert [line.speaker for line in lines] == ["customer", "agent"] and doubts == ()


def test_nobody_named_is_left_to_the_sound() -> None:
    assert sides(dialogue((None, "a"), (None, "b"))) == [None, None]
