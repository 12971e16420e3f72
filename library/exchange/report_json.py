"""The report as JSON: what `sameside review --json` writes and what other programs may rely on.

One object a call, plain lists and dictionaries, seconds from the start of the recording throughout::

    version      1; raised when a reader of the old form would go wrong
    call         id, source, duration, layout, doubts; from a library: date, agent, team, queue, direction, disposition, reference
    turns        speech as it sounds: one entry a stretch, in the order of time, in words as corrected
    others       what neither of the two says, as people told
    overtalk     who came in over whom, and of what kind
    escalations  sustained rises of a voice
    moments      what a coach listens to, with evidence and what followed
    outcome      how it ended, and why it is said so
    placebos     the agent's talk in which nothing of the kind was said, and what followed it
    figures      one number for the whole call each, by name

A number that could not be trusted is ``null`` with its reason in ``withheld``, never zero. JSON has no NaN, and
neither has this: whatever is not finite becomes ``null``. The whole form is described in ``docs/report.md``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from analysis.report import VERSION, Measure, Moment, Report, Response
from audio.call import Call
from audio.span import Span

Json = dict[str, Any]


def report_json(
    call: Call,
    report: Report,
    known: Mapping[str, str | None] | None = None,
    refused: Mapping[Moment, Sequence[str]] | None = None,
    settled: Report | None = None,
) -> Json:
    """``call`` and its ``report`` as one JSON-able object. Raises ``ValueError`` where they are of two calls.

    known    what is known of the call beside its sound
    refused  who refuses which moments, so that they count no more
    settled  the report as people settled it, whose figures and ending are told; the report's own where nobody said anything
    """
    counted = settled or report
    if call.id != report.call_id:
        raise ValueError(f"the report is of call {report.call_id}, and the call given is {call.id}")
    return {
        "version": VERSION,
        "call": {
            "id": call.id,
            "source": call.source,
            "duration": seconds(call.duration),
            "layout": call.layout,
            **(known or {}),
            "corrected_words": call.corrected,
            "doubts": [{"about": doubt.about, "why": doubt.why} for doubt in call.doubts],
        },
        "turns": [{"speaker": turn.speaker, **span_json(turn.span), "text": turn.text} for turn in call.turns],
        "others": [{**span_json(turn.span), "text": turn.text} for turn in call.others],
        "overtalk": [{"by": m.speaker, **span_json(m.span), "kind": m.name} for m in report.overtalk],
        "escalations": [
            {"speaker": m.speaker, **span_json(m.span), "because": _evidence(m, report)} for m in report.escalations
        ],
        "moments": [
            {**moment_json(moment), "refused_by": list((refused or {}).get(moment, ()))} for moment in report.moments
        ],
        "outcome": {"kind": counted.outcome.kind, "because": counted.outcome.because},
        "placebos": [{**span_json(p.span), "response": _response(p.response)} for p in report.placebos],
        "figures": {name: _figure(measure) for name, measure in counted.figures.items()},
    }


def moment_json(moment: Moment) -> Json:
    """One moment; ``instead`` and ``response`` are ``null`` where there is none."""
    return {
        "kind": moment.kind,
        "technique": moment.technique,
        "speaker": moment.speaker,
        **span_json(moment.span),
        "headline": moment.headline,
        "because": moment.because,
        "words": moment.words,
        "rule": moment.rule,
        "instead": moment.instead,
        "confidence": moment.confidence,
        "response": None if moment.response is None else _response(moment.response),
    }


def span_json(span: Span) -> Json:
    """Start and end of a span, in seconds."""
    return {"start": seconds(span.start), "end": seconds(span.end)}


def seconds(time: float) -> float:
    """To the millisecond, which is finer than any frame that is measured."""
    return round(float(time), 3)


def number(value: float | None) -> float | None:
    """A plain finite ``float`` of four decimals, or ``None``."""
    return None if value is None or not math.isfinite(value) else round(float(value), 4)


def _response(response: Response) -> Json:
    return {
        "after": response.after,
        "because": response.because,
        "change": number(response.change),
        "margin": number(response.margin),
        "usual": response.usual,
        "livelier": response.livelier,
        "before": number(response.before),
    }


def _figure(measure: Measure) -> Json:
    figure: Json = {"value": number(measure.value), "unit": measure.unit}
    if measure.withheld is not None:
        figure["withheld"] = measure.withheld
    return figure


def _evidence(escalation: Measure, report: Report) -> str:
    """The measure's own words; where it has none, those of the moment that was made of it."""
    of_it = (
        m.because
        for m in report.moments
        if m.kind == "escalated" and m.speaker == escalation.speaker and m.span & escalation.span
    )
    return escalation.words or next(of_it, "")
