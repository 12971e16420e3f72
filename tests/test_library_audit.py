"""The audit: told with the act or not at all, never changed, and chained so that whatever is missing or altered shows."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import real_postgres
from library_calls import a_call, a_recording, a_report
from patience import PATIENCE, over
from sqlalchemy import insert, text

from audio.errors import SameSideError
from audio.span import Span
from library.access.row_security import ensure_row_security
from library.access.viewer import Viewer
from library.audit.acts import ACTS, GROUPS
from library.audit.anchors import NAME, keep_anchor
from library.audit.audit import SETTING
from library.audit.event import Event, Wanted
from library.audit.recording import record
from library.audit.table import HEADINGS, csv_lines
from library.audit.verifying import Head
from library.audit.wording import sentence
from library.database.connection import Database
from library.database.schema import Person, PersonRole
from library.database.tables.accountability import AuditEvent
from library.notes.note import Content
from library.people.persons import Entry
from library.store import Library

AMA = Viewer("person", 7, "Ama Boateng", frozenset({"coach"}), source="10.0.0.7")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "library.db") if request.param == "sqlite" else real_postgres.new_database()


@pytest.fixture
def library(url: str, tmp_path: Path) -> Iterator[Library]:
    opened = Library(url, tmp_path / "files")
    yield opened
    opened.close()


def tell(library: Library, *acts: str, viewer: Viewer | None = AMA) -> None:
    for act in acts:
        with library.database.write() as session:
            session.info["viewer"] = viewer
            record(session, act)


def told(library: Library) -> list[Event]:
    return list(library.audit.walk())


def tamper(library: Library, *statements: str) -> None:
    """What somebody does who owns the database: the triggers taken away, then the rows changed."""
    with library.database.engine.begin() as connection:
        if library.database.is_sqlite:
            for name in (
                "audit_event_is_kept",
                "audit_event_stays",
                "audit_head_grows",
                "audit_event_follows",
                "audit_head_is_kept",
            ):
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("SET session_replication_role = replica"))
        for statement in statements:
            connection.execute(text(statement))
        if not library.database.is_sqlite:
            connection.execute(text("SET session_replication_role = DEFAULT"))


def a_team(library: Library) -> None:
    """Somebody has a role: the library is a team's."""
    with library.database.write() as session:
        session.execute(
            insert(Person.__table__).values(id=7, name="Ama Boateng", email="ama@x.example", created=_now())  # type: ignore[arg-type]
        )
        session.execute(insert(PersonRole.__table__).values(person_id=7, role="coach"))  # type: ignore[arg-type]


def _now() -> object:
    from datetime import UTC, datetime

    return datetime.now(UTC)


def test_an_act_is_told_with_who_when_what_which_and_from_where(library: Library) -> None:
    library.keep_call(a_call("c1"))
    with library.database.write() as session:
        session.info["viewer"] = AMA
        record(session, "exported", "c1", right="you coach this agent", form="csv")
    kept, exported = told(library)
    assert (kept.act, kept.kind, kept.who) == ("kept", "system", "")
    assert (exported.kind, exported.person_id, exported.who) == ("person", 7, "Ama Boateng")
    assert (exported.act, exported.call_id, exported.source) == ("exported", "c1", "10.0.0.7")
    assert (exported.right, exported.detail) == ("you coach this agent", {"form": "csv"})
    assert (kept.n, exported.n) == (1, 2)
    assert exported.before == kept.hash
    assert library.audit.verify().broken is None


def test_what_is_not_kept_is_not_told_and_what_is_not_told_is_not_kept(library: Library) -> None:
    with pytest.raises(ZeroDivisionError), library.database.write() as session:
        record(session, "swapped", "c1")
        raise ZeroDivisionError
    assert told(library) == []
    tamper(library, "DELETE FROM audit_head")
    with pytest.raises(SameSideError, match="head of this library's audit is missing"):
        library.keep_call(a_call("c1"))
    assert library.calls().total == 0


def test_what_is_told_within_a_part_of_a_transaction_is_written_at_its_end(library: Library) -> None:
    with library.database.write() as session:
        for act in ("signed_in", "signed_out"):
            with session.begin_nested():
                record(session, act)
            assert session.scalar(text("SELECT count(*) FROM audit_event")) == 0
    assert [event.act for event in told(library)] == ["signed_in", "signed_out"]
    assert library.audit.verify().broken is None


def test_no_content_can_be_told(library: Library) -> None:
    with pytest.raises(ValueError, match="keeps no text"), library.database.write() as session:
        record(session, "searched", text="my card number")
    with pytest.raises(ValueError, match="no such"), library.database.write() as session:
        record(session, "no such")
    assert told(library) == []


def test_no_word_of_a_call_a_note_or_its_name_is_in_it(library: Library, tmp_path: Path) -> None:
    recording = library.keep_recording(a_recording(tmp_path / "a.wav"))
    library.keep_call(a_call("c1"), recording, name="Quiverfull 0171.wav")
    library.keep_report(a_report("c1"))
    note = library.notes.add("c1", "Ama", Content(Span(1.0, 2.0), "Quiverfull", "quiverlabel"))
    library.notes.edit(note.id, note.version, "Ama", Content(Span(1.0, 2.0), "Quiverfull again"))
    library.notes.reply(note.id, "Ama", "Quiverfull indeed")
    library.rename("c1", "Quiverfull 2")
    library.describe("c1", reference="Quiverfull 3")
    library.settings.keep("vocabulary", ["Quiverfull"], 0)
    library.delete("c1")
    rows = "".join(csv_lines(told(library)))
    assert "quiver" not in rows.casefold()
    assert "refund" not in rows.casefold()


def test_the_database_itself_refuses_to_change_or_remove_an_event(library: Library) -> None:
    tell(library, "signed_in", "signed_out")
    attempts = [
        "UPDATE audit_event SET who = 'nobody'",
        "DELETE FROM audit_event",
        "DELETE FROM audit_event WHERE n = 2",
        "UPDATE audit_head SET n = 1",
        "DELETE FROM audit_head",
    ]
    if library.database.is_sqlite:
        attempts += ["INSERT OR REPLACE INTO audit_event SELECT * FROM audit_event WHERE n = 1"]
    else:
        attempts += ["TRUNCATE audit_event", "TRUNCATE audit_head"]
    for attempt in attempts:
        with pytest.raises(Exception, match="append-only"), library.database.engine.begin() as connection:
            connection.execute(text(attempt))
    assert [event.n for event in told(library)] == [1, 2]
    assert library.audit.verify().broken is None


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        (["UPDATE audit_event SET who = 'Ben' WHERE n = 3"], "event 3 was changed"),
        (["UPDATE audit_event SET at = '2020-01-01 00:00:00' WHERE n = 2"], "event 2 was changed"),
        (["UPDATE audit_event SET detail = '{' WHERE n = 2"], "event 2 was changed"),
        (["DELETE FROM audit_event WHERE n = 2"], "event 2 missing"),
        (["DELETE FROM audit_event WHERE n IN (2, 3)"], "events 2 to 3 missing"),
        (["DELETE FROM audit_event WHERE n = 1"], "event 1 missing"),
        (["DELETE FROM audit_event WHERE n = 5"], "the head says 5: the end is cut off"),
        (["DELETE FROM audit_event WHERE n = 2", "UPDATE audit_event SET n = n - 1 WHERE n > 2"], "does not follow"),
        (["UPDATE audit_event SET hash = before WHERE n = 4"], "event 4 was changed"),
        (["DELETE FROM audit_head"], "head is missing"),
    ],
)
def test_whatever_is_altered_shows_and_where(library: Library, statements: list[str], found: str) -> None:
    tell(library, *["signed_in"] * 5)
    assert library.audit.verify().broken is None
    tamper(library, *statements)
    assert found in (library.audit.verify().broken or "whole")


def test_a_cut_end_shows_by_what_was_noted_elsewhere(library: Library, tmp_path: Path) -> None:
    tell(library, *["signed_in"] * 3)
    printed = library.audit.verify().head
    assert keep_anchor(library.database)
    assert not keep_anchor(library.database), "within the hour, and nothing has happened"
    assert (tmp_path / "files" / NAME).read_text().endswith(f" 3:{printed.hash}\n")
    first = told(library)[0]
    tamper(library, "DELETE FROM audit_event WHERE n > 1", f"UPDATE audit_head SET n = 1, hash = '{first.hash}'")
    assert "noted event 3: the end is cut off" in (library.audit.verify().broken or "")
    (tmp_path / "files" / NAME).unlink()
    assert library.audit.verify().broken is None, "nobody knows any more"
    assert "noted event 3" in (library.audit.verify([Head(3, printed.hash, "--head")]).broken or "")
    tell(library, *["signed_out"] * 4)
    assert "event 3 is another than --head noted" in (
        library.audit.verify([Head(3, printed.hash, "--head")]).broken or ""
    )


def test_many_who_write_at_once_do_not_fork_the_chain(url: str, library: Library, tmp_path: Path) -> None:
    start = threading.Barrier(6, timeout=PATIENCE)

    def write(k: int) -> None:
        own = Database(url, tmp_path / "files")
        start.wait()
        for n in range(8):
            with own.write() as session:
                session.info["viewer"] = Viewer("person", k, f"Person {k}")
                record(session, "given_out", [f"c{k}-{n}a", f"c{k}-{n}b"], person=f"{n}")
        own.close()

    threads = [threading.Thread(target=write, args=(k,)) for k in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        over(thread)
    verified = library.audit.verify()
    assert verified.broken is None
    assert verified.events == 6 * 8 * 2
    assert {event.call_id for event in told(library)} == {
        f"c{k}-{n}{x}" for k in range(6) for n in range(8) for x in "ab"
    }


def test_alone_reading_is_not_told_but_changes_are(library: Library) -> None:
    library.keep_call(a_call("c1"))
    library.audit.note("opened", "c1")
    library.audit.note("searched", words=1, found=1)
    library.audit.note("exported", "c1", form="csv")
    assert [event.act for event in told(library)] == ["kept", "exported"]
    library.settings.keep(SETTING, {"reads": True}, 0)
    library.audit.note("opened", "c1")
    assert [event.act for event in told(library)][-2:] == ["set", "opened"]


def test_in_a_team_reading_is_told_before_the_answer_goes_out_or_it_does_not(library: Library) -> None:
    library.keep_call(a_call("c1"))
    a_team(library)
    library.audit.note("opened", "c1")
    assert [event.act for event in told(library)] == ["kept", "opened"]
    with library.database.engine.begin() as connection:
        if library.database.is_sqlite:
            refuses = "CREATE TRIGGER full BEFORE INSERT ON audit_event BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
        else:
            refuses = "ALTER TABLE audit_event ADD CONSTRAINT full_disk CHECK (n < 3)"
        connection.execute(text(refuses))
    with pytest.raises(SameSideError):
        library.audit.note("opened", "c1")
    with pytest.raises(SameSideError):
        library.swap("c1")
    assert library.call("c1").turns[0].speaker == "agent"


def test_events_are_filtered_and_named(library: Library) -> None:
    library.keep_call(a_call("c1"), name="late parcel.wav")
    library.keep_call(a_call("c2"), name="other.wav")
    tell(library, "signed_in")
    library.delete("c2")
    (deleted,) = library.audit.events(Wanted(group="deleting"))
    assert (deleted.event.call_id, deleted.call) == ("c2", None)
    assert sentence(deleted.event, deleted.call) == "A call that is gone since (c2) is gone for good: deleted at once."
    of_call = library.audit.events(Wanted(call_id="c1"))
    assert [sentence(t.event, t.call) for t in of_call] == ["SameSide kept what was heard in “late parcel.wav”."]
    assert [t.event.act for t in library.audit.events(Wanted(who="Ama Boateng"))] == ["signed_in"]
    assert [t.event.act for t in library.audit.events(Wanted(person_id=7, act="signed_in"))] == ["signed_in"]
    newest = told(library)[-1].at
    assert library.audit.events(Wanted(until=newest))[0].event.n == 3
    assert library.audit.events(Wanted(since=newest))[0].event.n == 4
    assert [t.event.n for t in library.audit.events(size=2, page=1)] == [2, 1]
    assert library.audit.people() == ("", "Ama Boateng")


def test_the_table_holds_what_others_need_to_verify_and_no_formula(library: Library) -> None:
    tell(library, "signed_in", viewer=Viewer("person", 7, '=HYPERLINK("x")', source="@here"))
    lines = list(csv_lines(told(library)))
    assert lines[0].strip().split(",") == list(HEADINGS)
    assert '"\'=HYPERLINK(""x"")"' in lines[1]
    assert "'@here" in lines[1]
    assert told(library)[0].hash in lines[1]


def test_every_act_is_a_sentence() -> None:
    for name, act in ACTS.items():
        assert act.group in GROUPS
        event = Event(1, _now(), "person", 7, "Ama", name, "c1", "", "", dict.fromkeys(act.keeps, "x"))  # type: ignore[arg-type]
        line = sentence(event, "call")
        assert line.endswith(".")
        assert "?" not in line
        assert line[0].isupper() or line.startswith("“")


def test_a_hash_is_what_the_page_says_it_is(library: Library) -> None:
    import hashlib

    tell(library, "signed_in")
    (event,) = told(library)
    fields = [
        1,
        f"{event.at:%Y-%m-%dT%H:%M:%S.%f}Z",
        "person",
        7,
        "Ama Boateng",
        "signed_in",
        None,
        "10.0.0.7",
        "as coach",
        "{}",
        "",
    ]
    assert hashlib.sha256(json.dumps(fields, separators=(",", ":")).encode()).hexdigest() == event.hash


def test_an_older_library_gets_its_triggers(tmp_path: Path) -> None:
    Library(str(tmp_path / "library.db"), tmp_path).close()
    with sqlite3.connect(tmp_path / "library.db") as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    assert {"audit_event_is_kept", "audit_event_stays", "audit_event_follows", "audit_head_grows"} <= names
    assert len(AuditEvent.__table__.columns) == 12


@pytest.mark.postgres
def test_on_postgresql_nobody_has_the_right_to_change_it() -> None:
    import psycopg

    url = real_postgres.new_database(owner="keeper", empty=True)
    library = Library(url)
    library.persons.add(Entry("ada@house.example", "Ada", ("admin",)))
    ensure_row_security(library.database)
    before = library.audit.verify().events
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET sameside.viewer = 'system'")
        for deed in (
            "UPDATE audit_event SET who = 'x'",
            "DELETE FROM audit_event",
            "TRUNCATE audit_event",
            "DELETE FROM audit_head",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(deed)
    library.audit.note("signed_out")
    assert library.audit.verify().events == before + 1
    library.close()
