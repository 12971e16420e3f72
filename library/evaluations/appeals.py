"""Appeals: an agent contradicts one answer of a finished evaluation, and somebody else decides, in writing."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from audio.errors import InputError
from audio.span import Span
from library.access.permits import permit, viewer_in
from library.audit.recording import record
from library.database.connection import Database
from library.database.evaluation_tables import AppealRow, EvaluationAnswer, EvaluationRow
from library.database.schema import Agent, CallRow
from library.database.text import one_line, storable_text
from library.database.walls import unwalled
from library.evaluations.evaluation import answers_of, appeals_of, evaluation_row, is_reviewer, storable
from library.evaluations.reviewers import writing
from library.evaluations.scoring import Score, check_answers, score
from library.forms.form import Answer
from library.forms.forms import find_version
from library.inbox.telling import Whom, coaches_of, of_call, tell


class Appeals:
    """The appeals of one library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def file(self, evaluation_id: int, question_id: str, by: str, reason: str, span: Span | None = None) -> int:
        """Appeal against one answer, as the agent, with a reason and, if there is one, the stretch that shows it; the appeal's id.

        Raises :class:`InputError` where the evaluation is not finished, the answer is appealed already, or no reason is given.
        """
        if not reason.strip():
            raise InputError("An appeal needs its reason.")
        with self._database.write() as session:
            row = evaluation_row(session, evaluation_id)
            permit(session, "respond", [row.call_id])
            if row.finished is None or row.kind != "review":
                raise InputError("Only an answer of a finished evaluation can be appealed.")
            if question_id not in answers_of(session, evaluation_id):
                raise InputError("That question was not answered, so there is nothing to appeal.")
            if any(appeal.question == question_id for appeal in appeals_of(session, evaluation_id)):
                raise InputError("That answer was appealed already.")
            made = AppealRow(
                evaluation_id=evaluation_id, question_id=question_id, filed=datetime.now(UTC), filed_by=writing(session, by),
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
            appeal = session.get(AppealRow, appeal_id)
            if appeal is None:
                raise InputError("There is no such appeal that is still to be decided.")
            row = evaluation_row(session, appeal.evaluation_id)
            permit(session, "decide", [row.call_id])
            if appeal.decided is not None:
                raise InputError("There is no such appeal that is still to be decided.")
            if is_reviewer(session, row, by) or _is_party(session, row, appeal, by):
                raise InputError("An appeal is decided by neither who gave the answer nor who appealed.")
            if upheld and answer is None:
                raise InputError("An appeal that is upheld needs the answer that is right.")
            with unwalled(session):
                found = _decided(session, row, appeal, answer if upheld else None)
                appeal.decided, appeal.decided_by = datetime.now(UTC), writing(session, by)
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
