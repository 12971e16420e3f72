"""Scores over time: means by name and stretch of time, none under ten evaluations, and the evaluations behind each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from library_calls import a_call, a_report
from sqlalchemy import update

from library.calls.listing import Filter
from library.database.tables.evaluations import EvaluationRow
from library.evaluations.over_time import ScoresOverTime, stretch_of
from library.evaluations.reviewers import Reviewer
from library.evaluations.scores import FEWEST
from library.forms.form_text import parse_form
from library.store import Library

FORM = parse_form("""
name = "Small"
[[sections]]
title = "One"
questions = [
  { id = "heard", ask = "Heard out?", points = 6 },
  { id = "plan", ask = "A plan?", points = 4, optional = true },
  { id = "words", ask = "Words", type = "text", optional = true },
]
""")
MAY, JUNE = datetime(2026, 5, 15, 12, tzinfo=UTC), datetime(2026, 6, 15, 12, tzinfo=UTC)


def finished(library: Library, number: int, when: datetime) -> None:
    with library.database.write() as session:
        session.execute(update(EvaluationRow).where(EvaluationRow.id == number).values(finished=when))


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Library]:
    """Ten of Ann's in May, all “heard” and every second with a plan; three in June, none; Bea has two, and there is a calibration."""
    library = Library(str(tmp_path / "library.db"), tmp_path / "files")
    form = library.forms.add(FORM, "Cleo").form_id
    library.forms.publish(form)
    for k in range(FEWEST + 5):
        agent = "Ann" if k < FEWEST + 3 else "Bea"
        library.keep_call(a_call(f"c{k}"), agent=agent, team="Blue", name=f"call {k}.wav")
        library.keep_report(a_report(f"c{k}"))
        one = library.evaluations.start(f"c{k}", form, "Cleo")
        library.evaluations.answer(one, "heard", "yes" if k < FEWEST else "no", "Cleo")
        plan = "not applicable" if k == 0 else "yes" if k % 2 else "no"
        library.evaluations.answer(one, "plan", plan, "Cleo")
        library.evaluations.answer(one, "words", "Well.", "Cleo")
        library.evaluations.finish(one, "Cleo")
        finished(library, one, MAY if k < FEWEST else JUNE)
    library.calibrations.begin(["c0"], form, [Reviewer("Dee", None), Reviewer("Cleo", None)], "Cleo")
    (dees,) = library.evaluations.queue("Dee")
    for question in ("heard", "plan"):
        library.evaluations.answer(dees.id, question, "no", "Dee")
    library.evaluations.finish(dees.id, "Dee")
    yield library
    library.close()


def told(over_time: ScoresOverTime, **asked: object) -> dict[str | None, list[tuple[int, int, float | None]]]:
    lines = over_time.trends(**asked)  # type: ignore[arg-type]
    return {line.of: [(p.start.astimezone().month, p.mean.n, p.mean.value) for p in line.points] for line in lines}


def test_by_agent_team_and_form(kept: Library) -> None:
    may = (100.0 + 5 * 100.0 + 4 * 60.0) / FEWEST  # c0 leaves the plan out
    assert told(kept.scores_over_time, what="agent", form_id=1) == {
        "Ann": [(5, FEWEST, pytest.approx(may)), (6, 3, None)], "Bea": [(6, 2, None)],
    }  # fmt: skip
    assert told(kept.scores_over_time, what="team", form_id=1) == {
        "Blue": [(5, FEWEST, pytest.approx(may)), (6, 5, None)]
    }
    assert list(told(kept.scores_over_time, what="form", form_id=99)) == ["Small"]
    assert told(kept.scores_over_time, what="agent", form_id=1, call_filter=Filter(agent="Bea")) == {
        "Bea": [(6, 2, None)]
    }


def test_by_question_in_percent_of_its_points(kept: Library) -> None:
    lines = told(kept.scores_over_time, what="question", form_id=1)
    assert list(lines) == ["heard", "plan"], "a text gives no points"
    assert lines["heard"][0] == (5, FEWEST, 100.0)
    assert lines["plan"][0] == (5, FEWEST - 1, None), "not applicable leaves it"


def test_over_a_quarter_the_few_are_enough(kept: Library) -> None:
    (ann, _) = kept.scores_over_time.trends("agent", 1, stretch="quarter")
    (point,) = ann.points
    assert (point.start.astimezone().month, point.mean.n, point.mean.value) == (4, FEWEST + 3, ann.whole.value)
    assert (
        point.mean.low is not None
        and point.mean.high is not None
        and point.mean.low < ann.whole.value < point.mean.high
    )  # type: ignore[operator]
    assert [stretch_of(datetime(2026, m, 20, tzinfo=UTC), "quarter").astimezone().month for m in (1, 3, 4, 8, 12)] == [
        1,
        1,
        4,
        7,
        10,
    ]


def test_the_evaluations_behind_a_number(kept: Library) -> None:
    june = stretch_of(JUNE, "month")
    behind = kept.scores_over_time.behind("agent", 1, "Ann", june, "month")
    assert [(one.call, one.reviewer) for one in behind] == [(f"call {k}.wav", "Cleo") for k in (12, 11, 10)]
    assert {one.score for one in behind} == {0.0, 40.0}
    assert len(kept.scores_over_time.behind("agent", 1, "Ann", None, "month")) == FEWEST + 3
    assert len(kept.scores_over_time.behind("question", 1, "plan", None, "month")) == FEWEST + 4
    assert kept.scores_over_time.behind("agent", 1, "Nobody", None, "month") == ()
