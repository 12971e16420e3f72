"""Calibration sessions of a library: begun, opened, and what was agreed in them written down."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from audio.errors import InputError
from library.access.permits import NotAllowedError, acting_name, permit, permit_in_house, viewer_in
from library.audit.recording import record
from library.calibration.answers import read_agreed, read_answers
from library.calibration.comparing import SideBySide, compare
from library.calibration.session import Calibration, leads, sessions
from library.database.connection import Database, put
from library.database.schema import Agent, CallRow
from library.database.tables.evaluations import AgreedAnswer, CalibrationRow, CalibrationSeat, EvaluationRow
from library.database.text import storable_text
from library.database.walls import unwalled
from library.evaluations.evaluation import storable, waiting_row
from library.evaluations.reviewers import Reviewer, give, reviewer_by
from library.evaluations.scoring import check_answers
from library.forms.form import Answer
from library.forms.forms import FormVersion, find_version

MOST_CALLS = 20
"""Calls of a session: more than that is no meeting's work."""


class Calibrations:
    """The calibration sessions of one library. ``by`` is who asks, where nobody signs in."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(
        self,
        call_ids: Sequence[str],
        form_id: int,
        reviewers: Sequence[Reviewer],
        by: str,
        due: datetime | None = None,
        reference: Reviewer | None = None,
    ) -> int:
        """Begin a session: each of the ``reviewers`` is given each of the calls, but no call of their own; its id.

        Raises :class:`InputError` where a call would be answered by fewer than two, or ``reference`` is none of them.
        """
        with self._database.unwalled.write() as session:
            permit_in_house(session, "calibrate")
            form = find_version(session, form_id, None)
            who = list(dict.fromkeys(reviewer_by(session, one.name, one.person_id) for one in reviewers))
            if len(who) < 2:
                raise InputError("A calibration needs two reviewers at least: one alone agrees with nobody.")
            right = None if reference is None else reviewer_by(session, reference.name, reference.person_id)
            if right is not None and right not in who:
                raise InputError(f"“{right.name}” is the reference and takes no part: add them, or choose another.")
            row = CalibrationRow(
                form_id=form_id, version=form.version, begun=datetime.now(UTC), leader=acting_name(session, by),
                leader_id=viewer_in(session).person_id, due=due, reference=right and right.name,
                reference_id=right and right.person_id, opened=None,
            )  # fmt: skip
            session.add(row)
            session.flush()
            given = _seat(session, row, form, call_ids, who)
            record(session, "began_calibration", given, people=len(who), form=form.form.name)
            return row.id

    def all(self, by: str) -> tuple[Calibration, ...]:
        """The sessions that whoever looks takes part in or leads, the newest first."""
        with self._database.read() as session:
            return sessions(session, by)

    def calibration(self, calibration_id: int, by: str) -> Calibration:
        """One session. Raises :class:`InputError` where there is none that whoever looks has to do with."""
        with self._database.read() as session:
            return _found(session, calibration_id, by)

    def side_by_side(self, calibration_id: int, by: str) -> SideBySide:
        """What was answered, beside each other. Raises :class:`InputError` where whoever looks may not be told yet."""
        with self._database.read() as session:
            found = _found(session, calibration_id, by)
            if not found.told:
                raise InputError(
                    "What the others answered is told once you have finished yours, or the session is opened."
                )
            same_form = sessions(session, by, CalibrationRow.form_id == found.form_id)
            told = [one for one in same_form if one.told and quarter(one.begun) == quarter(found.begun)]
            answers, agreed = read_answers(session, told), read_agreed(session, told)
            forms = {v: find_version(session, found.form_id, v).form for v in {one.version for one in told}}
        return compare(found, told, forms, answers, agreed)

    def open(self, calibration_id: int, by: str) -> None:
        """Tell everybody who has to do with it what was answered; what is not finished is left out from now on. By whoever leads it."""
        with self._database.write() as session:
            row = _led(session, calibration_id, by)
            if row.opened is None:
                with unwalled(session):
                    row.opened = datetime.now(UTC)
                record(session, "opened_calibration", calibration=calibration_id)

    def agree(
        self, calibration_id: int, call_id: str, answers: Mapping[str, tuple[Answer | None, str]], by: str
    ) -> None:
        """Write down what was agreed on a call, by question the answer (``None`` takes it back) and why. By whoever leads it.

        Raises :class:`InputError` where it was not opened yet, or an answer is none of its question.
        """
        with self._database.write() as session:
            row = _led(session, calibration_id, by)
            found = _found(session, calibration_id, by)
            if call_id not in found.calls:
                raise InputError("This calibration has no such call; it may have been deleted.")
            if found.opened is None:
                raise InputError("What was agreed is written down when the session is opened.")
            form = find_version(session, row.form_id, row.version).form
            check_answers(form, {question: answer for question, (answer, _) in answers.items() if answer is not None})
            with unwalled(session):
                for question, (answer, words) in answers.items():
                    _put_agreed(session, row, call_id, question, answer, words, acting_name(session, by))
            record(session, "agreed_answers", call_id, calibration=calibration_id)

    def drop(self, calibration_id: int, by: str) -> None:
        """Throw a session away, with all that was answered in it. By whoever leads it."""
        with self._database.write() as session:
            _led(session, calibration_id, by)
            with unwalled(session):
                for table in (EvaluationRow, AgreedAnswer, CalibrationSeat):
                    session.execute(delete(table).where(table.calibration_id == calibration_id))
                session.execute(delete(CalibrationRow).where(CalibrationRow.id == calibration_id))
            record(session, "dropped_calibration", calibration=calibration_id)


def quarter(moment: datetime) -> tuple[int, int]:
    """The quarter of the calendar that a moment lies in, here."""
    here = moment.astimezone()
    return here.year, (here.month + 2) // 3


def _seat(
    session: Session, row: CalibrationRow, form: FormVersion, call_ids: Sequence[str], reviewers: Sequence[Reviewer]
) -> list[str]:
    """Give each reviewer each call that is not their own; the calls, in the order that was asked for."""
    wanted = list(dict.fromkeys(call_ids))
    if not wanted or len(wanted) > MOST_CALLS:
        raise InputError(f"A calibration goes over 1 to {MOST_CALLS} calls; {len(wanted)} were chosen.")
    permit(session, "give", wanted)
    there = session.execute(
        select(CallRow.id, CallRow.name, Agent.name)
        .join(Agent, CallRow.agent_id == Agent.id, isouter=True)
        .where(CallRow.id.in_(wanted), CallRow.delete_due.is_(None))
    ).all()
    seats: Counter[str] = Counter()
    taking_part: dict[Reviewer, None] = {}
    for who in reviewers:
        others = [call_id for call_id, _, agent in there if agent != who.name]
        for call_id in sorted(give(session, others, who), key=wanted.index):
            session.add(waiting_row(call_id, form, who, row.leader, row.due, row.id))
            seats[call_id] += 1
            taking_part.setdefault(who)
    for call_id, name, _ in there:
        if seats[call_id] < 2:
            raise InputError(
                f"“{name}” would be evaluated by fewer than two of them: it is their own, or not theirs to see."
            )
    if not there:
        raise InputError("None of these calls is here any more.")
    session.add_all(
        CalibrationSeat(calibration_id=row.id, number=k, reviewer=who.name, person_id=who.person_id, finished=None)
        for k, who in enumerate(taking_part)
    )
    return sorted(seats, key=wanted.index)


def _found(session: Session, calibration_id: int, by: str) -> Calibration:
    for found in sessions(session, by, CalibrationRow.id == calibration_id):
        return found
    raise InputError("There is no such calibration; it may have been thrown away.")


def _led(session: Session, calibration_id: int, by: str) -> CalibrationRow:
    row = session.get(CalibrationRow, calibration_id)
    if row is None:
        raise InputError("There is no such calibration; it may have been thrown away.")
    permit_in_house(session, "calibrate")
    if not leads(session, row, by):
        raise NotAllowedError(f"This calibration is led by {row.leader}, and only they do that.")
    return row


def _put_agreed(
    session: Session, row: CalibrationRow, call_id: str, question: str, answer: Answer | None, words: str, by: str
) -> None:
    key = {"calibration_id": row.id, "call_id": call_id, "question_id": question}
    if answer is None:
        there = session.get(AgreedAnswer, (row.id, call_id, question))
        if there is not None:
            session.delete(there)
        return
    values = {
        **key, "answer": json.dumps(storable(answer)), "words": storable_text(words), "agreed": datetime.now(UTC), "agreed_by": by,
    }  # fmt: skip
    put(session, AgreedAnswer, values, key=tuple(key))
