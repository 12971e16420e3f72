"""The answers of calibration sessions, read as whoever looks may read them: finished ones, to questions that were asked."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from library.calibration.session import Calibration
from library.database.tables.evaluations import AgreedAnswer, EvaluationAnswer, EvaluationRow
from library.evaluations.evaluation import Given, given_in
from library.evaluations.reviewers import Reviewer
from library.forms.form import Answer


@dataclass(slots=True)
class Answered:
    """One finished evaluation of a session: who answered what about which call, and the score that it came to."""

    calibration: int
    call_id: str
    reviewer: Reviewer
    score: float | None
    answers: dict[str, Given] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was agreed on about one question of a call, why, and who wrote it down."""

    answer: Answer
    words: str
    by: str
    when: datetime


def read_answers(session: Session, told: Sequence[Calibration]) -> tuple[Answered, ...]:
    """All finished evaluations of these sessions, which whoever looks may be told, with their answers, by number."""
    columns = (
        EvaluationRow.id, EvaluationRow.calibration_id, EvaluationRow.call_id, EvaluationRow.reviewer,
        EvaluationRow.reviewer_id, EvaluationRow.score,
    )  # fmt: skip
    finished = EvaluationRow.calibration_id.in_([one.id for one in told]), EvaluationRow.finished.is_not(None)
    rows = session.execute(select(*columns).where(*finished).order_by(EvaluationRow.id)).all()
    calls = {one.id: one.calls for one in told}
    found = {
        key: Answered(calibration, call_id, Reviewer(name, person), score)
        for key, calibration, call_id, name, person, score in rows
        if calibration is not None and call_id in calls[calibration]
    }
    statement = (
        select(EvaluationAnswer)
        .join(EvaluationRow, EvaluationAnswer.evaluation_id == EvaluationRow.id)
        .where(*finished, EvaluationAnswer.answer.is_not(None))
    )
    for row in session.scalars(statement):
        if row.evaluation_id in found:
            found[row.evaluation_id].answers[row.question_id] = given_in(row)
    return tuple(found.values())


def read_agreed(session: Session, told: Sequence[Calibration]) -> Mapping[tuple[int, str], Mapping[str, Agreed]]:
    """What these sessions agreed on, by session and call, by question."""
    found: defaultdict[tuple[int, str], dict[str, Agreed]] = defaultdict(dict)
    wanted = select(AgreedAnswer).where(AgreedAnswer.calibration_id.in_([one.id for one in told]))
    for row in session.scalars(wanted):
        agreed = Agreed(json.loads(row.answer), row.words, row.agreed_by, row.agreed)
        found[row.calibration_id, row.call_id][row.question_id] = agreed
    return found
