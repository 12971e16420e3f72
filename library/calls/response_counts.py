"""What followed techniques and placebos, kept by call and stratum, so that many calls are compared in one sum of rows.

    Report  ->  answer (call, kind, technique, stratum: how many were told, how many calmer)

Only moments of high confidence whose response could be told; kind ``placebo`` with no technique where nothing was said.
"""

from __future__ import annotations

from collections import Counter

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from analysis.report import Report, Response
from library.calls.strata import stratum
from library.database.schema import Answer

PLACEBO = "placebo"


def put_responses(session: Session, report: Report) -> None:
    """Count what followed, in the place of an older count, within a transaction of the caller's."""
    responses: Counter[tuple[str, str, int]] = Counter()
    calmer: Counter[tuple[str, str, int]] = Counter()
    for kind, technique, start, response in _answers(report):
        stratum_index = stratum(response, start / report.duration if report.duration else 0.0)
        if stratum_index is not None:
            responses[kind, technique, stratum_index] += 1
            calmer[kind, technique, stratum_index] += response.after == "calmer"
    session.execute(delete(Answer).where(Answer.call_id == report.call_id))
    names = ("kind", "technique", "stratum")
    counts = [
        {"call_id": report.call_id, **dict(zip(names, key, strict=True)), "told": n, "calmer": calmer[key]}
        for key, n in responses.items()
    ]
    if counts:
        session.execute(insert(Answer), counts)


def _answers(report: Report) -> list[tuple[str, str, float, Response]]:
    moments = [m for m in report.moments if m.technique and m.response is not None and m.confidence == "high"]
    return [(m.kind, m.technique or "", m.span.start, m.response) for m in moments if m.response is not None] + [
        (PLACEBO, "", p.span.start, p.response) for p in report.placebos
    ]
