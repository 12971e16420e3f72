"""Tokens: shown once, kept as a hash, a person's where people sign in, and of no use once they end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from people_and_calls import House, a_house
from sqlalchemy import select, update

from audio.errors import InputError, SameSideError
from library.access.permits import NotAllowedError
from library.access.viewer import SYSTEM
from library.database.schema import Person, PersonTeam, Team
from library.database.tables.api import ApiToken
from library.store import Library
from library.tokens.token import NoTokenError, hash_of
from ui.cli.api.tokens import end_of
from ui.cli.main import main


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    made = a_house("sqlite", folder)
    with made.library.database.write() as session:
        for name in made.people:
            session.execute(
                update(Person).where(Person.id == made.people[name]).values(email=f"{name}@house.example", left=None)
            )
    yield made
    made.library.close()


def seen_by_token(library: Library, secret: str) -> set[str]:
    return {line.id for line in library.seen_by(library.tokens.bearer(secret).viewer).calls(size=100).calls}


def test_alone_a_token_acts_as_the_owner_of_this_computer(library: Library) -> None:
    secret = library.tokens.add("recorder", ["calls:write"])
    bearer = library.tokens.bearer(secret, "10.0.0.7")
    assert (bearer.viewer.kind, bearer.viewer.source) == ("alone", "token recorder, 10.0.0.7")
    assert bearer.scopes == {"calls:write"}
    with library.database.read() as session:
        kept = session.execute(select(ApiToken)).scalar_one()
        assert kept.hash == hash_of(secret)
        assert secret not in repr([getattr(kept, column.name) for column in ApiToken.__table__.columns])


def test_a_token_made_alone_is_nobodys_once_people_sign_in(library: Library) -> None:
    secret = library.tokens.add("recorder", ["calls:write"])
    with library.database.write() as session:
        session.add(Person(name="Ada", email="ada@house.example", created=datetime.now(UTC)))
    with pytest.raises(NoTokenError, match="people sign in here"):
        library.tokens.bearer(secret)
    with pytest.raises(InputError, match="say whose"):
        library.tokens.add("another", ["calls:write"])


@pytest.mark.parametrize("secret", ["", "ss_", "ss_" + "x" * 43, "\ud800", "ss_' OR 1=1"])
def test_what_is_no_token_lets_nobody_in(library: Library, secret: str) -> None:
    library.tokens.add("recorder", ["calls:write"])
    with pytest.raises(NoTokenError, match="no such token"):
        library.tokens.bearer(secret)


def test_a_token_that_was_revoked_or_has_ended_lets_nobody_in(library: Library) -> None:
    ended, revoked = (library.tokens.add(name, ["calls:write"]) for name in ("ended", "revoked"))
    library.tokens.revoke("revoked")
    library.tokens.revoke("revoked")
    with library.database.write() as session:
        session.execute(
            update(ApiToken).where(ApiToken.name == "ended").values(expires=datetime.now(UTC) - timedelta(seconds=1))
        )
    for secret, why in ((ended, "ended on"), (revoked, "was revoked")):
        with pytest.raises(NoTokenError, match=why):
            library.tokens.bearer(secret)
    assert [event.act for event in library.audit.walk()][-3:] == ["made_token", "made_token", "revoked_token"]


def test_a_token_sees_what_its_person_sees(made: House) -> None:
    for name in ("ama", "cora", "rae", "ada"):
        secret = made.library.tokens.add(f"of-{name}", ["reports:read"], f"{name}@house.example")
        assert seen_by_token(made.library, secret) == {line.id for line in made.seen_by(name).calls(size=100).calls}


def test_a_narrowed_token_sees_its_teams_alone(made: House) -> None:
    secret = made.library.tokens.add("red", ["reports:read"], "ada@house.example", ["Red"])
    bearer = made.library.tokens.bearer(secret)
    assert bearer.viewer.roles == {"reviewer"}
    assert bearer.teams == frozenset({"Red"})
    assert seen_by_token(made.library, secret) == {"other", "shown", "given"}  # those of agents of the team Red
    with pytest.raises(InputError, match="not there for the team Red"):
        made.library.tokens.add("too-much", ["reports:read"], "cora@house.example", ["Red"])
    blue = made.library.tokens.add("blue", ["reports:read"], "cora@house.example", ["Blue"])
    with made.library.database.write() as session:  # she coaches the team no more
        there = session.scalars(select(PersonTeam).where(PersonTeam.person_id == made.people["cora"])).one()
        team = there.team_id
        session.delete(there)
    assert made.library.tokens.bearer(blue).teams == frozenset()
    assert not seen_by_token(made.library, blue) & {"own", "team"}
    with made.library.database.write() as session:
        session.add(PersonTeam(person_id=made.people["cora"], team_id=team))
        assert session.get(Team, team) is not None


def test_a_narrowed_token_sees_nothing_that_was_shown_or_given_to_its_person(made: House) -> None:
    secret = made.library.tokens.add("of-rae-blue", ["reports:read"], "rae@house.example", ["Blue"])
    assert seen_by_token(made.library, secret) == {"own", "team"}
    whole = made.library.tokens.add("of-rae-whole", ["reports:read"], "rae@house.example")
    assert seen_by_token(made.library, whole) == {"own", "team", "shown", "given"}


def test_whose_person_has_left_comes_in_no_more(made: House) -> None:
    secret = made.library.tokens.add("of-val", ["reports:read"], "val@house.example")
    made.library.persons.remove("val@house.example")
    with pytest.raises(NoTokenError, match="has left"):
        made.library.tokens.bearer(secret)


def test_tokens_are_the_admins_to_make_and_the_programs_to_take(made: House) -> None:
    for name in ("ama", "cora", "rae", "nil"):
        tokens = made.seen_by(name).tokens
        for act in (lambda: tokens.add("x", ["calls:write"]), lambda: tokens.revoke("of-ama"), lambda: tokens.all()):  # noqa: B023
            with pytest.raises(NotAllowedError):
                act()
    with pytest.raises(NotAllowedError):
        made.seen_by("ada").tokens.bearer("ss_")
    assert made.library.viewer == SYSTEM


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"name": "a b"}, "is no name"),
        ({"scopes": []}, "needs a scope"),
        ({"scopes": ["everything"]}, "is no scope"),
        ({"expires": datetime(2020, 1, 1, tzinfo=UTC)}, "is past"),
        ({"expires": datetime(2999, 1, 1, tzinfo=UTC)}, "a year at most"),
        ({"per_minute": 0}, "requests a minute"),
        ({"person": "nobody@house.example"}, "Nobody here"),
        ({"teams": ["Blue"]}, "sees all of it"),
    ],
)
def test_what_makes_no_token(library: Library, given: dict[str, object], why: str) -> None:
    with pytest.raises(InputError, match=why):
        library.tokens.add(**{"name": "x", "scopes": ["calls:write"], **given})  # type: ignore[arg-type]
    assert library.tokens.all() == ()


def test_the_end_of_a_token_as_it_is_said() -> None:
    now = datetime(2026, 11, 29, 12, tzinfo=UTC)
    assert end_of(None, now) is None
    assert end_of("30d", now) == now + timedelta(days=30)
    assert end_of("2026-12-31", now) == datetime(2027, 1, 1, tzinfo=UTC)
    with pytest.raises(InputError, match="is no end of a token"):
        end_of("tomorrow", now)


def test_the_command_prints_the_token_alone_and_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--library", str(tmp_path / "library.db")]
    assert main(["tokens", "add", "recorder", "--scope", "calls:write", "--expires", "30d", *where]) == 0
    printed = capsys.readouterr()
    secret = printed.out.strip()
    assert secret.startswith("ss_") and "shown once" in printed.err
    assert main(["tokens", "list", *where]) == 0
    listed = capsys.readouterr().out
    assert "recorder" in listed and "calls:write" in listed and secret not in listed
    assert main(["tokens", "revoke", "recorder", *where]) == 0
    assert main(["tokens", "revoke", "nobodys", *where]) == 1
    opened = Library(str(tmp_path / "library.db"))
    with pytest.raises(SameSideError, match="was revoked"):
        opened.tokens.bearer(secret)
    opened.close()
