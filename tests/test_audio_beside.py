"""Which files belong to a recording, what a recorder's data is, and which transcript beside a recording is taken."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from audio.beside import LEFT_ASIDE, NO_WORDS_TAKEN, belonging, belongs, files_beside
from audio.errors import InputError, SameSideError
from audio.listen import Recogniser, listen
from audio.span import Span
from audio.speakers.handover.newcomers import Changes
from audio.transcripts.reader import read_transcript
from audio.transcripts.recorder_data import field_of, recorder_data

SAMPLES = Path(__file__).parent.parent / "samples"
TRUTH = json.loads((SAMPLES / "final_no.truth.json").read_text(encoding="utf-8"))
RECORDERS = "Agent: J. Doe (ext. 204)\nCaller: 555-0199\nQueue: Repairs\nDuration: 00:01:50\nDisposition: resolved\n"

FAR_BEYOND = (
    "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Agent>Hello.\n\n40:00.000 --> 41:00.000\n<v Agent>Far beyond, and on."
)


# names


@pytest.mark.parametrize(
    "name",
    ["call.vtt", "call.VTT", "Call.vtt", "CALL.WAV.VTT", "call.wav.json", "call_transcript.json", "call-Transcript.txt",
     "call transcription.srt", "call.en.vtt", "call.en-US.srt", "call.rttm"],
)  # fmt: skip
def test_a_file_belongs_by_its_name(name: str) -> None:
    assert belongs(name, "call.wav")
    assert belonging([name, "other.wav"], "call.wav") == [name]


@pytest.mark.parametrize(
    "name",
    ["call.wav", "call.mp3", "call-2.vtt", "recall.vtt", "call_de.vtt", "call.truth.json", "call.pdf", "callen.vtt"],
)
def test_another_does_not(name: str) -> None:
    assert not belongs(name, "call.wav")


def test_accents_may_be_written_apart() -> None:
    assert belongs("cafe\N{COMBINING ACUTE ACCENT}.vtt", "caf\N{LATIN SMALL LETTER E WITH ACUTE}.wav")


def test_a_file_whose_very_name_another_recording_bears_is_that_ones() -> None:
    names = ["call.wav", "Call.wav", "Call.vtt", "call.json", "call_transcript.mp3", "call_transcript.vtt"]
    assert belonging(names, "call.wav") == ["call.json"]
    assert belonging(names, "Call.wav") == ["Call.vtt"]
    assert belonging(names, "call_transcript.mp3") == ["call_transcript.vtt"]


def test_files_lie_beside_a_recording_in_the_order_of_their_kinds(tmp_path: Path) -> None:
    for name in ("call.wav", "call.json", "call_transcript.vtt", "CALL.VTT", "call.rttm", "call.srt", "b.vtt"):
        (tmp_path / name).touch()
    (tmp_path / "call.txt").mkdir()
    found = [path.name for path in files_beside(tmp_path / "call.wav")]
    assert found == ["CALL.VTT", "call_transcript.vtt", "call.srt", "call.json", "call.rttm"]
    assert files_beside(tmp_path / "nowhere" / "call.wav") == ()


# a recorder's own data


@pytest.mark.parametrize(
    ("heading", "field"),
    [("Agent Name", "agent"), ("agent_name", "agent"), ("QUEUE", "queue"), ("Call-Date", "date"), ("startTime", "date"),
     ("Customer reference", "reference"), ("File name", "file"), ("Wrap-up code", "disposition"), ("Hello", None), ("", None)],
)  # fmt: skip
def test_headings_are_known_however_they_are_written(heading: str, field: str | None) -> None:
    assert field_of(heading) == field


@pytest.mark.parametrize(
    ("text", "some"),
    [
        (RECORDERS, {"Agent": "J. Doe (ext. 204)", "Queue": "Repairs"}),
        ("[call]\nagent=jdoe\nqueue = Repairs\n; written by the recorder\n", {"agent": "jdoe", "queue": "Repairs"}),
        ("Agent: J. Doe\nCaller: +1 (555) 0199", {"Agent": "J. Doe"}),
        ('{"recording_id": "x", "segments": [{"type": "hold", "duration": 12}]}', {"recording_id": "x"}),
        (
            '{"Queue": {"Name": "Repairs", "Id": 7}, "agent": {"fullName": "J. Doe"}}',
            {"Queue": "Repairs", "agent": "J. Doe"},
        ),
        ('[{"codec": "opus", "agent": 12}]', {"agent": "12"}),
    ],
)
def test_what_a_recorder_writes_is_known(text: str, some: dict[str, str]) -> None:
    found = recorder_data(text)
    assert found is not None and some.items() <= found.items()


@pytest.mark.parametrize(
    "text",
    ["Agent: Good morning.\nCustomer: Hello.", "Agent: Hello.\nQueue: Repairs\nAgent: Still there?", "Agent: Hi", "Ring back.",
     '{"segments": [{"start": 0, "text": "Hi"}], "duration": 3}', '{"size": 3}', "{", "[" * 5000, "[1, 2]", "",
     "Queue: Repairs\nShe said that the parcel never came.\nAnd that she had rung.\nTwice."],
)  # fmt: skip
def test_other_texts_are_no_recorders_data(text: str) -> None:
    assert recorder_data(text) is None


def test_a_recorders_data_that_is_named_as_a_transcript_is_refused_as_that(tmp_path: Path) -> None:
    (tmp_path / "call.txt").write_text(RECORDERS)
    with pytest.raises(InputError, match=r"a recorder's data .+“Agent”, “Caller”, .* none of its words"):
        read_transcript(tmp_path / "call.txt")


# what is taken


@pytest.fixture(autouse=True)
def nobody_else_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who else speaks on a side is not asked here, though it takes half of the time; the tests of handovers ask."""
    monkeypatch.setattr("audio.listen.find_changes", lambda *_: Changes())


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    return Path(shutil.copy(SAMPLES / "final_no.opus", tmp_path / "call.opus"))


@pytest.fixture
def mono(tmp_path: Path) -> Path:
    return Path(shutil.copy(SAMPLES / "meter_mono.opus", tmp_path / "call.opus"))


def lines_of(name: str) -> list[tuple[float, float, str, str]]:
    truth = json.loads((SAMPLES / f"{name}.truth.json").read_text(encoding="utf-8"))
    return [(line["start"], line["end"], line["speaker"], line["text"]) for line in truth["lines"]]


def vtt(name: str, shift: float = 0.0, named: bool = True) -> str:
    def clock(time: float) -> str:
        return f"{int(time // 60):02}:{time % 60:06.3f}"

    cues = (
        f"{clock(a + shift)} --> {clock(b + shift)}\n{f'<v {who}>' if named else ''}{text}"
        for a, b, who, text in lines_of(name)
    )
    return "\n\n".join(["WEBVTT", *cues])


def whisper(name: str) -> str:
    """As Whisper writes it: times for each word, and nobody named."""
    segments = []
    for start, end, _, text in lines_of(name):
        parts = text.split()
        step = (end - start) / len(parts)
        words = [
            {"word": f" {part}", "start": start + k * step, "end": start + (k + 1) * step}
            for k, part in enumerate(parts)
        ]
        segments.append({"start": start, "end": end, "text": text, "words": words})
    return json.dumps({"segments": segments})


def beside(call: object) -> list[str]:
    return [doubt.why for doubt in call.doubts if "beside" in doubt.why]  # type: ignore[attr-defined]


class Ear:
    """Hears one word where the agent first speaks."""

    asked = False

    def hear(self, sound: object, channels: object, speech: dict, progress: object) -> tuple[dict, tuple]:  # type: ignore[type-arg]
        from audio.call import Word

        self.asked = True
        start = min(span.start for spans in speech.values() for span in spans)
        return {"agent": (Word(Span(start, start + 0.2), "heard"),)}, ()


def hear(path: Path, **more: object) -> tuple[object, bool]:
    ear: Recogniser = Ear()  # type: ignore[assignment]
    call = listen(path, recogniser=ear, agent="left", **more)  # type: ignore[arg-type]
    return call, ear.asked  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("call.txt", RECORDERS, "“call.txt” holds a recorder's data"),
        ("call.json", '{"recording_id": "x", "segments": [{"type": "hold", "start_time": "2026-02-03"}]}', "a recorder's data"),
        ("call.txt", "Agent: J. Doe", "“call.txt” has one line with a speaker's name"),
        ("call.txt", "Ring her back on Monday.", "begins neither WebVTT"),
        ("call.vtt", "WEBVTT\n\n", "holds no words"),
        ("call.vtt", "", "is empty"),
        ("call.srt", "\0\0\0\1\2", "begins neither"),
        ("call.json", '{"segments": [{"start": 0.3, ', "breaks off"),
        ("call.vtt", FAR_BEYOND, "runs to"),
        ("call.vtt", vtt("parcel_pushed"), "“call.vtt”"),
        ("call.rttm", "no rttm", "call.rttm has no line of SPEAKER"),
        ("call.rttm", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "call.rttm"),
    ],
)  # fmt: skip
def test_a_file_beside_that_cannot_be_used_is_a_doubt_and_the_words_are_heard(
    recording: Path, name: str, content: str, why: str
) -> None:
    recording.with_name(name).write_text(content, encoding="utf-8")
    call, asked = hear(recording)
    assert asked
    (said,) = beside(call)
    assert why in said
    assert said.endswith(LEFT_ASIDE if name.endswith("rttm") else NO_WORDS_TAKEN)


@pytest.mark.parametrize("name", ["parcel_pushed", "final_no"])
def test_one_of_another_call_is_left_aside_in_one_channel_too(mono: Path, name: str) -> None:
    mono.with_suffix(".vtt").write_text(vtt(name), encoding="utf-8")
    call, asked = hear(mono)
    assert asked and len(beside(call)) == 1


def test_named_it_refuses(recording: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.vtt"
    other.write_text(FAR_BEYOND)
    with pytest.raises(SameSideError, match="runs to"):
        listen(recording, transcript=other)
    with pytest.raises(SameSideError, match="no line of SPEAKER"):
        listen(recording, diarization=other)


@pytest.mark.parametrize("name", ["call.VTT", "Call.vtt", "call.opus.vtt", "call_transcript.vtt"])
def test_ones_own_is_taken_whatever_its_ending_looks_like(recording: Path, name: str) -> None:
    recording.with_name(name).write_text(vtt("final_no"), encoding="utf-8")
    call, asked = hear(recording)
    assert not asked and beside(call) == []


def test_of_two_the_one_with_the_time_of_each_word_is_taken_and_that_is_said(recording: Path) -> None:
    recording.with_suffix(".vtt").write_text(vtt("final_no"), encoding="utf-8")
    recording.with_suffix(".json").write_text(whisper("final_no"), encoding="utf-8")
    call, asked = hear(recording)
    (said,) = beside(call)
    assert not asked
    assert (
        said
        == "“call.json” and “call.vtt” lie beside the recording; “call.json” is taken, since it has the time of each word."
        or (
            said
            == "“call.vtt” and “call.json” lie beside the recording; “call.json” is taken, since it has the time of each word."
        )
    )


def test_in_one_channel_the_one_that_says_who_speaks_is_taken(mono: Path) -> None:
    mono.with_suffix(".vtt").write_text(vtt("meter_mono"), encoding="utf-8")
    mono.with_suffix(".json").write_text(whisper("meter_mono"), encoding="utf-8")
    call, asked = hear(mono)
    assert not asked and beside(call)[0].endswith("“call.vtt” is taken, since it says who speaks.")


def test_of_two_the_one_of_this_call_is_taken(recording: Path) -> None:
    recording.with_suffix(".json").write_text(whisper("parcel_pushed"), encoding="utf-8")
    recording.with_suffix(".vtt").write_text(vtt("final_no"), encoding="utf-8")
    call, asked = hear(recording)
    (said,) = beside(call)
    assert not asked and said.startswith(("The transcript “call.json” runs to", "The lines of “call.json” do not lie"))


def test_one_whose_clock_begins_elsewhere_is_this_calls_all_the_same(mono: Path) -> None:
    mono.with_suffix(".vtt").write_text(vtt("meter_mono", shift=40.0), encoding="utf-8")
    call, asked = hear(mono)
    assert not asked and beside(call) == []
    assert any("40.0 s behind" in doubt.why for doubt in call.doubts)  # type: ignore[attr-defined]


def test_a_name_for_the_agent_chooses_the_transcript_that_has_it(recording: Path) -> None:
    recording.with_suffix(".vtt").write_text(vtt("final_no"), encoding="utf-8")
    named = vtt("final_no").replace("<v agent>", "<v Priya>").replace("<v customer>", "<v Tom>")
    recording.with_suffix(".srt").write_text(named, encoding="utf-8")
    call = listen(recording, agent="Priya")
    assert call.has_words and "has no speaker “Priya”" in beside(call)[0]
    with pytest.raises(SameSideError, match="“Kim” is no side"):
        listen(recording, agent="Kim")


def test_an_rttm_of_another_call_is_left_aside(mono: Path) -> None:
    plain = listen(mono)
    rows = "\n".join(f"SPEAKER c 1 {100 * k} 60 <NA> <NA> {'AB'[k % 2]} <NA> <NA>" for k in range(20))
    mono.with_suffix(".rttm").write_text(rows)
    call = listen(mono)
    assert call.turns == plain.turns
    (said,) = [doubt.why for doubt in call.doubts if "diarization" in doubt.why]
    assert said.endswith(LEFT_ASIDE)
    with pytest.raises(SameSideError, match="The diarization runs to"):
        listen(mono, diarization=mono.with_suffix(".rttm"))
