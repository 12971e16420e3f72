"""Forms: what cannot be scored is refused in a sentence that names the place; TOML goes out and comes in the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

import library.forms
from audio.errors import InputError
from library.forms.form import NO, YES, Choice, Condition, Form, Question, Section
from library.forms.form_text import form_toml, parse_form

SHIPPED = sorted((Path(library.forms.__file__).parent / "shipped").glob("*.toml"))

GOOD = """
name = "Small"
[[sections]]
title = "One"
questions = [{ id = "a", ask = "A?", points = 5 }, { id = "b", ask = "B?", points = 5 }]
"""


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_forms_are_read_and_come_back_the_same(path: Path) -> None:
    form = parse_form(path.read_text(encoding="utf-8"))
    assert parse_form(form_toml(form)) == form


def test_three_are_shipped() -> None:
    assert [path.stem for path in SHIPPED] == ["compliance", "de_escalation", "service"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (('name = "Small"', 'name = " "'), "it has no name"),
        (('title = "One"', 'title = "One"\nweight = 40'), "has a weight, and the form weighs by points"),
        (('name = "Small"', 'name = "Small"\nweights = "sections"'), "weighs by sections, and not all of them have a weight"),
        (('id = "b"', 'id = "a"'), "two of its questions have the id “a”"),
        (('id = "b"', 'id = "B b"'), "needs an id of small letters"),
        (('ask = "B?", points = 5', 'ask = "B?", points = 5, type = "number"'), "needs a “least” and a “most” above it"),
        (('ask = "B?", points = 5', 'ask = "B?", points = 5, type = "choice"'), "needs two choices at least"),
        (('ask = "B?"', 'ask = "B?", only_if = { question = "c", answers = ["yes"] }'), "which is no earlier question"),
        (('ask = "B?"', 'ask = "B?", only_if = { question = "a", answers = ["perhaps"] }'), "that “a” does not have"),
        (('ask = "B?"', 'ask = "B?", choices = [{ answer = "yes", points = 6 }]'), "more than its 5 points"),
        (('ask = "B?"', 'ask = "B?", choices = [{ answer = "maybe" }]'), "has the choice “maybe”"),
        (('ask = "B?"', 'ask = "B?", draft = { moments = ["shouted"], found = "no" }'), "a moment is named as in"),
        (('ask = "B?"', 'ask = "B?", draft = { moments = ["pushed:*"], found = "never" }'), "which is none of its choices"),
        (('ask = "B?"', 'ask = "B?", draft = { figure = "holds" }'), "last band"),
        (('ask = "B?"', 'ask = "B?", draft = { figure = "holds", outcome = { calm = "yes" } }'), "one is needed"),
        (('ask = "B?"', 'ask = "B?", weigth = 3'), "holds “weigth”, which is nothing of it"),
        (('points = 5 }]', 'points = "five" }]'), "has “points”, which is to be a number"),
        (('title = "One"', 'title = "One'), "no valid TOML"),
    ],
)  # fmt: skip
def test_a_slip_is_one_sentence(change: tuple[str, str], sentence: str) -> None:
    with pytest.raises(InputError) as refused:
        parse_form(GOOD.replace(*change))
    assert sentence in str(refused.value)
    assert str(refused.value).endswith(".")


def test_weights_come_to_a_hundred() -> None:
    weighed = GOOD.replace('"Small"', '"Small"\nweights = "questions"').replace("points = 5", "points = 5, weight = 45")
    with pytest.raises(InputError, match="come to 90 %, and 100 % are needed"):
        parse_form(weighed)


_CHARACTERS = some.characters(codec="utf-8", exclude_characters="\r")
TEXT = some.text(_CHARACTERS, min_size=1, max_size=40).filter(str.strip)


@some.composite
def forms(draw: some.DrawFn) -> Form:
    questions: list[Question] = []
    for k in range(draw(some.integers(1, 5))):
        points = draw(some.integers(1, 50)) / 2
        answers = draw(some.lists(TEXT.filter(lambda t: t != "not applicable"), min_size=2, max_size=4, unique=True))
        kind = draw(some.sampled_from(["yes-no", "choice", "number", "text"])) if k else "yes-no"
        choices: tuple[Choice, ...]
        if kind == "yes-no":
            choices = draw(
                some.sampled_from([(Choice(YES, points), Choice(NO)), (Choice(YES), Choice(NO, points, "form"))])
            )
        else:
            choices = (
                tuple(Choice(answer, points * (n == 0)) for n, answer in enumerate(answers)) if kind == "choice" else ()
            )
        condition = Condition("q0", (draw(some.sampled_from([YES, NO])),)) if k and draw(some.booleans()) else None
        questions.append(
            Question(
                f"q{k}", draw(TEXT), kind, draw(some.one_of(some.just(""), TEXT)), choices,  # type: ignore[arg-type]
                most=3.5 if kind == "number" else 0.0, points=points, optional=draw(some.booleans()), only_if=condition,
            )
        )  # fmt: skip
    return Form(draw(TEXT), (Section(draw(TEXT), tuple(questions)),), help=draw(some.one_of(some.just(""), TEXT)))


@given(forms())
@settings(max_examples=80, deadline=None)
def test_every_form_comes_back_as_it_went(form: Form) -> None:
    assert parse_form(form_toml(form)) == form
