"""Calibration sessions: begun, filled in blind, opened, put side by side, and how far people agree and are from what is right; on both databases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
import real_postgres
from library_calls import a_call, a_report
from sqlalchemy import select, update

from audio.errors import InputError
from audio.span import Span
from library.calibration.calibrations import quarter
from library.database.tables.evaluations import CalibrationRow, CalibrationSeat
from library.evaluations.drafts import Draft
from library.evaluations.reviewers import Reviewer
from library.forms.form_text import parse_form
from library.store import Library

FORM = parse_form("""
name = "Small"
[[sections]]
title = "One"
questions = [
  { id = "heard", ask = "Heard out?", points = 6 },
  { id = "how", ask = "How?", type = "choice", points = 2, optional = true, only_if = { question = "heard", answers = ["yes"] }, choices = [
      { answer = "well", points = 2 }, { answer = "so so", points = 1 } ] },
  { id = "plans", ask = "Plans?", type = "number", most = 4, points = 2 },
  { id = "words", ask = "Words", type = "text", optional = true },
]
""")
ANN, BEN, CLEO = (Reviewer(name, None) for name in ("Ann", "Ben", "Cleo"))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Library]:
    url = str(tmp_path / "library.db") if request.param == "sqlite" else real_postgres.new_database()
    kept = Library(url, tmp_path / "files")
    made = kept.forms.add(FORM, "Ann")
    kept.forms.publish(made.form_id)
    for k in range(3):
        kept.keep_call(a_call(f"c{k}"), agent="Bea", name=f"call {k}.wav")
        kept.keep_report(a_report(f"c{k}"))
    yield kept
    kept.close()


def begun(library: Library, calls: Sequence[str] = ("c0",), reference: Reviewer | None = None) -> int:
    return library.calibrations.begin(calls, 1, [ANN, BEN, CLEO], "Dee", reference=reference)


def fill(
    library: Library, session: int, who: Reviewer, call: str, heard: str, plans: float, how: str | None = None
) -> int:
    """Go through one call of a session and finish it."""
    queue = library.evaluations.queue(who.name)
    one = next(line.id for line in queue if line.calibration == session and line.call_id == call)
    answers: dict[str, str | float | None] = {"heard": heard, "how": how, "plans": plans}
    for question, answer in answers.items():
        if answer is not None:
            draft = Draft(question, "no", "…") if question == "heard" else None
            library.evaluations.answer(
                one, question, answer, who.name, f"{who.name} on {question}", draft, span=Span(1.0, 2.0)
            )
    library.evaluations.finish(one, who.name)
    return one


def test_a_session_gives_each_reviewer_each_call_and_tells_how_far_they_are(library: Library) -> None:
    session = begun(library, ("c0", "c1"))
    (told,) = library.calibrations.all("Ann")
    assert (told.id, told.form, told.leader, list(told.calls.values())) == (
        session,
        "Small",
        "Dee",
        ["call 0.wav", "call 1.wav"],
    )
    assert [(one.reviewer.name, one.done, one.of) for one in told.reviewers] == [
        ("Ann", 0, 2),
        ("Ben", 0, 2),
        ("Cleo", 0, 2),
    ]
    fill(library, session, ANN, "c0", "yes", 1, "well")
    (told,) = library.calibrations.all("Ann")
    assert [one.done for one in told.reviewers] == [1, 0, 0]
    assert told.to_do is not None and told.to_do[1] == "c1" and not told.told


def test_it_is_blind_until_one_has_finished_oneself(library: Library) -> None:
    session = begun(library)
    fill(library, session, ANN, "c0", "yes", 1, "well")
    for name in ("Ben", "Dee", "Somebody"):
        assert not library.calibrations.calibration(session, name).told
        with pytest.raises(InputError, match="told once you have finished yours"):
            library.calibrations.side_by_side(session, name)
    (side,) = library.calibrations.side_by_side(session, "Ann").calls
    assert {who.name for who in side.scores} == {"Ann"}
    fill(library, session, BEN, "c0", "no", 1)
    assert library.calibrations.calibration(session, "Dee").opened is None
    (side,) = library.calibrations.side_by_side(session, "Ben").calls
    assert {who.name for who in side.scores} == {"Ann", "Ben"}


def test_opened_it_is_told_to_all_and_nothing_more_is_answered(library: Library) -> None:
    session = begun(library)
    fill(library, session, ANN, "c0", "yes", 1, "well")
    with pytest.raises(InputError, match="led by Dee"):
        library.calibrations.open(session, "Ann")
    (bens,) = library.evaluations.queue("Ben")
    library.calibrations.open(session, "Dee")
    assert library.calibrations.side_by_side(session, "Ben").calls[0].scores == {ANN: 100.0 * (8 + 0.5) / 10}
    for late in (
        lambda: library.evaluations.answer(bens.id, "heard", "no", "Ben"),
        lambda: library.evaluations.finish(bens.id, "Ben"),
    ):
        with pytest.raises(InputError, match="opened meanwhile"):
            late()


def test_side_by_side_says_who_answered_what_with_comment_and_moment(library: Library) -> None:
    session = begun(library)
    fill(library, session, ANN, "c0", "yes", 1, "well")
    fill(library, session, BEN, "c0", "no", 1)
    fill(library, session, CLEO, "c0", "yes", 3, "well")
    told = library.calibrations.side_by_side(session, "Dee")
    (side,) = told.calls
    heard, how, plans, words = side.rows
    assert {who.name: given.answer for who, given in heard.given.items()} == {"Ann": "yes", "Ben": "no", "Cleo": "yes"}
    assert (heard.given[BEN].comment, heard.given[BEN].span) == ("Ben on heard", Span(1.0, 2.0))
    assert (heard.alike, how.alike, plans.alike, words.alike) == (False, True, False, None)
    assert heard.drafted == "no" and heard.given[ANN].blind
    assert [who.name for who in told.reviewers if heard.differs(who)] == ["Ben"]
    assert [who.name for who in told.reviewers if plans.differs(who)] == ["Cleo"]
    assert list(how.given) == [ANN, CLEO]


def test_a_tie_is_nobodys_fault(library: Library) -> None:
    session = library.calibrations.begin(["c0"], 1, [ANN, BEN], "Dee")
    fill(library, session, ANN, "c0", "yes", 1, "well")
    fill(library, session, BEN, "c0", "no", 1)
    heard, *_ = library.calibrations.side_by_side(session, "Dee").calls[0].rows
    assert heard.alike is False
    assert [heard.differs(who) for who in (ANN, BEN)] == [True, True]
    assert library.calibrations.calibration(session, "Dee").opened is not None, "the last has finished"


def test_agreement_over_the_session_and_over_the_quarter(library: Library) -> None:
    first, second = begun(library, ("c0", "c1")), begun(library, ("c2",))
    for session, call, bens in ((first, "c0", "yes"), (first, "c1", "no"), (second, "c2", "no")):
        fill(library, session, ANN, call, "yes", 1, "well")
        fill(library, session, BEN, call, bens, 1)
    library.calibrations.open(first, "Dee")
    told = library.calibrations.side_by_side(first, "Dee")
    (heard, *_) = told.agreement
    assert (heard.question.id, heard.session.calls, heard.session.raw.value, told.quarter_sessions) == (
        "heard",
        2,
        0.5,
        1,
    )
    assert heard.quarter == heard.session, "the second is not told yet"
    library.calibrations.open(second, "Dee")
    (heard, *_) = library.calibrations.side_by_side(first, "Dee").agreement
    assert (heard.session.calls, heard.quarter.calls) == (2, 3)
    assert heard.quarter.raw.value == pytest.approx(1 / 3)
    with library.database.write() as session:
        session.execute(
            update(CalibrationRow).where(CalibrationRow.id == second).values(begun=datetime(2020, 1, 2, tzinfo=UTC))
        )
    (heard, *_) = library.calibrations.side_by_side(first, "Dee").agreement
    assert heard.quarter.calls == 2
    assert [quarter(datetime(2026, month, 15, tzinfo=UTC)) for month in (1, 3, 4, 12)] == [
        (2026, n) for n in (1, 1, 2, 4)
    ]


def test_deviation_from_the_reference_and_from_what_was_agreed(library: Library) -> None:
    session = begun(library, reference=ANN)
    fill(library, session, ANN, "c0", "yes", 2, "well")  # 6 + 2 + 1 of 10
    fill(library, session, BEN, "c0", "no", 2)  # 1 of 8: the question that hangs on “yes” is not asked
    fill(library, session, CLEO, "c0", "yes", 4, "so so")  # 6 + 1 + 2 of 10
    ben, cleo = library.calibrations.side_by_side(session, "Dee").deviations
    assert (ben.reviewer, ben.same, ben.of, ben.quarter_of) == (BEN, 1, 2, 2)
    assert (cleo.same, cleo.of) == (1, 3)
    assert ben.points == pytest.approx((100 / 8 - 90.0,))
    assert cleo.points == pytest.approx((0.0,))
    with pytest.raises(InputError, match="“often” is no answer"):
        library.calibrations.agree(session, "c0", {"heard": ("often", "")}, "Dee")
    with pytest.raises(InputError, match="led by Dee"):
        library.calibrations.agree(session, "c0", {"heard": ("no", "")}, "Ann")
    library.calibrations.agree(session, "c0", {"heard": ("no", "She was cut off at 1:10."), "plans": (2.0, "")}, "Dee")
    told = library.calibrations.side_by_side(session, "Dee")
    assert told.calls[0].rows[0].agreed is not None and told.calls[0].rows[0].agreed.words == "She was cut off at 1:10."
    assert [(one.reviewer.name, one.same, one.of) for one in told.deviations] == [("Ben", 2, 2), ("Cleo", 0, 3)]
    library.calibrations.agree(session, "c0", {"heard": (None, "")}, "Dee")
    assert library.calibrations.side_by_side(session, "Dee").calls[0].rows[0].agreed is None


def test_nothing_is_agreed_before_it_is_opened(library: Library) -> None:
    session = begun(library)
    with pytest.raises(InputError, match="when the session is opened"):
        library.calibrations.agree(session, "c0", {"heard": ("no", "")}, "Dee")


@pytest.mark.parametrize(
    ("calls", "who", "reference", "why"),
    [
        (["c0"], ["Ann", "Ann"], None, "two reviewers at least"),
        ([], ["Ann", "Ben"], None, "1 to 20 calls"),
        (["gone"], ["Ann", "Ben"], None, "None of these calls"),
        (["c0"], ["Ann", "Bea"], None, "fewer than two"),
        (["c0"], ["Ann", "Ben"], "Cleo", "takes no part"),
    ],
)
def test_what_makes_no_session(
    library: Library, calls: list[str], who: list[str], reference: str | None, why: str
) -> None:
    with pytest.raises(InputError, match=why):
        library.calibrations.begin(
            calls,
            1,
            [Reviewer(name, None) for name in who],
            "Dee",
            reference=reference and Reviewer(reference, None),  # type: ignore[arg-type]
        )
    assert library.calibrations.all("Dee") == () and library.evaluations.queue("Ann") == ()


def test_it_goes_with_all_that_was_answered_in_it(library: Library) -> None:
    session = begun(library)
    one = fill(library, session, ANN, "c0", "yes", 1, "well")
    with pytest.raises(InputError, match="led by Dee"):
        library.calibrations.drop(session, "Ann")
    library.calibrations.drop(session, "Dee")
    assert library.calibrations.all("Dee") == ()
    with pytest.raises(InputError, match="no such evaluation"):
        library.evaluations.evaluation(one)
    with pytest.raises(InputError, match="no such calibration"):
        library.calibrations.side_by_side(session, "Dee")


def test_a_deleted_call_is_no_longer_in_it(library: Library) -> None:
    session = begun(library, ("c0", "c1"))
    library.delete("c1")
    assert list(library.calibrations.calibration(session, "Dee").calls) == ["c0"]


def test_a_deleted_call_leaves_nobody_unfinished(library: Library) -> None:
    session = begun(library, ("c0", "c1"))
    for who in (ANN, BEN, CLEO):
        fill(library, session, who, "c0", "yes", 1, "well")
    assert library.calibrations.calibration(session, "Dee").opened is None
    library.delete("c1")
    told = library.calibrations.calibration(session, "Dee")
    assert told.opened is not None and [(one.done, one.of) for one in told.reviewers] == [(1, 1)] * 3
    with library.database.read() as there:
        assert None not in there.scalars(select(CalibrationSeat.finished)).all()
    library.delete("c0")
    assert library.calibrations.calibration(session, "Dee").calls == {}
    library.calibrations.drop(session, "Dee")


def test_who_has_others_left_goes_on_when_a_call_is_deleted(library: Library) -> None:
    session = begun(library, ("c0", "c1", "c2"))
    fill(library, session, ANN, "c0", "yes", 1, "well")
    fill(library, session, ANN, "c2", "yes", 1, "well")
    library.delete("c1")
    told = library.calibrations.calibration(session, "Ann")
    assert told.opened is None and told.told
    assert not library.calibrations.calibration(session, "Ben").told
    with library.database.read() as there:
        finished = there.execute(select(CalibrationSeat.reviewer, CalibrationSeat.finished)).all()
    assert {name for name, at in finished if at is not None} == {"Ann"}


def test_calibrations_are_no_reviews(library: Library) -> None:
    session = begun(library)
    one = fill(library, session, ANN, "c0", "yes", 1, "well")
    assert library.scores.by("agent", 1) == () and library.scores.answers(1, 1) == ()
    assert library.evaluations.tried(1, "heard") == () and library.forms.all()[0].evaluations == 0
    for respond in (
        lambda: library.evaluations.acknowledge(one),
        lambda: library.appeals.file(one, "heard", "Bea", "I did."),
    ):
        with pytest.raises(InputError, match="finished"):
            respond()
