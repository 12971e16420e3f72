"""What an evaluation is, and the way from its rows to it; what is done with it is in :mod:`library.evaluations.evaluations`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from audio.errors import InputError
from audio.span import Span
from library.access.permits import permit, viewer_in
from library.access.viewer import Viewer
from library.database.tables.evaluations import (
    AppealRow,
    CalibrationRow,
    CalibrationSeat,
    EvaluationAnswer,
    EvaluationRow,
)
from library.database.text import one_line, storable_text
from library.database.walls import unwalled
from library.evaluations.drafts import Clarity
from library.evaluations.reviewers import Reviewer
from library.evaluations.scoring import Score, score
from library.forms.form import Answer
from library.forms.forms import FormVersion, find_version

EvaluationKind = Literal["review", "calibration"]


@dataclass(frozen=True, slots=True)
class Given:
    """One answer, what was remarked beside it, what the machine had drafted, and the stretch of the call that the reviewer answers by."""

    answer: Answer
    comment: str
    drafted: Answer | None
    blind: bool
    answered: datetime
    span: Span | None


@dataclass(frozen=True, slots=True)
class Appeal:
    """An appeal against one answer; ``upheld`` is ``None`` until it is decided."""

    id: int
    question: str
    filed: datetime
    filed_by: str
    reason: str
    span: Span | None
    decided: datetime | None
    decided_by: str | None
    upheld: bool | None
    words: str | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One call gone through by one reviewer with one version of a form, with its answers by question and its appeals."""

    id: int
    call_id: str
    form: FormVersion
    kind: EvaluationKind
    reviewer: str
    assigned: datetime
    assigned_by: str
    due: datetime | None
    started: datetime | None
    finished: datetime | None
    answers: Mapping[str, Given]
    appeals: tuple[Appeal, ...]
    failed_by: str | None
    kept_score: float | None
    acknowledged: datetime | None
    acknowledged_words: str | None
    calibration: int | None
    reviewer_id: int | None = None

    @property
    def score(self) -> Score:
        """The score of the answers as they are."""
        return score(self.form.form, {question: given.answer for question, given in self.answers.items()})


@dataclass(frozen=True, slots=True)
class EvaluationLine:
    """An evaluation in a list or a queue."""

    id: int
    call_id: str
    call: str
    agent: str | None
    form_id: int
    version: int
    kind: EvaluationKind
    reviewer: str
    due: datetime | None
    started: datetime | None
    finished: datetime | None
    score: float | None
    acknowledged: datetime | None
    calibration: int | None
    reviewer_id: int | None = None


def is_own(one: Evaluation | EvaluationLine, viewer: Viewer, name: str) -> bool:
    """Whether an evaluation is of whoever looks: a person's by number, else by the ``name`` that they go by."""
    return one.reviewer_id == viewer.person_id if viewer.is_person else one.reviewer == one_line(name)


def evaluation_row(session: Session, evaluation_id: int) -> EvaluationRow:
    """The row of an evaluation. Raises :class:`InputError` where there is none."""
    row = session.get(EvaluationRow, evaluation_id)
    if row is None:
        raise InputError("There is no such evaluation; its call may have been deleted.")
    return row


def own_row(session: Session, evaluation_id: int, reviewer: str) -> EvaluationRow:
    """The row of the evaluation of whoever writes in a session. Raises :class:`InputError` where it is somebody else's, or the call is
    no longer theirs to evaluate."""
    row = evaluation_row(session, evaluation_id)
    if not is_reviewer(session, row, reviewer):
        raise InputError(f"This evaluation is {row.reviewer}'s.")
    permit(session, "evaluate", [row.call_id])
    return row


def is_reviewer(session: Session, row: EvaluationRow, name: str) -> bool:
    """Whether an evaluation is of whoever writes in a session: a person's by number, since two may have one name."""
    viewer = viewer_in(session)
    return row.reviewer_id == viewer.person_id if viewer.is_person else row.reviewer == one_line(name)


def answers_of(session: Session, evaluation_id: int) -> dict[str, Given]:
    """The answers that were given, by question."""
    rows = session.scalars(
        select(EvaluationAnswer).where(
            EvaluationAnswer.evaluation_id == evaluation_id, EvaluationAnswer.answer.is_not(None)
        )
    )
    return {row.question_id: given_in(row) for row in rows}


def given_in(row: EvaluationAnswer) -> Given:
    """The answer that a row keeps."""
    span = None if row.start is None or row.end is None else Span(row.start, row.end)
    drafted = None if row.drafted is None else json.loads(row.drafted)
    return Given(json.loads(row.answer or "null"), row.comment, drafted, row.blind, row.answered, span)


def appeals_of(session: Session, evaluation_id: int) -> tuple[Appeal, ...]:
    """The appeals against an evaluation's answers, the earliest first."""
    rows = session.scalars(select(AppealRow).where(AppealRow.evaluation_id == evaluation_id).order_by(AppealRow.id))
    return tuple(
        Appeal(
            row.id, row.question_id, row.filed, row.filed_by, row.reason,
            None if row.start is None or row.end is None else Span(row.start, row.end),
            row.decided, row.decided_by, row.upheld, row.words,
        )
        for row in rows
    )  # fmt: skip


def evaluation_of(session: Session, row: EvaluationRow) -> Evaluation:
    """An evaluation, with its form, answers and appeals."""
    return Evaluation(
        row.id, row.call_id, find_version(session, row.form_id, row.version), kind_of(row.kind), row.reviewer, row.assigned,
        row.assigned_by, row.due, row.started, row.finished, answers_of(session, row.id), tuple(appeals_of(session, row.id)),
        row.failed_by, row.score, row.acknowledged, row.acknowledged_words, row.calibration_id, row.reviewer_id,
    )  # fmt: skip


def waiting_row(
    call_id: str, form: FormVersion, reviewer: Reviewer, by: str, due: datetime | None, calibration: int | None = None
) -> EvaluationRow:
    """The row of an evaluation that somebody is given, of a ``calibration`` or a review."""
    kind: EvaluationKind = "review" if calibration is None else "calibration"
    return EvaluationRow(
        call_id=call_id, form_id=form.form_id, version=form.version, kind=kind, reviewer=reviewer.name,
        reviewer_id=reviewer.person_id, assigned=datetime.now(UTC), assigned_by=one_line(by), due=due, started=None, finished=None, score=None,
        failed_by=None, acknowledged=None, acknowledged_words=None, calibration_id=calibration,
    )  # fmt: skip


def finish_seat(session: Session, row: EvaluationRow) -> None:
    """Where an evaluation that is finished belongs to a calibration: whoever has no other left there is through with it, and when the last
    is, it is opened. Within a transaction past the wall."""
    if row.calibration_id is not None:
        session.flush()
        settle_seats(session, row.calibration_id, row.finished or datetime.now(UTC))


def settle_seats(session: Session, calibration_id: int, now: datetime) -> None:
    """Whoever has nothing left to finish in a calibration is through with it ``now``, be it that its call is gone; when nobody has, it is
    opened. Within a transaction past the wall."""
    of_session = EvaluationRow.calibration_id == calibration_id
    unfinished = select(EvaluationRow.reviewer, EvaluationRow.reviewer_id).where(
        of_session, EvaluationRow.finished.is_(None)
    )
    left = {(name, person) for name, person in session.execute(unfinished)}
    seats = select(CalibrationSeat).where(CalibrationSeat.calibration_id == calibration_id)
    for seat in session.scalars(seats):
        if (seat.reviewer, seat.person_id) not in left:
            seat.finished = seat.finished or now
    calibration = session.get_one(CalibrationRow, calibration_id)
    if not left:
        calibration.opened = calibration.opened or now


def calibrations_on(session: Session, call_ids: Sequence[str]) -> tuple[int, ...]:
    """The calibrations in which any of these calls is."""
    on = select(EvaluationRow.calibration_id).where(EvaluationRow.call_id.in_(call_ids))
    return tuple(sorted({number for number in session.scalars(on) if number is not None}))


def check_still_open(session: Session, row: EvaluationRow) -> None:
    """Raises :class:`InputError` where an evaluation belongs to a calibration whose answers were opened before it was finished."""
    if row.calibration_id is None or row.finished is not None:
        return
    with unwalled(session):
        opened = session.scalar(select(CalibrationRow.opened).where(CalibrationRow.id == row.calibration_id))
    if opened is not None:
        raise InputError("This calibration was opened meanwhile, so what was not finished by then is left out of it.")


def storable(answer: Answer) -> Answer:
    """An answer as a database takes it."""
    return storable_text(answer) if isinstance(answer, str) else answer


def kind_of(kind: str) -> EvaluationKind:
    """The kind that a row says."""
    return "calibration" if kind == "calibration" else "review"


def clarity_of(clarity: str) -> Clarity:
    """The clarity that a row says."""
    return "clear" if clarity == "clear" else "faint" if clarity == "faint" else "unknown"
