"""The samples are what they say: recordings that can be heard, with a truth that agrees with itself and with the script."""

from __future__ import annotations

import ctypes.util
import importlib.util
import itertools
import json
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from samples.script import Hold, ScriptError, read_script, read_scripts
from samples.telephone import RATE, handset, mu_law, telephone

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
MISSED = {*ESCALATION, "preemptive_acknowledgement"}
KNOWN = {"partnered": PARTNER, "pushed": PUSH, "escalated": ESCALATION, "missed": MISSED, "settled": {None}}
flite = pytest.mark.skipif(ctypes.util.find_library("flite") is None, reason="flite is not on this machine")
world = pytest.mark.skipif(importlib.util.find_spec("pyworld") is None, reason="the extra “samples” is not installed")


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
    assert sum(truth_of(name)["duration"] >= 60 for name in NAMES) >= 9
    assert len(said & PARTNER) >= 10 and len(said & PUSH) >= 8 and len(said & ESCALATION) >= 5
    assert any(truth_of(name)["layout"] == "mono" for name in NAMES)
    assert any(truth_of(name)["agent"] == "right" for name in NAMES)
    assert any(truth_of(name)["music"] for name in NAMES)
    assert any(not truth_of(name)["moments"] for name in NAMES)
    assert sum(path.stat().st_size for path in FOLDER.glob("*.*")) < 4_000_000


def test_three_agents_have_calls_enough_to_show_how_they_develop() -> None:
    calls: dict[str, list[dict[str, Any]]] = {}
    for known in sorted((truth_of(name) for name in NAMES), key=lambda known: str(known["date"])):
        calls.setdefault(known["agent_name"], []).append(known)
    many = {agent: mine for agent, mine in calls.items() if len(mine) > 1}
    assert len(many["Dean"]) >= 12 and all(len(mine) >= 4 for mine in many.values()) and len(many) == 3
    weeks = {datetime.fromisoformat(known["date"]).isocalendar().week for known in many["Dean"]}
    assert len(weeks) == 8
    early, late = (
        [m["kind"] for known in part for m in known["moments"]] for part in (calls["Dean"][:4], calls["Dean"][-4:])
    )
    assert early.count("pushed") > 2 * early.count("partnered")
    assert late.count("pushed") < late.count("partnered") / 2


@pytest.mark.parametrize("name", NAMES)
def test_each_call_has_an_agent_of_a_team_and_a_date(name: str) -> None:
    known, script = truth_of(name), read_script(FOLDER / "scripts" / f"{name}.toml")
    assert known["agent_name"] == script.agent.name and known["agent_name"] in known["lines"][0]["text"]
    assert known["team"] == script.agent.team and known["team"]
    assert datetime.fromisoformat(known["date"]) == script.date and script.date.tzinfo


@pytest.mark.parametrize("name", NAMES)
def test_the_recording_is_small_and_as_long_as_its_truth(name: str) -> None:
    known, sound = truth_of(name), sound_of(name)
    assert (FOLDER / f"{name}.opus").stat().st_size < 250_000
    assert sound.shape[0] == (1 if known["layout"] == "mono" else 2)
    assert sound.shape[1] / 48000 == pytest.approx(known["duration"], abs=0.05)
    assert 25 <= known["duration"] <= 150


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
        assert moment["speaker"] == ("agent" if moment["kind"] in ("pushed", "partnered", "missed") else "customer")
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


def test_music_is_heard_while_they_wait_and_only_from_the_agents_side() -> None:
    known, sound = truth_of("boiler_hold"), sound_of("boiler_hold")
    (music,) = known["music"]
    first, second = known["holds"]
    assert first["start"] < music["start"] < music["end"] < first["end"]
    assert rms(sound[0], music["start"] + 0.5, music["end"] - 0.5) == pytest.approx(-27, abs=2)
    assert rms(sound[0], second["start"] + 0.5, second["end"] - 0.5) < -45
    assert rms(sound[1], music["start"] + 0.5, music["end"] - 0.5) < -45


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


@flite
@world
@pytest.mark.parametrize("name", ["taxi_overtalk", "meter_mono"])
def test_making_one_anew_gives_the_same_call(name: str, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "samples.make", "--into", str(tmp_path), name], cwd=FOLDER.parent, check=True)
    for ending in (".truth.json", ".vtt"):
        made, kept = ((folder / f"{name}{ending}").read_text(encoding="utf-8") for folder in (tmp_path, FOLDER))
        assert made == kept
    assert abs((tmp_path / f"{name}.opus").stat().st_size / (FOLDER / f"{name}.opus").stat().st_size - 1) < 0.02


@flite
@pytest.mark.parametrize("voice", ["slt", "rms", "awb", "kal"])
def test_a_word_lasts_as_long_as_its_sound(voice: str) -> None:
    from samples.voice import say

    speech = say("Now. Mary. Lovely. It's twenty-two.", voice)
    assert [word.text for word in speech.words] == ["Now.", "Mary.", "Lovely.", "It's", "twenty-two."]
    loud = np.flatnonzero(np.abs(speech.sound) > 0.02) / speech.rate
    for word in speech.words[:4]:  # between full stops is silence, and none of these words starts with a stop
        assert np.min(np.abs(loud - word.start)) < 0.08
    for before, word in itertools.pairwise(speech.words[:4]):
        assert not np.any((loud > before.end + 0.05) & (loud < word.start - 0.02))


@flite
def test_pace_makes_a_voice_quicker_and_its_words_with_it() -> None:
    from samples.voice import say

    calm, quick = (say("I have a bill here for two pounds.", "rms", pace) for pace in (1.0, 1.25))
    assert quick.words[-1].end == pytest.approx(calm.words[-1].end / 1.25, rel=0.05)
    assert len(quick.sound) / quick.rate == pytest.approx(quick.words[-1].end, abs=0.4)


@flite
@pytest.mark.parametrize(
    ("text", "voice", "slip"), [("Hello.", "bob", "no voice “bob”"), ("Ten £ 5.", "rms", "plain letters")]
)
def test_what_cannot_be_spoken_is_said(text: str, voice: str, slip: str) -> None:
    from samples.voice import MissingVoiceError, say

    with pytest.raises((MissingVoiceError, ValueError), match=slip):
        say(text, voice)


@world
def test_a_bent_voice_is_as_long_and_as_high_as_asked() -> None:
    from samples.bend import bend

    rate, time = 16000, np.arange(16000) / 16000
    buzz = np.sum([np.cos(2 * np.pi * 120 * k * time) / k for k in range(1, 40)], axis=0).astype(np.float32) * 0.1
    bent = bend(buzz, rate, semitones=12)
    spectrum = np.abs(np.fft.rfft(bent[4000:12000] * np.hanning(8000)))
    assert bent.shape == buzz.shape
    assert np.argmax(spectrum[:400]) * rate / 8000 == pytest.approx(240, abs=4)


@world
def test_a_longer_throat_has_lower_resonances() -> None:
    from samples.bend import bend

    rate, time = 16000, np.arange(16000) / 16000
    peak = [np.exp(-(((120 * k - 1500) / 200) ** 2)) + 0.01 for k in range(1, 60)]
    voice = np.sum([a * np.cos(2 * np.pi * 120 * (k + 1) * time) for k, a in enumerate(peak)], axis=0)
    for size in (0.8, 1.25):
        bent = bend((0.05 * voice).astype(np.float32), rate, size=size)
        spectrum = np.abs(np.fft.rfft(bent[4000:12000] * np.hanning(8000)))
        assert np.argmax(spectrum) * 2 == pytest.approx(1500 / size, abs=130)  # a harmonic next to it


def test_a_pitch_is_moved_and_stretched_about_its_middle() -> None:
    from samples.bend import move

    moved = move(np.array([0.0, 100.0, 121.0, 0.0]), semitones=12, range_=0.0)
    assert moved == pytest.approx([0, 220, 220, 0])


def test_hold_music_is_as_long_and_as_loud_as_asked_and_has_chords_in_it() -> None:
    from samples.music import hold_music

    sound = hold_music(6.0, RATE, -27.0)
    assert len(sound) == 6 * RATE
    assert 20 * np.log10(np.sqrt(np.mean(sound**2))) == pytest.approx(-27, abs=0.1)
    spectrum = np.abs(np.fft.rfft(sound[: int(1.9 * RATE)]))
    heard = {
        hertz: spectrum[int(hertz * 1.9) - 3 : int(hertz * 1.9) + 4].max() for hertz in (261.6, 329.6, 392.0, 285.0)
    }
    assert min(heard[261.6], heard[329.6], heard[392.0]) > 10 * heard[285.0]  # C, E, G, and nothing between


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
    people = 'agent = { name = "A", voice = "rms", pace = 1.1 }\ncustomer = { name = "B", voice = "rms", pace = 1.1 }\n'
    path.write_text(
        f'scenario = "x"\nlayout = "mono"\ndate = 2026-09-25T10:15:00Z\noutcome = "calm"\n{people}lines = [\n {{ hold = 3 }},\n {line},\n]\n',
        encoding="utf-8",
    )
    with pytest.raises(ScriptError, match=f"call.toml: line 2 .*{slip}"):
        read_script(path)


@pytest.mark.parametrize("date", ["2026-09-25", "2026-09-25T10:15:00", '"Friday"'])
def test_a_date_without_time_and_zone_is_named(tmp_path: Path, date: str) -> None:
    path, person = tmp_path / "call.toml", '{ name = "A", voice = "rms", pace = 1.1 }'
    path.write_text(
        f'scenario = "x"\nlayout = "mono"\ndate = {date}\noutcome = "calm"\nagent = {person}\ncustomer = {person}\nlines = []\n',
        encoding="utf-8",
    )
    with pytest.raises(ScriptError, match=r"call.toml: the date is one with its time and zone"):
        read_script(path)


def test_the_scripts_are_read_as_written() -> None:
    scripts = {script.name: script for script in read_scripts()}
    assert list(scripts) == NAMES
    holds = [line.seconds for line in scripts["boiler_hold"].lines if isinstance(line, Hold)]
    assert holds == [13.0, 6.0]
    assert [line.music for line in scripts["boiler_hold"].lines if isinstance(line, Hold)] == [True, False]


def test_a_handset_hears_high_sounds_better() -> None:
    time = np.arange(RATE) / RATE
    tones = {hertz: (0.1 * np.sin(2 * np.pi * hertz * time)).astype(np.float32) for hertz in (300, 1000, 3000)}
    gains = {h: 20 * np.log10(np.std(handset(tone)[500:-500]) / np.std(tone)) for h, tone in tones.items()}
    assert gains == pytest.approx({300: -7.0, 1000: 0.0, 3000: 5.5}, abs=0.7)


def test_the_telephone_keeps_its_band_and_eight_bits() -> None:
    rng, time = np.random.default_rng(0), np.arange(RATE * 2) / RATE
    for hertz, passes in ((100, False), (1000, True), (3800, False)):
        tone = (0.2 * np.sin(2 * np.pi * hertz * time)).astype(np.float32)
        level = np.sqrt(np.mean(telephone(tone, rng, noise=-90) ** 2)) / np.sqrt(np.mean(tone**2))
        assert (level > 0.95) if passes else (level < 0.1)
    assert len(np.unique(mu_law(np.linspace(-1, 1, 100_001, dtype=np.float32)))) == 255
