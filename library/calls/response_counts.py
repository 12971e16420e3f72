"""What followed techniques and placebos, kept by call and stratum, so that many calls are compared in one sum of rows.

    Report  ->  answer (call, kind, technique, stratum: how many were told, how many calmer)

Only moments of high confidence whose response could be told; kind ``placebo`` with no technique where nothing was said.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import ColumnElement, String, case, cast, delete, func, insert, select
from sqlalchemy.orm import Session

from analysis.report import Report, Response
from library.calls.base_rate import AGENTS, Row, stratum
from library.calls.listing import Filter, apply_filter
from library.database.schema import Answer, CallRow

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


def response_rows(session: Session, call_filter: Filter) -> list[Row]:
    """The sums over the calls that are wanted, by cluster: agents where enough are named, else groups of calls."""
    agents = session.execute(
        apply_filter(select(func.count(CallRow.agent_id.distinct())), call_filter, named=False)
    ).scalar_one()
    cluster = _cluster(by_agent=agents >= AGENTS).label("cluster")
    groups: tuple[Any, ...] = (cluster, Answer.kind, Answer.technique, Answer.stratum)
    counted = select(*groups, func.sum(Answer.told), func.sum(Answer.calmer)).select_from(CallRow)
    counted = counted.join(Answer, Answer.call_id == CallRow.id).group_by(*groups)
    return [
        Row(name, None if kind == PLACEBO else (kind, technique), int(stratum_index), int(responses), int(calmer))
        for name, kind, technique, stratum_index, responses, calmer in session.execute(
            apply_filter(counted, call_filter, named=False)
        )
    ]


def _cluster(by_agent: bool) -> ColumnElement[str]:
    """A call's cluster. Ids are hashes, so their last two characters make groups of calls by chance, 256 at most."""
    group = "call " + func.substr(CallRow.id, func.length(CallRow.id) - 1)
    if not by_agent:
        return group
    return case((CallRow.agent_id.is_not(None), "agent " + cast(CallRow.agent_id, String)), else_=group)
