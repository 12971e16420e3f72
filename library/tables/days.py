"""Which days have changed: for each a mark that is another one whenever a row of its tables may be.

The mark is a hash over what the rows are made of and what can be read without unpacking a call: the call's own columns, when and under what its report
was made, its corrections, verdicts, masks and evaluations, all as the viewer sees them. So a call that is deleted, hidden, moved to another day or
shown to somebody changes the mark of its days too, and no list of what has happened needs to be complete for that. A million calls are read
in a minute; of those of a day that has not changed nothing more is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Executable, Select, select, text

from library.database.connection import Database
from library.database.schema import (
    NO_WORDS,
    OF_THE_HOUSE,
    Agent,
    CallRow,
    CorrectionRow,
    MaskRow,
    NoteRow,
    ReportRow,
    Setting,
    Spoken,
    Team,
)
from library.database.settings import AGENT_VOICE
from library.database.tables.evaluations import EvaluationRow

AT_ONCE = 2000
"""Rows that are held at a time."""


class Days:
    """The days on which the calls of one library were held, in UTC."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def marks(self) -> dict[date, str]:
        """By day, what tells it from the same day with another content."""
        hashes: dict[date, Any] = {}
        with self._database.read() as session:
            switched = session.scalar(select(Setting.value).where(Setting.name == AGENT_VOICE))
            for statement in _rows():
                for row in session.execute(statement.execution_options(yield_per=AT_ONCE)):
                    day = row[0].date()
                    if day not in hashes:
                        hashes[day] = hashlib.sha256(repr(switched).encode())
                    hashes[day].update(repr(tuple(row)).encode())
        return {day: found.hexdigest() for day, found in sorted(hashes.items())}

    def calls(self, day: date) -> tuple[str, ...]:
        """The calls of a day, in the order of time."""
        start = datetime.combine(day, time(), UTC)
        held = (CallRow.date >= start, CallRow.date < start + timedelta(days=1))
        with self._database.read() as session:
            return tuple(
                session.scalars(select(CallRow.id).where(*OF_THE_HOUSE, *held).order_by(CallRow.date, CallRow.id))
            )


def _rows() -> Iterator[Executable]:
    """What the rows of the tables are made of, the call's date first, in an order that stays."""
    own = (
        CallRow.name, CallRow.duration, CallRow.layout, CallRow.depends, CallRow.outcome, CallRow.pushed, CallRow.partnered, CallRow.escalated,
        CallRow.settled, CallRow.missed, CallRow.reviewed, CallRow.reviewed_by, CallRow.queue, CallRow.direction, CallRow.disposition,
        CallRow.reference, CallRow.destroyed,
    )  # fmt: skip
    calls = select(
        CallRow.date,
        CallRow.id,
        *own,
        Agent.name,
        Team.name,
        ReportRow.made,
        ReportRow.fingerprint,
        MaskRow.edition,
        MaskRow.masks,
    )
    calls = calls.outerjoin(Agent, CallRow.agent_id == Agent.id).outerjoin(Team, Agent.team_id == Team.id)
    calls = calls.outerjoin(ReportRow, ReportRow.call_id == CallRow.id).outerjoin(
        MaskRow, MaskRow.call_id == CallRow.id
    )
    yield calls.where(*OF_THE_HOUSE).order_by(CallRow.date, CallRow.id)
    wordless = select(CallRow.date, CallRow.id).join(Spoken, Spoken.call_id == CallRow.id).where(text(NO_WORDS))
    yield wordless.where(*OF_THE_HOUSE).order_by(CallRow.date, CallRow.id)
    verdicts = select(CallRow.date, CallRow.id, NoteRow.id, NoteRow.version, NoteRow.deleted).where(
        NoteRow.verdict.is_not(None)
    )
    yield _with_call(verdicts, NoteRow)
    yield _with_call(
        select(CallRow.date, CallRow.id, CorrectionRow.id, CorrectionRow.act, CorrectionRow.taken_back), CorrectionRow
    )
    finished = select(
        CallRow.date, CallRow.id, EvaluationRow.id, EvaluationRow.form_id, EvaluationRow.version, EvaluationRow.kind, EvaluationRow.reviewer,
        EvaluationRow.finished, EvaluationRow.score, EvaluationRow.acknowledged,
    )  # fmt: skip
    yield _with_call(finished.where(EvaluationRow.finished.is_not(None)), EvaluationRow)


def _with_call(statement: Any, table: type[NoteRow | CorrectionRow | EvaluationRow]) -> Select[Any]:
    joined: Select[Any] = statement.join(CallRow, CallRow.id == table.call_id)
    return joined.where(*OF_THE_HOUSE).order_by(CallRow.date, CallRow.id, table.id)
