"""Scores over time: by agent, team, form or question, a mean with its interval for each week, month or quarter; and the evaluations behind it.

::

    Ann    80 |      ┌─●─┐                 a mean, and the stretch in which it likely lies (95 %, Student's)
           60 |  ┌─●─┘   └─●─
              |_____________________○_     under ten evaluations there is none, only how many there were
               Jan   Feb   Mar   Apr

Everybody stands by name, beside their own past. Of a question the score is the share of its points that was given, in percent. Calibrations are
left out. An evaluation counts in the time in which it was finished.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from library.calls.listing import Filter
from library.database.connection import Database
from library.database.schema import Agent, CallRow, Team
from library.database.tables.evaluations import EvaluationAnswer, EvaluationRow, FormRow
from library.evaluations.scores import Mean, mean, reviews
from library.evaluations.scoring import given_points
from library.forms.form import WHOLE, Question
from library.forms.forms import find_version
from library.trends.trends import period_of

Of = Literal["agent", "team", "form", "question"]
Stretch = Literal["week", "month", "quarter"]


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The evaluations finished in one week, month or quarter, which begins at ``start``."""

    start: datetime
    mean: Mean


@dataclass(frozen=True, slots=True)
class Trend:
    """The scores of one agent, team, form or question (``None``: calls that are nobody's); ``whole`` is over all the time."""

    of: str | None
    whole: Mean
    points: tuple[TrendPoint, ...]


@dataclass(frozen=True, slots=True)
class Behind:
    """An evaluation behind a number; ``score`` in percent is what it adds to that."""

    id: int
    call_id: str
    call: str
    agent: str | None
    reviewer: str
    finished: datetime
    score: float


@dataclass(frozen=True, slots=True)
class _Scored:
    """One score that counts: whose, when it was finished, and which evaluation it is."""

    of: str | None
    behind: Behind


class ScoresOverTime:
    """The scores of one library over time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def trends(
        self, what: Of, form_id: int, call_filter: Filter | None = None, stretch: Stretch = "month"
    ) -> tuple[Trend, ...]:
        """The trends of one form, all its versions (by ``form``: of all forms), by name; of a question, by its id."""
        by_name: defaultdict[str | None, defaultdict[datetime, list[float]]] = defaultdict(lambda: defaultdict(list))
        with self._database.read() as session:
            starts: dict[datetime, datetime] = {}  # each evaluation has many answers of one moment
            for one in _scored(session, what, form_id, call_filter or Filter()):
                finished = one.behind.finished
                if finished not in starts:
                    starts[finished] = stretch_of(finished, stretch)
                by_name[one.of][starts[finished]].append(one.behind.score)
        return tuple(
            _trend(of, by_name[of]) for of in sorted(by_name, key=lambda of: (of is None, (of or "").casefold()))
        )

    def behind(
        self,
        what: Of,
        form_id: int,
        of: str | None,
        start: datetime | None,
        stretch: Stretch,
        call_filter: Filter | None = None,
    ) -> tuple[Behind, ...]:
        """The evaluations behind a number, the latest first; those of all the time where ``start`` is ``None``."""
        with self._database.read() as session:
            found = [
                one.behind
                for one in _scored(session, what, form_id, call_filter or Filter())
                if one.of == of and (start is None or stretch_of(one.behind.finished, stretch) == start)
            ]
        return tuple(sorted(found, key=lambda one: (one.finished, one.id), reverse=True))


def stretch_of(finished: datetime, stretch: Stretch) -> datetime:
    """The first moment of the week, month or quarter that a time lies in, here."""
    if stretch != "quarter":
        return period_of(finished, stretch)
    first = period_of(finished, "month").date()
    return datetime.combine(first.replace(month=first.month - (first.month - 1) % 3), time()).astimezone()


def _trend(of: str | None, by_start: dict[datetime, list[float]]) -> Trend:
    points = tuple(TrendPoint(start, mean(by_start[start])) for start in sorted(by_start))
    return Trend(of, mean([score for scores in by_start.values() for score in scores]), points)


def _scored(session: Session, what: Of, form_id: int, call_filter: Filter) -> Iterator[_Scored]:
    columns: list[Any] = [
        EvaluationRow.id, EvaluationRow.call_id, CallRow.name, Agent.name, Team.name, EvaluationRow.reviewer,
        EvaluationRow.finished, EvaluationRow.score,
    ]  # fmt: skip
    if what == "question":
        yield from _of_questions(session, columns, form_id, call_filter)
        return
    statement = reviews(select(*columns, FormRow.name), call_filter).join(FormRow, FormRow.id == EvaluationRow.form_id)
    if what != "form":
        statement = statement.where(EvaluationRow.form_id == form_id)
    for row in session.execute(statement.where(EvaluationRow.score.is_not(None))):
        number, call_id, call, agent, team, reviewer, finished, score, form = row
        of = {"agent": agent, "team": team, "form": form}[what]
        yield _Scored(of, Behind(number, call_id, call, agent, reviewer, finished, score))


def _of_questions(session: Session, columns: list[Any], form_id: int, call_filter: Filter) -> Iterator[_Scored]:
    asked: dict[int, dict[str, Question]] = {}
    shares: dict[tuple[int, str, str], float | None] = {}  # few answers, given over and over
    answers = [EvaluationRow.version, EvaluationAnswer.question_id, EvaluationAnswer.answer]
    statement = reviews(select(*columns, *answers), call_filter)
    statement = statement.join(EvaluationAnswer, EvaluationAnswer.evaluation_id == EvaluationRow.id)
    statement = statement.where(EvaluationRow.form_id == form_id, EvaluationAnswer.answer.is_not(None))
    for number, call_id, call, agent, _, reviewer, finished, _, version, name, answer in session.execute(statement):
        if version not in asked:
            asked[version] = {q.id: q for q in find_version(session, form_id, version).form.questions}
        if (version, name, answer) not in shares:
            shares[version, name, answer] = _share(asked[version].get(name), answer)
        share = shares[version, name, answer]
        if share is not None:
            yield _Scored(name, Behind(number, call_id, call, agent, reviewer, finished, share))


def _share(question: Question | None, answer: str) -> float | None:
    """How much of a question's points an answer gives, in percent."""
    points = None if question is None else given_points(question, json.loads(answer))
    return None if question is None or points is None else WHOLE * points / question.points
