"""Evaluations kept: given to a reviewer, filled in answer by answer, finished, acknowledged or appealed.

::

    assigned ──first answer──> started ──finish──> finished ──> acknowledged by the agent, or single answers appealed
       due                     saved with every answer              │
                               drafts beside, never results         appeal ── decided by somebody else: upheld (the answer is
                                                                    changed, the score anew) or declined, in writing

Who reviews is never whose call it is, and who decides an appeal is not who gave the answer. An answer keeps what the machine
had drafted beside it, so that how far drafts agree can be said (:mod:`library.evaluations.earned`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Select, select

from audio.errors import InputError
from audio.span import Span
from library.access.permits import acting_name, permit, permit_in_house, viewer_in
from library.audit.recording import record
from library.database.connection import Database, in_batches, put
from library.database.schema import Agent, CallRow
from library.database.tables.evaluations import CalibrationRow, EvaluationAnswer, EvaluationRow
from library.database.text import storable_text
from library.database.walls import unwalled
from library.evaluations.drafts import Clarity, Draft
from library.evaluations.earned import LATEST, Tried, is_blind
from library.evaluations.evaluation import (
    Evaluation,
    EvaluationLine,
    answers_of,
    check_still_open,
    clarity_of,
    evaluation_of,
    evaluation_row,
    finish_seat,
    kind_of,
    own_row,
    storable,
    waiting_row,
)
from library.evaluations.reviewers import MayReview, Reviewer, give, reviewer_by, who_may_review
from library.evaluations.scoring import Score, asked, check_answers, score
from library.forms.form import NOT_APPLICABLE, Answer
from library.forms.forms import find_version
from library.inbox.telling import Whom, of_call, tell


class Evaluations:
    """The evaluations of one library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def assign(
        self,
        call_ids: Sequence[str],
        form_id: int,
        reviewer: str,
        by: str,
        due: datetime | None = None,
        reviewer_id: int | None = None,
    ) -> int:
        """Put calls into a reviewer's queue with the form's latest published version; how many were new there.

        A call that they have with this form already is left as it is, and so is one of their own, and one that is not the viewer's to give.
        ``reviewer_id`` is the person, where people sign in and two have one name. Raises :class:`InputError` where the form was never
        published, or there is no such reviewer.
        """
        new = 0
        with self._database.unwalled.write() as session:
            who, by = reviewer_by(session, reviewer, reviewer_id), acting_name(session, by)
            form = find_version(session, form_id, None)
            for ids in in_batches(call_ids):
                there = session.execute(
                    select(CallRow.id, Agent.name)
                    .join(Agent, CallRow.agent_id == Agent.id, isouter=True)
                    .where(CallRow.id.in_(ids), CallRow.delete_due.is_(None))
                ).all()
                had = set(session.scalars(_reviews_of(who, form_id).where(EvaluationRow.call_id.in_(ids))))
                others = [call_id for call_id, agent in there if call_id not in had and agent != who.name]
                wanted = give(session, others, who)
                rows = [waiting_row(call_id, form, who, by, due) for call_id in wanted]
                session.add_all(rows)
                if by == who.name:
                    record(session, "began_evaluation", wanted, form=form.form.name)
                else:
                    record(session, "gave_evaluation", wanted, person=who.name, form=form.form.name)
                    session.flush()
                    for row in rows:
                        tell(session, _whom(who), "evaluation_given", row.call_id, teller=by, evaluation_id=row.id)
                new += len(wanted)
        return new

    def start(self, call_id: str, form_id: int, reviewer: str) -> int:
        """The reviewer's evaluation of a call with this form, begun now where there is none; its id.

        Raises :class:`InputError` where the call is their own, is not there, or the form was never published.
        """
        with self._database.read() as session:
            permit(session, "evaluate", [call_id])
            viewer = viewer_in(session)
            reviewer = acting_name(session, reviewer)
        self.assign([call_id], form_id, reviewer, reviewer, reviewer_id=viewer.person_id)
        with self._database.read() as session:
            found = session.scalars(
                select(EvaluationRow.id)
                .where(EvaluationRow.call_id == call_id, EvaluationRow.form_id == form_id)
                .where(_is(Reviewer(reviewer, viewer.person_id)), EvaluationRow.kind == "review")
                .order_by(EvaluationRow.finished.is_not(None), EvaluationRow.id.desc())
            ).first()
        if found is None:
            raise InputError("This call cannot be evaluated by you: it is your own, or it is no longer here.")
        return found

    def answer(
        self,
        evaluation_id: int,
        question_id: str,
        answer: Answer | None,
        reviewer: str,
        comment: str = "",
        draft: Draft | None = None,
        clarity: Clarity = "unknown",
        span: Span | None = None,
    ) -> None:
        """Keep one answer (``None`` takes it back), with the draft that the machine has for it, and the stretch by which it is given.

        Raises :class:`InputError` where it is no answer to that question, or the evaluation is finished or somebody else's, or its
        calibration was opened.
        """
        with self._database.write() as session:
            row = own_row(session, evaluation_id, reviewer)
            if row.finished is not None:
                raise InputError("This evaluation is finished; an answer is changed by an appeal that is upheld.")
            form = find_version(session, row.form_id, row.version).form
            check_still_open(session, row)
            if answer is not None:
                check_answers(form, {question_id: answer})
            form.question(question_id)
            values = {
                "evaluation_id": evaluation_id,
                "question_id": question_id,
                "answer": None if answer is None else json.dumps(storable(answer)),
                "comment": storable_text(comment),
                "drafted": None if draft is None or draft.answer is None else json.dumps(storable(draft.answer)),
                "blind": row.calibration_id is not None or is_blind(row.call_id, question_id),
                "clarity": clarity,
                "answered": datetime.now(UTC),
                "start": span and span.start,
                "end": span and span.end,
            }
            with unwalled(session):
                row.started = row.started or datetime.now(UTC)
                put(session, EvaluationAnswer, values, key=("evaluation_id", "question_id"))
            record(session, "answered", row.call_id, evaluation=evaluation_id)

    def finish(self, evaluation_id: int, reviewer: str) -> Score:
        """Finish an evaluation: its score is kept, and the agent may see it.

        Raises :class:`InputError` naming what is still to be answered.
        """
        with self._database.write() as session:
            row = own_row(session, evaluation_id, reviewer)
            check_still_open(session, row)
            form = find_version(session, row.form_id, row.version).form
            answers = {question: given.answer for question, given in answers_of(session, evaluation_id).items()}
            shown = {question.id for question in asked(form, answers)}
            found = score(form, {question: answer for question, answer in answers.items() if question in shown})
            if found.missing:
                first = form.question(found.missing[0]).ask
                more = f", and {len(found.missing) - 1} more" if len(found.missing) > 1 else ""
                raise InputError(f"Still to be answered: “{first}”{more}.")
            is_new = row.finished is None
            if is_new:
                record(session, "finished_evaluation", row.call_id, evaluation=evaluation_id)
            with unwalled(session):
                row.finished = row.finished or datetime.now(UTC)
                row.score, row.failed_by = found.score, found.failed_by
                finish_seat(session, row)
                if is_new and row.kind == "review":  # a calibration is told to no agent
                    whose = of_call(session, row.call_id)
                    tell(session, whose, "evaluated", row.call_id, teller=row.reviewer, evaluation_id=evaluation_id)
            return found

    def evaluation(self, evaluation_id: int) -> Evaluation:
        """One evaluation. Raises :class:`InputError` where there is none."""
        with self._database.read() as session:
            return evaluation_of(session, evaluation_row(session, evaluation_id))

    def of_call(self, call_id: str) -> tuple[EvaluationLine, ...]:
        """The evaluations of a call, the finished ones by date first."""
        return self._listed(EvaluationRow.call_id == call_id)

    def queue(self, reviewer: str) -> tuple[EvaluationLine, ...]:
        """What a reviewer has still to finish, by when it is due; of whoever has signed in, their own."""
        return tuple(line for line in self.given_to(reviewer) if line.finished is None)

    def given_to(self, reviewer: str) -> tuple[EvaluationLine, ...]:
        """All that a reviewer was given, finished or not, by when it is due (“3 of 20” is told from it); of whoever has signed in, their own.
        What was not finished of a calibration that is open by now is left out."""
        with self._database.read() as session:
            who = Reviewer(acting_name(session, reviewer), viewer_in(session).person_id)
        opened = select(CalibrationRow.id).where(CalibrationRow.opened.is_not(None))
        too_late = EvaluationRow.finished.is_(None) & EvaluationRow.calibration_id.in_(opened)
        return self._listed(_is(who), EvaluationRow.calibration_id.is_(None) | ~too_late)

    def of_own_calls(self) -> tuple[EvaluationLine, ...]:
        """The finished evaluations of the viewer's own calls, the latest first; none where nobody signs in, since no call is anybody's then."""
        with self._database.read() as session:
            viewer = viewer_in(session)
        if not viewer.is_person:
            return ()
        done = (EvaluationRow.finished.is_not(None), EvaluationRow.kind == "review")
        lines = self._listed(Agent.person_id == viewer.person_id, *done)
        return tuple(sorted(lines, key=lambda line: (line.finished, line.id), reverse=True))

    def who_may(self, call_ids: Sequence[str]) -> tuple[MayReview, ...]:
        """The persons to whom the viewer may give any of these calls to evaluate, reviewers first, by name, with how many of them."""
        with self._database.unwalled.read() as session:
            permit_in_house(session, "draw")
            return who_may_review(session, call_ids)

    def acknowledge(self, evaluation_id: int, words: str = "") -> None:
        """Say, as the agent, that one has seen a finished evaluation. Raises :class:`InputError` where it is not finished."""
        with self._database.write() as session:
            row = evaluation_row(session, evaluation_id)
            permit(session, "respond", [row.call_id])
            if row.finished is None or row.kind != "review":
                raise InputError("Only a finished evaluation can be acknowledged.")
            with unwalled(session):
                row.acknowledged, row.acknowledged_words = datetime.now(UTC), storable_text(words) or None
                reviewer = _whom(Reviewer(row.reviewer, row.reviewer_id))
                tell(session, reviewer, "acknowledged", row.call_id, evaluation_id=evaluation_id)
            record(session, "acknowledged", row.call_id, evaluation=evaluation_id)

    def tried(self, form_id: int, question_id: str) -> tuple[Tried, ...]:
        """How the machine's drafts of a question compare with what reviewers answered in finished evaluations, the latest last: as many as
        decide what drafts have earned."""
        statement = (
            select(EvaluationAnswer)
            .join(EvaluationRow, EvaluationAnswer.evaluation_id == EvaluationRow.id)
            .where(EvaluationRow.form_id == form_id, EvaluationAnswer.question_id == question_id)
            .where(EvaluationRow.finished.is_not(None), EvaluationRow.kind == "review")
            .where(EvaluationAnswer.drafted.is_not(None), EvaluationAnswer.answer.is_not(None))
            .where(EvaluationAnswer.answer != json.dumps(NOT_APPLICABLE))
            .order_by(EvaluationRow.finished.desc(), EvaluationRow.id.desc())
            .limit(LATEST)
        )
        with self._database.read() as session:
            rows = session.scalars(statement).all()
        return tuple(
            Tried(
                json.loads(row.drafted or "null"), json.loads(row.answer or "null"), clarity_of(row.clarity), row.blind
            )
            for row in reversed(rows)
        )

    def _listed(self, *conditions: ColumnElement[bool]) -> tuple[EvaluationLine, ...]:
        statement = (
            select(EvaluationRow, CallRow.name, Agent.name)
            .join(CallRow, EvaluationRow.call_id == CallRow.id)
            .join(Agent, CallRow.agent_id == Agent.id, isouter=True)
            .where(CallRow.delete_due.is_(None), *conditions)
            .order_by(
                EvaluationRow.finished.is_(None), EvaluationRow.due.is_(None), EvaluationRow.due, EvaluationRow.id
            )
        )
        with self._database.read() as session:
            return tuple(
                EvaluationLine(
                    row.id, row.call_id, name, agent, row.form_id, row.version, kind_of(row.kind), row.reviewer,
                    row.due, row.started, row.finished, row.score, row.acknowledged, row.calibration_id, row.reviewer_id,
                )
                for row, name, agent in session.execute(statement)
            )  # fmt: skip


def _whom(reviewer: Reviewer) -> Whom:
    """A reviewer as they are told something."""
    return reviewer.name if reviewer.person_id is None else reviewer.person_id


def _is(reviewer: Reviewer) -> ColumnElement[bool]:
    """The condition of an evaluation that it is this reviewer's."""
    if reviewer.person_id is not None:
        return EvaluationRow.reviewer_id == reviewer.person_id
    return EvaluationRow.reviewer == reviewer.name


def _reviews_of(reviewer: Reviewer, form_id: int) -> Select[str]:
    return select(EvaluationRow.call_id).where(
        _is(reviewer), EvaluationRow.form_id == form_id, EvaluationRow.kind == "review"
    )
