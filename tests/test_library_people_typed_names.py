"""What somebody kept for themselves under a typed name, before the first person was there: read by nobody until an admin has said whose the name is,
then by that person alone; and in no figure, neither before nor after."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from library.access.viewer import viewer_of
from library.calls.listing import Filter
from library.notes.note import Audience, Content
from library.people.person_table import take
from library.people.persons import Entry
from library.store import Library
from tests.library_calls import a_call, a_moment, a_report

PUSH = a_moment()
TYPED, SECRET = "Cora", "I would rather not say."
ADA = Entry("ada@house.example", "Ada", ("admin",))
CORA = Entry("cora@house.example", "Cora", ("coach",), None, ("Blue",))
CYD = Entry("cyd@house.example", "Cyd", ("coach", "reviewer"), None, ("Blue",))
AMA = Entry("ama@house.example", "Ama", ("agent",), "Blue")
EVERYBODY = (ADA, CORA, CYD, AMA)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A call of Ama's, with a push."""
    opened = Library(str(tmp_path / "library.db"))
    opened.keep_call(a_call(), agent="Ama", team="Blue")
    opened.keep_report(a_report("c1", PUSH))
    yield opened
    opened.close()


def refuse(library: Library, audience: Audience) -> str:
    """Disagree with the push under a typed name, and write why."""
    content = Content(PUSH.span, SECRET, audience=audience, verdict="disagree")
    return library.notes.add("c1", TYPED, content, moment=PUSH).id


def figures(library: Library) -> tuple[int, int, int, int]:
    """How many pushes the list, its filter and the trends tell of, and how many verdicts the agreement."""
    lines = [line for line in library.trends.techniques(Filter()) if line.kind == "pushed"]
    verdicts = sum(one.agree + one.disagree + one.adjust for one in library.trends.agreement(Filter()).values())
    return (
        library.summary("c1").pushed,
        library.calls(Filter(kind="pushed")).total,
        sum(line.moments for line in lines),
        verdicts,
    )


def readers(library: Library) -> set[str]:
    """Who reads a word or the verdict of it, in any way."""
    found = set()
    for email in (entry.email for entry in EVERYBODY):
        with library.database.read() as session:
            viewer = viewer_of(session, library.persons.find(email).id)
        assert viewer is not None
        seen = library.seen_by(viewer)
        report = seen.report("c1")
        assert report is not None
        notes = [*seen.notes.of("c1", viewer.name), *seen.notes.of("c1", None), *seen.notes.of("c1", TYPED)]
        if notes or seen.verdicts_on(report):
            found.add(viewer.name)
    return found


def by_hand(library: Library) -> None:
    for entry in EVERYBODY:
        library.persons.add(entry)


def by_a_table(library: Library) -> None:
    head = "email,name,roles,team,coaches"
    rows = [f"{e.email},{e.name},{'|'.join(e.roles)},{e.team or ''},{'|'.join(e.coaches)}" for e in EVERYBODY]
    take(library.database, "\n".join([head, *rows]))


@pytest.mark.parametrize("come", [by_hand, by_a_table])
def test_a_private_verdict_from_before_is_its_persons_alone_and_counts_nowhere(
    library: Library, come: Callable[[Library], None]
) -> None:
    refuse(library, "me")
    assert figures(library) == (0, 0, 0, 1)  # alone, whoever has the machine is the only one who says anything
    come(library)
    assert figures(library) == (1, 1, 1, 0)
    assert readers(library) == set()
    library.typed_names.give_notes(TYPED, CORA.email)
    assert readers(library) == {"Cora"}
    assert figures(library) == (1, 1, 1, 0)


def test_a_shared_one_counts_as_before(library: Library) -> None:
    refuse(library, "everybody")
    by_hand(library)
    assert figures(library) == (0, 0, 0, 1)
    assert readers(library) == {entry.name for entry in EVERYBODY}


def test_whoever_has_the_same_name_is_not_taken_for_them(library: Library) -> None:
    refuse(library, "me")
    by_hand(library)
    library.typed_names.give_notes(TYPED, CYD.email)
    assert readers(library) == {"Cyd"}
