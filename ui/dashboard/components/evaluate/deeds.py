"""What a deed done in the drawer does; what comes from a browser is not trusted.

::

    {do: "start", form}                                            an evaluation of this call, begun or gone on with
    {do: "answer", id, question, answer, comment, start, end}      one answer kept, ``null`` takes it back
    {do: "confirm", id}                                            all drafts that stand filled in are answers from now on
    {do: "finish", id}    {do: "acknowledge", id, words}
    {do: "appeal", id, question, reason, start, end}
    {do: "decide", id, question, upheld, words, answer}

    answer   {turn, id}   or   {turn, id, trouble}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from audio.errors import InputError
from audio.span import Span
from library.evaluations.evaluation import Evaluation
from library.forms.form import NOT_APPLICABLE, Answer
from library.store import Library
from ui.dashboard.components.deeds import answered, text_in
from ui.dashboard.components.evaluate.shown import drafted, prefilled

LONGEST = 4_000
"""Characters of a comment, a reason or a decision."""


def perform_evaluation(library: Library, call_id: str, author: str, deed: Mapping[str, Any]) -> dict[str, Any]:
    """Do a deed on an evaluation of a call, and answer it; never raises for what a browser or a person did."""
    return answered(lambda: {"id": _do(library, call_id, author, deed)}, turn=deed.get("turn"), id=deed.get("id"))


def _do(library: Library, call_id: str, author: str, deed: Mapping[str, Any]) -> int:
    kind = deed["do"]
    if kind == "start":
        return library.evaluations.start(call_id, int(deed["form"]), author)
    evaluation = library.evaluations.evaluation(int(deed["id"]))
    if evaluation.call_id != call_id:
        raise InputError("That evaluation is of another call; reload the page.")
    if kind == "answer":
        _answer(library, evaluation, author, deed)
    elif kind == "confirm":
        _confirm(library, evaluation, author)
    elif kind == "finish":
        library.evaluations.finish(evaluation.id, author)
    elif kind == "acknowledge":
        library.evaluations.acknowledge(evaluation.id, _text(deed["words"]))
    elif kind == "appeal":
        library.appeals.file(evaluation.id, str(deed["question"]), author, _text(deed["reason"]), _span(deed))
    elif kind == "decide":
        _decide(library, evaluation, author, deed)
    else:
        raise ValueError(kind)
    return evaluation.id


def _answer(library: Library, evaluation: Evaluation, author: str, deed: Mapping[str, Any]) -> None:
    question = evaluation.form.form.question(str(deed["question"]))
    made, heard = drafted(library, evaluation.call_id, evaluation.form.form)
    library.evaluations.answer(
        evaluation.id, question.id, _given(deed["answer"], question.type == "number"), author,
        _text(deed.get("comment") or ""), made.get(question.id), heard, _span(deed),
    )  # fmt: skip


def _confirm(library: Library, evaluation: Evaluation, author: str) -> None:
    made, heard = drafted(library, evaluation.call_id, evaluation.form.form)
    for question_id, draft in prefilled(library, evaluation, made, heard).items():
        library.evaluations.answer(evaluation.id, question_id, draft.answer, author, draft=draft, clarity=heard)


def _decide(library: Library, evaluation: Evaluation, author: str, deed: Mapping[str, Any]) -> None:
    question = evaluation.form.form.question(str(deed["question"]))
    appeal = next((one for one in evaluation.appeals if one.question == question.id), None)
    if appeal is None:
        raise InputError("That answer was not appealed.")
    answer = _given(deed.get("answer"), question.type == "number")
    library.appeals.decide(appeal.id, author, bool(deed["upheld"]), _text(deed["words"]), answer)


def _given(answer: Any, number: bool) -> Answer | None:
    """An answer as the library takes it; a number may come as it was typed, with a comma too."""
    if answer is None or (isinstance(answer, str) and not answer.strip()):
        return None
    if not number or answer == NOT_APPLICABLE:
        return _text(answer)
    try:
        return float(str(answer).strip().replace(",", "."))
    except ValueError:
        raise InputError(f"“{answer}” is no number.") from None


def _text(value: Any) -> str:
    text = text_in(value)
    if len(text) > LONGEST:
        raise InputError(f"That has {len(text):,} characters, and {LONGEST:,} are the most.")
    return text


def _span(deed: Mapping[str, Any]) -> Span | None:
    if deed.get("start") is None or deed.get("end") is None:
        return None
    start, end = sorted((float(deed["start"]), float(deed["end"])))
    return Span(start, end)
