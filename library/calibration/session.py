"""What a calibration session is, and who may be told what was answered in it.

::

    begun ──> each reviewer fills in the form, blind ──> finished themselves: told what the others who have finished answered
                                                    └──> opened, by whoever leads it or when the last has finished: told to all;
                                                         what was not finished by then is left out

Until then a session tells who takes part and how far they are, and nothing of any answer: not even how many differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from library.access.permits import viewer_in
from library.database.schema import CallRow
from library.database.tables.evaluations import CalibrationRow, EvaluationRow, FormRow
from library.database.text import one_line
from library.database.walls import unwalled
from library.evaluations.reviewers import Reviewer


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of their calls a reviewer has finished."""

    reviewer: Reviewer
    done: int
    of: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """A session in a list.

    calls      names by id, of those that whoever looks may see
    reviewers  by name, each with how far they are
    reference  whose answers are taken as right, if anybody's are
    opened     when it was opened, by whoever leads it or when the last had finished
    told       whether whoever looks may be told what was answered
    leads      whether it is theirs to open, and to write down what was agreed
    to_do      their own evaluation that is to be finished next, with its call, if there is one
    """

    id: int
    form_id: int
    form: str
    version: int
    begun: datetime
    leader: str
    due: datetime | None
    reference: Reviewer | None
    opened: datetime | None
    calls: Mapping[str, str]
    reviewers: tuple[Progress, ...]
    told: bool
    leads: bool
    to_do: tuple[int, str] | None


def sessions(session: Session, by: str, *conditions: ColumnElement[bool]) -> tuple[Calibration, ...]:
    """The sessions that whoever looks takes part in or leads, the newest first; who that is where nobody signs in says ``by``."""
    statement = select(CalibrationRow, FormRow.name).join(FormRow, FormRow.id == CalibrationRow.form_id)
    rows = session.execute(statement.where(*conditions).order_by(CalibrationRow.id.desc())).all()
    ids = [row.id for row, _ in rows]
    with unwalled(session):  # how far the others are, which their own evaluations would not tell
        seats = session.scalars(
            select(EvaluationRow).where(EvaluationRow.calibration_id.in_(ids)).order_by(EvaluationRow.id)
        ).all()
    wanted = {seat.call_id for seat in seats}
    here = select(CallRow.id, CallRow.name).where(CallRow.id.in_(wanted), CallRow.delete_due.is_(None))
    names: dict[str, str] = {call_id: name for call_id, name in session.execute(here)}  # noqa: C416  rows, for mypy
    by_session: defaultdict[int, list[EvaluationRow]] = defaultdict(list)
    for seat in seats:
        if seat.call_id in names and seat.calibration_id is not None:
            by_session[seat.calibration_id].append(seat)
    return tuple(_told(session, row, form, by_session[row.id], names, by) for row, form in rows)


def leads(session: Session, row: CalibrationRow, by: str) -> bool:
    """Whether a session is led by whoever looks; where people sign in, an admin may do what its leader may."""
    viewer = viewer_in(session)
    if viewer.is_person:
        return row.leader_id == viewer.person_id or "admin" in viewer.roles
    return row.leader == one_line(by)


def _told(
    session: Session, row: CalibrationRow, form: str, seats: Sequence[EvaluationRow], names: Mapping[str, str], by: str
) -> Calibration:
    viewer = viewer_in(session)
    person, name = viewer.person_id, one_line(by)
    own = [seat for seat in seats if (seat.reviewer_id == person if viewer.is_person else seat.reviewer == name)]
    is_told = row.opened is not None or (bool(own) and all(seat.finished is not None for seat in own))
    to_do = next(((seat.id, seat.call_id) for seat in own if seat.finished is None), None)
    reference = None if row.reference is None else Reviewer(row.reference, row.reference_id)
    calls = {call_id: names[call_id] for call_id in dict.fromkeys(seat.call_id for seat in seats)}
    return Calibration(
        row.id, row.form_id, form, row.version, row.begun, row.leader, row.due, reference, row.opened, calls, _progress(seats),
        is_told, leads(session, row, by), to_do if row.opened is None else None,
    )  # fmt: skip


def _progress(seats: Iterable[EvaluationRow]) -> tuple[Progress, ...]:
    of: defaultdict[Reviewer, list[bool]] = defaultdict(list)
    for seat in seats:
        of[_who(seat)].append(seat.finished is not None)
    by_name = sorted(of, key=lambda one: (one.name.casefold(), one.person_id or 0))
    return tuple(Progress(who, sum(of[who]), len(of[who])) for who in by_name)


def _who(seat: EvaluationRow) -> Reviewer:
    return Reviewer(seat.reviewer, seat.reviewer_id)
