"""Scores over many evaluations: by agent and by team, each mean with its interval, or none; and how each question was answered.

Under :data:`FEWEST` evaluations no mean is told: the list of them is. The interval is Student's, over evaluations; it says what other
calls of the same weeks might have given, not what a better form would. Calibrations are left out.

::

    Ann    74.2   68.1 to 80.3    12 evaluations
    Bea    –      4 evaluations: no average under 10
"""

from __future__ import annotations

import json
import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from scipy import stats
from sqlalchemy import Select, func, select

from library.calls.listing import Filter, apply_filter
from library.database.connection import Database
from library.database.schema import Agent, CallRow, Team
from library.database.tables.evaluations import EvaluationAnswer, EvaluationRow
from library.forms.form import NOT_APPLICABLE
from library.trends.trends import Share, share

FEWEST = 10
"""Evaluations under which no mean is told: with a usual spread of 15 points, at
ten the interval still reaches 11 points to either side (t(9) · 15 / √10)."""

By = Literal["agent", "team"]


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of so many scores in percent, with its interval of 95 %; ``None`` where they are too few."""

    n: int
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """The evaluations of one agent or team (``None``: nobody's)."""

    of: str | None
    mean: Mean
    failed: int


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """How a question was answered in finished evaluations: how often each answer was given, *not applicable* apart."""

    question: str
    answers: dict[str, Share]
    not_applicable: int


class Scores:
    """The scores of one library."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def by(self, what: By, form_id: int, call_filter: Filter | None = None) -> tuple[ScoreLine, ...]:
        """The scores of one form, all its versions, by agent or by team; by name, never by rank."""
        named = {"agent": Agent.name, "team": Team.name}[what]
        columns: list[Any] = [named, EvaluationRow.score, EvaluationRow.failed_by]
        statement = reviews(select(*columns), call_filter).where(EvaluationRow.form_id == form_id)
        grouped: defaultdict[str | None, list[tuple[float | None, bool]]] = defaultdict(list)
        with self._database.read() as session:
            for name, score, failed_by in session.execute(statement):
                grouped[name].append((score, failed_by is not None))
        lines = [
            ScoreLine(key, mean([score for score, _ in rows if score is not None]), sum(failed for _, failed in rows))
            for key, rows in grouped.items()
        ]
        return tuple(sorted(lines, key=_place))

    def answers(self, form_id: int, version: int, call_filter: Filter | None = None) -> tuple[AnswerLine, ...]:
        """How each question of one version was answered, by its choices; numbers and texts are left out."""
        columns: list[Any] = [EvaluationAnswer.question_id, EvaluationAnswer.answer, func.count()]
        statement = reviews(select(*columns), call_filter)
        statement = statement.join(EvaluationAnswer, EvaluationAnswer.evaluation_id == EvaluationRow.id)
        statement = statement.where(
            EvaluationRow.form_id == form_id, EvaluationRow.version == version, EvaluationAnswer.answer.is_not(None)
        ).group_by(EvaluationAnswer.question_id, EvaluationAnswer.answer)
        counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        with self._database.read() as session:
            for question, answer, n in session.execute(statement):
                given = json.loads(answer)
                if isinstance(given, str):
                    counts[question][given] += n
        return tuple(_answer_line(question, counts[question]) for question in sorted(counts))


def mean(scores: Sequence[float], fewest: int = FEWEST) -> Mean:
    """The mean of scores, with Student's interval, held to 0 and 100."""
    n = len(scores)
    if n < max(2, fewest):
        return Mean(n, None, None, None)
    value = statistics.fmean(scores)
    reach = float(stats.t.ppf(0.975, n - 1)) * statistics.stdev(scores) / math.sqrt(n)
    return Mean(n, value, max(0.0, value - reach), min(100.0, value + reach))


def _answer_line(question: str, counts: Counter[str]) -> AnswerLine:
    left_out = counts.pop(NOT_APPLICABLE, 0)
    given = sum(counts.values())
    return AnswerLine(question, {answer: share(n, given) for answer, n in sorted(counts.items())}, left_out)


def reviews(columns: Select[Any], call_filter: Filter | None = None) -> Select[Any]:
    """Columns of the finished reviews of the calls that match, with their calls, agents and teams; calibrations are left out."""
    statement = columns.select_from(CallRow).join(EvaluationRow, EvaluationRow.call_id == CallRow.id)
    return apply_filter(statement, call_filter or Filter()).where(
        EvaluationRow.finished.is_not(None), EvaluationRow.kind == "review"
    )


def _place(line: ScoreLine) -> tuple[bool, str]:
    return line.of is None, (line.of or "").casefold()
