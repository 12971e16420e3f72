"""Answers of a calibration beside each other: who differs where, how far people agree on each question, how far each is from what is right.

::

                      Ann       Ben       Cleo      agreed
    Greeted?          yes       yes       yes       yes        all alike
    Concern?          fully     partly ≠  fully     fully      2 of 3 pairs differ
                                                               agreement over this session's calls, and over the quarter's

One call proves nothing: whoever agrees on it may have been lucky, and under :data:`library.evaluations.agreement.FEWEST_CALLS` calls a page tells
counts and no coefficient. So agreement is reckoned over the quarter as well: all sessions with the same form, any version, begun in the
same quarter of the calendar, that whoever looks may be told; questions are the same by their id.

What is *right* on a question is what was agreed at the end, else what the reference answered. How often somebody is with it is told by name, and
never as an order. Texts are shown and not compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from library.calibration.answers import Agreed, Answered
from library.calibration.session import Calibration
from library.evaluations.agreement import Agreement, agreement
from library.evaluations.evaluation import Given
from library.evaluations.reviewers import Reviewer
from library.evaluations.scoring import asked, score
from library.forms.form import Answer, Form, Question

Right = Mapping[str, Answer]
"""By question, the answer that is taken as right."""


@dataclass(frozen=True, slots=True)
class Row:
    """A question of one call: what each reviewer answered (``None``: nothing, or it was not asked), what the machine had drafted, what was
    agreed on. ``alike`` says whether all answers are the same; ``None`` where fewer than two answered, or of a text."""

    section: str
    question: Question
    given: Mapping[Reviewer, Given]
    drafted: Answer | None
    agreed: Agreed | None
    right: Answer | None
    alike: bool | None

    def differs(self, reviewer: Reviewer) -> bool:
        """Whether this reviewer's answer is another than the right one, or, where nothing is right, than the one that most of them gave."""
        given = self.given.get(reviewer)
        if given is None or self.question.type == "text":
            return False
        if self.right is not None:
            return given.answer != self.right
        answers = [one.answer for one in self.given.values()]
        return self.alike is False and 2 * answers.count(given.answer) <= len(answers)


@dataclass(frozen=True, slots=True)
class CallSide:
    """One call of a session: its questions in the form's order, and each reviewer's score in percent."""

    call_id: str
    name: str
    rows: tuple[Row, ...]
    scores: Mapping[Reviewer, float | None]
    right_score: float | None


@dataclass(frozen=True, slots=True)
class QuestionAgreement:
    """How far people agree on one question, over this session and over the quarter."""

    question: Question
    session: Agreement
    quarter: Agreement


@dataclass(frozen=True, slots=True)
class Deviation:
    """How far a reviewer is from what is right: with how many answers of how many they are with it, here and over the quarter; and by how many
    points their score of each call lies above what is right."""

    reviewer: Reviewer
    same: int
    of: int
    quarter_same: int
    quarter_of: int
    points: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """A session as it is told: by call, by question, by reviewer."""

    calibration: Calibration
    form: Form
    reviewers: tuple[Reviewer, ...]
    calls: tuple[CallSide, ...]
    agreement: tuple[QuestionAgreement, ...]
    deviations: tuple[Deviation, ...]
    quarter_sessions: int


def compare(
    wanted: Calibration,
    quarter: Sequence[Calibration],
    forms: Mapping[int, Form],
    answered: Iterable[Answered],
    agreed: Mapping[tuple[int, str], Mapping[str, Agreed]],
) -> SideBySide:
    """Put a session side by side; ``quarter`` are the sessions of its quarter that may be told, itself among them, ``forms`` their versions."""
    by_id = {one.id: one for one in quarter}
    units: defaultdict[tuple[int, str], list[Answered]] = defaultdict(list)
    for one in answered:
        form = forms[by_id[one.calibration].version]
        there = {question.id for question in asked(form, {name: given.answer for name, given in one.answers.items()})}
        one.answers = {name: given for name, given in one.answers.items() if name in there}
        units[one.calibration, one.call_id].append(one)
    rights = {key: _right(by_id[key[0]], those, agreed.get(key, {})) for key, those in units.items()}
    form = forms[wanted.version]
    here = {key: those for key, those in units.items() if key[0] == wanted.id}
    reviewers = tuple(progress.reviewer for progress in wanted.reviewers)
    sides = tuple(
        _side(form, key[1], name, here.get(key, []), agreed.get(key, {}), rights.get(key, {}))
        for key, name in (((wanted.id, call_id), name) for call_id, name in wanted.calls.items())
    )
    questions = [question for question in form.questions if question.type != "text"]
    told = tuple(QuestionAgreement(q, _agreement(q, here.values()), _agreement(q, units.values())) for q in questions)
    return SideBySide(
        wanted, form, reviewers, sides, told, _deviations(form, reviewers, wanted, units, rights, sides), len(quarter)
    )


def _right(session: Calibration, those: Iterable[Answered], agreed: Mapping[str, Agreed]) -> Right:
    reference = next((one for one in those if one.reviewer == session.reference), None)
    right = {} if reference is None else {name: given.answer for name, given in reference.answers.items()}
    return right | {name: one.answer for name, one in agreed.items()}


def _side(
    form: Form, call_id: str, name: str, those: Sequence[Answered], agreed: Mapping[str, Agreed], right: Right
) -> CallSide:
    rows = [
        _row(section.title, question, those, agreed.get(question.id), right)
        for section in form.sections
        for question in section.questions
    ]
    there = {question.id for question in asked(form, right)}
    rights = {name: answer for name, answer in right.items() if name in there}
    scored = score(form, rights) if rights else None
    right_score = scored.score if scored is not None and not scored.missing else None
    return CallSide(call_id, name, tuple(rows), {one.reviewer: one.score for one in those}, right_score)


def _row(section: str, question: Question, those: Sequence[Answered], agreed: Agreed | None, right: Right) -> Row:
    given = {one.reviewer: one.answers[question.id] for one in those if question.id in one.answers}
    drafted = next((one.drafted for one in given.values() if one.drafted is not None), None)
    answers = [one.answer for one in given.values()]
    alike = None if len(answers) < 2 or question.type == "text" else len(set(answers)) == 1
    return Row(section, question, given, drafted, agreed, right.get(question.id), alike)


def _agreement(question: Question, units: Iterable[Sequence[Answered]]) -> Agreement:
    """Over these units, each what several answered about one call of one session."""
    numbers = question.type == "number"
    rows = []
    for unit in units:
        answers = [one.answers[question.id].answer for one in unit if question.id in one.answers]
        if numbers:
            answers = [answer for answer in answers if isinstance(answer, int | float)]
        rows.append(answers)
    return agreement(rows, numbers)


def _deviations(
    form: Form,
    reviewers: Sequence[Reviewer],
    wanted: Calibration,
    units: Mapping[tuple[int, str], Sequence[Answered]],
    rights: Mapping[tuple[int, str], Right],
    sides: Iterable[CallSide],
) -> tuple[Deviation, ...]:
    compared = {question.id for question in form.questions if question.type != "text"}
    pairs: defaultdict[Reviewer, list[tuple[bool, bool]]] = defaultdict(list)
    for key, unit in units.items():
        for one in unit:
            for name in compared & one.answers.keys() & rights[key].keys():
                pairs[one.reviewer].append((key[0] == wanted.id, one.answers[name].answer == rights[key][name]))
    points: defaultdict[Reviewer, list[float]] = defaultdict(list)
    for side in sides:
        for reviewer, scored in side.scores.items():
            if scored is not None and side.right_score is not None:
                points[reviewer].append(scored - side.right_score)
    return tuple(
        Deviation(
            who, sum(same for here, same in pairs[who] if here), sum(here for here, _ in pairs[who]),
            sum(same for _, same in pairs[who]), len(pairs[who]), tuple(points[who]),
        )
        for who in reviewers
        if who != wanted.reference and any(here for here, _ in pairs[who])
    )  # fmt: skip
