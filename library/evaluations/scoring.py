"""The score of a filled-in form: what was given of what could be given, in percent.

    score = 100 · Σ weight · given / possible  /  Σ weight                 over what could be given at all

* by ``points``: one sum over all questions; by ``sections``: each section's own share, weighed; by ``questions``: each question's.
* *Not applicable*, not asked (its condition does not hold), not scored, not answered: neither given nor possible. The weights of
  what is left share out the hundred, as Amazon Connect and MaestroQA have it.
* Auto-fail of a *section*: nothing is given in it, all stays possible. Of the *form*: the score is 0, whatever else was given.
  Which answer did so is said.
* Where nothing could be given, there is no score: ``None``, never 0.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from audio.errors import InputError
from library.forms.form import NOT_APPLICABLE, WHOLE, Answer, Form, Question, Section

Answers = Mapping[str, Answer]
"""Answers by the question's id; a question that was not answered is not in it."""


@dataclass(frozen=True, slots=True)
class SectionScore:
    """Of one section: points given and possible, its score in percent (``None``: nothing possible), and who failed it."""

    title: str
    given: float
    possible: float
    score: float | None
    failed_by: str | None


@dataclass(frozen=True, slots=True)
class Score:
    """Of a form: its score in percent (``None``: nothing could be scored), its sections, and the questions that failed it."""

    score: float | None
    sections: tuple[SectionScore, ...]
    failed_by: str | None
    missing: tuple[str, ...]


def asked(form: Form, answers: Answers) -> tuple[Question, ...]:
    """The questions that are to be answered, given the answers so far, in order; one hangs on another only backwards."""
    shown: dict[str, Question] = {}
    for question in form.questions:
        condition = question.only_if
        if condition is None or (condition.question in shown and answers.get(condition.question) in condition.answers):
            shown[question.id] = question
    return tuple(shown.values())


def check_answers(form: Form, answers: Answers) -> None:
    """Raises :class:`InputError` where an answer is to no question of the form, or is none that the question takes."""
    for question_id, answer in answers.items():
        question = form.question(question_id)
        if not _takes(question, answer):
            raise InputError(f"“{answer}” is no answer to “{question.ask}”.")


def _takes(question: Question, answer: Answer) -> bool:
    if answer == NOT_APPLICABLE and question.type != "text":
        return question.optional
    if question.type == "number":
        return (
            isinstance(answer, int | float)
            and not isinstance(answer, bool)
            and math.isfinite(answer)
            and question.least <= answer <= question.most
        )
    return isinstance(answer, str) and (question.type == "text" or question.choice(answer) is not None)


def score(form: Form, answers: Answers) -> Score:
    """The score of a form, finished or not; ``missing`` names what is still to be answered. Raises :class:`InputError`."""
    check_answers(form, answers)
    shown = {question.id for question in asked(form, answers)}
    sections = tuple(_section_score(section, shown, answers) for section in form.sections)
    failed = next((q.ask for q in form.questions if q.id in shown and _auto_fail(q, answers.get(q.id)) == "form"), None)
    missing = tuple(q.id for q in form.questions if q.id in shown and not q.optional and _is_empty(answers.get(q.id)))
    value = _whole(form, sections, shown, answers)
    return Score(value if failed is None else 0.0, sections, failed, missing)


def _is_empty(answer: Answer | None) -> bool:
    return answer is None or (isinstance(answer, str) and not answer.strip())


def _whole(form: Form, sections: tuple[SectionScore, ...], shown: set[str], answers: Answers) -> float | None:
    if form.weights == "sections":
        parts = [(s.weight or 0.0, scored.score) for s, scored in zip(form.sections, sections, strict=True)]
    elif form.weights == "points":
        parts = [(scored.possible, scored.score) for scored in sections]
    else:
        parts = []
        for section, scored in zip(form.sections, sections, strict=True):
            for question in section.questions:
                points = _points(question, shown, answers)
                if points is not None:
                    earned = 0.0 if scored.failed_by is not None else points / question.points
                    parts.append((question.weight or 0.0, WHOLE * earned))
    weighed = [(weight, value) for weight, value in parts if value is not None and weight > 0]
    whole = math.fsum(weight for weight, _ in weighed)
    return math.fsum(weight * value for weight, value in weighed) / whole if whole else None


def _section_score(section: Section, shown: set[str], answers: Answers) -> SectionScore:
    points = {q.id: _points(q, shown, answers) for q in section.questions}
    possible = math.fsum(q.points for q in section.questions if points[q.id] is not None)
    failed = next(
        (q.ask for q in section.questions if q.id in shown and _auto_fail(q, answers.get(q.id)) == "section"), None
    )
    given = 0.0 if failed is not None else math.fsum(p for p in points.values() if p is not None)
    return SectionScore(section.title, given, possible, WHOLE * given / possible if possible else None, failed)


def _points(question: Question, shown: set[str], answers: Answers) -> float | None:
    """What a question gives; ``None`` where it is left out of the score."""
    return given_points(question, answers.get(question.id)) if question.id in shown else None


def given_points(question: Question, answer: Answer | None) -> float | None:
    """What an answer gives; ``None`` where it is left out of the score: not given, not applicable, or to a question that does not count."""
    if not question.counts or answer is None or answer == NOT_APPLICABLE:
        return None
    if question.type == "number":
        return question.points * (float(answer) - question.least) / (question.most - question.least)
    choice = question.choice(answer)
    return None if choice is None else choice.points


def _auto_fail(question: Question, answer: Answer | None) -> str | None:
    choice = None if answer is None else question.choice(answer)
    return None if choice is None else choice.auto_fail
