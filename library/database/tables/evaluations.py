"""The tables of evaluations: forms in versions, their answers, appeals against them, draws of calls.

::

    form --< form_version --< evaluation --< evaluation_answer --< appeal --< mended_rule
                              |      \\---- call
             calibration --<──┘                             one session of several reviewers: their evaluations hang on it
              |  \\---< agreed_answer                        what they have agreed on at its end
               \\----< calibration_seat                     who takes part, and who is through
             call_draw --< call_draw_call ── evaluation         which calls were drawn, and with what seed

An evaluation pins the version of its form. Who reviews is kept by name, as notes are, and by person where people sign in.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from library.database.schema import Base


class FormRow(Base):
    """A form by name; what it asks is in its versions."""

    __tablename__ = "form"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    created: Mapped[datetime]
    retired: Mapped[datetime | None]


class FormVersionRow(Base):
    """What a form asks, as TOML. ``published`` is when it was locked; ``None``: a draft, which there is one of at most."""

    __tablename__ = "form_version"
    form_id: Mapped[int] = mapped_column(
        ForeignKey("form.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    toml: Mapped[str]
    edited: Mapped[datetime]
    edited_by: Mapped[str]
    published: Mapped[datetime | None]


class EvaluationRow(Base):
    """One call gone through by one reviewer with one form. ``kind`` is ``review`` or ``calibration``; ``started`` is ``None`` while it
    waits in the reviewer's queue, ``finished`` until it is; ``score`` is ``None`` where nothing could be scored. A calibration
    belongs to its session, ``calibration_id``."""

    __tablename__ = "evaluation"
    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[str] = mapped_column(String(128), ForeignKey("call.id", ondelete="CASCADE"), index=True)
    form_id: Mapped[int]
    version: Mapped[int]
    kind: Mapped[str]
    reviewer: Mapped[str] = mapped_column(index=True)
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    assigned: Mapped[datetime]
    assigned_by: Mapped[str]
    due: Mapped[datetime | None]
    started: Mapped[datetime | None]
    finished: Mapped[datetime | None] = mapped_column(index=True)
    score: Mapped[float | None]
    failed_by: Mapped[str | None]
    acknowledged: Mapped[datetime | None]
    acknowledged_words: Mapped[str | None]
    calibration_id: Mapped[int | None] = mapped_column(ForeignKey("calibration.id"), index=True)
    __table_args__ = (Index("ix_evaluation_form", "form_id", "version"),)


class EvaluationAnswer(Base):
    """An answer to one question, as JSON; beside it what the machine had drafted (``None``: it abstained, or had none), whether
    the reviewer could see that, how well the call's words were heard, and the stretch of it that the reviewer answers by."""

    __tablename__ = "evaluation_answer"
    evaluation_id: Mapped[int] = mapped_column(
        ForeignKey("evaluation.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    question_id: Mapped[str] = mapped_column(primary_key=True)
    answer: Mapped[str | None]
    comment: Mapped[str]
    drafted: Mapped[str | None]
    blind: Mapped[bool]
    clarity: Mapped[str]
    answered: Mapped[datetime]
    start: Mapped[float | None]
    end: Mapped[float | None]


class CalibrationRow(Base):
    """A calibration session: several reviewers answer the same form for the same calls, blind, by ``due``. It is ``opened`` by whoever
    leads it, or when the last has finished; ``reference`` is the reviewer whose answers are the measure, if anybody's are."""

    __tablename__ = "calibration"
    id: Mapped[int] = mapped_column(primary_key=True)
    form_id: Mapped[int]
    version: Mapped[int]
    begun: Mapped[datetime]
    leader: Mapped[str]
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    due: Mapped[datetime | None]
    reference: Mapped[str | None]
    reference_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    opened: Mapped[datetime | None]


class CalibrationSeat(Base):
    """Somebody who takes part in a calibration session; ``finished`` is when they had finished all of theirs."""

    __tablename__ = "calibration_seat"
    calibration_id: Mapped[int] = mapped_column(
        ForeignKey("calibration.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    reviewer: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    finished: Mapped[datetime | None]


class AgreedAnswer(Base):
    """What a session has agreed on, of one call and question: the answer, as JSON, and why."""

    __tablename__ = "agreed_answer"
    calibration_id: Mapped[int] = mapped_column(
        ForeignKey("calibration.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    call_id: Mapped[str] = mapped_column(String(128), ForeignKey("call.id", ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[str] = mapped_column(primary_key=True)
    answer: Mapped[str]
    words: Mapped[str]
    agreed: Mapped[datetime]
    agreed_by: Mapped[str]


class AppealRow(Base):
    """An agent's appeal against one answer: why, and the stretch of the call that shows it; then what came of it."""

    __tablename__ = "appeal"
    id: Mapped[int] = mapped_column(primary_key=True)
    evaluation_id: Mapped[int] = mapped_column(ForeignKey("evaluation.id", ondelete="CASCADE"), index=True)
    question_id: Mapped[str]
    filed: Mapped[datetime]
    filed_by: Mapped[str]
    reason: Mapped[str]
    start: Mapped[float | None]
    end: Mapped[float | None]
    decided: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    upheld: Mapped[bool | None]
    words: Mapped[str | None]


class MendedRule(Base):
    """What an upheld appeal put into the house's own rules: ``entries`` as JSON, by technique and list; ``taken_back`` where it was."""

    __tablename__ = "mended_rule"
    id: Mapped[int] = mapped_column(primary_key=True)
    appeal_id: Mapped[int] = mapped_column(ForeignKey("appeal.id", ondelete="CASCADE"), index=True)
    technique: Mapped[str]
    sentence: Mapped[str]
    entries: Mapped[str]
    mended: Mapped[datetime]
    mended_by: Mapped[str]
    taken_back: Mapped[datetime | None]
    taken_back_by: Mapped[str | None]


class CallDraw(Base):
    """A random draw of calls for review: with what filters and seed, of how many, so that it can be drawn again and looked into."""

    __tablename__ = "call_draw"
    id: Mapped[int] = mapped_column(primary_key=True)
    drawn: Mapped[datetime]
    drawn_by: Mapped[str]
    seed: Mapped[int]
    filters: Mapped[str]
    of: Mapped[int]


class CallDrawCall(Base):
    """A call that a draw took, and the stratum it stands for."""

    __tablename__ = "call_draw_call"
    draw_id: Mapped[int] = mapped_column(
        ForeignKey("call_draw.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    call_id: Mapped[str] = mapped_column(String(128), ForeignKey("call.id", ondelete="CASCADE"), primary_key=True)
    stratum: Mapped[str]
