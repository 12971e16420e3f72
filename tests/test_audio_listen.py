"""From a recording to the facts: layouts, sides, transcripts, and the bad sound of the world."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from sounds import (
    RATE,
    SAMPLES,
    Sound,
    at_level,
    fax,
    missed_and_false,
    mu_law,
    noise,
    placed,
    sample,
    silence,
    tone,
    true_speech,
    truth,
    write,
)

from analysis.review import review
from audio.call import Call, Speaker, Word
from audio.errors import SameSideError
from audio.listen import listen, read
from audio.span import Span

SECONDS = 26
LEFT, RIGHT = (side[: SECONDS * RATE] for side in sample("taxi_overtalk"))


def heard(folder: Path, *sides: Sound, **options: object) -> Call:
    return listen(write(folder / "call.wav", *sides, rate=8000), ignore_transcript_beside=True, **options)  # type: ignore[arg-type]


def until(name: str, speaker: Speaker, end: float = SECONDS) -> list[Span]:
    return [Span(s.start, min(s.end, end)) for s in true_speech(name, speaker) if s.start < end]


def error(call: Call, speaker: Speaker, name: str = "taxi_overtalk") -> float:
    return sum(missed_and_false([t.span for t in call.of(speaker)], until(name, speaker)))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Call:
    return heard(tmp_path_factory.mktemp("plain"), LEFT, RIGHT)


def test_two_sides_are_heard_apart(plain: Call) -> None:
    assert plain.layout == "two_sides"
    assert error(plain, "agent") < 0.08 and error(plain, "customer") < 0.08
    assert [voice.speaker for voice in plain.voices] == ["agent", "customer"]
    assert list(plain.turns) == sorted(plain.turns, key=lambda t: t.span)
    assert not plain.has_words and plain.doubt("words")
    assert len(plain.id) == 24 and plain.source == "call.wav"


@pytest.mark.parametrize("agent", ["right", "left"])
def test_the_agents_side_is_as_told(tmp_path: Path, plain: Call, agent: str) -> None:
    call = heard(tmp_path, RIGHT, LEFT, agent=agent)
    same = call if agent == "right" else call.swapped()
    assert [(t.speaker, t.span) for t in same.turns] == [(t.speaker, t.span) for t in plain.turns]
    assert not call.doubt("speakers")


def test_left_is_the_agent_where_nobody_says(plain: Call) -> None:
    agent = plain.voice("agent")
    assert agent is not None
    assert float(np.nanmedian(agent.pitch)) < 150  # the driver's, on the left
    doubt = plain.doubt("speakers")
    assert doubt is not None and doubt.assumes and "the left channel is the agent" in doubt.why


def test_a_side_mix_up_is_told_from_the_transcript() -> None:
    call = listen(SAMPLES / "insurance_swapped.opus")
    assert "right was taken for the agent" in str(call.doubt("speakers"))
    assert sum(missed_and_false([t.span for t in call.of("agent")], true_speech("insurance_swapped", "agent"))) < 0.1
    said = " ".join(turn.text for turn in call.of("agent"))
    assert truth("insurance_swapped")["lines"][0]["text"].split()[0] in said


class SomeEar:
    """Hears what it was told to hear, and keeps what it was asked."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self.words = words

    def hear(
        self, sound: object, channels: Mapping[Speaker, int], speech: Mapping[Speaker, Sequence[Span]], progress: object
    ) -> object:
        self.asked = dict(channels), {who: list(spans) for who, spans in speech.items()}
        said = {
            who: tuple(
                Word(Span(spans[0].start + 0.1 * k, spans[0].start + 0.1 * k + 0.1), w, 0.9)
                for k, w in enumerate(self.words["left" if channel == 0 else "right"].split())
            )
            for (who, channel), spans in zip(channels.items(), speech.values(), strict=True)
        }
        return said, ()


def test_a_side_mix_up_is_told_from_the_words(tmp_path: Path) -> None:
    ear = SomeEar(
        {
            "left": "I'm calling about my order I was told it would be here",
            "right": "Thank you for calling how can I help is there anything else",
        }
    )
    call = heard(tmp_path, LEFT, RIGHT, recogniser=ear)
    assert ear.asked[0] == {"agent": 0, "customer": 1}
    assert next(call.of("agent")).text.startswith("Thank you for calling")
    assert "By what is said, the right channel is the agent" in str(call.doubt("speakers"))
    told = heard(tmp_path, LEFT, RIGHT, recogniser=ear, agent="left")
    assert next(told.of("agent")).text.startswith("I'm calling about")
    assert "though the left channel was named" in str(told.doubt("speakers"))


def written(name: str, folder: Path, *, agent: str, customer: str, times: bool = True) -> Path:
    """A sample's words, its speakers under these names."""
    cues = [
        {"speaker": {"agent": agent, "customer": customer}[one["speaker"]], "start": one["start"], "end": one["end"], "text": one["text"]}
        for one in truth(name)["lines"]
    ]  # fmt: skip
    path = folder / ("words.json" if times else "words.txt")
    path.write_text(json.dumps(cues) if times else "\n".join(f"{cue['speaker']}: {cue['text']}" for cue in cues))
    return path


def wrong(call: Call, name: str) -> float:
    return sum(missed_and_false([t.span for t in call.of("agent")], true_speech(name, "agent")))


@pytest.mark.parametrize(
    ("name", "sides"), [("insurance_swapped", ("ch_1", "ch_0")), ("taxi_overtalk", ("ch_0", "ch_1"))]
)
def test_the_words_of_numbered_channels_are_asked(tmp_path: Path, name: str, sides: tuple[str, str]) -> None:
    words = written(name, tmp_path, agent=sides[0], customer=sides[1])
    call = listen(SAMPLES / f"{name}.opus", transcript=words)
    assert wrong(call, name) < 0.1
    doubt = call.doubt("speakers")
    assert (doubt is not None and "By what is said, the right channel" in doubt.why) == (sides[0] == "ch_1")


def test_named_lines_without_times_tell_the_side_by_their_order(tmp_path: Path) -> None:
    words = written("insurance_swapped", tmp_path, agent="Agent", customer="Customer", times=False)
    call = listen(SAMPLES / "insurance_swapped.opus", transcript=words)
    assert wrong(call, "insurance_swapped") < 0.1
    assert "right was taken for the agent" in str(call.doubt("speakers"))


@pytest.mark.parametrize("names", [("spk_0", "spk_1"), ("spk_1", "spk_0"), ("Tom Hale", "Priya Nair")])
def test_on_one_channel_the_words_of_numbers_and_of_people_are_asked(tmp_path: Path, names: tuple[str, str]) -> None:
    call = listen(
        SAMPLES / "meter_mono.opus", transcript=written("meter_mono", tmp_path, agent=names[0], customer=names[1])
    )
    assert wrong(call, "meter_mono") < 0.15
    assert not any(doubt.assumes for doubt in call.doubts)


def test_the_agents_name_in_the_transcript_is_told(tmp_path: Path) -> None:
    words = written("insurance_swapped", tmp_path, agent="Priya", customer="Tom")
    call = listen(SAMPLES / "insurance_swapped.opus", transcript=words, agent="priya")
    assert wrong(call, "insurance_swapped") < 0.1
    turned = listen(SAMPLES / "insurance_swapped.opus", transcript=words, agent="Tom")
    assert [t.span for t in turned.of("customer")] == [t.span for t in call.of("agent")]
    assert "By what is said, the right channel is the agent" in str(turned.doubt("speakers"))


def test_a_name_without_a_transcript_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SameSideError, match="“Priya” is no side, and names stand only in a transcript"):
        heard(tmp_path, LEFT, RIGHT, agent="Priya")


# --- one channel ---


@pytest.mark.parametrize(
    ("sides", "layout"),
    [
        ((LEFT + RIGHT,), "mono"),
        ((LEFT + RIGHT, LEFT + RIGHT), "dual_mono"),
        ((LEFT + RIGHT, silence(SECONDS)), "one_side_silent"),
        ((noise(SECONDS, -55), LEFT + RIGHT), "one_side_silent"),
    ],
    ids=["mono", "dual mono", "right is empty", "left holds noise alone"],
)
def test_one_channel_withholds_what_it_cannot_carry(tmp_path: Path, sides: tuple[Sound, ...], layout: str) -> None:
    call = heard(tmp_path, *sides)
    assert call.layout == layout
    assert call.doubt("overtalk")
    figures = review(call).figures
    for name in ("agent_interruptions", "customer_interruptions", "overtalk_share"):
        assert figures[name].value is None and figures[name].withheld
    assert any(call.doubt(about) for about in ("speakers", "separation"))
    assert any(doubt.assumes and "the voice that speaks first is the agent" in doubt.why for doubt in call.doubts)


@pytest.mark.parametrize("other", [silence(SECONDS), noise(SECONDS, -50)], ids=["silence", "hiss"])
def test_a_channel_without_a_voice_is_called_that_and_not_silent(tmp_path: Path, other: Sound) -> None:
    call = heard(tmp_path, LEFT + RIGHT, other)
    assert call.layout == "one_side_silent"
    assert "Only one channel holds a voice of its own" in str(call.doubt("overtalk"))


def test_first_and_second_go_by_who_speaks_on_two_channels_as_well(tmp_path: Path) -> None:
    first, second, left = (heard(tmp_path, LEFT, RIGHT, agent=agent) for agent in ("First", "second", "LEFT"))
    starts = [next(call.of("agent")).span.start for call in (first, second)]
    assert starts[0] < starts[1]
    assert not any(doubt.assumes for call in (first, second, left) for doubt in call.doubts)


def test_words_of_machines_alone_are_none(tmp_path: Path) -> None:
    call = listen(
        SAMPLES / "roaming_bill.opus", transcript=written("roaming_bill", tmp_path, agent="IVR", customer="Bot")
    )
    assert not call.has_words and any("said by a machine" in doubt.why for doubt in call.doubts)
    assert read(written("roaming_bill", tmp_path, agent="IVR", customer="Bot")).turns == ()


def test_on_one_channel_the_second_voice_may_be_the_agent(tmp_path: Path) -> None:
    first, second = (heard(tmp_path, LEFT + RIGHT, agent=agent) for agent in ("first", "second"))
    assert [(t.speaker, t.span) for t in second.swapped().turns] == [(t.speaker, t.span) for t in first.turns]
    assert not any(doubt.assumes for doubt in (*first.doubts, *second.doubts))


def test_a_transcript_parts_the_voices_of_one_channel() -> None:
    call = listen(SAMPLES / "meter_mono.opus")
    assert call.layout == "mono" and call.has_words
    assert "taken from the transcript" in str(call.doubt("speakers"))
    for who in ("agent", "customer"):
        assert sum(missed_and_false([t.span for t in call.of(who)], true_speech("meter_mono", who))) < 0.15


# --- words alone ---


def test_a_transcript_alone_is_a_call_without_voices() -> None:
    call = read(SAMPLES / "parcel_pushed.vtt")
    assert (call.layout, call.voices, call.has_words) == ("words_only", (), True)
    for about in ("overtalk", "pitch", "loudness"):
        assert call.doubt(about)
    assert read(SAMPLES / "parcel_pushed.vtt").id == call.id != read(SAMPLES / "final_no.vtt").id
    assert {m.withheld for m in review(call).measures if m.name == "baseline_pitch"}


@pytest.mark.parametrize(
    ("names", "agent"), [(("spk_0", "spk_1"), None), (("spk_1", "spk_0"), None), (("Tom", "Priya"), None), (("spk_1", "spk_0"), "second")]
)  # fmt: skip
def test_the_words_of_a_transcript_alone_are_asked(tmp_path: Path, names: tuple[str, str], agent: str | None) -> None:
    plain = read(SAMPLES / "final_no.vtt")
    call = read(written("final_no", tmp_path, agent=names[0], customer=names[1]), agent)
    first = "".join(turn.text for turn in plain.of("agent"))[:30]
    assert "".join(turn.text for turn in call.of("agent")).startswith(first) is (agent is None)


@pytest.mark.parametrize(("agent", "told"), [("left", False), ("Right", False), ("Second", True), (" first", True)])
def test_a_transcript_alone_has_no_channels_but_an_order(tmp_path: Path, agent: str, told: bool) -> None:
    call = read(written("final_no", tmp_path, agent="Priya", customer="Tom"), agent)
    swapped = read(written("final_no", tmp_path, agent="Priya", customer="Tom")).turns != call.turns
    assert swapped is (agent == "Second")
    assert any("was named as the agent" in doubt.why for doubt in call.doubts) is swapped and (told or not swapped)


def test_a_transcript_alone_that_does_not_tell_says_what_it_assumes(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_text("Speaker 1: Hello.\nSpeaker 2: Hello.\nSpeaker 1: Right.\nSpeaker 2: Yes.\n")
    call = read(path)
    assert next(call.of("agent")).span.start == 0.0
    assert any(doubt.assumes and "“Speaker 1” is the agent" in doubt.why for doubt in call.doubts)


# --- the bad sound of the world: measured or withheld with the reason, never nonsense ---


def sane(call: Call) -> None:
    """Every number is a number, or withheld with its reason; every moment lies in the call."""
    report = review(call)
    for measure in report.measures:
        assert (measure.value is None) == bool(measure.withheld)
        assert measure.value is None or np.isfinite(measure.value)
    assert all(0 <= m.span.start <= m.span.end <= call.duration + 0.05 for m in report.moments)


def hum(seconds: float) -> Sound:
    return tone(50, seconds, -24) + tone(100, seconds, -34) + tone(150, seconds, -46)


@pytest.mark.parametrize(
    ("change", "most"),
    [
        pytest.param(lambda s: np.clip(s * 12, -0.98, 0.98), 0.12, id="clipped"),
        pytest.param(lambda s: s + np.float32(0.2), 0.08, id="DC offset"),
        pytest.param(lambda s: s + hum(SECONDS), 0.15, id="hum"),
        pytest.param(lambda s: np.round(s * 127).astype(np.float32) / 127, 0.12, id="8 bits"),
        pytest.param(lambda s: mu_law(s + noise(SECONDS, -50)), 0.08, id="mu-law and noise"),
    ],
)
def test_a_bad_line_is_still_heard(tmp_path: Path, change: object, most: float) -> None:
    call = heard(tmp_path, change(LEFT), change(RIGHT))  # type: ignore[operator]
    sane(call)
    assert call.layout == "two_sides"
    assert error(call, "agent") < most and error(call, "customer") < most
    pitch = {v.speaker: float(np.nanmedian(v.pitch)) for v in call.voices}
    assert 80 < pitch["agent"] < 140 and 160 < pitch["customer"] < 300


def test_one_word_only_is_a_call_without_figures(tmp_path: Path) -> None:
    word = LEFT[round(0.3 * RATE) : round(1.3 * RATE)]
    call = heard(tmp_path, placed(12, (3.0, word)) + noise(12, -65), noise(12, -65, 2))
    sane(call)
    assert sum(t.span.duration for t in call.turns) < 1.5
    figures = review(call).figures
    assert figures["agent_baseline_pitch"].value is None
    assert not review(call).moments


@pytest.mark.parametrize(
    "sides", [(fax(20), silence(20)), (fax(20), fax(20, 2)), (fax(20),)], ids=["left", "both", "mono"]
)
def test_a_fax_is_no_conversation(tmp_path: Path, sides: tuple[Sound, ...]) -> None:
    call = heard(tmp_path, *(mu_law(s + noise(20, -60, k)) for k, s in enumerate(sides)))
    sane(call)
    assert sum(t.span.duration for t in call.turns) < 0.5
    assert "No speech was found" in str(call.doubt("speech"))
    assert review(call).figures["agent_talk_share"].value is None


def test_three_voices_are_measured_without_nonsense(tmp_path: Path) -> None:
    """A supervisor takes over on the agent's side."""
    third = at_level(sample("parcel_pushed")[0][: 12 * RATE], -22)
    call = heard(tmp_path, np.concatenate([LEFT, third]), np.concatenate([RIGHT, silence(12)]))
    sane(call)
    assert call.layout == "two_sides" and call.duration == SECONDS + 12


def test_a_bad_transcript_leaves_nothing_behind(tmp_path: Path) -> None:
    words = tmp_path / "call.vtt"
    words.write_text("WEBVTT\n\nnonsense --> 1\n", encoding="utf-8")
    path = write(tmp_path / "call.wav", LEFT, RIGHT, rate=8000)
    with pytest.raises(SameSideError, match=r"call\.vtt"):
        listen(path, transcript=words)
    assert any("no words are taken" in doubt.why for doubt in listen(path).doubts)
    assert listen(path, ignore_transcript_beside=True).layout == "two_sides"


def test_progress_goes_forward_through_the_stages(tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []
    heard(tmp_path, LEFT, RIGHT, progress=lambda stage, done: told.append((stage, done)))
    assert {stage for stage, _ in told} <= {"reading", "hearing the voices"} and told
    assert all(0 <= done <= 1.0001 for _, done in told)


def test_a_diarization_of_another_call_is_left_aside(tmp_path: Path) -> None:
    """Once of another call, once of the first seconds alone: the voices are told apart by their sound, and that is said."""
    recording = tmp_path / "call 1.opus"
    recording.write_bytes((SAMPLES / "meter_mono.opus").read_bytes())
    plain = listen(recording, recogniser="no words")
    for name, until in (("parcel_pushed", 1e9), ("meter_mono", 8.0)):
        truth = json.loads((SAMPLES / f"{name}.truth.json").read_text(encoding="utf-8"))
        rows = [
            (line["start"], line["end"], line["speaker"])
            for line in truth["lines"]
            if line["end"] < min(until, plain.duration)
        ]
        rttm = [f"SPEAKER call 1 1 {a} {b - a} <NA> <NA> {who} <NA> <NA>" for a, b, who in rows]
        recording.with_suffix(".rttm").write_text("\n".join(rttm))
        call = listen(recording, recogniser="no words")
        assert call.turns == plain.turns
        assert sum("left aside" in doubt.why for doubt in call.doubts) == 1


def test_a_diarization_beside_parts_the_voices_of_one_channel(tmp_path: Path) -> None:
    """What the RTTM gives to A and B is theirs; the one that speaks first is the agent; a third voice is nobody's."""
    truth = json.loads((SAMPLES / "meter_mono.truth.json").read_text(encoding="utf-8"))
    recording = tmp_path / "call.opus"
    recording.write_bytes((SAMPLES / "meter_mono.opus").read_bytes())
    rows = [(line["start"], line["end"], line["speaker"]) for line in truth["lines"]]
    lost = rows.pop()
    rttm = [f"SPEAKER call 1 {a} {b - a} <NA> <NA> {who} <NA> <NA>" for a, b, who in [*rows, (*lost[:2], "radio")]]
    recording.with_suffix(".rttm").write_text("\n".join(rttm))
    call = listen(recording, recogniser="no words")
    for turn in call.turns:
        whose = [who for a, b, who in rows if Span(a - 0.3, b + 0.3).contains(turn.span)]
        assert turn.speaker in whose, turn
    assert any("1 more" in doubt.why for doubt in call.doubts)
