"""The samples are what they say: recordings that can be heard, with a truth that agrees with itself and with the script."""

from __future__ import annotations

import ctypes.util
import itertools
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from samples.script import Hold, ScriptMistake, read_script, read_scripts
from samples.telephone import RATE, mu_law, telephone

FOLDER = Path(__file__).parents[1] / "samples"
NAMES = sorted(path.stem for path in (FOLDER / "scripts").glob("*.toml"))
PARTNER = {
    *(
        "collaborative_we",
        "acknowledge_feeling",
        "own_it",
        "offer_choice",
        "feel_felt_found",
        "preemptive_acknowledgement",
    ),
    *(
        "truth_with_plan",
        "overcorrect",
        "firm_direct",
        "move_forward",
        "follow_up",
        "clarify",
        "listening",
        "calm_voice",
    ),
}
PUSH = {
    *("command", "defensive", "blame_customer", "policy_shield", "refusal_unhelpful", "contradict", "dismissive"),
    *("negative_question", "insult", "interruption", "raised_voice"),
}
ESCALATION = {
    *(
        "supervisor_request",
        "profanity",
        "threat_to_leave",
        "repeated_contact",
        "overtalk_complaint",
        "anger_statement",
    ),
}
KNOWN = {"partnered": PARTNER, "pushed": PUSH, "escalated": ESCALATION, "settled": {None}}
espeak = pytest.mark.skipif(ctypes.util.find_library("espeak-ng") is None, reason="espeak-ng is not on this machine")


def truth_of(name: str) -> dict[str, Any]:
    known: dict[str, Any] = json.loads((FOLDER / f"{name}.truth.json").read_text(encoding="utf-8"))
    return known


def sound_of(name: str) -> np.ndarray[Any, Any]:
    """The channels of a sample at 48 kHz, which is what Opus decodes to."""
    with av.open(str(FOLDER / f"{name}.opus")) as file:
        return np.concatenate([frame.to_ndarray() for frame in file.decode(audio=0)], axis=1)


def rms(sound: np.ndarray[Any, Any], start: float, end: float) -> float:
    return float(20 * np.log10(np.sqrt(np.mean(sound[int(start * 48000) : int(end * 48000)] ** 2)) + 1e-9))


def test_there_are_the_calls_a_newcomer_should_see() -> None:
    said = {moment["technique"] for name in NAMES for moment in truth_of(name)["moments"]}
    assert len(NAMES) >= 6
    assert len(said & PARTNER) >= 10 and len(said & PUSH) >= 8 and len(said & ESCALATION) >= 5
    assert any(truth_of(name)["layout"] == "mono" for name in NAMES)
    assert any(truth_of(name)["agent"] == "right" for name in NAMES)
    assert any(not truth_of(name)["moments"] for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_recording_is_small_and_as_long_as_its_truth(name: str) -> None:
    known, sound = truth_of(name), sound_of(name)
    assert (FOLDER / f"{name}.opus").stat().st_size < 400_000
    assert sound.shape[0] == (1 if known["layout"] == "mono" else 2)
    assert sound.shape[1] / 48000 == pytest.approx(known["duration"], abs=0.05)
    assert 60 <= known["duration"] <= 150


@pytest.mark.parametrize("name", NAMES)
def test_everything_lies_inside_the_call_and_in_order(name: str) -> None:
    known = truth_of(name)
    lines = known["lines"]
    own = [line for at, line in enumerate(lines) if at not in {sound["line"] for sound in known["backchannels"]}]
    assert [line["start"] for line in own] == sorted(line["start"] for line in own)
    for line in lines:
        words = line["words"]
        assert 0 <= line["start"] < line["end"] <= known["duration"]
        assert (words[0]["start"], words[-1]["end"]) == (line["start"], line["end"])
        assert all(a["end"] <= b["start"] + 0.001 and a["start"] < a["end"] for a, b in itertools.pairwise(words))
        assert [word["text"] for word in words] == [word for word in line["text"].split() if re.search(r"\w", word)]
    for moment in known["moments"]:
        line = lines[moment["line"]]
        assert (moment["start"], moment["end"], moment["text"]) == (line["start"], line["end"], line["text"])


@pytest.mark.parametrize("name", NAMES)
def test_labels_are_ones_the_design_knows_and_leave_the_other_lines_alone(name: str) -> None:
    known = truth_of(name)
    for moment in known["moments"]:
        assert moment["technique"] in KNOWN[moment["kind"]]
        assert moment["speaker"] == ("agent" if moment["kind"] in ("pushed", "partnered") else "customer")
    labelled = {moment["line"] for moment in known["moments"]}
    assert not labelled & set(known["neutral_lines"]) and not labelled & set(known["tolerated_lines"])
    assert all(known["lines"][at]["speaker"] == "agent" for at in known["neutral_lines"])


@pytest.mark.parametrize("name", NAMES)
def test_over_talk_is_two_voices_at_once(name: str) -> None:
    known = truth_of(name)
    for both in known["interruptions"]:
        cut, by = known["lines"][both["of_line"]], known["lines"][both["line"]]
        assert cut["text"].endswith("—") and cut["speaker"] != by["speaker"]
        assert by["start"] < cut["end"] < by["end"]
    for sign in known["backchannels"]:
        inside = known["lines"][sign["in_line"]]
        assert inside["start"] < sign["start"] and sign["end"] < inside["end"]
    for hold in known["holds"]:
        assert not any(line["start"] < hold["end"] and hold["start"] < line["end"] for line in known["lines"])


@pytest.mark.parametrize("name", NAMES)
def test_the_transcript_says_what_the_truth_says(name: str) -> None:
    text = (FOLDER / f"{name}.vtt").read_text(encoding="utf-8")
    cues = re.findall(r"(\d\d):(\d\d):(\d\d\.\d{3}) --> .*\n<v (Agent|Customer)>(.+)\n", text)
    heard = [(int(h) * 3600 + int(m) * 60 + float(s), who.lower(), said) for h, m, s, who, said in cues]
    lines = sorted(truth_of(name)["lines"], key=lambda line: line["start"])
    assert heard == [(pytest.approx(line["start"], abs=1e-6), line["speaker"], line["text"]) for line in lines]


def test_each_side_is_heard_on_its_own_channel_only() -> None:
    for name in ("parcel_pushed", "insurance_swapped"):
        known, sound = truth_of(name), sound_of(name)
        side = {"agent": 0, "customer": 1} if known["agent"] == "left" else {"agent": 1, "customer": 0}
        alone = known["lines"][0]
        mine, theirs = side[alone["speaker"]], 1 - side[alone["speaker"]]
        assert rms(sound[mine], alone["start"], alone["end"]) > rms(sound[theirs], alone["start"], alone["end"]) + 25


def test_a_hotter_line_is_louder() -> None:
    known, sound = truth_of("parcel_pushed"), sound_of("parcel_pushed")
    levels = {
        heat: np.mean(
            [
                rms(sound[1], line["start"], line["end"])
                for line in known["lines"]
                if line["speaker"] == "customer" and line["heat"] == heat
            ]
        )
        for heat in (0.5, 3.0)
    }
    assert 4 < levels[3.0] - levels[0.5] < 9  # 2.5 steps of 2.5 dB


@espeak
@pytest.mark.parametrize("name", ["taxi_overtalk", "meter_mono"])
def test_making_one_anew_gives_the_same_call(name: str, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "samples.make", "--into", str(tmp_path), name], cwd=FOLDER.parent, check=True)
    for ending in (".truth.json", ".vtt"):
        made, kept = ((folder / f"{name}{ending}").read_text(encoding="utf-8") for folder in (tmp_path, FOLDER))
        assert made == kept
    assert abs((tmp_path / f"{name}.opus").stat().st_size / (FOLDER / f"{name}.opus").stat().st_size - 1) < 0.02


@espeak
def test_a_word_starts_where_its_sound_starts() -> None:
    from samples.voice import Manner, say

    speech = say("Stop. Paper. Tables.", Manner("en+m3"))
    loud = np.abs(speech.sound) > 0.02
    for word in speech.words:
        first = np.flatnonzero(loud[int((word.start - 0.1 if word.start else 0) * speech.rate) :])[0] / speech.rate
        assert (word.start - 0.1 if word.start else 0) + first == pytest.approx(word.start, abs=0.06)


@pytest.mark.parametrize(
    ("line", "slip"),
    [
        ('{ agent = "Hello.", mood = 3 }', "mood"),
        ("{ heat = 3 }", "one speaker"),
        ('{ agent = "Hello.", customer = "Hi." }', "one speaker"),
        ('{ agent = "No.", pushed = "contradict", settled = true }', "one label"),
    ],
)
def test_a_mistaken_script_is_named_with_its_line(tmp_path: Path, line: str, slip: str) -> None:
    path = tmp_path / "call.toml"
    people = 'agent = { name = "A", voice = "en", pace = 160 }\ncustomer = { name = "B", voice = "en", pace = 160 }\n'
    path.write_text(
        f'scenario = "x"\nlayout = "mono"\n{people}lines = [\n {{ hold = 3 }},\n {line},\n]\n', encoding="utf-8"
    )
    with pytest.raises(ScriptMistake, match=f"call.toml: line 2 .*{slip}"):
        read_script(path)


def test_the_scripts_are_read_as_written() -> None:
    scripts = {script.name: script for script in read_scripts()}
    assert list(scripts) == NAMES
    holds = [line.seconds for line in scripts["boiler_hold"].lines if isinstance(line, Hold)]
    assert holds == [13.0, 6.0]


def test_the_telephone_keeps_its_band_and_eight_bits() -> None:
    rng, time = np.random.default_rng(0), np.arange(RATE * 2) / RATE
    for hertz, passes in ((100, False), (1000, True), (3800, False)):
        tone = (0.2 * np.sin(2 * np.pi * hertz * time)).astype(np.float32)
        level = np.sqrt(np.mean(telephone(tone, rng, noise=-90) ** 2)) / np.sqrt(np.mean(tone**2))
        assert (level > 0.95) if passes else (level < 0.1)
    assert len(np.unique(mu_law(np.linspace(-1, 1, 100_001, dtype=np.float32)))) == 255
