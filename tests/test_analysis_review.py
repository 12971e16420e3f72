"""A review is pure: the same call gives the same report, a call put later its report put later, swapped sides swap."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pictures import call, later

from analysis.language import wording
from analysis.language.rulebook.loading import load_book
from analysis.limits import Limits, change
from analysis.report import Report
from analysis.review import review
from analysis.voice import persons
from analysis.voice.baseline import Profile
from audio.call import Call, Doubt, Speaker

BOOK = load_book()
PICTURE = """
    customer |00000000  000000000         77777777  77777777          77777777     00000000   00000000       |
    agent    |        00         00000000        000        00000000           0000          00       0000   |
"""
SAID = {
    "customer": [
        "Hello, my parcel has not come",
        "and I was told it would be here",
        "This is ridiculous, I have called three times",
        "and nobody ever",
        "I want to speak to your manager",
        "Okay thank you",
        "That is good of you",
    ],
    "agent": [
        "Okay",
        "I see",
        "Calm down, it is not our policy to refund",
        "I am so sorry, that is our mistake and we will put it right together",
        "Let's look at it together",
        "Right",
        "Thank you",
    ],
}


def drawn() -> Call:
    return call(PICTURE, scale=2, said=SAID)  # type: ignore[arg-type]


def gist(report: Report) -> list[tuple[object, ...]]:
    return [
        (m.kind, m.technique, m.speaker, m.words, m.confidence, m.response and (m.response.after, m.response.change))
        for m in report.moments
    ]


def measures(report: Report) -> list[tuple[object, ...]]:
    return sorted(
        (m.name, m.speaker or "", -1.0 if m.value is None else m.value, m.withheld or "") for m in report.measures
    )


def test_a_call_with_something_in_it_has_its_moments() -> None:
    report = review(drawn(), book=BOOK)
    kinds = {m.kind for m in report.moments}
    assert {"pushed", "partnered", "escalated", "settled"} <= kinds
    assert [m.span for m in report.moments] == sorted(m.span for m in report.moments)
    for moment in report.moments:
        assert moment.headline and moment.because
        if moment.kind == "pushed" and moment.technique != "interruption":
            assert moment.instead, moment.technique
        assert (moment.response is not None) == (moment.kind in ("pushed", "partnered"))


def test_the_figures_count_what_followed_partnering() -> None:
    report = review(drawn(), book=BOOK)
    then = [m.response for m in report.moments if m.kind == "partnered" and m.confidence == "high" and m.response]
    assert report.figures["partnered_then_calmer"].value == sum(r.after == "calmer" for r in then) > 0
    assert report.figures["partnered_then_usual"].value == sum(r.usual for r in then)


def test_what_is_only_possible_is_counted_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    sure = review(drawn(), book=BOOK)
    said = wording.moments(drawn(), BOOK)
    monkeypatch.setattr(wording, "moments", lambda *_: tuple(replace(m, confidence="low") for m in said))
    report = review(drawn(), book=BOOK)
    heard = [m for m in report.moments if m.confidence == "high"]
    assert not [m for m in heard if m.words and m.kind != "settled"] and len(report.moments) > len(heard)
    for kind in ("pushed", "partnered", "escalated"):
        assert report.figures[kind].value == sum(m.kind == kind for m in heard) < (sure.figures[kind].value or 0)
    assert not [name for name in report.figures if "times_" in name]


def test_each_voice_is_profiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    profiled: list[Speaker] = []

    def counted(facts: Call, speaker: Speaker, limits: Limits) -> Profile | None:
        profiled.append(speaker)
        return profile(facts, speaker, limits)

    profile = persons.voice_profile
    monkeypatch.setattr(persons, "voice_profile", counted)
    report = review(drawn(), book=BOOK)
    assert profiled == ["agent", "customer"]
    assert any(m.technique == "voice_up" for m in report.moments)


def test_the_same_call_gives_the_same_report() -> None:
    assert review(drawn(), book=BOOK) == review(drawn(), book=BOOK)


@settings(max_examples=10, deadline=None)
@given(st.integers(1, 2000))
def test_shifting_a_call_shifts_its_report(frames: int) -> None:
    by = frames * 0.016
    facts = drawn()
    plain, moved = review(facts, book=BOOK), review(later(facts, by), book=BOOK)
    assert gist(moved) == gist(plain)
    assert [m.span.start for m in moved.moments] == pytest.approx([m.span.start + by for m in plain.moments])
    assert [m.span.end for m in moved.moments] == pytest.approx([m.span.end + by for m in plain.moments])
    shares = ("overtalk_share",)  # of the clock, which got longer
    assert [m for m in measures(moved) if m[0] not in shares] == [m for m in measures(plain) if m[0] not in shares]


def test_swapping_the_speakers_swaps_the_facts() -> None:
    facts = drawn()
    plain, swapped = review(facts, book=BOOK), review(facts.swapped(), book=BOOK)
    other = {"agent": "customer", "customer": "agent", None: None}
    lenses = (
        "talk_share",
        "longest_run",
        "pace",
        "interruptions",
        "backchannels",
        "baseline_pitch",
        "escalation",
        "settling",
    )

    def of(report: Report, turn: bool) -> list[tuple[object, ...]]:
        found = [m for m in report.measures if m.name in (*lenses, "interruption", "backchannel", "attempt", "overlap")]
        return sorted(
            (m.name, str(other[m.speaker] if turn else m.speaker), m.span.start, m.span.end, m.value) for m in found
        )

    assert of(swapped, True) == of(plain, False)


def test_a_limit_moves_what_is_shown_and_the_call_stays() -> None:
    facts = drawn()
    strict = review(facts, change(Limits(), rise_pitch=11, rise_joint=9), BOOK)
    assert not [m for m in strict.moments if m.technique == "voice_up"]
    assert [m for m in review(facts, book=BOOK).moments if m.technique == "voice_up"]


def test_without_words_the_counts_are_withheld_and_never_zero() -> None:
    facts = drawn()
    mute = replace(
        facts,
        turns=tuple(replace(t, words=()) for t in facts.turns),
        doubts=(Doubt("words", "No words: no model was found."),),
    )
    figures = review(mute, book=BOOK).figures
    for kind in (
        "pushed",
        "partnered",
        "escalated",
        "settled",
        "missed",
        "partnered_then_calmer",
        "partnered_then_usual",
    ):
        assert figures[kind].value is None
        assert figures[kind].withheld == "No words: no model was found."


def test_where_it_is_unsure_who_spoke_every_moment_is_of_low_confidence() -> None:
    facts = replace(drawn(), doubts=(Doubt("separation", "The voices are too alike."),))
    found = review(facts, book=BOOK).moments
    assert found and {m.confidence for m in found} == {"low"}
    assert "high" in {m.confidence for m in review(drawn(), book=BOOK).moments}


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(["=", " ", "7", "0"]), max_size=60),
    st.lists(st.sampled_from(["=", " ", "5"]), max_size=60),
)
def test_any_call_at_all_gets_a_report(agent: list[str], customer: list[str]) -> None:
    facts = call(f"agent |{''.join(agent)} |\ncustomer |{''.join(customer)} |", scale=2)
    report = review(facts, book=BOOK)
    assert report.duration == facts.duration
    for measure in report.measures:
        assert (measure.value is None) == (measure.withheld is not None), measure.name
        assert 0 <= measure.span.start <= measure.span.end <= facts.duration + 1e-6
    for moment in report.moments:
        assert 0 <= moment.span.start <= moment.span.end <= facts.duration + 1e-6


def test_one_person_alone_is_not_judged() -> None:
    both = replace(drawn(), layout="mono")
    alone = replace(both, turns=tuple(both.of("agent")))
    assert any(moment.kind == "pushed" for moment in review(both).moments)
    report = review(alone)
    assert report.moments == ()
    for name in ("pushed", "partnered", "missed"):
        assert report.figures[name].value is None and "One person" in (report.figures[name].withheld or "")
    assert review(replace(alone, layout="two_sides")).moments  # two channels, and the other is only quiet
