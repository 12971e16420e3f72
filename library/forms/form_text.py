"""A form as TOML, in and out: what people keep beside their other papers, send to each other, and edit in any editor.

``parse_form(form_toml(form)) == form``, whatever the form; a slip is one sentence that names the place.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

import tomlkit

from audio.errors import InputError
from library.forms.binding import Band, Binding
from library.forms.form import (
    NO,
    QUESTION_TYPES,
    WEIGHTS,
    YES,
    AutoFail,
    Choice,
    Condition,
    Form,
    Question,
    Section,
)

LARGEST = 200_000
"""Characters; two hundred questions with their help have fewer."""


@dataclass(frozen=True, slots=True)
class _Table:
    """A table and where it stands, so that a slip can be named; what nobody has asked for is a slip too."""

    where: str
    values: Mapping[str, Any]

    def text(self, name: str, default: str | None = None) -> str:
        value = self.values.get(name, default)
        if not isinstance(value, str):
            raise self.slip(f"needs “{name}” as a text" if value is None else f"has “{name}”, which is to be a text")
        return value

    def number(self, name: str, default: float | None = None) -> float | None:
        value = self.values.get(name, default)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            raise self.slip(f"has “{name}”, which is to be a number")
        return None if value is None else float(value)

    def truth(self, name: str, default: bool) -> bool:
        value = self.values.get(name, default)
        if not isinstance(value, bool):
            raise self.slip(f"has “{name}”, which is to be true or false")
        return value

    def one_of(self, name: str, known: tuple[str, ...], default: str | None = None) -> Any:
        value = self.text(name, default)
        if value not in known:
            raise self.slip(f"has “{name}” as “{value}”, and it is one of {', '.join(known)}")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.values.get(name, [])
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            raise self.slip(f"has “{name}”, which is to be a list of texts")
        return tuple(value)

    def table(self, name: str) -> _Table | None:
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.slip(f"has “{name}”, which is to be a table")
        return _Table(f"{self.where}, “{name}”", value)

    def tables(self, name: str) -> list[_Table]:
        value = self.values.get(name, [])
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            raise self.slip(f"has “{name}”, which is to be a list of tables")
        return [_Table(f"{self.where}, {name} {k}", entry) for k, entry in enumerate(value, 1)]

    def only(self, *known: str) -> None:
        stranger = next((name for name in self.values if name not in known), None)
        if stranger is not None:
            raise self.slip(f"holds “{stranger}”, which is nothing of it: it takes {', '.join(known)}")

    def slip(self, what: str) -> InputError:
        return InputError(f"{self.where} {what}.")


def parse_form(text: str) -> Form:
    """The form that a TOML text is. Raises :class:`InputError` in a sentence."""
    if len(text) > LARGEST:
        raise InputError(f"The form has {len(text):,} characters, and {LARGEST:,} are the most.")
    try:
        tables = tomllib.loads(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    except (ValueError, RecursionError) as slip:
        raise InputError(f"The form is no valid TOML: {slip}.") from None
    top = _Table("The form", tables)
    top.only("name", "help", "weights", "sections")
    sections = tuple(_section(table) for table in top.tables("sections"))
    return Form(top.text("name"), sections, top.one_of("weights", WEIGHTS, "points"), top.text("help", ""))


def _section(table: _Table) -> Section:
    table.only("title", "weight", "help", "questions")
    questions = tuple(_question(entry) for entry in table.tables("questions"))
    return Section(table.text("title"), questions, table.number("weight"), table.text("help", ""))


def _question(table: _Table) -> Question:
    table.only(
        "id", "ask", "type", "help", "points", "weight", "optional", "scored",
        "choices", "least", "most", "only_if", "draft",
    )  # fmt: skip
    kind = table.one_of("type", QUESTION_TYPES, "yes-no")
    points = table.number("points", 0.0) or 0.0
    if kind == "yes-no":
        choices = _yes_and_no(table, points)
    else:
        choices = tuple(_choice(entry) for entry in table.tables("choices"))
    condition, draft = table.table("only_if"), table.table("draft")
    return Question(
        id=table.text("id"),
        ask=table.text("ask"),
        type=kind,
        help=table.text("help", ""),
        choices=choices,
        least=table.number("least", 0.0) or 0.0,
        most=table.number("most", 0.0) or 0.0,
        points=points,
        weight=table.number("weight"),
        optional=table.truth("optional", False),
        scored=table.truth("scored", True),
        only_if=None if condition is None else _condition(condition),
        draft=None if draft is None else _binding(draft),
    )


def _yes_and_no(table: _Table, points: float) -> tuple[Choice, ...]:
    """A yes gives all points; ``choices`` may say otherwise, as for “Was the customer cut short?”."""
    given = {choice.answer: choice for choice in map(_choice, table.tables("choices"))}
    stranger = next((answer for answer in given if answer not in (YES, NO)), None)
    if stranger is not None:
        raise table.slip(f"is answered by yes or no, and has the choice “{stranger}”")
    return given.get(YES, Choice(YES, 0.0 if NO in given else points)), given.get(NO, Choice(NO))


def _choice(table: _Table) -> Choice:
    table.only("answer", "points", "auto_fail")
    auto_fail = table.one_of("auto_fail", get_args(AutoFail)) if "auto_fail" in table.values else None
    return Choice(table.text("answer"), table.number("points", 0.0) or 0.0, auto_fail)


def _condition(table: _Table) -> Condition:
    table.only("question", "answers")
    return Condition(table.text("question"), table.texts("answers"))


def _binding(table: _Table) -> Binding:
    table.only("moments", "before", "after", "within", "found", "missing", "figure", "bands", "outcome")

    def optional(name: str) -> str | None:
        return table.text(name) if name in table.values else None

    outcome = table.table("outcome")
    endings = {} if outcome is None else {ending: outcome.text(ending) for ending in outcome.values}
    bands = []
    for entry in table.tables("bands"):
        entry.only("up_to", "answer")
        bands.append(Band(entry.number("up_to"), entry.text("answer")))
    return Binding(
        table.texts("moments"), optional("before"), optional("after"), table.number("within"),
        optional("found"), optional("missing"), optional("figure"), tuple(bands), endings,
    )  # fmt: skip


def form_toml(form: Form) -> str:
    """A form as TOML, what is as usual left out."""
    sections = [
        _filled(
            title=section.title, help=section.help, weight=section.weight, questions=[*map(_told, section.questions)]
        )
        for section in form.sections
    ]
    return tomlkit.dumps(_filled(name=form.name, help=form.help, weights=form.weights, sections=sections))


def _told(question: Question) -> dict[str, Any]:
    usual = (Choice(YES, question.points), Choice(NO)) if question.type == "yes-no" else ()
    choices = [_filled(answer=c.answer, points=c.points, auto_fail=c.auto_fail) for c in question.choices]
    number = question.type == "number"
    condition, draft = question.only_if, question.draft
    return _filled(
        id=question.id,
        ask=question.ask,
        type=question.type,
        help=question.help,
        points=question.points,
        weight=question.weight,
        optional=question.optional or None,
        scored=None if question.scored else False,
        choices=None if question.choices == usual else choices,
        least=question.least if number else None,
        most=question.most if number else None,
        only_if=None if condition is None else {"question": condition.question, "answers": list(condition.answers)},
        draft=None if draft is None else _told_binding(draft),
    )


def _told_binding(binding: Binding) -> dict[str, Any]:
    return _filled(
        moments=list(binding.moments) or None,
        before=binding.before,
        after=binding.after,
        within=binding.within,
        found=binding.found,
        missing=binding.missing,
        figure=binding.figure,
        bands=[_filled(up_to=band.up_to, answer=band.answer) for band in binding.bands] or None,
        outcome=dict(binding.outcome) or None,
    )


def _filled(**values: Any) -> dict[str, Any]:
    """What has a value."""
    return {name: value for name, value in values.items() if value is not None and value != ""}
