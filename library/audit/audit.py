"""The audit of one library: what was done, to be read, filtered and verified; and acts that change nothing, told on their own.

A change is told in its own transaction (:mod:`library.audit.recording`). What is only read is told before the answer goes out, in a
transaction of its own: where that cannot be kept, the caller never comes to answer.

**Alone** on one's own machine reading is not told: nobody else is answerable to anybody, and a page would wait for the disk (and
for whoever writes) to say to its reader that they have read it. Changes, deletions, exports and settings are told all the same: they
write anyway, and a library that becomes a team's then knows what became of its calls. A library is a team's once
somebody may sign in to it; the setting ``audit`` (``{"reads": true}``) has reading told before that too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from library.access.permits import permit_in_house, viewer_in
from library.access.viewer import Viewer, is_team
from library.audit.acts import ACTS, NOTES, READS
from library.audit.anchors import anchors
from library.audit.event import Event, Wanted, event_of
from library.audit.recording import record
from library.audit.verifying import Head, Verified, verify
from library.database.connection import Database
from library.database.schema import Agent, CallRow, Setting
from library.database.tables.accountability import AuditEvent

SETTING = "audit"
PAGE = 100


@dataclass(frozen=True, slots=True)
class Told:
    """An event as people read it: with the name of its call where that is still there (``None``: of none, or gone)."""

    event: Event
    call: str | None


class Audit:
    """The audit of a library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, act: str, call_id: str | Iterable[str] | None = None, **detail: Any) -> None:
        """Tell an act that changes nothing, and come back once that is kept. Raises :class:`SameSideError` where it cannot be."""
        if ACTS[act].group in READS and not self.tells_reads():
            return
        with self._database.unwalled.write(hides_nothing=True) as session:
            record(session, act, call_id, **detail)

    def tells_reads(self) -> bool:
        """Whether reading, listening and searching are told too."""
        viewer = self._database.viewer
        if isinstance(viewer, Viewer) and viewer.is_person:
            return True
        with self._database.unwalled.read() as session:
            return is_team(session) or _asked_for(session)

    def events(self, wanted: Wanted | None = None, page: int = 0, size: int = PAGE) -> tuple[Told, ...]:
        """The events that are wanted, the newest first; ``page`` counts from 0."""
        statement = select(AuditEvent).where(*_conditions(wanted or Wanted())).order_by(AuditEvent.n.desc())
        with self._database.unwalled.read() as session:
            permit_in_house(session, "audit")
            rows = session.scalars(statement.limit(size).offset(page * size)).all()
            names = _names(session, {row.call_id for row in rows if row.call_id})
        return tuple(Told(event_of(row), names.get(row.call_id or "")) for row in rows)

    def about(self, person_id: int, size: int = PAGE) -> tuple[Told, ...]:
        """What others did with a person's calls, and what they did themselves, the newest first. That others wrote notes is left out: a
        private note is nobody's business, not even that it is there."""
        theirs = select(CallRow.id).join(Agent, CallRow.agent_id == Agent.id).where(Agent.person_id == person_id)
        others = AuditEvent.call_id.in_(theirs) & AuditEvent.act.not_in(NOTES)
        wanted = or_(AuditEvent.person_id == person_id, others)
        with self._database.unwalled.read() as session:
            if viewer_in(session).person_id != person_id:
                permit_in_house(session, "audit")
            rows = session.scalars(select(AuditEvent).where(wanted).order_by(AuditEvent.n.desc()).limit(size)).all()
            names = _names(session, {row.call_id for row in rows if row.call_id})
        return tuple(Told(event_of(row), names.get(row.call_id or "")) for row in rows)

    def walk(self, wanted: Wanted | None = None) -> Iterator[Event]:
        """All events that are wanted, the oldest first, some at a time."""
        statement = select(AuditEvent).where(*_conditions(wanted or Wanted())).order_by(AuditEvent.n)
        with self._database.unwalled.read() as session:
            permit_in_house(session, "audit")
            for row in session.scalars(statement.execution_options(yield_per=1000)):
                yield event_of(row)

    def people(self) -> tuple[str, ...]:
        """The names under which something was done."""
        with self._database.unwalled.read() as session:
            permit_in_house(session, "audit")
            return tuple(session.scalars(select(AuditEvent.who).distinct().order_by(AuditEvent.who)))

    def call_named(self, name: str) -> str | None:
        """The id of the call of that name or id, also of one that is gone, by its id; ``None`` where there is none."""
        with self._database.unwalled.read() as session:
            permit_in_house(session, "audit")
            named = select(CallRow.id).where((CallRow.name == name) | (CallRow.id == name))
            found = session.scalars(named.limit(1)).first()
            gone = select(AuditEvent.call_id).where(AuditEvent.call_id == name)
            return found or session.scalars(gone.limit(1)).first()

    def verify(self, noted: Iterable[Head] = ()) -> Verified:
        """Whether the audit is whole, also by what was noted of it beside the recordings; see :mod:`library.audit.verifying`."""
        with self._database.unwalled.read() as session:
            permit_in_house(session, "audit")
            return verify(session, (*anchors(self._database), *noted))


def _asked_for(session: Session) -> bool:
    row = session.get(Setting, SETTING)
    return row is not None and bool(json.loads(row.value).get("reads"))


def _names(session: Session, call_ids: set[str]) -> dict[str, str]:
    columns: list[Any] = [CallRow.id, CallRow.name]
    rows = session.execute(select(*columns).where(CallRow.id.in_(call_ids), CallRow.delete_due.is_(None)))
    return {row.id: row.name for row in rows}


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    tests: list[ColumnElement[bool]] = []
    for column, value in (
        (AuditEvent.who, wanted.who), (AuditEvent.person_id, wanted.person_id), (AuditEvent.call_id, wanted.call_id),
        (AuditEvent.act, wanted.act),
    ):  # fmt: skip
        if value is not None:
            tests.append(column == value)
    if wanted.group is not None:
        tests.append(AuditEvent.act.in_([name for name, act in ACTS.items() if act.group == wanted.group]))
    if wanted.since is not None:
        tests.append(AuditEvent.at >= wanted.since)
    if wanted.until is not None:
        tests.append(AuditEvent.at < wanted.until)
    return tests
