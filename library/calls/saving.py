"""Keeping a call and its report: all that belongs to one is written in one transaction of the caller's.

Beside the thing itself go the columns by which it is listed, searched and counted, so that these never disagree with it::

    Call    ->  hearing (facts, tracks)   call (name, date, duration)   spoken (its words as corrected, masked and folded), mask
    Report  ->  report (the whole of it)  call (counts, outcome)        tally (moments by kind, technique, response)
      and verdicts on its moments                                       answer (what followed, by stratum)
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from analysis.report import Report
from audio.call import Call
from library.access.permits import no_such_call
from library.audit.recording import record
from library.calls.redacting import original_report, put_masks
from library.calls.response_counts import put_responses
from library.calls.verdicts import settled_report, verdicts_on
from library.corrections.rows import corrected
from library.database.connection import put
from library.database.packing import pack_call, pack_report
from library.database.schema import TOPIC, CallRow, Hearing, NoteRow, ReportRow, Tally, day_of
from library.database.text import fold_text, one_line
from library.inbox.telling import tell_unanswered
from library.metadata.call_metadata import Metadata
from library.redaction.masking import is_masked


def put_call(
    session: Session,
    call: Call,
    recording: str | None,
    depends: str,
    *,
    name: str | None = None,
    date: datetime | None = None,
) -> None:
    """Keep a call within a transaction of the caller's. Raises ``ValueError`` for one as it is shown, in whose place the original would be lost."""
    if is_masked(call.turns) and session.scalar(select(CallRow.destroyed).where(CallRow.id == call.id)) is None:
        raise ValueError(f"call {call.id} is masked: what is kept is what library.original_call gives")
    now = datetime.now(UTC)
    named = one_line(name or call.source) or call.id
    facts, tracks = pack_call(call)
    values: dict[str, object] = {"duration": call.duration, "layout": call.layout, "depends": depends}
    first = {**values, "id": call.id, "name": named, "folded": fold_text(named), "date": date or now, "kept": now}
    counts = dict.fromkeys(("pushed", "partnered", "escalated", "settled", "missed"), 0)
    if not put(session, CallRow, {**first, **counts}, key=("id",), replace=False):
        if name:
            values |= {"name": named, "folded": fold_text(named)}
        if date:
            values |= held(date)
        session.execute(update(CallRow).where(CallRow.id == call.id).values(**values))
    hearing = {"call_id": call.id, "depends": depends, "recording_id": recording, "heard": now}
    put(session, Hearing, {**hearing, "facts": facts, "tracks": tracks}, key=("call_id", "depends"))
    put_masks(session, call.id, corrected(session, call).turns)


def held(date: datetime) -> dict[str, object]:
    """What changes of a call's row where it was held at another time."""
    return {"date": date, "day": day_of(date)}


def put_corrected(session: Session, call: Call) -> None:
    """A call's words are others now, by a correction: its report is of those before, and is to be made anew."""
    put_masks(session, call.id, call.turns)
    session.execute(update(ReportRow).where(ReportRow.call_id == call.id).values(fingerprint=""))


def heard_in(recording: str) -> ColumnElement[bool]:
    """Of a call's row: that it was heard in this recording."""
    return CallRow.id.in_(select(Hearing.call_id).where(Hearing.recording_id == recording))


def forget_deleted(session: Session, condition: ColumnElement[bool]) -> None:
    """Remove the calls of ``condition`` that wait to be deleted, within a transaction of the caller's: what is brought again is new,
    and neither are its old notes in it nor goes it with the old one."""
    waiting = delete(CallRow).where(condition, CallRow.delete_due.is_not(None)).returning(CallRow.id)
    record(session, "deleted", session.scalars(waiting).all(), why="it waited to be, and was brought again")


def put_metadata(session: Session, call_id: str, metadata: Metadata) -> None:
    """Keep what is known of a call beside its sound, but whose it is, within a transaction of the caller's; what is not said stays."""
    names = ("date", "queue", "direction", "disposition", "reference")
    values = {name: value for name in names if (value := getattr(metadata, name)) is not None}
    if metadata.date is not None:
        values |= held(metadata.date)
    if values:
        session.execute(update(CallRow).where(CallRow.id == call_id).values(**values))


def put_report(session: Session, report: Report, fingerprint: str) -> None:
    """Keep a report, and count its moments as people settled them, within a transaction of the caller's."""
    lock_call(session, report.call_id)
    row = {"call_id": report.call_id, "fingerprint": fingerprint, "made": datetime.now(UTC)}
    put(session, ReportRow, {**row, "report": pack_report(report)}, key=("call_id",))
    count_moments(session, report)
    tell_unanswered(session, [report.call_id])


def recount(session: Session, call_id: str) -> None:
    """Count a call's moments anew as people settled them, within the transaction in which they did."""
    report = original_report(session, call_id)
    if report is not None:
        lock_call(session, call_id)
        count_moments(session, report)


def recount_private(session: Session) -> None:
    """Count the calls anew on which somebody kept a verdict private: from the first person who signs in, such a verdict counts no more."""
    private = select(NoteRow.call_id).where(NoteRow.audience == "me", NoteRow.verdict.is_not(None))
    for call_id in session.scalars(private.where(NoteRow.deleted.is_(None)).distinct()).all():
        recount(session, call_id)


def count_moments(session: Session, report: Report) -> None:
    """Write what is counted of a report as people settled it: tallies, what followed, the list's columns."""
    report = settled_report(session, report, verdicts_on(session, report))
    tallies: Counter[tuple[str, str, str, str]] = Counter(
        (m.kind, m.technique or "", m.response.after if m.response else "", m.confidence) for m in report.moments
    )
    for m in report.measures:  # what customers complain of and praise, counted in their lines
        if m.value and (m.name == "compliments" or m.name.startswith("complaint_")):
            tallies[TOPIC, m.name, "", "high"] += int(m.value)
    session.execute(delete(Tally).where(Tally.call_id == report.call_id))
    for (kind, technique, after, confidence), n in tallies.items():
        session.add(
            Tally(call_id=report.call_id, kind=kind, technique=technique, after=after, confidence=confidence, n=n)
        )
    put_responses(session, report)
    sure = Counter(m.kind for m in report.moments if m.confidence == "high")
    counts = {kind: sure[kind] for kind in ("pushed", "partnered", "escalated", "settled", "missed")}
    session.execute(update(CallRow).where(CallRow.id == report.call_id).values(outcome=report.outcome.kind, **counts))


def lock_call(session: Session, call_id: str) -> CallRow:
    """A call's row, which nobody else changes until the session ends. Raises :class:`SameSideError` where there is none."""
    row = session.get(CallRow, call_id, with_for_update=True)
    if row is None:
        raise no_such_call(call_id)
    return row
