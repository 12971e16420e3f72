"""Where a voice left its own calm speech, drawn: a character is half a second, a digit its semitones up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pictures import call, later
from sounds import dice

from analysis.limits import Limits, change
from analysis.report import Measure
from analysis.voice import tone
from analysis.voice.baseline import phrases_of
from analysis.voice.persons import voice_profile, voice_profiles
from analysis.voice.tone import moments, raised_steps
from audio.call import Call, Doubt
from audio.span import Span

LIMITS = Limits()

RISES = """
    customer |00000000  00000000  00000000  00000000        77777777  77777777  77777777    |
    agent    |        00        00        00        00000000        00        00        0000|
"""
SETTLES = """
    customer |00000000  00000000        77777777  77777777  77777777   00000000  00000000   |
    agent    |        00        00000000        00        00        000        00        000|
"""
HOT_FROM_THE_START = """
    customer |77777777  77777777  77777777        00000000  00000000  00000000  00000000    |
    agent    |        00        00        00000000        00        00        00        0000|
"""
ONE_LOUD_WORD = """
    customer |00000000  00000000  00000900  00000000        00000000  00000000  00000000    |
    agent    |        00        00        00        00000000        00        00        0000|
"""
CALM = """
    customer |00000000  01000100  00001000  00110000        00000010  01000000  00010000    |
    agent    |        00        10        00        01000010        00        01        0000|
"""


def draw(picture: str, **options: object) -> Call:
    return call(picture, scale=2, **options)  # type: ignore[arg-type]


def measure(facts: Call, limits: Limits = LIMITS) -> tuple[Measure, ...]:
    return tone.measure(facts, voice_profiles(facts, limits), limits)


def found(facts: Call, limits: Limits = LIMITS) -> list[Measure]:
    return [m for m in measure(facts, limits) if m.name in ("escalation", "settling")]


def test_a_sustained_rise_is_an_escalation() -> None:
    (rise,) = found(draw(RISES))
    assert (rise.name, rise.speaker, rise.unit) == ("escalation", "customer", "semitones")
    assert (rise.span.start, rise.span.end) == pytest.approx((24.0, 38.0), abs=1.6)
    assert rise.value == pytest.approx(7, abs=0.6)
    assert f"pitch up {rise.value} semitones, level up 7 dB and sharper by" in rise.words


def test_an_escalation_begins_where_the_voice_began_to_rise() -> None:
    profile = voice_profile(draw(RISES), "customer", LIMITS)
    assert profile is not None
    calm, raised = profile.steps
    nearly = replace(raised, phrases=calm.phrases[-2:], pitch=4.5, balance=0.0, level=3.5)
    steps = (replace(calm, phrases=calm.phrases[:-2]), nearly, raised)
    (escalation,) = raised_steps(replace(profile, steps=steps), LIMITS)
    assert escalation.span == Span(nearly.span.start, raised.span.end)
    softer = (steps[0], replace(nearly, level=3.0), raised)  # pitch alone is liveliness
    assert [step.span for step in raised_steps(replace(profile, steps=softer), LIMITS)] == [raised.span]
    word = replace(raised, phrases=raised.phrases[:1])
    longer = change(LIMITS, rise_speech=word.speech + 0.1)  # no escalation: nothing began before it
    assert [s.span for s in raised_steps(replace(profile, steps=(steps[0], nearly, word)), longer)] == [word.span]


@pytest.mark.parametrize("seed", range(8))
def test_calm_speech_and_a_loud_word_are_none(seed: int) -> None:
    assert found(draw(CALM, seed=seed, wobble=1.2)) == []
    assert found(draw(ONE_LOUD_WORD, seed=seed)) == []


def test_a_return_is_a_settling() -> None:
    rise, back = found(draw(SETTLES))
    assert (rise.name, back.name) == ("escalation", "settling")
    assert back.span.start >= rise.span.end
    assert back.value == pytest.approx(-7, abs=1)


def test_a_call_that_starts_hot_is_judged_by_its_calm_end() -> None:
    rise, back = found(draw(HOT_FROM_THE_START))
    assert rise.span.start == pytest.approx(0.0, abs=0.1)
    assert rise.span.end == pytest.approx(14.0, abs=1.6)
    assert back.name == "settling"


def test_gain_is_no_rise() -> None:
    """Both voices 12 dB louder or softer, throughout: nothing changes."""
    facts = draw(RISES)
    for gain in (-12, 12):
        louder = replace(facts, voices=tuple(replace(v, loudness=v.loudness + np.float32(gain)) for v in facts.voices))
        assert [(m.name, m.span, m.value) for m in found(louder)] == [(m.name, m.span, m.value) for m in found(facts)]


def test_pitch_alone_or_level_alone_is_none() -> None:
    """A question goes up and leaning in is louder; effort shows in both."""
    facts = draw(RISES)
    calm = draw(RISES.replace("7", "0"))
    high = replace(
        facts,
        voices=tuple(
            replace(v, loudness=c.loudness, balance=c.balance) for v, c in zip(facts.voices, calm.voices, strict=True)
        ),
    )
    louder = draw(RISES.replace("7", "9"))
    loud = replace(
        louder,
        voices=tuple(
            replace(v, pitch=c.pitch, balance=c.balance) for v, c in zip(louder.voices, calm.voices, strict=True)
        ),
    )
    assert found(high) == [] and found(loud) == []


def test_level_and_balance_together_suffice() -> None:
    """9 dB louder and 4.5 dB sharper at the same pitch; a lively voice's own spread makes less of it."""
    facts, calm = draw(RISES.replace("7", "9")), draw(RISES.replace("7", "0"))
    pressed = replace(
        facts, voices=tuple(replace(v, pitch=c.pitch) for v, c in zip(facts.voices, calm.voices, strict=True))
    )
    (rise,) = found(pressed)
    assert rise.words.startswith("level up 9 dB and sharper by")
    (moment,) = moments(measure(pressed, LIMITS), LIMITS)
    assert moment.headline == "Customer's voice louder and sharper"
    assert found(pressed, change(LIMITS, rise_joint=5)) == []


def test_a_mild_rise_is_one_where_the_voice_is_steady() -> None:
    """3 semitones and 5 dB, drawn as calm speech is and as lively speech is that goes up and down by as much."""
    facts, calm = draw(RISES.replace("7", "3")), draw(RISES.replace("7", "0"))
    louder = draw(RISES.replace("7", "5"))
    mild = replace(
        facts,
        voices=tuple(replace(v, loudness=w.loudness) for v, w in zip(facts.voices, louder.voices, strict=True)),
    )
    (rise,) = found(mild)
    assert rise.value == pytest.approx(3, abs=0.5)
    assert found(calm) == []
    lively = draw(RISES.replace("00000000", "00003333").replace("77777777", "22225555"))
    assert found(lively) == []


def test_every_limit_moves_what_it_says() -> None:
    facts = draw(RISES)
    assert found(facts, change(LIMITS, rise_pitch=10, rise_joint=8)) == []
    assert found(facts, change(LIMITS, rise_speech=20)) == []
    assert found(facts, change(LIMITS, rise_level=12, rise_balance=8)) == []
    assert found(facts, change(LIMITS, baseline_speech=60)) == []
    assert [m.name for m in found(draw(SETTLES), change(LIMITS, settle_speech=20))] == ["escalation"]


def test_who_says_too_little_has_no_baseline_and_is_told_so() -> None:
    facts = draw("customer |00000000  00000000 |\nagent |        00        00|")
    (withheld,) = (m for m in measure(facts, LIMITS) if m.withheld)
    assert (withheld.name, withheld.speaker, withheld.value) == ("baseline_pitch", "agent", None)
    assert "says too little" in str(withheld.withheld)
    assert voice_profile(facts, "agent", LIMITS) is None
    (mine,) = (m for m in measure(facts, LIMITS) if m.name == "baseline_pitch" and m.speaker == "customer")
    assert mine.value == pytest.approx(190, rel=0.05)


@pytest.mark.parametrize("about", ["pitch", "pitch:customer"])
def test_where_pitch_is_in_doubt_tone_is_withheld(about: str) -> None:
    facts = draw(RISES, doubts=[Doubt(about, "There is a hum.")])
    assert found(facts) == []
    assert [m.withheld for m in measure(facts, LIMITS) if m.speaker == "customer"] == ["There is a hum."]


def test_a_transcript_alone_has_no_tone() -> None:
    words_only = call("customer |====|\nagent |   =|")
    assert {m.withheld for m in measure(words_only, LIMITS)} == {"there is no sound, only a transcript"}


def test_phrases_are_of_voiced_speech_and_at_most_some_three_seconds() -> None:
    facts = draw("customer |00000000000000000000  =|")
    voice = facts.voice("customer")
    assert voice is not None
    parts = phrases_of(voice, [turn.span for turn in facts.of("customer")])
    assert [round(p.span.duration, 2) for p in parts] == [3.33, 3.33, 3.33, 0.5]
    assert all(12 * np.log2(150) < p.pitch < 12 * np.log2(240) for p in parts)
    assert phrases_of(voice, [Span(10.0, 10.4)]) == ()


def test_the_customers_rise_is_a_moment() -> None:
    facts = draw(SETTLES)
    (up,) = moments(measure(facts, LIMITS), LIMITS)
    assert (up.kind, up.technique, up.speaker) == ("escalated", "voice_up", "customer")
    assert up.headline.startswith("Customer's voice up")
    assert (
        "limits: 4.5 dB of level or 2.5 dB of balance, with 4 semitones or 2.2 times the voice's usual variation in all"
        in up.because
    )
    assert not any(word in (up.because + up.headline).lower() for word in ("angry", "anger", "upset", "emotion"))


AGENT_RISES = """
    customer |00000000  00000000  00000000      00000000  00000000          00000000        |
    agent    |        00        00        000000        00        7777777777        77777777|
"""


def test_the_agents_rise_is_measured_and_no_moment() -> None:
    facts = draw(AGENT_RISES)
    measures = measure(facts, LIMITS)
    up, shown = (next(m for m in measures if m.name == name) for name in ("escalation", "raised_voice"))
    assert (up.speaker, up.span, up.value, up.words) == (shown.speaker, shown.span, shown.value, shown.words)
    assert up.speaker == "agent" and up.value == pytest.approx(7, abs=0.6) and "for 9 s of speech" in up.words
    assert moments(measures, LIMITS) == ()


def test_a_shorter_rise_of_the_agents_is_shown_and_no_escalation() -> None:
    short = AGENT_RISES.replace("7777777777        77777777", "7777            0000000")
    assert [m.name for m in measure(draw(short), LIMITS) if m.unit == "semitones"] == ["raised_voice"]
    assert not any(m.name == "raised_voice" for m in measure(draw(RISES), LIMITS))  # nobody coaches the customer


@pytest.mark.parametrize("picture", [RISES, SETTLES, HOT_FROM_THE_START, CALM])
def test_shifted_it_shifts_and_swapped_it_swaps(picture: str) -> None:
    facts = draw(picture)
    plain = found(facts)
    assert [(m.name, m.speaker, m.value) for m in found(later(facts, 8))] == [
        (m.name, m.speaker, m.value) for m in plain
    ]
    assert [m.span.start for m in found(later(facts, 8))] == pytest.approx([m.span.start + 8 for m in plain])
    assert [(m.name, m.span) for m in found(facts.swapped())] == [(m.name, m.span) for m in plain]
    assert all(m.speaker == "agent" for m in found(facts.swapped()))


def test_steps_cover_the_phrases_in_order() -> None:
    facts = draw(SETTLES)
    mine = voice_profile(facts, "customer", LIMITS)
    assert mine is not None
    assert tuple(p for step in mine.steps for p in step.phrases) == mine.phrases
    (step,) = raised_steps(mine, LIMITS)
    assert step.speech == pytest.approx(12, abs=1.1)


def test_a_long_call_is_partitioned_in_its_own_time() -> None:
    """Some 2000 phrases with three steps: as many steps are found, no more."""
    rng = dice(3)
    height = np.repeat([0, 6, 0], [700, 200, 900]) + rng.normal(0, 0.8, 1800)
    row = "".join(f"{'0' * 4} " if h < 3 else f"{'6' * 4} " for h in height)
    facts = call(f"customer |{row}|", scale=2)
    assert [m.name for m in found(facts)] == ["escalation", "settling"]


def test_on_one_channel_a_rise_to_the_others_pitch_is_not_believed() -> None:
    """The customer's calm voice lies 9.5 semitones over the agent's: the agent 9 up may be the customer."""
    facts = call(
        """
        agent    |00000000   00000000   99999999                    |
        customer |        000        000        0000000000  7777777 |
        """,
        scale=1,
    )
    mixed = replace(facts, layout="mono")
    assert [m.speaker for m in found(facts) if m.name == "escalation"] == ["agent", "customer"]
    assert [m.speaker for m in found(mixed) if m.name == "escalation"] == ["customer"]
