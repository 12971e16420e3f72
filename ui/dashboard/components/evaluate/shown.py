"""A call's evaluations as the drawer shows them: which forms there are, which evaluations, and one of them open, question by question.

A draft is handed out only where the reviewer may see it: one that is blind comes after the answer, with the answer
(:func:`library.evaluations.earned.is_blind`), and what has not earned its place stands beside and fills in nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from audio.errors import InputError
from library.evaluations.agreement import FEWEST_CALLS, Agreement
from library.evaluations.drafts import Clarity, Draft, clarity, drafts
from library.evaluations.earned import Earned, earned, is_blind
from library.evaluations.evaluation import Evaluation, EvaluationLine, Given, is_own
from library.evaluations.scoring import asked
from library.evaluations.settled import settled
from library.forms.form import NOT_APPLICABLE, Form, Question
from library.store import Library
from ui import texts


def drafted(library: Library, call_id: str, form: Form) -> tuple[dict[str, Draft], Clarity]:
    """The machine's drafts for a call by question, and how well its words were heard; moments that people refused are no evidence."""
    report = library.report(call_id)
    call = library.call(call_id)
    if report is None:
        return {}, clarity(call)
    said = library.verdicts_on(report)
    kept = tuple(moment for moment in report.moments if moment not in said or not said[moment].refused)
    return drafts(form, call, replace(report, moments=kept)), clarity(call)


def earned_of(library: Library, form_id: int, question: Question) -> Earned:
    """What the drafts of a question have earned here, by what the house asks of them."""
    holds, _ = settled(library.settings)
    tried = library.evaluations.tried(form_id, question.id)
    return earned(tried, holds.lower_bound, question.type == "number", holds.fewest)


def prefilled(library: Library, evaluation: Evaluation, made: Mapping[str, Draft], heard: Clarity) -> dict[str, Draft]:
    """The drafts that stand filled in and wait for their confirmation: earned, not blind, and not answered yet; none in a calibration."""
    if evaluation.calibration is not None:
        return {}
    form = evaluation.form.form
    answers = {name: given.answer for name, given in evaluation.answers.items()}
    return {
        question.id: made[question.id]
        for question in asked(form, answers)
        if question.id in made
        and made[question.id].answer is not None
        and question.id not in evaluation.answers
        and not is_blind(evaluation.call_id, question.id)
        and earned_of(library, evaluation.form.form_id, question).place_at(heard) == "prefilled"
    }


def told_agreement(found: Agreement) -> str:
    """Agreement in a line, with what is not known of it; empty where so few were asked that it tells nothing."""
    raw, alpha, ac1 = found.raw, found.alpha, found.ac1
    if found.calls < FEWEST_CALLS or raw.value is None or alpha.value is None or ac1.value is None:
        return ""
    told = f"The same in {100 * raw.value:.0f} % of {found.calls}; α {alpha.value:.2f}, AC1 {ac1.value:.2f} ({ac1.low:.2f} to {ac1.high:.2f})."
    return told.replace("-", "−")


def drawer(library: Library, call_id: str, author: str, opened: int | None = None) -> dict[str, Any]:
    """All that the drawer shows. Raises :class:`SameSideError` where there is no such call or evaluation."""
    library.summary(call_id)
    mine = partial(is_own, viewer=library.viewer, name=author)
    may_evaluate = can_evaluate(library, call_id)
    lines = library.evaluations.of_call(call_id)
    names = {line.id: line.name for line in library.forms.all()}
    offered = [line for line in library.forms.all() if line.published is not None and line.retired is None]
    return {
        "me": author,
        "mayEvaluate": may_evaluate,
        "forms": [{"id": line.id, "name": line.name, "version": line.published} for line in offered if may_evaluate],
        "lines": [_line(line, names, mine(line)) for line in lines if line.calibration is None or mine(line)],
        "open": None if opened is None else _opened(library, call_id, author, opened),
    }


def can_evaluate(library: Library, call_id: str) -> bool:
    """Whether the viewer may evaluate a call: where people sign in, none of their own."""
    return library.may("evaluate", call_id) and not (library.viewer.is_person and library.may("respond", call_id))


def preview(form: Form) -> dict[str, Any]:
    """A form as the drawer shows it, with nothing answered: what a reviewer will see, and when each question is asked at all."""
    shown = _form(form, {}, {}, {question.id for question in form.questions})
    by_id = {question.id: question for question in form.questions}
    for section in shown["sections"]:
        for told in section["questions"]:
            question = by_id[told["id"]]
            condition = question.only_if
            told["drafts"] = question.draft is not None
            told["asked"] = condition and (
                f"Only if “{by_id[condition.question].ask}” is answered: {' or '.join(condition.answers)}."
            )
    return shown


def _line(line: EvaluationLine, names: Mapping[int, str], mine: bool) -> dict[str, Any]:
    return {
        "id": line.id,
        "form": names.get(line.form_id, ""),
        "version": line.version,
        "reviewer": line.reviewer,
        "mine": mine,
        "calibration": line.calibration,
        "due": _day(line.due),
        "started": line.started is not None,
        "finished": _day(line.finished),
        "score": line.score,
        "acknowledged": line.acknowledged is not None,
    }


def _opened(library: Library, call_id: str, author: str, opened: int) -> dict[str, Any]:
    evaluation = library.evaluations.evaluation(opened)
    mine, blind = is_own(evaluation, library.viewer, author), evaluation.calibration is not None
    if evaluation.call_id != call_id or ((blind or evaluation.finished is None) and not mine):
        raise InputError("There is no such evaluation of this call that you may see.")
    form, scored = evaluation.form.form, evaluation.score
    answers = {name: given.answer for name, given in evaluation.answers.items()}
    here = {question.id for question in asked(form, answers)}
    made, heard = drafted(library, call_id, form) if evaluation.finished is None and not blind else ({}, "unknown")
    waiting = set(prefilled(library, evaluation, made, heard))
    by_question = {
        question.id: _draft(library, evaluation, question, made[question.id], question.id in waiting)
        for question in form.questions
        if question.id in made
    }
    told = _form(form, evaluation.answers, by_question, here)
    for section, scored_section in zip(told["sections"], scored.sections, strict=True):
        section["score"] = scored_section.score
        section["failedBy"] = scored_section.failed_by
    _put_appeals(told, library, evaluation, author)
    return {
        **told,
        **_answering(library, evaluation),
        "next": _next(library, author) if mine and evaluation.finished is not None else None,
        "id": evaluation.id,
        "mine": mine,
        "calibration": evaluation.calibration,
        "reviewer": evaluation.reviewer,
        "finished": _day(evaluation.finished),
        "score": scored.score,
        "failedBy": scored.failed_by,
        "missing": list(scored.missing),
        "waiting": len(waiting),
        "acknowledged": _day(evaluation.acknowledged),
        "acknowledgedWords": evaluation.acknowledged_words or "",
    }


def _form(
    form: Form, given: Mapping[str, Given], made: Mapping[str, dict[str, Any] | None], here: set[str]
) -> dict[str, Any]:
    return {
        "name": form.name,
        "help": form.help,
        "weights": form.weights,
        "sections": [
            {
                "title": section.title,
                "help": section.help,
                "weight": section.weight,
                "questions": [
                    _question(question, given.get(question.id), made.get(question.id))
                    for question in section.questions
                    if question.id in here
                ],
            }
            for section in form.sections
        ],
    }


def _question(question: Question, given: Given | None, draft: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "id": question.id,
        "ask": question.ask,
        "help": question.help,
        "type": question.type,
        "choices": [choice.answer for choice in question.choices],
        "fails": {choice.answer: choice.auto_fail for choice in question.choices if choice.auto_fail},
        "least": question.least,
        "most": question.most,
        "points": question.points if question.counts else None,
        "optional": question.optional,
        "na": NOT_APPLICABLE if question.optional and question.type != "text" else None,
        "answer": None if given is None else given.answer,
        "comment": "" if given is None else given.comment,
        "moment": None if given is None or given.span is None else {"start": given.span.start, "end": given.span.end},
        "draft": draft,
    }


def _draft(
    library: Library, evaluation: Evaluation, question: Question, draft: Draft, waiting: bool
) -> dict[str, Any] | None:
    if is_blind(evaluation.call_id, question.id) and question.id not in evaluation.answers:
        return {"place": "blind"}
    worth = earned_of(library, evaluation.form.form_id, question)
    return {
        "place": "prefilled" if waiting else "beside",
        "answer": draft.answer,
        "because": draft.because,
        "worth": f"{worth.because} {told_agreement(worth.agreement)}".strip(),
        "evidence": [
            {
                "start": moment.span.start,
                "end": moment.span.end,
                "headline": moment.headline,
                "words": moment.words,
            }
            for moment in draft.evidence
        ],
    }


def _answering(library: Library, evaluation: Evaluation) -> dict[str, Any]:
    """Whether the viewer may acknowledge an evaluation and appeal against it, and until when."""
    if evaluation.finished is None:
        return {"mayRespond": False, "mayAppeal": False, "appealUntil": None}
    until = evaluation.finished + settled(library.settings)[0].appeal_time
    may = library.may("respond", evaluation.call_id)
    return {"mayRespond": may, "mayAppeal": may and datetime.now(UTC) <= until, "appealUntil": _day(until)}


def _next(library: Library, author: str) -> dict[str, Any] | None:
    """What stands next in the viewer's queue, as the page's address asks for it, and how much is left; ``None`` where nothing is."""
    left = library.evaluations.queue(author)
    if not left:
        return None
    line = left[0]
    way = {"evaluate": line.form_id} if line.calibration is None else {"evaluation": line.id}
    return {
        "address": f"review?{urlencode({'call': line.call_id, **way})}",
        "call": texts.title(line.call),
        "left": len(left),
    }


def _put_appeals(told: dict[str, Any], library: Library, evaluation: Evaluation, author: str) -> None:
    by_question = {appeal.question: appeal for appeal in evaluation.appeals}
    if not by_question:
        return
    listed = {line.id: line for line in library.appeals.of(evaluation.id, author)}
    mended = library.mends.all()
    for section in told["sections"]:
        for question in section["questions"]:
            appeal = by_question.get(question["id"])
            question["appeal"] = None if appeal is None else {
                "id": appeal.id,
                "by": appeal.filed_by,
                "filed": _day(appeal.filed),
                "reason": appeal.reason,
                "start": appeal.span and appeal.span.start,
                "end": appeal.span and appeal.span.end,
                "upheld": appeal.upheld,
                "decidedBy": appeal.decided_by,
                "words": appeal.words,
                "mayDecide": listed[appeal.id].may_decide,
                "mended": [line.sentence for line in mended if line.appeal_id == appeal.id and line.taken_back is None],
            }  # fmt: skip


def _day(moment: datetime | None) -> str | None:
    return None if moment is None else texts.format_date(moment)
