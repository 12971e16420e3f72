"""Scores over many: a mean with its interval from ten evaluations on, by name; calibrations and drafts left out."""

from __future__ import annotations

from pathlib import Path

import pytest
from library_calls import a_call, a_report

from library.calls.listing import Filter
from library.evaluations.drafts import Draft
from library.evaluations.reviewers import Reviewer
from library.evaluations.scores import FEWEST, mean
from library.forms.form_text import parse_form
from library.store import Library

FORM = parse_form("""
name = "Small"
[[sections]]
title = "One"
questions = [{ id = "heard", ask = "Heard out?", points = 6 }, { id = "plan", ask = "A plan?", points = 4, optional = true }]
""")


def test_a_mean_as_reckoned_by_hand() -> None:
    """Ten scores 50, 60 … 140 / 2: mean 47.5, deviation 15.1383, t(9) = 2.26216."""
    scores = [25.0 + 5 * k for k in range(10)]
    found = mean(scores)
    assert (found.n, found.value) == (10, 47.5)
    assert found.low == pytest.approx(47.5 - 2.26216 * 15.13825 / 10**0.5, abs=1e-3)
    assert found.high == pytest.approx(47.5 + 2.26216 * 15.13825 / 10**0.5, abs=1e-3)


def test_nine_have_no_mean() -> None:
    assert (mean([50.0] * (FEWEST - 1)).value, mean([50.0] * FEWEST).value) == (None, 50.0)


def test_scores_by_agent_and_answers_by_question(tmp_path: Path) -> None:
    library = Library(str(tmp_path / "library.db"))
    made = library.forms.add(FORM, "Cleo")
    library.forms.publish(made.form_id)
    for k in range(FEWEST + 3):
        agent = "Ann" if k < FEWEST else "Bea"
        library.keep_call(a_call(f"c{k}"), agent=agent, team="Blue")
        library.keep_report(a_report(f"c{k}"))
        evaluation = library.evaluations.start(f"c{k}", made.form_id, "Cleo")
        library.evaluations.answer(evaluation, "heard", "yes" if k % 2 else "no", "Cleo")
        library.evaluations.answer(evaluation, "plan", "not applicable" if k < 2 else "yes", "Cleo")
        if k < FEWEST + 2:
            library.evaluations.finish(evaluation, "Cleo")
    session = library.calibrations.begin(["c0"], made.form_id, [Reviewer("Dee", None), Reviewer("Cleo", None)], "Cleo")
    (dees,) = library.evaluations.queue("Dee")
    for question in ("heard", "plan"):
        library.evaluations.answer(dees.id, question, "yes", "Dee", draft=Draft(question, "no", "…"))
    library.evaluations.finish(dees.id, "Dee")
    library.calibrations.open(session, "Cleo")
    assert library.evaluations.tried(made.form_id, "heard") == ()
    ann, bea = library.scores.by("agent", made.form_id)
    assert (ann.of, ann.mean.n, bea.of, bea.mean.n, bea.mean.value) == ("Ann", FEWEST, "Bea", 2, None)
    assert ann.mean.value == pytest.approx((0 + 100 + 4 * 40 + 4 * 100) / 10)
    assert [line.of for line in library.scores.by("team", made.form_id)] == ["Blue"]
    assert library.scores.by("agent", made.form_id, Filter(team="Red")) == ()
    heard, plan = library.scores.answers(made.form_id, 1)
    assert (heard.question, heard.answers["yes"].hits, heard.answers["yes"].of) == ("heard", 6, 12)
    assert (plan.not_applicable, plan.answers["yes"].of) == (2, 10)
    library.close()
