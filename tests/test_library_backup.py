"""A backup is a library as it was at one moment: made while others write, whole or not there, and a library again out of it, on both databases."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import older_libraries
import pytest
import real_postgres
from library_calls import a_call, a_report, file_of
from library_hands import bytes_of, work
from people_and_calls import SEEN, House, the_house
from small_disk import done_on_small_disk
from sqlalchemy import make_url

from audio.errors import SameSideError
from library.access.viewer import SYSTEM, Viewer
from library.audit.anchors import keep_anchor
from library.audit.table import csv_lines
from library.backup import backing_up, client, restoring
from library.backup.again import delete_again, read_gone, without_sound
from library.backup.backing_up import back_up
from library.backup.checking import check_backup
from library.backup.client import calls_in
from library.backup.place import own_place
from library.backup.restoring import restore
from library.backup.statement import NAME, Statement
from library.calls.listing import Filter
from library.database.connection import Database
from library.database.schema import HEAD, SignIn
from library.database.tables.api import WebhookDelivery
from library.store import Library
from library.worker.worker import Worker

HERE = Path(__file__).parent
ADA = Viewer("system", name="Ada", source="command line")
OWNER = "calls_owner"
"""Whose the PostgreSQL library is: somebody who may make roles, and is held by row-level security as everybody is."""


@dataclass(frozen=True)
class Place:
    """A kind of database: the library to back up, the folder for that, and where a library can come out of it."""

    house: House
    url: str
    backup: Path
    new: str
    files: Path

    def back_up(self, sound: bool | None = None) -> Statement:
        database = Database.as_it_is(self.url, self.house.library.database.files)
        try:
            return back_up(database, self.backup, ADA, sound)
        finally:
            database.close()

    def restored(self) -> Library:
        restore(self.backup, self.new, ADA)
        return Library(self.new)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    sqlite = request.param == "sqlite"
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    url = str(old / "library.db") if sqlite else real_postgres.new_database(OWNER)
    there = str(new / "library.db") if sqlite else real_postgres.new_database(OWNER, empty=True)
    monkeypatch.setenv("SAMESIDE_FILES", str(old))
    house = the_house(url, old, evaluated=("own",))
    monkeypatch.setenv("SAMESIDE_FILES", str(new))
    yield Place(house, url, tmp_path / "backup", there, new)
    house.library.close()


def sentences(*texts: str) -> set[str]:
    return {text for text in texts if text.count("\n") == 0 and text.endswith(".")}


def test_all_of_it_is_there_again(place: Place) -> None:
    old = place.house.library
    place.house.seen_by("ama").calls()  # sets row-level security up
    keep_anchor(old.database)
    made = place.back_up()
    assert (made.calls, made.recordings, made.form, made.with_sound) == (10, 10, HEAD, True)
    new = place.restored()
    assert {call.id: call for call in new.calls().calls} == {call.id: call for call in old.calls().calls}
    for call_id, recording in place.house.recordings.items():
        assert file_of(new, recording).read_bytes() == file_of(old, recording).read_bytes()
        assert new.call(call_id).turns == old.call(call_id).turns and new.report(call_id) == old.report(call_id)
        assert [note.text for note in new.notes.of(call_id, "Typed")] == [f"Said of {call_id}."]
    assert new.calls(Filter(words="dale parcels")).total == 7 and new.calls(Filter(words="nobody said that")).total == 0
    new.rename("own", "zanzibar.wav")  # the index of words follows what is changed
    assert [call.id for call in new.calls(Filter(words="zanzibar")).calls] == ["own"]
    assert without_sound(new) == 0
    assert new.audit.verify().broken is None
    assert new.audit.verify().events > 40 and [event.act for event in new.audit.walk()].count("restored") == 1
    assert [event.act for event in old.audit.walk()][-1] == "backed_up"
    new.close()


def test_what_each_person_may_see_is_the_same(place: Place) -> None:
    place.house.seen_by("ama").calls()
    place.back_up()
    new = replace(place.house, library=place.restored())
    for name, seen in SEEN.items():
        library = new.seen_by(name)
        assert {
            call.id for practice in (False, True) for call in library.calls(Filter(practice=practice)).calls
        } <= set(seen)
        assert set(library.call_names(Filter())) == {
            call for call, way in seen.items() if way != "practice" and call != "practised"
        }
    new.library.close()


@pytest.mark.postgres
def test_on_postgresql_the_database_itself_hides_and_the_audit_stays_append_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import psycopg

    monkeypatch.setenv("SAMESIDE_FILES", str(tmp_path))
    url, there = real_postgres.new_database(OWNER), real_postgres.new_database(OWNER, empty=True)
    house = the_house(url, tmp_path, evaluated=())
    house.seen_by("ama").calls()
    back_up(Database.as_it_is(url), tmp_path / "backup", ADA)
    restore(tmp_path / "backup", there, ADA)
    library = Library(there)
    replace(house, library=library).seen_by("ama").calls()
    with psycopg.connect(there) as connection:
        connection.execute(
            "SELECT set_config('sameside.viewer', 'person', true), set_config('sameside.person', %s, true)",
            [str(house.people["ama"])],
        )
        connection.execute("SET LOCAL ROLE sameside_viewer")
        assert connection.execute("SELECT count(*) FROM call").fetchone() == (3,)
    for deed in ("UPDATE audit_event SET act = 'x'", "DELETE FROM audit_event"):
        with psycopg.connect(there) as connection, pytest.raises(psycopg.Error, match=r"permission denied|append-only"):
            connection.execute("SET sameside.viewer = 'system'")
            connection.execute(deed)
    library.close()
    house.library.close()


def test_given_again_the_folder_follows_the_library(place: Place) -> None:
    place.back_up()
    first = sorted(path.name for path in place.backup.glob("library-*"))
    library = place.house.library
    gone = file_of(library, place.house.recordings["other"]).name
    library.delete("other")
    library.enqueue(io.BytesIO(bytes_of(1)), name="new.wav")
    made = place.back_up()
    assert (made.calls, made.recordings) == (9, 10)
    there = {path.name for path in place.backup.rglob("*.wav")}
    assert gone not in there and len(there) == 10
    assert sorted(path.name for path in place.backup.glob("library*")) == sorted([made.database, made.list]) != first
    assert check_backup(place.backup) == made


def test_a_call_that_is_deleted_while_recordings_are_copied_is_in_neither_part(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, copy = place.house.library, backing_up.copy_tables

    def and_delete(database: Database, into: Path) -> object:
        copied = copy(database, into)
        if "other" in library.call_names(Filter()):
            library.delete("other")
        return copied

    monkeypatch.setattr(backing_up, "copy_tables", and_delete)
    made = place.back_up()
    assert (made.calls, made.recordings, made.lost) == (9, 9, ())
    assert "other" not in place.restored().call_names(Filter())


def test_while_a_worker_writes_no_call_comes_without_its_recording(tmp_path: Path) -> None:
    library = Library(str(tmp_path / "library.db"))
    for k in range(6):
        library.enqueue(io.BytesIO(bytes_of(k)), name=f"call {k}.wav")
    worker = Worker(library, work)
    thread = threading.Thread(target=worker.run, args=(True,))
    thread.start()
    kept = []
    try:
        while thread.is_alive():
            made = back_up(Database.as_it_is(str(tmp_path / "library.db")), tmp_path / "backup", ADA)
            kept.append((made.calls, made.recordings))
    finally:
        thread.join()
    back_up(Database.as_it_is(str(tmp_path / "library.db")), tmp_path / "backup", ADA)
    assert kept and all(recordings == 6 for _, recordings in kept)
    restore(tmp_path / "backup", str(tmp_path / "new" / "library.db"), ADA)
    new = Library(str(tmp_path / "new" / "library.db"))
    assert new.calls().total == library.calls().total == 6 and without_sound(new) == 0
    assert new.audit.verify().broken is None
    new.close()
    library.close()


def test_what_the_library_has_lost_itself_is_said(place: Place) -> None:
    file_of(place.house.library, place.house.recordings["own"]).unlink()
    assert place.back_up().lost == (place.house.recordings["own"],)
    assert without_sound(place.restored()) == 1


def test_without_sound_it_names_the_recordings_alone(place: Place) -> None:
    place.back_up()
    made = place.back_up(sound=False)
    assert made.recordings == 10 and not list(place.backup.rglob("*.wav"))
    assert without_sound(place.restored()) == 10


def test_what_was_deleted_since_goes_again_but_for_what_is_held(place: Place) -> None:
    library = place.house.library
    library.delete("team")  # before: not in the backup
    library.holds.set(["shown"], "A lawsuit.", "Ada")
    place.back_up()
    library.holds.lift(["shown"], "Over.")
    for call_id in ("own", "shown"):
        library.delete(call_id)
    table = place.files.parent / "audit.csv"
    table.write_text("".join(csv_lines(library.audit.walk())), encoding="utf-8", newline="")
    new = place.restored()
    assert {"own", "shown"} < set(new.call_names(Filter()))
    made = check_backup(place.backup).made
    gone = read_gone(table)
    again = delete_again(new, gone, made)
    assert (again.deleted, again.destroyed, again.held) == (1, 0, ("shown",))
    assert "own" not in new.call_names(Filter()) and "shown" in new.call_names(Filter())
    assert delete_again(new, gone, made).deleted == 0
    with pytest.raises(SameSideError, match="no table of an audit"):
        read_gone(place.backup / NAME)
    new.close()


def test_a_backup_is_made_of_an_older_library_before_it_is_brought_up_to_date(tmp_path: Path) -> None:
    older_libraries.make_older(str(tmp_path / "library.db"))
    before = (tmp_path / "library.db").read_bytes()
    made = back_up(Database.as_it_is(str(tmp_path / "library.db")), tmp_path / "backup", ADA)
    assert made.form == older_libraries.VERSION != HEAD and made.calls == 5
    assert (tmp_path / "library.db").read_bytes() == before
    restore(tmp_path / "backup", str(tmp_path / "new.db"), ADA)
    assert Database.as_it_is(str(tmp_path / "new.db")).form() == HEAD


class TestRefused:
    """Each in a sentence, and nothing is changed by it."""

    @pytest.fixture
    def library(self, tmp_path: Path) -> Iterator[Library]:
        library = Library(str(tmp_path / "library.db"))
        library.keep_call(a_call(), library.keep_recording(io.BytesIO(bytes_of(1)), "a.wav"))
        library.keep_report(a_report("c1"))
        yield library
        library.close()

    @pytest.fixture
    def backup(self, library: Library, tmp_path: Path) -> Path:
        back_up(library.database, tmp_path / "backup", ADA)
        return tmp_path / "backup"

    def refused(self, backup: Path, url: Path) -> str:
        before = sorted(str(path) for path in url.parent.rglob("*")) if url.parent.exists() else []
        with pytest.raises(SameSideError) as caught:
            restore(backup, str(url), ADA)
        after = list(url.parent.rglob("*")) if url.parent.exists() else []
        assert [str(path) for path in sorted(after) if path.is_file()] == [
            path for path in before if Path(path).is_file()
        ]
        assert sentences(str(caught.value))
        return str(caught.value)

    def test_over_a_library_that_is_there(self, backup: Path, tmp_path: Path) -> None:
        assert "already: restore into a new place" in self.refused(backup, tmp_path / "library.db")

    def test_in_the_place_of_something_else(self, backup: Path, tmp_path: Path) -> None:
        (tmp_path / "letter.db").write_text("Dear all, this is no database.\n" * 100)
        assert "is not a library" in self.refused(backup, tmp_path / "letter.db")

    def test_made_by_a_newer_version(self, backup: Path, tmp_path: Path) -> None:
        said = json.loads((backup / NAME).read_text())
        for newer in ({"form": "9001"}, {"format": 2}):
            (backup / NAME).write_text(json.dumps(said | newer))
            assert "was made by a newer SameSide" in self.refused(backup, tmp_path / "new" / "library.db")

    @pytest.mark.parametrize("what", ["library-*.db", "library-*.list", "recordings/*/*.wav"])
    def test_cut_off_changed_or_gone(self, backup: Path, tmp_path: Path, what: str) -> None:
        path = next(backup.glob(what))
        whole = path.read_bytes()
        for content, told in (
            (whole[:-1], "damaged" if "list" in what else "cut off"),
            (whole[:-1] + b"?", "damaged"),
            (None, "not"),
        ):
            path.unlink(missing_ok=True) if content is None else path.write_bytes(content)
            told_of = self.refused(backup, tmp_path / "new" / "library.db")
            assert "not whole" in told_of and told in told_of

    @pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 1}', '{"format": 1, "made": 3}', "\x00"])
    def test_what_it_says_of_itself_cannot_be_read(self, backup: Path, tmp_path: Path, content: str) -> None:
        (backup / NAME).write_text(content)
        assert "cut off, or was changed" in self.refused(backup, tmp_path / "new" / "library.db")

    def test_there_is_none(self, tmp_path: Path) -> None:
        assert "There is no whole backup" in self.refused(tmp_path / "nothing", tmp_path / "new" / "library.db")

    def test_a_folder_of_other_things_is_no_place_for_a_backup(self, library: Library, tmp_path: Path) -> None:
        (tmp_path / "papers").mkdir()
        (tmp_path / "papers" / "letter.txt").write_text("Dear all")
        for folder, told in (
            (tmp_path / "papers", "other things"),
            (tmp_path, "the library itself"),
            (tmp_path / "library.db", "is a file"),
        ):
            with pytest.raises(SameSideError, match=told):
                back_up(library.database, folder, ADA)

    def test_no_library_is_made_where_there_is_none(self, tmp_path: Path) -> None:
        with pytest.raises(SameSideError, match="nothing to back up"):
            back_up(Database.as_it_is(str(tmp_path / "none" / "library.db")), tmp_path / "backup", ADA)
        assert not (tmp_path / "none").exists()

    def test_a_new_one_does_away_with_the_recordings_of_the_last_only_where_one_says_so(
        self, library: Library, backup: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        copy = backing_up.copy_tables
        monkeypatch.setattr(
            backing_up, "copy_tables", lambda database, into: replace(copy(database, into), at="s3://calls")
        )
        good = check_backup(backup)
        with pytest.raises(SameSideError, match="holds recordings, and the library’s lie in s3://calls"):
            back_up(library.database, backup, ADA)
        assert check_backup(backup) == good and not list(backup.glob("library*.part"))
        assert not back_up(library.database, backup, ADA, False).with_sound
        assert not list(backup.rglob("*.wav"))

    def test_two_at_once(self, library: Library, backup: Path) -> None:
        with backing_up._own(backup), pytest.raises(SameSideError, match="Another process"):
            back_up(library.database, backup, ADA)

    def test_a_damaged_library_takes_no_backups_place(self, library: Library, backup: Path, tmp_path: Path) -> None:
        good = check_backup(backup)
        library.close()
        with (tmp_path / "library.db").open("r+b") as file:
            file.seek(4096 * 3)
            file.write(b"\xff" * 4096 * 20)
        with pytest.raises(SameSideError, match="damaged"):
            back_up(Database.as_it_is(str(tmp_path / "library.db")), backup, ADA)
        assert check_backup(backup) == good

    def test_over_a_library_that_is_empty_or_what_one_has_left(self, backup: Path, tmp_path: Path) -> None:
        Library(str(tmp_path / "empty" / "library.db")).close()
        (tmp_path / "left").mkdir()
        (tmp_path / "left" / "library.db-wal").write_bytes(b"frames")
        assert "There is a library at" in self.refused(backup, tmp_path / "empty" / "library.db")
        assert "library.db-wal is there already" in self.refused(backup, tmp_path / "left" / "library.db")

    def test_beside_the_recordings_of_another_library(self, backup: Path, tmp_path: Path) -> None:
        assert "a folder of its own" in self.refused(backup, tmp_path / "new.db")

    def test_a_library_that_came_meanwhile_stays(
        self, library: Library, backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        new, finish = str(tmp_path / "new" / "library.db"), restoring._finish

        def and_another(*given: Any) -> None:
            finish(*given)
            came = Library(new)
            came.keep_call(a_call("newcomer"), came.keep_recording(io.BytesIO(bytes_of(1)), "a.wav"))
            came.close()

        monkeypatch.setattr(restoring, "_finish", and_another)
        with pytest.raises(SameSideError, match=r"A library came to .* nothing of it was changed"):
            restore(backup, new, ADA)
        came = Library(new)
        assert [call.id for call in came.calls().calls] == ["newcomer"] and without_sound(came) == 0
        came.close()

    def test_two_into_one_place(self, backup: Path, tmp_path: Path) -> None:
        new = str(tmp_path / "new" / "library.db")
        with own_place(Database.as_it_is(new)), pytest.raises(SameSideError, match="Another process is restoring"):
            restore(backup, new, ADA)


def test_a_restored_library_lets_nobody_in_and_sends_nothing_of_the_past(place: Place) -> None:
    old, now = place.house.library, datetime.now(UTC)
    secret = old.tokens.add("wall", ["reports:read"], person="ada@house.example")
    old.webhooks.set("https://desk.example/told")
    with old.database.unwalled.write() as session:
        session.add(
            WebhookDelivery(
                id="d1", event="call.reviewed", call_id="own", body="{}", attempts=0, due=now, answer="", at=now, delivered=None
            )
        )  # fmt: skip
        session.add(
            SignIn(
                id="s1", person_id=place.house.people["ama"], subject="here ama", began=now, expires=now + timedelta(1), ended=None
            )
        )  # fmt: skip
    assert old.sign_ins.present("s1") is not None
    place.back_up()
    new = place.restored()
    with pytest.raises(SameSideError, match="was revoked"):
        new.tokens.bearer(secret)
    assert new.sign_ins.present("s1") is None
    assert new.webhooks.send_due(lambda *_: 200) == 0
    detail = next(event.detail for event in new.audit.walk() if event.act == "restored")
    assert (detail["tokens"], detail["webhooks"]) == (1, 1) and detail["sign_ins"] >= 1
    new.close()


def test_a_name_with_brackets_leaves_nothing_behind(tmp_path: Path) -> None:
    library = Library(str(tmp_path / "library.db"))
    back_up(library.database, tmp_path / "backup", ADA)
    library.close()
    restore(tmp_path / "backup", str(tmp_path / "new" / "calls[1].db"), ADA)
    assert [path.name for path in (tmp_path / "new").iterdir() if path.is_file()] == ["calls[1].db"]


@pytest.mark.postgres
def test_a_database_that_holds_something_is_no_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import psycopg

    monkeypatch.setenv("SAMESIDE_FILES", str(tmp_path))
    there = real_postgres.new_database(OWNER, empty=True)
    with psycopg.connect(there) as connection:
        connection.execute("CREATE SCHEMA other")
        connection.execute("CREATE TABLE other.letter (text text)")
    for url, told in ((there, "is not empty"), (real_postgres.new_database(OWNER), "holds a library already")):
        with pytest.raises(SameSideError, match=told):
            restore(tmp_path / "backup", url, ADA)


def _hands(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(HERE / "backup_hands.py"), *map(str, arguments)],
        capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(HERE.parent)},
    )  # fmt: skip


@pytest.mark.skipif(not hasattr(os, "fork"), reason="what is killed is killed as Linux does it")
def test_killed_half_way_both_go_on_with_the_same_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house = the_house(str(tmp_path / "library.db"), tmp_path, evaluated=())
    backup, new = tmp_path / "backup", tmp_path / "new" / "library.db"
    assert _hands("backup", tmp_path / "library.db", backup, 4).returncode == -9
    with pytest.raises(SameSideError, match="no whole backup"):
        check_backup(backup)
    made = back_up(house.library.database, backup, ADA)
    house.library.delete("own")
    house.library.enqueue(io.BytesIO(bytes_of(1)), name="new.wav")
    assert _hands("backup", tmp_path / "library.db", backup, 1).returncode == -9
    assert check_backup(backup) == made  # the one before
    assert _hands("restore", new, backup, 4).returncode == -9
    assert not new.exists()
    restore(backup, str(new), ADA)
    restored = Library(str(new))
    assert restored.calls().total == 7 and without_sound(restored) == 0
    assert sorted(path.name for path in new.parent.glob(".*")) == []
    assert len(list(new.parent.rglob("*.wav"))) == 10
    restored.close()
    house.library.close()


def test_no_room_is_said_and_nothing_is_half_there(tmp_path: Path) -> None:
    house = the_house(str(tmp_path / "library.db"), tmp_path, evaluated=())
    back_up(house.library.database, tmp_path / "backup", SYSTEM)
    house.library.close()
    disk = tmp_path / "disk"
    disk.mkdir()
    found = done_on_small_disk(
        disk, "8m", "backup_hands.py", "full", tmp_path / "library.db", tmp_path / "backup", disk
    )
    assert all("has no room for" in told for told in found["told"])
    assert found["calls"] == 10 and "library.db" not in found["left"]


@pytest.mark.postgres
@pytest.mark.parametrize("at", ["environment", "address"])
def test_options_of_ones_own_hide_no_call_from_pg_dump(
    at: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = real_postgres.new_database(OWNER)
    library = Library(url, tmp_path)
    library.keep_call(a_call())
    if at == "environment":
        monkeypatch.setenv("PGOPTIONS", "-c statement_timeout=0 -c sameside.viewer=nobody")
    else:
        url += "&options=-c%20statement_timeout%3D0%20-c%20sameside.viewer%3Dnobody"
    made = back_up(Database.as_it_is(url, tmp_path), tmp_path / "backup", ADA)
    assert made.calls == calls_in(tmp_path / "backup" / made.database) == 1
    library.close()


@pytest.mark.postgres
def test_a_dump_that_holds_fewer_calls_is_no_backup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library(real_postgres.new_database(OWNER), tmp_path)
    library.keep_call(a_call())
    address = client._address
    monkeypatch.setattr(client, "_address", lambda url: (address(url)[0].replace("=system", "=nobody"), {}))
    with pytest.raises(SameSideError, match="does not take the option"):
        back_up(library.database, tmp_path / "backup", ADA)
    monkeypatch.setattr("library.backup.copying.check_sees_all", lambda url: None)
    with pytest.raises(SameSideError, match="has copied 0 of 1 calls"):
        back_up(library.database, tmp_path / "backup", ADA)
    with pytest.raises(SameSideError, match="no whole backup"):
        check_backup(tmp_path / "backup")
    library.close()


def test_no_password_is_in_an_argument() -> None:
    pytest.importorskip("psycopg", reason="asks PostgreSQL's driver what it makes of an address")
    for url in ("postgresql+psycopg://ada:hush@here/calls", "postgresql+psycopg://ada@here/calls?password=hush"):
        address, secret = client._address(make_url(url))
        assert "hush" not in address and secret == {"PGPASSWORD": "hush"}
    with pytest.raises(SameSideError, match="sslpassword"):
        client._address(make_url("postgresql+psycopg://ada@here/calls?sslpassword=hush"))


@pytest.mark.parametrize("program", ["pg_dump"])
def test_without_postgresqls_client_it_says_what_to_install(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = real_postgres.new_database()
    library = Library(url, tmp_path)
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(SameSideError, match=f"{program}, which is not on this machine"):
        back_up(library.database, tmp_path / "backup", ADA)
    library.close()
