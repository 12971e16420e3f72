"""Appeals: an agent contradicts one answer of a finished evaluation within the house's days, and somebody else decides, in writing.

::

    finished ──── within so many days ────> filed by the agent ────> decided by who coaches the agent, or an admin:
                                            waits in their list      neither the reviewer nor the agent
                                                                       upheld: the answer is changed, the score anew
                                                                       declined: it stays
                                                                     both are told
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from audio.errors import InputError
from audio.span import Span
from library.access.permits import acting_name, permit, permitted, viewer_in
from library.audit.recording import record
from library.database.connection import Database
from library.database.schema import Agent, CallRow
from library.database.tables.evaluations import AppealRow, EvaluationAnswer, EvaluationRow
from library.database.text import one_line, storable_text
from library.database.walls import unwalled
from library.evaluations.evaluation import answers_of, appeals_of, evaluation_row, is_reviewer, storable
from library.evaluations.scoring import Score, check_answers, score
from library.evaluations.settled import settled_in
from library.forms.form import Answer
from library.forms.forms import find_version
from library.inbox.telling import Whom, coaches_of, of_call, tell

Party = Literal["agent", "reviewer"]
NEWEST = 500
"""Appeals that are listed."""


@dataclass(frozen=True, slots=True)
class AppealLine:
    """An appeal in a list: against which answer of whose evaluation of which call, and what came of it (``upheld`` is ``None`` until it is
    decided). ``may_decide`` is whether the viewer may; ``party`` what they are in it: the call's agent, who gave the answer, or neither."""

    id: int
    evaluation_id: int
    call_id: str
    call: str
    agent: str | None
    form_id: int
    version: int
    question: str
    reviewer: str
    filed: datetime
    filed_by: str
    reason: str
    span: Span | None
    decided: datetime | None
    decided_by: str | None
    upheld: bool | None
    words: str | None
    may_decide: bool
    party: Party | None


class Appeals:
    """The appeals of one library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def listed(self, by: str) -> tuple[AppealLine, ...]:
        """The appeals that the viewer sees, those that wait first, the oldest of them first, then those decided, the latest first; ``by`` is
        their name where nobody signs in."""
        return self._lines(by)

    def of(self, evaluation_id: int, by: str) -> tuple[AppealLine, ...]:
        """The appeals against the answers of one evaluation, as :meth:`listed` has them."""
        return self._lines(by, AppealRow.evaluation_id == evaluation_id)

    def _lines(self, by: str, *conditions: ColumnElement[bool]) -> tuple[AppealLine, ...]:
        statement = (
            select(AppealRow, EvaluationRow, CallRow.name, Agent.name, Agent.person_id)
            .join(EvaluationRow, AppealRow.evaluation_id == EvaluationRow.id)
            .join(CallRow, EvaluationRow.call_id == CallRow.id)
            .join(Agent, CallRow.agent_id == Agent.id, isouter=True)
            .where(CallRow.delete_due.is_(None), *conditions)
            .order_by(AppealRow.decided.is_not(None), AppealRow.decided.desc(), AppealRow.id)
            .limit(NEWEST)
        )
        with self._database.read() as session:
            rows = session.execute(statement).all()
            theirs = set(permitted(session, "decide", [row[1].call_id for row in rows]))
            return tuple(_line(session, row, theirs, by) for row in rows)

    def file(self, evaluation_id: int, question_id: str, by: str, reason: str, span: Span | None = None) -> int:
        """Appeal against one answer, as the agent, with a reason and, if there is one, the stretch that shows it; the appeal's id.

        Raises :class:`InputError` where the evaluation is not finished, or too long ago, the answer is appealed already, or no reason is given.
        """
        if not reason.strip():
            raise InputError("An appeal needs its reason.")
        with self._database.write() as session:
            row = evaluation_row(session, evaluation_id)
            permit(session, "respond", [row.call_id])
            if row.finished is None or row.kind != "review":
                raise InputError("Only an answer of a finished evaluation can be appealed.")
            _check_in_time(session, row.finished)
            if question_id not in answers_of(session, evaluation_id):
                raise InputError("That question was not answered, so there is nothing to appeal.")
            if any(appeal.question == question_id for appeal in appeals_of(session, evaluation_id)):
                raise InputError("That answer was appealed already.")
            made = AppealRow(
                evaluation_id=evaluation_id, question_id=question_id, filed=datetime.now(UTC), filed_by=acting_name(session, by),
                reason=storable_text(reason), start=span and span.start, end=span and span.end,
                decided=None, decided_by=None, upheld=None, words=None,
            )  # fmt: skip
            with unwalled(session):
                session.add(made)
                session.flush()
                told = {coach for coach in coaches_of(session, row.call_id) if coach != row.reviewer_id}
                for whom in (told - {""}) | {_reviewer(row)}:
                    tell(
                        session, whom, "appealed", row.call_id, teller=by, evaluation_id=evaluation_id, start=made.start
                    )
            record(session, "appealed", row.call_id, evaluation=evaluation_id)
            return made.id

    def decide(self, appeal_id: int, by: str, upheld: bool, words: str, answer: Answer | None = None) -> Score:
        """Decide an appeal in writing; upheld, ``answer`` takes the place of the one that was given, and the score is anew.

        Raises :class:`InputError` where it is decided already, or by who gave the answer, or without words.
        """
        if not words.strip():
            raise InputError("A decision needs its words: the agent reads them.")
        with self._database.write() as session:
            appeal, row = appeal_of(session, appeal_id, by)
            if appeal.decided is not None:
                raise InputError("There is no such appeal that is still to be decided.")
            if upheld and answer is None:
                raise InputError("An appeal that is upheld needs the answer that is right.")
            with unwalled(session):
                found = _decided(session, row, appeal, answer if upheld else None)
                appeal.decided, appeal.decided_by = datetime.now(UTC), acting_name(session, by)
                appeal.upheld, appeal.words = upheld, storable_text(words)
                for whom in {of_call(session, row.call_id), _reviewer(row)}:
                    tell(
                        session,
                        whom,
                        "appeal_decided",
                        row.call_id,
                        teller=by,
                        evaluation_id=row.id,
                        start=appeal.start,
                    )
            record(session, "decided_appeal", row.call_id, evaluation=row.id, how="upheld" if upheld else "declined")
            return found


def _reviewer(row: EvaluationRow) -> Whom:
    """Who gave the answers, as they are told something."""
    return row.reviewer if row.reviewer_id is None else row.reviewer_id


def appeal_of(session: Session, appeal_id: int, by: str) -> tuple[AppealRow, EvaluationRow]:
    """An appeal and its evaluation, for who may decide it. Raises :class:`InputError` where there is none, or it is not theirs to decide."""
    appeal = session.get(AppealRow, appeal_id)
    if appeal is None:
        raise InputError("There is no such appeal that is still to be decided.")
    row = evaluation_row(session, appeal.evaluation_id)
    permit(session, "decide", [row.call_id])
    if is_reviewer(session, row, by) or _is_party(session, row, appeal, by):
        raise InputError("An appeal is decided by neither who gave the answer nor who appealed.")
    return appeal, row


def _check_in_time(session: Session, finished: datetime) -> None:
    """Raise :class:`InputError` where the house's days for an appeal are over."""
    holds = settled_in(session)
    if datetime.now(UTC) > finished + holds.appeal_time:
        days = "1 day" if holds.appeal_days == 1 else f"{holds.appeal_days} days"
        raise InputError(
            f"An answer can be appealed for {days}, and this evaluation was finished on {finished.astimezone():%-d %B %Y}."
        )


def _line(session: Session, row: Any, theirs: set[str], by: str) -> AppealLine:
    appeal, evaluation, call, agent, agents_person = row
    viewer = viewer_in(session)
    by_name = evaluation.reviewer_id is None and evaluation.reviewer == viewer.name
    if viewer.is_person:
        is_agent, gave_it = viewer.person_id == agents_person, viewer.person_id == evaluation.reviewer_id or by_name
    else:
        is_agent, gave_it = one_line(by) == appeal.filed_by, one_line(by) == evaluation.reviewer
    party: Party | None = "agent" if is_agent else "reviewer" if gave_it else None
    return AppealLine(
        appeal.id, evaluation.id, evaluation.call_id, call, agent, evaluation.form_id, evaluation.version, appeal.question_id,
        evaluation.reviewer, appeal.filed, appeal.filed_by, appeal.reason,
        None if appeal.start is None or appeal.end is None else Span(appeal.start, appeal.end),
        appeal.decided, appeal.decided_by, appeal.upheld, appeal.words,
        evaluation.call_id in theirs and party is None, party,
    )  # fmt: skip


def _is_party(session: Session, row: EvaluationRow, appeal: AppealRow, by: str) -> bool:
    """Whether whoever decides has appealed, or is the call's own agent; or has given the answer under a name typed before there was a sign-in."""
    viewer = viewer_in(session)
    if not viewer.is_person:
        return one_line(by) == appeal.filed_by
    own = select(Agent.id).join(CallRow, CallRow.agent_id == Agent.id)
    own = own.where(CallRow.id == row.call_id, Agent.person_id == viewer.person_id)
    with unwalled(session):
        return session.scalar(own) is not None or (row.reviewer_id is None and row.reviewer == viewer.name)


def _decided(session: Session, row: EvaluationRow, appeal: AppealRow, answer: Answer | None) -> Score:
    """The score with another ``answer`` in the place of the one that was appealed (``None``: with that one), written."""
    form = find_version(session, row.form_id, row.version).form
    if answer is not None:
        check_answers(form, {appeal.question_id: answer})
        given = session.get_one(EvaluationAnswer, (row.id, appeal.question_id))
        given.answer = json.dumps(storable(answer))
        session.flush()
    found = score(form, {question: one.answer for question, one in answers_of(session, row.id).items()})
    row.score, row.failed_by = found.score, found.failed_by
    return found
