"""Every JSON form is recognised by what is its own, and by no other; what it holds is read with its times and its speakers."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_audio_transcripts_reader import SHAPES, broken, said

from audio.errors import SameSideError
from audio.transcripts.cue import CueError
from audio.transcripts.formats.json_forms import JSON_FORMS, form_of
from audio.transcripts.formats.node import Node
from audio.transcripts.line_speakers import label_speakers
from audio.transcripts.reader import Transcript, read_transcript

FOLDER = Path(__file__).parent / "data" / "transcripts"
DESK, LEAKS = "Warranty desk.", "Hi, it leaks."
Line = tuple[str | None, float, float, str]


def both(agent: str | None, customer: str | None) -> list[Line]:
    """What most of the examples hold: two lines, at the same times."""
    return [(agent, 0.3, 2.1, DESK), (customer, 2.5, 4.9, LEAKS)]


READ: dict[str, tuple[str, list[Line]]] = {
    "whisperx": ("Whisper JSON", [("SPEAKER_00", 0.3, 2.1, "Warranty desk 24."), ("SPEAKER_01", 2.5, 4.9, LEAKS)]),
    "openai_verbose": ("Whisper JSON", both(None, None)),
    "openai_diarized": ("Whisper JSON", both("agent", "A")),
    "whisper_cpp": ("whisper.cpp", both("channel 0", "channel 1")),
    "whisper_cpp_pieces": ("whisper.cpp", [(None, 0.3, 2.1, DESK), (None, 3.5, 4.0, "Hi.")]),
    "hugging_face": ("Hugging Face chunks", [(None, 0.3, 2.1, DESK), (None, 2.5, 3.583, LEAKS)]),
    "hugging_face_words": ("Hugging Face chunks", [(None, 0.3, 2.1, DESK), (None, 3.5, 3.8, "Hi.")]),
    "hugging_face_speakers": ("Hugging Face chunks", both("SPEAKER_00", "SPEAKER_01")),
    "vosk": ("Vosk", [(None, 0.3, 2.1, "warranty desk"), (None, 2.5, 2.8, "hi")]),
    "assemblyai": ("AssemblyAI", both("speaker A", "speaker B")),
    "assemblyai_words": ("AssemblyAI", [(None, 0.3, 2.1, DESK), (None, 3.5, 4.0, "Hi.")]),
    "assemblyai_channels": ("AssemblyAI", both("channel 1", "channel 2")),
    "rev_ai": ("Rev AI", [("speaker 0", 0.3, 2.1, DESK), ("speaker 1", 2.5, 4.9, "Hi, leaks.")]),
    "speechmatics": (
        "Speechmatics",
        [("S1", 0.3, 2.1, DESK), ("S2", 2.5, 4.9, "Hi, “leaks”"), (None, 5.0, 5.2, "Mm")],
    ),
    "speechmatics_channels": ("Speechmatics", [("agent", 0.3, 2.1, DESK), ("caller", 0.9, 1.2, "Hi")]),
    "watson": ("IBM Watson", [("speaker 0", 0.3, 2.1, "warranty desk"), ("speaker 2", 2.5, 4.9, "it leaks")]),
    "gladia": ("Gladia", both("speaker 0", "speaker 1")),
    "elevenlabs": ("ElevenLabs Scribe", both("speaker_0", "speaker_1")),
    "elevenlabs_channels": ("ElevenLabs Scribe", [("channel 0", 0.3, 2.1, DESK), ("channel 1", 0.9, 1.2, "Hi.")]),
    "soniox": ("Soniox", both("speaker 1", "speaker 2")),
    "deepgram_trimmed": ("Deepgram JSON", both("speaker 0", "speaker 1")),
    "deepgram_utterances": ("Deepgram JSON", both("channel 0", "channel 1")),
    "google_batch": ("Google Speech-to-Text", [("speaker 1", 0.3, 2.1, DESK), ("speaker 2", 2.5, 2.8, "Hi.")]),
    "post_call_analytics": (
        "Amazon Post Call Analytics",
        [("IVR", 0.0, 0.2, "Press one."), *both("Agent", "Customer")],
    ),
    "contact_lens_third": (
        "Amazon Contact Lens",
        [*both("AGENT", "CUSTOMER"), ("p-7", 5.0, 6.0, "I translate.")],
    ),
    "insights_entries": (
        "Google Contact Center AI Insights",
        [("bot", 0.0, 1.75, "Say what it is about."), ("AGENT", 2.3, 3.467, DESK), ("CUSTOMER", 4.5, 5.583, LEAKS)],
    ),
    "insights_conversation": (
        "Google Contact Center AI Insights",
        [("agent", 0.3, 2.1, DESK), ("END_USER", 2.5, 2.8, "Hi.")],
    ),
    "twilio": ("Twilio Conversational Intelligence", both("channel 1", "channel 2")),
    "twilio_roles": ("Twilio Conversational Intelligence", both("Agent", "Customer")),
    "ringsense": ("RingCentral RingSense", both("agent", "Tom Hale")),
    "gong": ("Gong", both("64329", "81102")),
    "fireflies": ("Fireflies", both("Priya Nair", "speaker 1")),
    "zoom": ("Zoom Phone", both("Priya Nair", "+15550100")),
    "dialpad": ("Dialpad", [("agent", 0.0, 1.167, DESK), ("customer", 2.2, 3.283, LEAKS)]),
    "quo": ("Quo", both("agent", "+15550100")),
    "vapi": ("Vapi", [("agent", 0.3, 2.1, DESK), ("user", 2.5, 3.583, LEAKS)]),
    "retell": ("Retell", both("agent", "user")),
    "elevenlabs_agents": (
        "ElevenLabs Agents",
        [("agent", 0.0, 1.167, DESK), ("user", 3.0, 3.9, LEAKS), ("agent", 3.9, 4.9, "Oh.")],
    ),
}
EXAMPLES: dict[str, Any] = {name: json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")) for name in READ}
ALL = EXAMPLES | {f"shape: {name}": content for name, (content, _) in SHAPES.items()}


def read(folder: Path, content: object) -> Transcript:
    path = folder / "call.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return read_transcript(path)


@pytest.mark.parametrize("name", READ)
def test_what_the_form_holds(name: str) -> None:
    root = Node(EXAMPLES[name])
    form = form_of(root)
    assert form is not None
    assert (form.NAME, said(Transcript(tuple(form.read(root)), "", ""))) == READ[name]


@pytest.mark.parametrize("name", [name for name in READ if name != "speechmatics"])  # a line in it is nobody's
def test_nothing_is_mended_in_a_whole_file(name: str) -> None:
    found = read_transcript(FOLDER / f"{name}.json")
    assert (found.format, said(found), found.remarks) == (*READ[name], ())


@pytest.mark.parametrize("name", ALL)
def test_one_form_and_no_other_recognises_a_file(name: str) -> None:
    assert len([form.NAME for form in JSON_FORMS if form.recognises(Node(ALL[name]))]) == 1


def test_every_form_has_an_example() -> None:
    recognised = {form.NAME for content in ALL.values() for form in JSON_FORMS if form.recognises(Node(content))}
    assert recognised == {form.NAME for form in JSON_FORMS}


def test_every_form_is_named_on_the_page_about_them() -> None:
    page = (Path(__file__).parents[1] / "docs" / "transcripts.md").read_text(encoding="utf-8")
    assert [form.NAME for form in JSON_FORMS if form.NAME not in page] == []


WORDS = {
    "whisper_cpp": [("Warranty", 0.3, 1.0, 0.6), ("desk.", 1.1, 2.1, 0.9)],
    "whisperx": [("Warranty", 0.3, 1.0, 0.9), ("desk", 1.1, 1.6, 0.8), ("24.", 1.6, 2.1, None)],
    "assemblyai": [("Warranty", 0.3, 1.0, 0.98), ("desk.", 1.1, 2.1, 0.9)],
    "rev_ai": [("Warranty", 0.3, 1.0, 0.98), ("desk.", 1.1, 2.1, 0.9)],
    "speechmatics": [("Warranty", 0.3, 1.0, 0.98), ("desk.", 1.1, 2.1, 0.9)],
    "watson": [("warranty", 0.3, 1.0, 0.98), ("desk", 1.1, 2.1, 0.9)],
    "gladia": [("Warranty", 0.3, 1.0, 0.98), ("desk.", 1.1, 2.1, 0.9)],
    "elevenlabs": [("Warranty", 0.3, 1.0, 1.0), ("desk.", 1.1, 2.1, 0.905)],
    "soniox": [("Warranty", 0.3, 1.0, 0.7), ("desk.", 1.1, 2.1, 0.9)],
    "post_call_analytics": [("Warranty", 0.3, 1.0, 0.98), ("desk.", 1.1, 2.1, 0.9)],
    "insights_conversation": [("Warranty", 0.3, 1.0, 0.98), ("desk.", 1.1, 2.1, 0.9)],
    "twilio": [("Warranty", 0.3, 1.0, None), ("desk.", 1.1, 2.1, None)],
    "retell": [("Warranty", 0.3, 1.0, None), ("desk.", 1.1, 2.1, None)],
}


@pytest.mark.parametrize("name", WORDS)
def test_words_keep_their_times(name: str) -> None:
    cue = next(cue for cue in read_transcript(FOLDER / f"{name}.json").cues if cue.words)
    words = [(w.text, round(w.span.start, 3), round(w.span.end, 3), w.confidence) for w in cue.words]
    assert [(text, start, end, sure and round(sure, 3)) for text, start, end, sure in words] == WORDS[name]


def test_what_a_word_without_times_lies_between() -> None:
    cue = read_transcript(FOLDER / "elevenlabs.json").cues[1]
    assert [(w.text, round(w.span.start, 2), round(w.span.end, 2)) for w in cue.words][1] == ("it", 2.8, 3.1)


@pytest.mark.parametrize(
    "name",
    [name for name, (_, lines) in READ.items() if lines[0][0] and name not in ("contact_lens_third", "watson")],
)
def test_the_agent_is_found_by_role_by_channel_or_by_who_speaks_first(name: str) -> None:
    lines, _ = label_speakers(read_transcript(FOLDER / f"{name}.json"))
    assert {line.text: line.speaker for line in lines}[lines[0].text] == "agent"
    assert {line.speaker for line in lines} >= {"agent", "customer"}


def test_an_automated_agent_is_the_agent_where_there_is_no_other(tmp_path: Path) -> None:
    entries = [entry for entry in EXAMPLES["insights_entries"]["entries"] if entry["role"] != "AGENT"]
    assert [cue.speaker for cue in read(tmp_path, {"entries": entries}).cues] == ["agent", "CUSTOMER"]


def test_sentences_without_times_are_in_the_order_of_their_index(tmp_path: Path) -> None:
    content = copy.deepcopy(EXAMPLES["twilio"])
    for sentence in content["sentences"]:
        sentence["start_time"] = sentence["end_time"] = None
    found = read(tmp_path, content["sentences"])
    assert [(cue.span, cue.speaker, cue.text) for cue in found.cues] == [
        (None, "channel 1", DESK),
        (None, "channel 2", LEAKS),
    ]


def test_turns_without_words_have_no_times(tmp_path: Path) -> None:
    turns = [{"role": "agent", "content": DESK}, {"role": "user", "content": LEAKS}]
    found = read(tmp_path, [{"call_id": "c", "transcript_object": turns}])
    assert [(cue.span, cue.speaker) for cue in found.cues] == [(None, "agent"), (None, "user")]


def test_one_broken_line_of_a_form_is_left_out_and_counted(tmp_path: Path) -> None:
    content = copy.deepcopy(EXAMPLES["insights_entries"])
    content["entries"][1]["start_timestamp_usec"] = "soon"
    found = read(tmp_path, content)
    assert [cue.speaker for cue in found.cues] == ["bot", "CUSTOMER"]
    assert found.remarks == ("1 line of “call.json” cannot be read and was left out.",)


ROWS = [(DESK, 0.5, 2.5), (LEAKS, 3.0, 7.0), ("Let me have a look at that.", 7.5, 9.5)]
UNDER_OTHER_KEYS: dict[str, Any] = {
    "milliseconds in the key": [{"role": "x", "startMs": 1000 * a, "endMs": 1000 * b, "content": t} for t, a, b in ROWS],
    "clocks": {"turns": [{"who": "x", "begin": f"00:00:0{a}", "end": f"00:00:0{b}", "utterance": t} for t, a, b in ROWS]},
    "a length": {"segments": [{"channel": "x", "start_time": a, "duration": b - a, "text": t} for t, a, b in ROWS]},
    "numbers as text": [{"speaker_name": "x", "start_time": str(a), "end_time": str(b), "transcript": t} for t, a, b in ROWS],
}  # fmt: skip


@pytest.mark.parametrize("name", UNDER_OTHER_KEYS)
def test_a_list_under_other_keys_is_read_as_a_table_with_such_headers(tmp_path: Path, name: str) -> None:
    found = read(tmp_path, UNDER_OTHER_KEYS[name])
    assert [(cue.text, cue.span and cue.span.start, cue.span and cue.span.end) for cue in found.cues] == ROWS
    assert {cue.speaker for cue in found.cues} == {"x"} and not found.remarks


def test_json_lines_are_a_list(tmp_path: Path) -> None:
    path = tmp_path / "call.json"
    lines = [json.dumps({"speaker": "agent", "start": a, "end": b, "text": text}) for text, a, b in ROWS]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert [cue.text for cue in read_transcript(path).cues] == [text for text, *_ in ROWS]


def test_text_under_a_longer_key_is_no_recorders_data(tmp_path: Path) -> None:
    segments = [
        {"SegmentStartTime": a, "SegmentEndTime": b, "SegmentSpeaker": "spk_0", "OriginalText": t} for t, a, b in ROWS
    ]
    found = read(tmp_path, {"ConversationAnalytics": {"Duration": 10.0}, "SpeechSegments": segments})
    assert found.format == "Amazon Post Call Analytics" and len(found.cues) == len(ROWS)


def chat() -> dict[str, Any]:
    """A chat of two messages, as Contact Lens writes it."""
    messages = [
        {"AbsoluteTime": f"2026-02-03T10:15:0{i}.000Z", "Content": text, "ContentType": "text/plain", "Id": str(i)}
        | {"ParticipantId": role, "ParticipantRole": role, "Type": "MESSAGE"}
        for i, (role, text) in enumerate([("AGENT", DESK), ("CUSTOMER", LEAKS)])
    ]
    return {"Channel": "CHAT", "Participants": [{"ParticipantId": "AGENT"}], "Transcript": messages}


REFUSED = {
    "a chat": (chat(), "key “Transcript”: these are the messages of a chat, which nobody spoke"),
    "what operators found": (
        {"operator_results": [{"operator_type": "conversation-classify", "predicted_label": "complaint"}]},
        "key “operator_results”: this is what operators made of a call and not what was said in it",
    ),
    "several calls in one": (
        {"callTranscripts": EXAMPLES["gong"]["callTranscripts"] * 2},
        "key “callTranscripts”: 2 calls are in this one file",
    ),
    "watson, no word times": (
        EXAMPLES["watson"] | {"results": [{"final": True, "alternatives": [{"transcript": "warranty desk"}]}]},
        "key “results[0].alternatives[0]”: “timestamps” is missing: ask for word times",
    ),
    "a whole text": ({"text": DESK, "usage": {"type": "tokens"}}, "“text” is all that was said in one piece"),
    "a call's notes": ({"transcript": "AI: Hi."}, "“transcript” is all that was said in one piece"),
    "a recorder's data": ({"queue": 1, "codec": 2}, "holds a recorder's data about the call (“queue”, “codec”)"),
    "something else": ({"pages": 1, "paper": 2}, "“pages”, “paper” is no transcript that is known here"),
    "a list of something else": ([1, 2], "a list of other things is no transcript that is known here"),
    "nothing said yet": ({"id": "x", "status": "processing", "words": []}, "(AssemblyAI) holds no words"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_transcript_of_a_call_is_refused_in_a_sentence(tmp_path: Path, name: str) -> None:
    content, sentence = REFUSED[name]
    with pytest.raises(SameSideError) as trouble:
        read(tmp_path, content)
    assert sentence in str(trouble.value)
    assert "\n" not in str(trouble.value) and len(str(trouble.value)) < 400


LOST: tuple[Any, ...] = (..., None, "x", -1, [], {})


def paths(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path to every value within ``value``."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield (*at, key)
        yield from paths(item, (*at, key))


@pytest.mark.parametrize("name", EXAMPLES)
def test_any_value_lost_is_read_or_refused_with_the_place(name: str) -> None:
    for path in paths(EXAMPLES[name]):
        for value in LOST:
            root = Node(broken(EXAMPLES[name], *path, value=value))
            form = form_of(root)
            try:
                cues = form.read(root) if form is not None else []
            except CueError:
                continue
            assert all(cue.text.strip() for cue in cues)


KEYS = st.sampled_from(
    [
        "results",
        "alternatives",
        "transcript",
        "segments",
        "Transcript",
        "text",
        "words",
        "utterances",
        "sentences",
        "type",
    ]
)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None)
@given(ANY_JSON)
def test_asking_what_a_file_is_never_raises(value: Any) -> None:
    for form in JSON_FORMS:
        assert form.recognises(Node(value)) in (True, False)
