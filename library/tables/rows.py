"""A call as rows of the tables: what its page shows of it, masked as there, in plain values."""

from __future__ import annotations

from typing import Any

from analysis.report import Report
from audio.span import Span
from library.calls.listing import CallSummary
from library.calls.verdicts import refusals
from library.exchange.report_json import number, seconds
from library.store import Library
from library.tables.columns import Name

Row = dict[str, Any]


def rows_of(library: Library, call_id: str) -> dict[Name, list[Row]]:
    """The rows of one call. Raises :class:`SameSideError` where it is gone."""
    summary, report = library.summary(call_id), library.report(call_id)
    by_moment = {} if report is None else library.verdicts_on(report)
    settled = None if report is None else library.settled_report(report, by_moment)
    evaluations = [
        {
            "call_id": call_id, "evaluation": line.id, "form": line.form_id, "version": line.version, "kind": line.kind,
            "reviewer": line.reviewer, "finished": line.finished, "score": number(line.score), "acknowledged": line.acknowledged,
        }
        for line in library.evaluations.of_call(call_id)
        if line.finished is not None
    ]  # fmt: skip
    return {
        "calls": [_call(summary, settled)],
        "moments": [] if report is None else _moments(report, set(refusals(by_moment))),
        "measures": [] if settled is None else _measures(settled),
        "evaluations": evaluations,
    }


def _call(summary: CallSummary, settled: Report | None) -> Row:
    same = (
        "name", "date", "agent", "team", "queue", "direction", "disposition", "reference", "layout", "has_words",
        "pushed", "partnered", "escalated", "settled", "missed", "reviewed", "reviewed_by",
    )  # fmt: skip
    return {
        "call_id": summary.id,
        "duration": seconds(summary.duration),
        "outcome": None if settled is None else settled.outcome.kind,
        **{name: getattr(summary, name) for name in same},
    }


def _moments(report: Report, refused: set[Any]) -> list[Row]:
    same = (
        "kind", "technique", "speaker", "headline", "because", "words", "rule", "instead", "confidence",
    )  # fmt: skip
    rows = []
    for place, moment in enumerate(report.moments):
        response = moment.response
        rows.append(
            {
                "call_id": report.call_id,
                "number": place,
                **{name: getattr(moment, name) for name in same},
                **_within(moment.span),
                "likely": number(moment.likely),
                "refused": moment in refused,
                "after": response and response.after,
                "change": response and number(response.change),
                "margin": response and number(response.margin),
            }
        )
    return rows


def _measures(report: Report) -> list[Row]:
    whole = Span(0.0, report.duration)
    return [
        {
            "call_id": report.call_id,
            "name": measure.name,
            "speaker": measure.speaker,
            **_within(measure.span),
            "whole": measure.span == whole,
            "value": number(measure.value),
            "unit": measure.unit,
            "withheld": measure.withheld,
        }
        for measure in report.measures
    ]


def _within(span: Span) -> Row:
    return {"start": seconds(span.start), "end": seconds(span.end)}
