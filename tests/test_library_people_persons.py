"""Who may sign in: added, changed, removed, brought back; their names; the last admin; names from before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from audio.errors import InputError
from library.access.viewer import viewer_of
from library.database.schema import SignIn
from library.people.person_table import TableError, read, take, written
from library.people.persons import Entry, checked
from library.people.sign_ins import NotKnownError, OtherAccountError
from library.store import Library

ADMIN = Entry("ada@house.example", "Ada Ek", ("admin",))
AMA = Entry("ama@house.example", "Ama Osei", ("agent",), "Repairs", (), ("4711",))
BEN = Entry("ben@house.example", "Ben Carr", ("coach", "reviewer"), None, ("Billing", "Repairs"))
ISSUER = "https://login.example"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library(str(tmp_path / "library.db"))
    for entry in (ADMIN, AMA, BEN):
        opened.persons.add(entry)
    yield opened
    opened.close()


def entries(library: Library) -> list[Entry]:
    return [person.entry for person in library.persons.all()]


def test_who_is_added_is_there_as_said(library: Library) -> None:
    assert entries(library) == [ADMIN, AMA, BEN]
    agents = {each.name: each.team for each in library.people.agents()}
    assert agents == {"Ama Osei": "Repairs", "4711": "Repairs"}
    with library.database.read() as session:
        viewer = viewer_of(session, library.persons.find(BEN.email).id)
    assert viewer is not None and viewer.roles == {"coach", "reviewer"} and len(viewer.teams) == 2


def test_an_entry_is_made_whole() -> None:
    entry = checked(Entry(" Ama@House.Example ", "", ("admin", "agent"), " ", (), ("4711", "4711", "")))
    assert entry == Entry("ama@house.example", "ama", ("agent", "admin"), None, (), ("4711",))


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        (replace(AMA, email="ama"), "“ama” is no e-mail address"),
        (replace(AMA, email="a@b, c@d"), "is no e-mail address"),
        (replace(AMA, email="a" * 250 + "@b.example"), "is no e-mail address"),
        (replace(AMA, roles=()), "needs a role"),
        (replace(AMA, roles=("boss",)), "“boss” is no role"),  # type: ignore[arg-type]
        (replace(AMA, roles=("admin",)), "one of the roles has to be agent"),
        (replace(AMA, coaches=("Billing",)), "has to be coach or reviewer"),
    ],
)
def test_what_is_no_entry_is_said(entry: Entry, why: str) -> None:
    with pytest.raises(InputError, match=why):
        checked(entry)


def test_nobody_is_there_twice_and_no_name_is_twos(library: Library) -> None:
    with pytest.raises(InputError, match="is here already, as Ama Osei"):
        library.persons.add(replace(AMA, email="AMA@house.example", agents=()))
    with pytest.raises(InputError, match="under the name “4711” are Ama Osei's"):
        library.persons.add(Entry("cy@house.example", "Cy", ("agent",), None, (), ("4711",)))
    assert entries(library) == [ADMIN, AMA, BEN]


def test_a_change_is_all_that_is_said(library: Library) -> None:
    changed = Entry("ama.osei@house.example", "Ama O.", ("agent", "coach"), "Billing", ("Repairs",), ("Ama Osei",))
    library.persons.change(AMA.email, changed)
    assert entries(library)[1] == changed
    assert {each.name: each.team for each in library.people.agents()}["4711"] == "Repairs"
    library.persons.add(Entry("cy@house.example", "Cy", ("agent",), None, (), ("4711",)))
    with pytest.raises(InputError, match="is here already, as Ben Carr"):
        library.persons.change("cy@house.example", Entry(BEN.email, "Cy", ("agent",)))


def test_who_is_renamed_keeps_the_calls_under_the_old_name(library: Library) -> None:
    library.persons.change(AMA.email, replace(AMA, name="Ama Osei-Ek"))
    assert entries(library)[1] == replace(AMA, name="Ama Osei-Ek", agents=("4711", "Ama Osei"))


def test_the_last_admin_stays_one(library: Library) -> None:
    with pytest.raises(InputError, match="is the last admin"):
        library.persons.remove(ADMIN.email)
    with pytest.raises(InputError, match="is the last admin"):
        library.persons.change(ADMIN.email, replace(ADMIN, roles=("coach",)))
    library.persons.change(BEN.email, replace(BEN, roles=("coach", "admin")))
    library.persons.remove(ADMIN.email)
    assert [entry.name for entry in entries(library)] == ["Ama Osei", "Ben Carr"]


def test_who_leaves_is_signed_out_and_is_not_let_in_again(library: Library) -> None:
    library.sign_ins.begin("one", AMA.email, ISSUER, "s-ama", 8)
    present = library.sign_ins.present("one")
    assert present is not None and (present.viewer.name, present.roles) == ("Ama Osei", ("agent",))
    library.persons.remove(AMA.email)
    assert library.sign_ins.present("one") is None
    with pytest.raises(NotKnownError):
        library.sign_ins.begin("two", AMA.email, ISSUER, "s-ama", 8)


def test_who_left_is_brought_back_or_is_somebody_else(library: Library) -> None:
    was = library.persons.find(AMA.email).id
    library.persons.remove(AMA.email)
    with pytest.raises(InputError, match="was Ama Osei, who left on"):
        library.persons.add(AMA)
    library.persons.bring_back(AMA.email, ("agent",))
    assert (library.persons.find(AMA.email).id, entries(library)[1]) == (was, AMA)
    library.persons.remove(AMA.email)
    library.persons.add(replace(AMA, name="Amadou", agents=()), anew=True)
    assert library.persons.find(AMA.email).id != was


def test_who_is_back_as_something_else_takes_no_calls(library: Library) -> None:
    library.persons.change(AMA.email, replace(AMA, agents=("4711", "A. Osei")))
    library.persons.remove(AMA.email)
    library.persons.bring_back(AMA.email, ("reviewer",), Entry("", "", (), coaches=("North",)))
    assert library.persons.find(AMA.email).entry == Entry(AMA.email, "Ama Osei", ("reviewer",), None, ("North",))


def test_who_is_back_is_what_is_said_of_them_now_and_what_they_were_besides(library: Library) -> None:
    library.persons.change(AMA.email, replace(AMA, agents=("4711",)))
    library.persons.remove(AMA.email)
    library.persons.bring_back(AMA.email, ("agent",), Entry("", "Ama Osei-Ek", ()))
    assert library.persons.find(AMA.email).entry == replace(AMA, name="Ama Osei-Ek", agents=("4711",))


def test_a_sign_in_ends_by_its_time_by_signing_out_and_begins_once(library: Library) -> None:
    library.sign_ins.begin("one", ADMIN.email.upper(), ISSUER, "s-ada", 8)
    with library.database.write() as session:
        began, expires = session.get_one(SignIn, "one").began, session.get_one(SignIn, "one").expires
        assert (expires - began).total_seconds() == 8 * 3600
        session.execute(update(SignIn).values(expires=began))
    assert library.sign_ins.present("one") is None
    library.sign_ins.begin("one", ADMIN.email, ISSUER, "s-ada", 8)  # the same once more
    assert library.sign_ins.present("one") is None
    library.sign_ins.begin("two", ADMIN.email, ISSUER, "s-ada", 8)
    assert library.sign_ins.end("two") and not library.sign_ins.end("two")
    assert library.sign_ins.present("two") is None and library.sign_ins.present("none") is None


def test_an_e_mail_at_another_account_opens_nothing(library: Library) -> None:
    library.sign_ins.begin("one", AMA.email, ISSUER, "s-1", 8)
    with pytest.raises(OtherAccountError):
        library.sign_ins.begin("two", AMA.email, ISSUER, "s-2", 8)
    library.sign_ins.begin("three", AMA.email, "https://new.example", "s-2", 8)  # the house has changed its provider
    library.persons.forget_account(AMA.email)
    library.sign_ins.begin("four", AMA.email, ISSUER, "s-2", 8)
    assert library.sign_ins.present("one") is None and library.sign_ins.present("four") is not None


def test_a_table_comes_back_as_it_was_written(library: Library) -> None:
    library.persons.add(Entry("x@house.example", "=cmd|' /C calc'!A0", ("agent",), "-1", (), ("+49 711",)))
    table = written(library.persons.all())
    assert "\n=cmd" not in table and ";=cmd" not in table
    assert [entry for _, entry in read(table)] == entries(library)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_tables_of_other_hands_are_read(separator: str) -> None:
    rows = [["E-Mail", "Name", "Role", "Extension"], ["Ama@House.example", "Ama", "Agent|coach", "4711|4712"]]
    ((line, entry),) = read("\ufeff" + "\r\n".join(separator.join(row) for row in rows))
    assert (line, entry) == (2, Entry("ama@house.example", "Ama", ("agent", "coach"), None, (), ("4711", "4712")))


def test_a_table_is_taken_whole_or_not_at_all(library: Library) -> None:
    table = "email;name;roles;other names\nnew@house.example;New;agent;\n\nben@house.example;Ben;boss;\nx;X;agent;\nNEW@house.example;N;agent;"
    with pytest.raises(TableError) as wrong:
        take(library.database, table)
    assert wrong.value.sentences == (
        "Line 4: “boss” is no role: there are agent, coach, reviewer and admin.",
        "Line 5: “x” is no e-mail address.",
        "Line 6: new@house.example is on line 2 already.",
    )
    with pytest.raises(TableError, match=r"^Line 3: Calls under the name “4711” are Ama Osei's"):
        take(
            library.database,
            "email;name;roles;other names\nnew@house.example;New;agent;\nold@house.example;Old;agent;4711",
        )
    assert entries(library) == [ADMIN, AMA, BEN]


def test_a_table_may_hand_names_and_the_admins_duty_on(library: Library) -> None:
    table = (
        "email;name;roles;other names\nnew@house.example;New;agent;4711\nada@house.example;Ada Ek;coach;\n"
        "ama@house.example;Ama Osei;agent, admin;"
    )
    taken = take(library.database, table)
    assert (taken.added, taken.changed) == (1, 2)
    assert [(e.name, e.roles, e.agents) for e in entries(library)] == [
        ("Ada Ek", ("coach",), ()), ("Ama Osei", ("agent", "admin"), ()), ("Ben Carr", ("coach", "reviewer"), ()), ("New", ("agent",), ("4711",)),
    ]  # fmt: skip
    with pytest.raises(InputError, match="is the last admin"):
        take(library.database, "email;name;roles\nama@house.example;Ama Osei;agent")


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("", "is empty"),
        ("name;email\nx;y", "has to name the columns"),
        ("email;roles;shoes\na@b;agent;42", "has a column “shoes”"),
        ('email;roles\n"a@b;agent', "is a quotation mark open|Line"),
        ("email;roles\na@b.example;agent;more", "more cells than there are columns"),
    ],
)
def test_what_is_no_table_is_said(table: str, why: str) -> None:
    with pytest.raises(TableError, match=why):
        read(table)
