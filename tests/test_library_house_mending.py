"""A rule mended after an upheld appeal: by whom, by what, which calls it changes, judged anew, and taken back; on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import real_postgres
from library_calls import a_call, said
from people_and_calls import CALLS, House, the_house

from audio.call import Call
from audio.errors import InputError, SameSideError
from audio.span import Span
from library.access.permits import NotAllowedError
from library.evaluations.appeals import AppealLine
from library.house import judging, mending
from library.house.limits import limits_in_force
from library.house.team_rules import keep_team_rules, rule_book, team_rules
from library.mending.mends import MendedLine
from library.store import Library

POLICY = "We don't do refunds, that's our policy."
FINISH = "Well, he did finish, so maybe that is worth celebrating!"
BY_PHRASE, BY_MODEL = Span(8.5, 12.0), Span(15.5, 20.0)


def the_words(call_id: str, *lines: str) -> Call:
    """A call in which the agent says these lines."""
    turns = [said("agent", 0.5, "Good morning, Dale Parcels."), said("customer", 3.0, "My parcel never came.")]
    turns += [said("agent", 9.0 + 7 * k, line) for k, line in enumerate(lines)]
    return replace(a_call(call_id, f"{call_id}.wav", duration=60.0), turns=tuple(turns), doubts=())


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    url = str(tmp_path / "library.db") if request.param == "sqlite" else real_postgres.new_database(owner="keeper")
    calls = {call_id: CALLS[call_id] for call_id in ("own", "team", "other")}
    made = the_house(url, tmp_path, calls, evaluated=())
    for call_id in calls:
        kept = made.library.call(call_id)
        second = "Well, he did finish, so maybe that is worth celebrating, Ben!" if call_id == "team" else FINISH
        call = the_words(call_id, POLICY, second)
        made.library.keep_call(replace(call, voices=kept.voices), made.recordings[call_id], f"again {call_id}")
        judging.judge_again(made.library, call_id, limits_in_force(made.library))
    yield made
    made.library.close()


def appealed(house: House, span: Span | None = None, reviewer: str = "rae") -> AppealLine:
    """An appeal of Ama's, still to be decided."""
    seen = house.seen_by(reviewer)
    one = seen.evaluations.start("own", 1, "Rae")
    for question in ("heard", "plan"):
        seen.evaluations.answer(one, question, "no", "Rae")
    seen.evaluations.finish(one, "Rae")
    filed = house.seen_by("ama").appeals.file(one, "heard", "Ama", "That is no push.", span)
    return next(line for line in house.library.appeals.listed("") if line.id == filed)


def upheld(house: House, span: Span | None, by: str = "cora") -> AppealLine:
    line = appealed(house, span)
    house.seen_by(by).appeals.decide(line.id, by, True, "So it is.", "yes")
    return next(line for line in house.seen_by(by).appeals.listed(by))


def pushes(library: Library, call_id: str) -> list[str]:
    report = library.report(call_id)
    assert report is not None
    return [moment.words for moment in report.moments if moment.kind == "pushed"]


def mended(house: House, line: AppealLine, by: str = "cora") -> MendedLine:
    """The one flag of an appeal, mended."""
    seen = house.seen_by(by)
    (flag,) = mending.flags(seen, line)
    wanted = mending.proposal(seen, "own", flag)
    assert wanted is not None
    mending.mend(seen, line.id, by, wanted)
    return seen.mends.all()[0]


def test_a_phrase_becomes_a_veto_and_a_sentence_to_be_left_alone(house: House) -> None:
    before = pushes(house.library, "own")
    assert before[0] == POLICY
    one = mended(house, upheld(house, BY_PHRASE))
    assert (one.technique, one.sentence, one.mended_by, one.may_change) == ("policy_shield", POLICY, "Cora", True)
    book = rule_book(house.library)
    assert (
        POLICY in book["policy_shield"].pass_
        and "we do not do refunds that is our policy" in book["policy_shield"].vetoes
    )
    assert pushes(house.library, "own") == before[1:], "the call is judged by it at once"
    job = house.library.queue.judging()
    assert job is not None and job.state == "queued", "and all others behind it"
    assert house.library.stale(judging.report_fingerprint(house.library, limits_in_force(house.library)))


def test_what_the_model_heard_is_excepted_and_nearly_the_same_too(house: House) -> None:
    seen, line = house.seen_by("ada"), upheld(house, BY_MODEL, "ada")
    (flag,) = mending.flags(seen, line)
    assert (flag.rule, flag.words) == ("model", FINISH)
    wanted = mending.proposal(seen, "own", flag)
    assert wanted is not None and wanted.sentences == (FINISH,)
    found = mending.changes(seen, wanted)
    assert {one.call_id: one.changes for one in found.calls} == {
        call: {"pushed": -1} for call in ("own", "team", "other")
    }
    assert team_rules(house.library) == ("", 0) and FINISH in pushes(house.library, "own"), "nothing is taken before"
    mending.mend(seen, line.id, "Ada", wanted)
    assert tuple(rule_book(house.library)[wanted.moment.technique or ""].exceptions) == (FINISH,)
    for call_id in ("own", "team", "other"):
        judging.judge_again(house.library, call_id, limits_in_force(house.library))
        assert pushes(house.library, call_id) == [POLICY]


def test_only_calls_that_one_sees_are_told_of(house: House) -> None:
    seen, line = house.seen_by("cora"), upheld(house, BY_MODEL)
    wanted = mending.proposal(seen, "own", mending.flags(seen, line)[0])
    assert wanted is not None
    assert {one.call_id for one in mending.changes(seen, wanted).calls} == {"own", "team"}


def test_it_is_taken_back_and_everything_is_as_it_was(house: House) -> None:
    keep_team_rules(house.library, '# ours\n[policy_shield]\nvetoes = ["policy number"] # as in Leeds\n', 0)
    before = pushes(house.library, "own")
    one = mended(house, upheld(house, BY_PHRASE))
    kept = team_rules(house.library)[0]
    assert kept.startswith("# ours\n") and "policy number" in kept
    mending.take_back(house.seen_by("ada"), one, "Ada")
    text, version = team_rules(house.library)
    assert version == 3 and 'vetoes = [\n    "policy number",\n]' in text and "refunds" not in text
    assert pushes(house.library, "own") == before
    (told,) = house.seen_by("ama").mends.all()
    assert (told.taken_back_by, told.may_change) == ("Ada", False)
    with pytest.raises(InputError, match="taken back already"):
        mending.take_back(house.seen_by("ada"), one, "Ada")


def test_what_was_taken_out_by_hand_does_not_hinder_taking_back(house: House) -> None:
    one = mended(house, upheld(house, BY_MODEL))
    keep_team_rules(house.library, "", 1)
    mending.take_back(house.seen_by("cora"), one, "Cora")
    assert team_rules(house.library)[0] == "" and house.library.mends.all()[0].taken_back is not None


@pytest.mark.parametrize("viewer", ["ama", "rae", "val", "nil"])
def test_nobody_else_mends_or_takes_back(house: House, viewer: str) -> None:
    line = upheld(house, BY_PHRASE)
    wanted = mending.proposal(house.library, "own", mending.flags(house.library, line)[0])
    assert wanted is not None
    refusal = InputError if viewer == "nil" else NotAllowedError
    with pytest.raises(refusal):
        mending.mend(house.seen_by(viewer), line.id, viewer, wanted)
    assert team_rules(house.library) == ("", 0)
    one = mended(house, line)
    with pytest.raises(refusal):
        mending.take_back(house.seen_by(viewer), one, viewer)
    assert house.seen_by(viewer).mends.all() == (() if viewer == "nil" else (replace(one, may_change=False),))


def test_an_appeal_that_is_not_upheld_mends_nothing(house: House) -> None:
    line = appealed(house, BY_PHRASE)
    wanted = mending.proposal(house.library, "own", mending.flags(house.library, line)[0])
    assert wanted is not None
    with pytest.raises(InputError, match="upheld"):
        mending.mend(house.seen_by("cora"), line.id, "Cora", wanted)
    house.seen_by("cora").appeals.decide(line.id, "Cora", False, "It stays.")
    with pytest.raises(InputError, match="upheld"):
        mending.mend(house.seen_by("cora"), line.id, "Cora", wanted)


def test_an_appeal_changes_nothing_else_of_the_house(house: House) -> None:
    line = upheld(house, BY_PHRASE)
    seen = house.seen_by("cora")
    entries = {"policy_shield": {"exceptions": ("One.",)}}
    right = '[policy_shield]\nexceptions = ["One."]\n'
    for rules, given in (
        (right + "silent = true\n", entries),
        (right + "[overcorrect]\nsilent = true\n", entries),
        ('[policy_shield]\npatterns = ["one"]\n', {"policy_shield": {"patterns": ("one",)}}),
    ):
        with pytest.raises(InputError):
            seen.mends.mend(line.id, "Cora", "policy_shield", "One.", given, rules, 0)
    seen.mends.mend(line.id, "Cora", "policy_shield", "One.", entries, right, 0)
    with pytest.raises(SameSideError, match="changed"):
        seen.mends.mend(line.id, "Cora", "policy_shield", "One.", entries, right, 0)


def test_what_is_masked_stays_masked_in_the_rules(house: House) -> None:
    number = "That's our policy, your card 4111 1111 1111 1111 is not refunded."
    house.library.keep_call(the_words("own", number), house.recordings["own"], "with a card")
    judging.judge_again(house.library, "own", limits_in_force(house.library))
    one = mended(house, upheld(house, BY_PHRASE))
    assert "4111" not in team_rules(house.library)[0] and "[card number]" in one.sentence
    assert not any("policy" in words for words in pushes(house.library, "own"))


def test_a_flag_that_is_heard_in_the_voices_mends_no_rule(house: House) -> None:
    line = upheld(house, Span(0.0, 0.4))
    assert mending.flags(house.seen_by("cora"), line) == ()
