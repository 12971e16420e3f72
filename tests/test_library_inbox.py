"""The inbox: who is told of what, once, of what they may see, and nobody else; alone, by typed names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from library_calls import a_call, a_moment, a_report
from people_and_calls import FORM, House, a_house
from sqlalchemy import insert, select, update

from audio.span import Span
from library.database.schema import CallRow, Person, PersonTeam, Team
from library.evaluations.reviewers import Reviewer
from library.inbox.mentions import named_in, typed_in
from library.notes.note import Audience, Content, Note
from library.store import Library

HERE = Span(1.0, 2.0)
ASKED = a_moment("missed", "supervisor_request", 3.0, 6.0)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    made = a_house(request.param, tmp_path, evaluated=())
    yield made
    made.library.close()


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Library]:
    opened = Library(str(tmp_path / "alone.db"), tmp_path / "files")
    opened.keep_call(a_call("c1"), name="c1.wav", agent="Ama Osei", team="North")
    opened.keep_report(a_report("c1"), "f1")
    yield opened
    opened.close()


def told(house: House, *names: str) -> dict[str, list[str]]:
    """What each of these people is told, by kind."""
    return {name: [item.kind for item in house.seen_by(name).inbox.items("whoever")] for name in names}


def wrote(seen: Library, text: str, audience: Audience = "everybody", call: str = "own", draft: bool = False) -> Note:
    return seen.notes.add(call, "Somebody", Content(HERE, text, audience=audience), draft=draft)


def test_who_is_named_is_told_where_it_was_written(house: House) -> None:
    note = wrote(house.seen_by("cora"), "@rae, have you heard this? And @Ama: @Cora here, @Bo too.")
    assert told(house, "rae", "ama", "cora", "bo", "ada", "val") == {
        "rae": ["mentioned"], "ama": ["mentioned"], "cora": [], "bo": [], "ada": [], "val": [],
    }  # fmt: skip
    (item,) = house.seen_by("rae").inbox.items("whoever")
    assert (item.call_id, item.call, item.teller, item.note_id, item.start) == ("own", "own.wav", "Cora", note.id, 1.0)
    assert item.words.startswith("@rae, have you") and item.read is None and item.thread is None


def test_a_private_note_tells_nobody_until_it_is_for_others(house: House) -> None:
    cora = house.seen_by("cora")
    note = wrote(cora, "@Rae and @Ama, look.", "me")
    assert told(house, "rae", "ama", "ada") == {"rae": [], "ama": [], "ada": []}
    note = cora.notes.edit(note.id, note.version, "Cora", Content(HERE, note.text, audience="agent"))
    assert told(house, "rae", "ama") == {"rae": [], "ama": ["mentioned"]}, "it is for the agent, so Rae may not read it"
    cora.notes.edit(note.id, note.version, "Cora", Content(HERE, note.text, audience="me"))
    assert told(house, "ama") == {"ama": []}, "what may be read no more is told no more"


def test_what_is_still_written_tells_nobody_and_what_is_done_tells_once(house: House) -> None:
    cora = house.seen_by("cora")
    note = wrote(cora, "@Rae", draft=True)
    note = cora.notes.edit(note.id, note.version, "Cora", Content(HERE, "@Rae, lo", audience="everybody"), draft=True)
    assert told(house, "rae") == {"rae": []}
    note = cora.notes.edit(note.id, note.version, "Cora", Content(HERE, "@Rae, lo", audience="everybody"))
    assert told(house, "rae") == {"rae": ["mentioned"]}
    house.seen_by("rae").inbox.mark_read("Rae")
    cora.notes.edit(note.id, note.version, "Cora", Content(HERE, "@Rae, look. @Ama too.", audience="everybody"))
    assert told(house, "rae", "ama") == {"rae": ["mentioned"], "ama": ["mentioned"]}
    assert house.seen_by("rae").inbox.unread("Rae") == 0


def test_a_reply_tells_who_began_and_who_is_named(house: House) -> None:
    note = wrote(house.seen_by("cora"), "Why so fast?")
    house.seen_by("ama").notes.reply(note.id, "Ama", "@Rae asked me to.")
    assert told(house, "cora", "rae", "ama") == {"cora": ["replied"], "rae": ["mentioned"], "ama": []}
    (item,) = house.seen_by("cora").inbox.items("Cora")
    assert item.thread == note.id
    house.seen_by("rae").notes.reply(note.id, "Rae", "@Cora, I did.")
    assert told(house, "cora") == {"cora": ["mentioned", "replied"]}


def test_who_may_not_see_the_call_is_neither_offered_nor_told(house: House) -> None:
    assert house.seen_by("ama").inbox.can_be_named("own") == ("Ada", "Cora", "Rae", "Val")
    assert house.seen_by("cora").inbox.can_be_named("own") == ("Ada", "Ama", "Rae", "Val")
    assert house.seen_by("ama").inbox.can_be_named("mine") == (), "what one practises with is one's own"
    for call in ("other", "never"):
        assert house.seen_by("ama").inbox.can_be_named(call) == ()
    wrote(house.seen_by("ama"), "@Cora @Ada @Rae", call="mine")
    assert told(house, "cora", "ada", "rae") == {"cora": [], "ada": [], "rae": []}


def test_what_may_be_seen_no_more_is_not_there_and_comes_back(house: House) -> None:
    bo, cora = house.seen_by("bo"), house.seen_by("cora")
    wrote(bo, "@Cora, is this better?", call="practised")
    assert cora.inbox.unread("Cora") == 1
    bo.sharing.take_back("practised", house.people["cora"])
    assert house.seen_by("cora").inbox.items("Cora") == () and house.seen_by("cora").inbox.unread("Cora") == 0
    bo.sharing.show("practised", house.people["cora"])
    assert told(house, "cora") == {"cora": ["shown", "mentioned"]}


def test_only_ones_own_is_looked_at(house: House) -> None:
    wrote(house.seen_by("cora"), "@Rae @Ama")
    (item,) = house.seen_by("rae").inbox.items("Rae")
    assert house.seen_by("ada").inbox.mark_read("Rae", [item.id]) == 0
    assert house.seen_by("ama").inbox.mark_read("Rae") == 1
    assert house.seen_by("rae").inbox.unread("Rae") == 1
    assert house.seen_by("rae").inbox.mark_read("Rae", [item.id]) == 1
    assert house.seen_by("rae").inbox.mark_read("Rae") == 0
    assert house.seen_by("rae").inbox.items("Rae")[0].read is not None


def test_calls_that_are_shown_or_given_are_told(house: House) -> None:
    cora = house.seen_by("cora")
    cora.sharing.show("own", house.people["bo"])
    cora.sharing.give("own", house.people["rae"])
    cora.sharing.give("own", house.people["rae"])
    assert told(house, "bo", "rae", "cora") == {"bo": ["shown"], "rae": ["given"], "cora": []}


def test_evaluations_are_told_on_their_way(house: House) -> None:
    cora, rae, ama = (house.seen_by(name) for name in ("cora", "rae", "ama"))
    cora.evaluations.assign(["own"], 1, "Rae", "Cora")
    (line,) = rae.evaluations.queue("Rae")
    for question, answer in (("heard", "yes"), ("plan", "no")):
        rae.evaluations.answer(line.id, question, answer, "Rae")
    assert told(house, "rae", "ama", "cora") == {"rae": ["evaluation_given"], "ama": [], "cora": []}
    rae.evaluations.finish(line.id, "Rae")
    rae.evaluations.finish(line.id, "Rae")
    ama.evaluations.acknowledge(line.id)
    appeal = ama.appeals.file(line.id, "plan", "Ama", "There was one.", Span(3.0, 4.0))
    assert told(house, "ama", "cora", "rae") == {
        "ama": ["evaluated"], "cora": ["appealed"], "rae": ["appealed", "acknowledged", "evaluation_given"],
    }  # fmt: skip
    assert house.seen_by("cora").inbox.items("Cora")[0].start == 3.0
    cora.appeals.decide(appeal, "Cora", True, "So there was.", "yes")
    assert told(house, "ama") == {"ama": ["appeal_decided", "evaluated"]}
    assert told(house, "cora", "rae")["rae"][0] == "appeal_decided" and told(house, "cora") == {"cora": ["appealed"]}


def test_a_calibration_is_told_to_no_agent(house: House) -> None:
    taking_part = [Reviewer(name, house.people[name.lower()]) for name in ("Rae", "Val")]
    house.seen_by("cora").calibrations.begin(["own"], 1, taking_part, "Cora")
    rae = house.seen_by("rae")
    (line,) = rae.evaluations.queue("Rae")
    for question in ("heard", "plan"):
        rae.evaluations.answer(line.id, question, "no", "Rae")
    rae.evaluations.finish(line.id, "Rae")
    assert told(house, "ama") == {"ama": []}


def test_a_supervisor_who_was_asked_for_is_told_to_the_coach_once(house: House) -> None:
    house.library.keep_report(a_report("own", ASKED), "f2")
    house.library.keep_report(a_report("own", ASKED, a_moment()), "f3")
    house.library.keep_report(a_report("mine", ASKED), "f2")
    assert told(house, "cora", "ada", "rae", "ama") == {
        "cora": ["supervisor_unanswered"],
        "ada": [],
        "rae": [],
        "ama": [],
    }
    (item,) = house.seen_by("cora").inbox.items("Cora")
    assert (item.call_id, item.start, item.teller) == ("own", 3.0, "")


def test_of_a_call_that_is_nobodys_the_coach_is_told_once_it_is_somebodys(house: House) -> None:
    house.library.keep_report(a_report("nobodys", ASKED), "f2")
    assert told(house, "cora", "ada") == {"cora": [], "ada": []}
    house.library.people.assign("nobodys", "Abe")
    house.library.assign(["nobodys"], agent="Ama")
    assert told(house, "cora", "ada") == {"cora": ["supervisor_unanswered"], "ada": []}


def test_of_a_team_without_a_coach_the_admins_are_told(house: House) -> None:
    house.library.keep_report(a_report("other", ASKED), "f2")
    assert told(house, "ada", "cora") == {"ada": ["supervisor_unanswered"], "cora": []}


def test_what_is_only_possible_is_told_to_nobody(house: House) -> None:
    house.library.keep_report(
        a_report("own", a_moment("missed", "supervisor_request", 3.0, 6.0, confidence="low")), "f2"
    )
    house.library.keep_report(a_report("team", a_moment("missed", "preemptive_acknowledgement", 3.0, 6.0)), "f2")
    assert told(house, "cora") == {"cora": []}


def test_a_note_or_a_call_that_is_gone_takes_its_item_with_it(house: House) -> None:
    cora = house.seen_by("cora")
    note = wrote(cora, "@Rae")
    cora.notes.delete(note.id, "Cora")
    assert told(house, "rae") == {"rae": []} and house.seen_by("rae").inbox.unread("Rae") == 0
    cora.notes.restore(note.id, "Cora")
    assert told(house, "rae") == {"rae": ["mentioned"]}
    pending = house.library.deletions.later(["own"])
    assert told(house, "rae") == {"rae": []} and house.seen_by("rae").inbox.unread("Rae") == 0
    house.library.deletions.undo(pending.due)
    house.library.deletions.now("own")
    assert told(house, "rae") == {"rae": []}


def test_alone_typed_names_are_told(alone: Library) -> None:
    wrote(alone, "First.", call="c1")
    alone.notes.add("c1", "Ben Carr", Content(HERE, "@ama osei and @Kim, listen.", audience="everybody"))
    assert [item.kind for item in alone.inbox.items("Ama Osei")] == ["mentioned"]
    assert [item.kind for item in alone.inbox.items("Kim")] == ["mentioned"]
    assert alone.inbox.unread("Ben Carr") == 0
    assert alone.inbox.can_be_named("c1") == ("Ama Osei", "Ben Carr", "Somebody")
    note = alone.notes.add("c1", "Ama Osei", Content(HERE, "Mine.", audience="everybody"))
    alone.notes.reply(note.id, "Ben Carr", "I see.")
    assert alone.inbox.mark_read("Ama Osei") == 2 and alone.inbox.unread("Ama Osei") == 0


def test_alone_whoever_is_there_is_told_of_a_supervisor_who_was_asked_for(alone: Library) -> None:
    alone.keep_report(a_report("c1", ASKED), "f2")
    alone.keep_report(a_report("c1", ASKED), "f3")
    assert [item.kind for item in alone.inbox.items("Anybody")] == ["supervisor_unanswered"]


def test_alone_evaluations_are_told_to_names(alone: Library) -> None:
    form = alone.forms.add(FORM, "Ada").form_id
    alone.forms.publish(form)
    alone.evaluations.assign(["c1"], form, "Rae", "Cora")
    (line,) = alone.evaluations.queue("Rae")
    for question in ("heard", "plan"):
        alone.evaluations.answer(line.id, question, "no", "Rae")
    alone.evaluations.finish(line.id, "Rae")
    appeal = alone.appeals.file(line.id, "plan", "Ama Osei", "There was one.")
    alone.appeals.decide(appeal, "Cora", False, "There was none.")
    assert [item.kind for item in alone.inbox.items("Ama Osei")] == ["appeal_decided", "evaluated"]
    assert [item.kind for item in alone.inbox.items("Rae")] == ["appeal_decided", "appealed", "evaluation_given"]
    assert alone.inbox.items("Cora") == ()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@Ben Carr: look", ["Ben Carr"]),
        ("@ben carr", ["Ben Carr"]),
        ("ask @Ben.", ["Ben"]),
        ("@Benno", []),
        ("ben@Ben.example", []),
        ("@@Ben", []),
        ("(@Ben Carr) and @Ben", ["Ben Carr", "Ben"]),
        ("@ Ben", []),
        ("<b>@Ben</b>", ["Ben"]),
    ],
)
def test_a_name_follows_its_sign(text: str, named: list[str]) -> None:
    assert list(named_in(text, ["Ben", "Ben Carr", "Ama"])) == named


def test_where_nobody_signs_in_a_single_word_is_a_name_too() -> None:
    assert typed_in("@Kim, @Ben Carr and @O’Neill.", ["Ben Carr"]) == ("Ben Carr", "Kim", "O’Neill")
    assert typed_in("mail kim@house.example", []) == ()


def test_somebody_who_has_left_is_told_nothing(house: House) -> None:
    with house.library.database.write() as session:
        blue = session.scalar(select(Team.id).where(Team.name == "Blue"))
        session.execute(insert(Person).values(id=99, email="gone@x.example", name="Gone", created=datetime.now(UTC)))
        session.execute(insert(PersonTeam).values(person_id=99, team_id=blue))
        session.execute(update(Person).where(Person.id == 99).values(left=datetime.now(UTC)))
        session.execute(update(CallRow).where(CallRow.id == "own").values(brought_by=99))
    wrote(house.seen_by("cora"), "@Gone")
    assert "Gone" not in house.seen_by("cora").inbox.can_be_named("own")
