"""Scores: twenty filled-in forms worked by hand, with N/A, conditions, auto-fail, and all three ways of weighing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from audio.errors import InputError
from library.evaluations.scoring import asked, score
from library.forms.form import NOT_APPLICABLE, Answer, Form
from library.forms.form_text import parse_form

FORM = """
name = "Twenty"
weights = "WEIGHTS"
[[sections]]
title = "Opening"
W40
questions = [
  { id = "greet", ask = "Greeted?", points = 5, optional = true, W10 },
  { id = "concern", ask = "Concern?", type = "choice", points = 15, W30, choices = [
      { answer = "fully", points = 15 }, { answer = "partly", points = 6 }, { answer = "no" }, { answer = "mocked", auto_fail = "section" } ] },
]
[[sections]]
title = "Resolution"
W60
questions = [
  { id = "refused", ask = "Refused?", scored = false },
  { id = "choice", ask = "Choice?", points = 10, optional = true, only_if = { question = "refused", answers = ["yes"] }, W20 },
  { id = "promises", ask = "Promises kept?", type = "number", least = 1, most = 5, points = 20, optional = true, W30 },
  { id = "identity", ask = "Identified?", points = 10, W10, choices = [
      { answer = "yes", points = 10 }, { answer = "no", auto_fail = "form" } ] },
  { id = "words", ask = "Words", type = "text", optional = true },
]
"""


def form(weights: str) -> Form:
    text = FORM.replace("WEIGHTS", weights)
    for share in ("40", "60"):
        text = text.replace(f"\nW{share}\n", f"\nweight = {share}\n" if weights == "sections" else "\n")
    for share in ("10", "20", "30"):
        text = text.replace(f", W{share}", f", weight = {share}" if weights == "questions" else "")
    return parse_form(text)


NA = NOT_APPLICABLE
SHORT = {"g": "greet", "c": "concern", "r": "refused", "o": "choice", "p": "promises", "i": "identity"}

#    greet concern refused choice promises identity    points              sections                questions
TABLE = [
    ("yes", "fully", "no", None, 5, "yes", 100.0, 100.0, 100.0),
    ("no", "fully", "no", None, 5, "yes", 45 / 50, 0.4 * 15 / 20 + 0.6, 70 / 80),
    ("yes", "partly", "no", None, 5, "yes", 41 / 50, 0.4 * 11 / 20 + 0.6, (10 + 30 * 0.4 + 40) / 80),
    ("yes", "no", "no", None, 5, "yes", 35 / 50, 0.4 * 5 / 20 + 0.6, 50 / 80),
    ("yes", "mocked", "no", None, 5, "yes", 30 / 50, 0.6, 40 / 80),
    (NA, "fully", "no", None, 5, "yes", 45 / 45, 1.0, 70 / 70),
    (NA, "partly", "no", None, 5, "yes", 36 / 45, 0.4 * 6 / 15 + 0.6, (12 + 40) / 70),
    ("yes", "fully", "no", None, 1, "yes", 30 / 50, 0.4 + 0.6 * 10 / 30, 50 / 80),
    ("yes", "fully", "no", None, 3, "yes", 40 / 50, 0.4 + 0.6 * 20 / 30, 65 / 80),
    ("yes", "fully", "no", None, NA, "yes", 30 / 30, 1.0, 50 / 50),
    ("yes", "fully", "yes", "yes", 5, "yes", 60 / 60, 1.0, 1.0),
    ("yes", "fully", "yes", "no", 5, "yes", 50 / 60, 0.4 + 0.6 * 30 / 40, 80 / 100),
    ("yes", "fully", "yes", NA, 5, "yes", 50 / 50, 1.0, 80 / 80),
    ("yes", "fully", "no", "no", 5, "yes", 50 / 50, 1.0, 80 / 80),  # an answer to what is no longer asked
    ("yes", "fully", "no", None, 5, "no", 0.0, 0.0, 0.0),  # fails the form
    ("yes", "mocked", "no", None, 5, "no", 0.0, 0.0, 0.0),
    (NA, "mocked", "yes", "no", NA, "yes", 10 / 35, 0.6 * 10 / 20, 10 / 60),
    ("no", "no", "yes", "no", 1, "yes", 10 / 60, 0.6 * 10 / 40, 10 / 100),
    (NA, None, "no", None, NA, None, None, None, None),  # nothing that could be scored
    ("yes", None, "no", None, NA, None, 1.0, 1.0, 1.0),  # only the greeting so far: no section of nothing weighs
]


@pytest.mark.parametrize("row", TABLE)
@pytest.mark.parametrize("way", range(3))
def test_twenty_forms_worked_by_hand(row: tuple[Answer | None, ...], way: int) -> None:
    answers = {name: answer for name, answer in zip(SHORT.values(), row, strict=False) if answer is not None}
    found = score(form(("points", "sections", "questions")[way]), answers).score
    share = row[6 + way]
    expected = None if share is None else 100.0 * float(share) if float(share) <= 1 else float(share)
    assert found == (None if expected is None else pytest.approx(expected, abs=1e-9))


def test_who_failed_it_is_said() -> None:
    found = score(form("points"), {"concern": "mocked", "identity": "no"})
    assert (found.sections[0].failed_by, found.failed_by) == ("Concern?", "Identified?")


def test_what_is_still_to_be_answered() -> None:
    assert score(form("points"), {"greet": "yes"}).missing == ("concern", "refused", "identity")
    assert [q.id for q in asked(form("points"), {"refused": "yes"})][3] == "choice"
    assert "choice" not in [q.id for q in asked(form("points"), {"refused": "no"})]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("concern", "perhaps"),
        ("concern", NA),
        ("promises", 6.0),
        ("promises", "two"),
        ("greet", 1.0),
        ("promises", float("nan")),
    ],
)
def test_what_is_no_answer(question: str, answer: Answer) -> None:
    with pytest.raises(InputError, match="is no answer to"):
        score(form("points"), {question: answer})


def test_no_question_of_that_name() -> None:
    with pytest.raises(InputError, match="has no question “tone”"):
        score(form("points"), {"tone": "yes"})


@given(some.lists(some.sampled_from(TABLE[:18]), min_size=1, max_size=1), some.floats(0.1, 9.0))
def test_points_on_another_scale_give_the_same_score(rows: list[tuple[Answer | None, ...]], scale: float) -> None:
    plain = form("points")
    scaled = replace(
        plain,
        sections=tuple(
            replace(
                section,
                questions=tuple(
                    replace(
                        question,
                        points=question.points * scale,
                        choices=tuple(replace(choice, points=choice.points * scale) for choice in question.choices),
                    )
                    for question in section.questions
                ),
            )
            for section in plain.sections
        ),
    )
    answers = {name: answer for name, answer in zip(SHORT.values(), rows[0], strict=False) if answer is not None}
    assert score(scaled, answers).score == pytest.approx(score(plain, answers).score)
