"""The report's JSON: the contract's fields, seconds, and never a NaN."""

import json
from dataclasses import replace

import pytest

from analysis.report import VERSION, Measure, Moment, Outcome, Placebo, Report, Response
from audio.call import Call, Doubt, Turn, Word
from audio.span import Span
from library.exchange.report_json import report_json

WHOLE = Span(0.0, 10.0)
CALL = Call(
    id="abc",
    source="parcel.flac",
    duration=10.0,
    layout="two_sides",
    turns=(
        Turn(Span(0.0, 2.00049), "agent", (Word(Span(0.0, 0.5), "Good"), Word(Span(0.5, 1.0), "morning."))),
        Turn(Span(1.5, 4.0), "customer"),
    ),
    doubts=(Doubt("words:customer", "No words are known."),),
)
MOMENT = Moment(
    kind="pushed",
    technique="command",
    span=Span(1.0, 2.0),
    speaker="agent",
    headline="Told the customer what to do",
    because="“calm down”",
    instead="Let's look at it together.",
    response=Response("hotter", "pitch up 3 semitones", 1.25, float("nan"), livelier=True, before=0.5),
)
REPORT = Report(
    call_id="abc",
    duration=10.0,
    measures=(
        Measure("interruption", Span(1.5, 2.0), "customer", 0.5, "s"),
        Measure("escalation", Span(3.0, 4.0), "customer", 2.0, "sd", words="pitch up 4 semitones"),
        Measure("talk_share", WHOLE, "agent", 0.41234567, "of speech"),
        Measure("pitch", WHOLE, "customer", float("nan"), "Hz"),
        Measure("overtalk", WHOLE, None, None, "s", withheld="One channel holds both voices."),
    ),
    moments=(MOMENT,),
    outcome=Outcome("settled", "Relief (“phew”)."),
    placebos=(Placebo(Span(5.0, 6.0), Response("calmer", "pitch down 3 semitones", -1.0, 0.5, usual=True)),),
)


def test_the_contract_is_kept_field_by_field() -> None:
    said = report_json(CALL, REPORT)
    assert said == {
        "version": VERSION,
        "call": {
            "id": "abc",
            "source": "parcel.flac",
            "duration": 10.0,
            "layout": "two_sides",
            "corrected_words": 0,
            "doubts": [{"about": "words:customer", "why": "No words are known."}],
        },
        "turns": [
            {"speaker": "agent", "start": 0.0, "end": 2.0, "text": "Good morning."},
            {"speaker": "customer", "start": 1.5, "end": 4.0, "text": ""},
        ],
        "others": [],
        "overtalk": [{"by": "customer", "start": 1.5, "end": 2.0, "kind": "interruption"}],
        "escalations": [{"speaker": "customer", "start": 3.0, "end": 4.0, "because": "pitch up 4 semitones"}],
        "moments": [
            {
                "kind": "pushed",
                "technique": "command",
                "speaker": "agent",
                "start": 1.0,
                "end": 2.0,
                "headline": "Told the customer what to do",
                "because": "“calm down”",
                "words": "",
                "rule": "",
                "instead": "Let's look at it together.",
                "confidence": "high",
                "response": {
                    "after": "hotter",
                    "because": "pitch up 3 semitones",
                    "change": 1.25,
                    "margin": None,
                    "usual": False,
                    "livelier": True,
                    "before": 0.5,
                },
                "refused_by": [],
            }
        ],
        "placebos": [
            {
                "start": 5.0,
                "end": 6.0,
                "response": {
                    "after": "calmer",
                    "because": "pitch down 3 semitones",
                    "change": -1.0,
                    "margin": 0.5,
                    "usual": True,
                    "livelier": False,
                    "before": None,
                },
            }
        ],
        "outcome": {"kind": "settled", "because": "Relief (“phew”)."},
        "figures": {
            "agent_talk_share": {"value": 0.4123, "unit": "of speech"},
            "customer_pitch": {"value": None, "unit": "Hz"},
            "overtalk": {"value": None, "unit": "s", "withheld": "One channel holds both voices."},
        },
    }


def test_it_is_strict_json() -> None:
    assert json.loads(json.dumps(report_json(CALL, REPORT), allow_nan=False))["call"]["id"] == "abc"


def test_an_escalation_without_words_of_its_own_borrows_those_of_its_moment() -> None:
    silent = replace(REPORT.measures[1], words="")
    moment = replace(MOMENT, kind="escalated", speaker="customer", span=Span(3.0, 4.0), because="loudness up 6 dB")
    report = replace(REPORT, measures=(silent,), moments=(moment,))
    assert report_json(CALL, report)["escalations"][0]["because"] == "loudness up 6 dB"


def test_a_call_and_the_report_of_another_are_refused() -> None:
    with pytest.raises(ValueError, match="the report is of call other"):
        report_json(CALL, replace(REPORT, call_id="other"))
