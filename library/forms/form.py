"""An evaluation form: sections of questions, what each gives, and when a question is asked at all.

::

    De-escalation, version 2                                        weights = "sections"
    ├ Opening                40 %
    │  ├ greeting     yes / no                       5 points
    │  └ concern      fully / in part / no           10, 5, 0
    └ Resolution         60 %
       ├ refused      yes / no                       not scored
       ├ alternative  yes / no     only if refused is yes      10
       └ promise      number 0 to 5                  5           auto-fail of the section on 0

Weights: by ``points`` (every point is worth the same), by ``sections`` (each section a share of 100, points within it), or by
``questions`` (each question a share of 100 of the form). A question that was *not applicable* or was not asked leaves both what was
given and what could be (:mod:`library.evaluations.scoring`).

A form is a value: changed is another one. Its TOML is in :mod:`library.forms.form_text`; versions are kept by the library, and
one that is published is never changed.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from audio.errors import InputError
from library.forms.binding import Binding, check_binding

QuestionType = Literal["yes-no", "choice", "number", "text"]
QUESTION_TYPES: tuple[QuestionType, ...] = ("yes-no", "choice", "number", "text")
Weights = Literal["points", "sections", "questions"]
WEIGHTS: tuple[Weights, ...] = ("points", "sections", "questions")
AutoFail = Literal["form", "section"]

Answer = str | float
"""What is given to a question: the words of a choice (``"yes"``, ``"no"``), a number, or a text."""

YES, NO = "yes", "no"
NOT_APPLICABLE = "not applicable"
"""The answer by which a question leaves the score."""

WHOLE = 100.0
MOST_QUESTIONS = 200
LONGEST_TEXT = 2_000
_ID = re.compile(r"[a-z][a-z0-9_-]{0,63}")


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be chosen, and the points it gives; ``auto_fail`` is what fails wholly where it is."""

    answer: str
    points: float = 0.0
    auto_fail: AutoFail | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """A question is asked only where an earlier one was answered with one of these."""

    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    choices         what can be answered, of ``yes-no`` and ``choice``; a ``yes`` gives all points unless said otherwise
    least, most     bounds of a number; its points run evenly from none at ``least`` to ``points`` at ``most``
    points          the most that it gives
    weight          its share of the form in percent, where the form weighs by questions
    optional        it may be left out, and may be answered *not applicable*
    scored          whether it counts; a text never does
    draft           what the machine's draft rests on, if anything
    """

    id: str
    ask: str
    type: QuestionType
    help: str = ""
    choices: tuple[Choice, ...] = ()
    least: float = 0.0
    most: float = 0.0
    points: float = 0.0
    weight: float | None = None
    optional: bool = False
    scored: bool = True
    only_if: Condition | None = None
    draft: Binding | None = None

    @property
    def counts(self) -> bool:
        """Whether an answer changes the score."""
        return self.scored and self.type != "text" and self.points > 0

    def choice(self, answer: Answer) -> Choice | None:
        """The choice that an answer is, ``None`` where it is none of them."""
        return next((choice for choice in self.choices if choice.answer == answer), None)


@dataclass(frozen=True, slots=True)
class Section:
    """Questions under one title; ``weight`` is its share of the form in percent, where the form weighs by sections."""

    title: str
    questions: tuple[Question, ...]
    weight: float | None = None
    help: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A form as it is filled in; see the top. Raises :class:`InputError` when it is made so that it could not be scored."""

    name: str
    sections: tuple[Section, ...]
    weights: Weights = "points"
    help: str = ""

    def __post_init__(self) -> None:
        """Refuse a form that could not be filled in or scored, in a sentence that names the place."""
        _check(self)

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions, in order."""
        return tuple(question for section in self.sections for question in section.questions)

    def question(self, question_id: str) -> Question:
        """A question by its id. Raises :class:`InputError`."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise InputError(f"The form “{self.name}” has no question “{question_id}”.")


def _check(form: Form) -> None:
    for slip in _slips(form):
        raise InputError(f"The form “{form.name or 'without a name'}” cannot be used: {slip}.")


def _slips(form: Form) -> Iterator[str]:
    if not form.name.strip():
        yield "it has no name"
    if not form.questions:
        yield "it has no question"
    if len(form.questions) > MOST_QUESTIONS:
        yield f"it has {len(form.questions)} questions, and {MOST_QUESTIONS} are the most"
    yield from _slips_of_weights(form)
    twice = [name for name, n in Counter(question.id for question in form.questions).items() if n > 1]
    if twice:
        yield f"two of its questions have the id “{twice[0]}”"
    before: dict[str, Question] = {}
    for question in form.questions:
        yield from (f"question “{question.id}” {slip}" for slip in _slips_of(question, before))
        before[question.id] = question
    if not any(question.counts for question in form.questions):
        yield "none of its questions gives points, so there would be no score"


def _slips_of_weights(form: Form) -> Iterator[str]:
    for section in form.sections:
        if not section.title.strip():
            yield "one of its sections has no title"
        if form.weights != "sections" and section.weight is not None:
            yield f"section “{section.title}” has a weight, and the form weighs by {form.weights}"
    if form.weights == "sections":
        yield from _sum_slip("sections", [section.weight for section in form.sections])
        for section in form.sections:
            if section.weight and not any(question.counts for question in section.questions):
                yield f"section “{section.title}” weighs {section.weight:g} % and none of its questions gives points"
    if form.weights == "questions":
        yield from _sum_slip("questions", [question.weight for question in form.questions if question.counts])


def _sum_slip(what: str, weights: list[float | None]) -> Iterator[str]:
    if None in weights:
        yield f"it weighs by {what}, and not all of them have a weight"
    given = [weight for weight in weights if weight is not None]
    if any(not math.isfinite(weight) or weight < 0 for weight in given):
        yield f"a weight of its {what} is below 0"
    elif not math.isclose(math.fsum(given), WHOLE, abs_tol=0.01):
        yield f"the weights of its {what} come to {math.fsum(given):g} %, and 100 % are needed"


def _slips_of(question: Question, before: dict[str, Question]) -> Iterator[str]:
    if not _ID.fullmatch(question.id):
        yield "needs an id of small letters, digits, “-” and “_” that begins with a letter"
    if not question.ask.strip():
        yield "asks nothing"
    if max(len(question.ask), len(question.help)) > LONGEST_TEXT:
        yield f"is longer than {LONGEST_TEXT:,} characters"
    if not math.isfinite(question.points) or question.points < 0:
        yield "gives less than no points"
    if question.type in ("yes-no", "choice"):
        yield from _slips_of_choices(question)
    elif question.choices:
        yield f"is a {question.type} and has choices"
    if question.type == "number" and not (
        math.isfinite(question.most - question.least) and question.least < question.most
    ):
        yield "is a number and needs a “least” and a “most” above it"
    if question.only_if is not None:
        yield from _slips_of_condition(question.only_if, before)
    if question.draft is not None:
        yield from check_binding(question.draft, question.type, [choice.answer for choice in question.choices])


def _slips_of_choices(question: Question) -> Iterator[str]:
    answers = [choice.answer for choice in question.choices]
    if question.type == "yes-no" and answers != [YES, NO]:
        yield "is answered by yes or no, and by nothing else"
    if len(answers) < 2:
        yield "needs two choices at least"
    if len(set(answers)) < len(answers) or not all(answer.strip() for answer in answers):
        yield "has a choice twice, or an empty one"
    if NOT_APPLICABLE in answers:
        yield "has “not applicable” among its choices: say “optional = true” instead"
    points = [choice.points for choice in question.choices]
    if not all(math.isfinite(p) and 0 <= p <= question.points for p in points):
        yield f"has a choice that gives less than 0 or more than its {question.points:g} points"


def _slips_of_condition(condition: Condition, before: dict[str, Question]) -> Iterator[str]:
    asked = before.get(condition.question)
    if asked is None:
        yield f"is asked only if “{condition.question}” is answered so, which is no earlier question"
    elif not asked.choices:
        yield f"is asked only if “{asked.id}” is answered so, which has no choices"
    elif not condition.answers or not set(condition.answers) <= {choice.answer for choice in asked.choices}:
        yield f"is asked only on an answer that “{asked.id}” does not have"
