"""Forms and evaluations kept: versions, the reviewer's queue, finishing, acknowledging, appealing; on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import real_postgres
from library_calls import a_call, a_report

from audio.errors import InputError, LibraryError
from audio.span import Span
from library.evaluations.drafts import Draft
from library.forms.form import Form
from library.forms.form_text import parse_form
from library.forms.forms import shipped_forms
from library.store import Library

TOML = """
name = "Small"
[[sections]]
title = "One"
questions = [
  { id = "heard", ask = "Heard out?", points = 6 },
  { id = "plan", ask = "A plan?", points = 4, optional = true },
]
"""
FORM = parse_form(TOML)


@pytest.fixture(params=["sqlite", "postgresql"])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Library]:
    if request.param == "postgresql" and (why := real_postgres.why_not()):
        pytest.skip(why)
    url = str(tmp_path / "library.db") if request.param == "sqlite" else real_postgres.new_database()
    kept = Library(url, tmp_path / "files")
    yield kept
    kept.close()


def published(library: Library, form: Form = FORM) -> int:
    made = library.forms.add(form, "Ann")
    library.forms.publish(made.form_id)
    return made.form_id


def calls(library: Library, *agents: str) -> list[str]:
    for k, agent in enumerate(agents):
        library.keep_call(a_call(f"c{k}"), agent=agent)
        library.keep_report(a_report(f"c{k}"))
    return [f"c{k}" for k in range(len(agents))]


def finished(library: Library, call_id: str, form_id: int, heard: str = "yes", plan: str = "no") -> int:
    evaluation = library.evaluations.start(call_id, form_id, "Ann")
    library.evaluations.answer(evaluation, "heard", heard, "Ann")
    library.evaluations.answer(evaluation, "plan", plan, "Ann")
    library.evaluations.finish(evaluation, "Ann")
    return evaluation


def test_what_is_published_is_never_changed(library: Library) -> None:
    form_id = published(library)
    evaluation = library.evaluations.start(calls(library, "Bea")[0], form_id, "Ann")
    other = parse_form(TOML.replace("A plan?", "A plan, and by when?"))
    draft = library.forms.save(form_id, other, "Cleo")
    assert (draft.version, draft.published) == (2, None)
    assert library.forms.version(form_id).form == FORM
    library.forms.publish(form_id)
    assert library.forms.version(form_id).form == other
    assert library.evaluations.evaluation(evaluation).form.form == FORM
    assert library.forms.version(form_id, 1).form == FORM


def test_a_draft_is_written_over_and_whoever_is_late_is_told(library: Library) -> None:
    made = library.forms.add(FORM, "Ann")
    with pytest.raises(InputError, match="never published"):
        library.forms.version(made.form_id)
    seen = made.edited
    library.forms.save(made.form_id, parse_form(TOML.replace("A plan?", "Plan?")), "Cleo", seen)
    with pytest.raises(LibraryError, match="edited by Cleo meanwhile"):
        library.forms.save(made.form_id, FORM, "Ann", seen)
    assert library.forms.version(made.form_id, 1).form.questions[1].ask == "Plan?"


def test_names_are_one_forms_each(library: Library) -> None:
    published(library)
    with pytest.raises(InputError, match="There is a form named “Small” already"):
        library.forms.add(FORM, "Ann")


def test_the_list_of_forms(library: Library) -> None:
    form_id = published(library)
    library.forms.save(form_id, FORM, "Ann")
    calls(library, "Bea")
    library.evaluations.start("c0", form_id, "Ann")
    (line,) = library.forms.all()
    assert (line.name, line.published, line.draft, line.evaluations, line.retired) == ("Small", 1, 2, 1, None)
    library.forms.drop_draft(form_id)
    library.forms.retire(form_id)
    (line,) = library.forms.all()
    assert (line.published, line.draft) == (1, None)
    assert line.retired is not None


def test_a_form_that_was_never_published_goes_with_its_draft(library: Library) -> None:
    library.forms.drop_draft(library.forms.add(FORM, "Ann").form_id)
    assert library.forms.all() == ()


def test_nobody_reviews_their_own(library: Library) -> None:
    form_id = published(library)
    ids = calls(library, "Bea", "Ann", "Bea")
    assert library.evaluations.assign(ids, form_id, "Ann", "Dee") == 2
    with pytest.raises(InputError, match="it is your own"):
        library.evaluations.start("c1", form_id, "Ann")


def test_the_queue_is_by_when_it_is_due_and_each_call_is_in_it_once(library: Library) -> None:
    form_id, soon = published(library), datetime(2026, 3, 1, tzinfo=UTC)
    ids = calls(library, "Bea", "Bea", "Bea")
    library.evaluations.assign(ids[:1], form_id, "Ann", "Dee")
    library.evaluations.assign(ids[1:2], form_id, "Ann", "Dee", soon + timedelta(days=1))
    library.evaluations.assign(ids[2:], form_id, "Ann", "Dee", soon)
    assert library.evaluations.assign(ids, form_id, "Ann", "Dee") == 0
    assert [line.call_id for line in library.evaluations.queue("Ann")] == ["c2", "c1", "c0"]
    finished(library, "c2", form_id)
    assert [line.call_id for line in library.evaluations.queue("Ann")] == ["c1", "c0"]
    assert library.evaluations.queue("Bea") == ()


def test_a_score_is_kept_when_all_is_answered(library: Library) -> None:
    form_id = published(library)
    calls(library, "Bea")
    evaluation = library.evaluations.start("c0", form_id, "Ann")
    library.evaluations.answer(evaluation, "plan", "no", "Ann", comment="no date")
    with pytest.raises(InputError, match="Still to be answered: “Heard out\\?”"):
        library.evaluations.finish(evaluation, "Ann")
    library.evaluations.answer(evaluation, "heard", "yes", "Ann")
    assert library.evaluations.finish(evaluation, "Ann").score == pytest.approx(60.0)
    (line,) = library.evaluations.of_call("c0")
    assert line.score == pytest.approx(60.0)
    assert library.evaluations.evaluation(evaluation).answers["plan"].comment == "no date"
    with pytest.raises(InputError, match="is finished"):
        library.evaluations.answer(evaluation, "heard", "no", "Ann")


def test_only_the_reviewer_answers(library: Library) -> None:
    form_id = published(library)
    calls(library, "Bea")
    evaluation = library.evaluations.start("c0", form_id, "Ann")
    with pytest.raises(InputError, match="This evaluation is Ann's"):
        library.evaluations.answer(evaluation, "heard", "no", "Bea")
    with pytest.raises(InputError, match="is no answer"):
        library.evaluations.answer(evaluation, "heard", "perhaps", "Ann")


def test_an_appeal_that_is_upheld_changes_answer_and_score(library: Library) -> None:
    form_id = published(library)
    calls(library, "Bea")
    evaluation = finished(library, "c0", form_id, heard="no", plan="yes")
    appeal = library.appeals.file(evaluation, "heard", "Bea", "I let her finish.", Span(3.0, 8.0))
    with pytest.raises(InputError, match="appealed already"):
        library.appeals.file(evaluation, "heard", "Bea", "Again.")
    for by in ("Ann", "Bea"):
        with pytest.raises(InputError, match="neither who gave the answer nor who appealed"):
            library.appeals.decide(appeal, by, True, "Right.", "yes")
    with pytest.raises(InputError, match="needs its words"):
        library.appeals.decide(appeal, "Dee", True, " ", "yes")
    assert library.appeals.decide(appeal, "Dee", True, "She did finish.", "yes").score == pytest.approx(100.0)
    told = library.evaluations.evaluation(evaluation)
    assert told.answers["heard"].answer == "yes"
    assert told.kept_score == pytest.approx(100.0)
    assert (told.appeals[0].upheld, told.appeals[0].span) == (True, Span(3.0, 8.0))


def test_an_appeal_that_is_declined_changes_nothing(library: Library) -> None:
    form_id = published(library)
    calls(library, "Bea")
    evaluation = finished(library, "c0", form_id)
    appeal = library.appeals.file(evaluation, "plan", "Bea", "There was one.")
    assert library.appeals.decide(appeal, "Dee", False, "No date was said.").score == pytest.approx(60.0)


def test_only_what_is_finished_is_acknowledged(library: Library) -> None:
    form_id = published(library)
    calls(library, "Bea")
    begun = library.evaluations.start("c0", form_id, "Ann")
    with pytest.raises(InputError, match="Only a finished evaluation"):
        library.evaluations.acknowledge(begun)
    evaluation = finished(library, "c0", form_id)
    library.evaluations.acknowledge(evaluation, "Thank you.")
    assert library.evaluations.evaluation(evaluation).acknowledged_words == "Thank you."


def test_what_was_drafted_is_kept_beside_what_was_answered(library: Library) -> None:
    form_id = published(library)
    for call_id in calls(library, "Bea", "Bea", "Bea"):
        evaluation = library.evaluations.start(call_id, form_id, "Ann")
        draft = Draft("heard", "yes" if call_id != "c2" else None, "…")
        library.evaluations.answer(
            evaluation, "heard", "no" if call_id == "c1" else "yes", "Ann", draft=draft, clarity="clear"
        )
        if call_id != "c0":
            library.evaluations.finish(evaluation, "Ann")
    (tried,) = library.evaluations.tried(form_id, "heard")
    assert (tried.drafted, tried.answered, tried.clarity) == ("yes", "no", "clear")


def test_a_deleted_call_takes_its_evaluations_with_it(library: Library) -> None:
    form_id = published(library)
    calls(library, "Bea")
    evaluation = finished(library, "c0", form_id)
    library.delete("c0")
    with pytest.raises(InputError, match="no such evaluation"):
        library.evaluations.evaluation(evaluation)


def test_three_forms_come_with_it() -> None:
    assert [form.name for form in shipped_forms()] == ["Compliance", "De-escalation", "Service call"]
