"""Notes that are for somebody in particular, verdicts that count, and the practice room."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import real_postgres
from library_calls import a_call, a_recording, a_report
from people_and_calls import SOME_DAY, VIEWERS, House, a_house, the_house

from audio.errors import InputError, SameSideError
from audio.span import Span
from library.access.permits import NotAllowedError
from library.calls.listing import Filter
from library.jobs.job import Reviewed
from library.notes.note import AUDIENCES, Content
from library.worker.worker import Worker


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    made = a_house(request.param, tmp_path)
    yield made
    made.library.close()


READERS = {
    "me": {"cora"},
    "agent": {"cora", "ama", "ada"},
    "coaches": {"cora", "ada"},
    "everybody": {"cora", "ama", "rae", "ada"},
}
"""By audience, who reads a note that Cora wrote on Ama's own call."""


def test_a_note_is_read_by_whom_it_is_for(house: House) -> None:
    notes = {
        audience: house.seen_by("cora").notes.add("own", "whoever", Content(Span(3, 4), audience, audience=audience))
        for audience in AUDIENCES
    }
    assert {note.author for note in notes.values()} == {"Cora"}, "a name that was given is not taken"
    for audience, note in notes.items():
        for viewer in VIEWERS:
            seen = house.seen_by(viewer)
            reads = viewer in READERS[audience]
            assert (note.id in {one.id for one in seen.notes.of("own", "Cora")}) == reads, (audience, viewer)
            assert (note.id in {one.id for one in seen.notes.of("own", None)}) == (reads and audience != "me")
            if not reads:
                for ask in (seen.notes.note, seen.notes.history, seen.notes.find):
                    with pytest.raises(SameSideError, match=r"no (such )?note"):
                        ask(note.id, "Cora")
                with pytest.raises(SameSideError, match="no such note"):
                    seen.notes.reply(note.id, "Cora", "I know.")


def test_whoever_begins_a_thread_reads_what_is_answered(house: House) -> None:
    ama, cora = house.seen_by("ama"), house.seen_by("cora")
    asked = cora.notes.add("own", "", Content(Span(3, 4), "Why so fast?", audience="agent"))
    answer = ama.notes.reply(asked.id, "", "The next one waited.")
    assert answer.id in {note.id for note in cora.notes.of("own", "")}
    assert answer.id not in {note.id for note in house.seen_by("rae").notes.of("own", "")}


def test_a_private_verdict_counts_nowhere(house: House) -> None:
    cora = house.seen_by("cora")
    report = a_report("own")
    said = Content(report.moments[0].span, verdict="disagree")
    note = cora.notes.add("own", "", said, report.moments[0])
    assert house.library.summary("own").pushed == 1
    for viewer in VIEWERS:
        assert house.seen_by(viewer).trends.agreement() == {}
    cora.notes.edit(note.id, note.version, "", Content(said.span, audience="coaches", verdict="disagree"))
    assert house.library.summary("own").pushed == 0, "counted of all who share it, whoever may read it"
    assert list(house.seen_by("ada").trends.agreement()) == [("pushed", "policy_shield")]
    assert house.seen_by("ama").trends.agreement() == {}


def test_an_agent_gives_no_verdict_on_a_call_of_the_house(house: House) -> None:
    report = a_report("own")
    with pytest.raises(NotAllowedError):
        house.seen_by("ama").notes.add("own", "", Content(Span(8, 9), verdict="agree"), report.moments[0])


def practise(house: House, who: str, until: datetime = SOME_DAY, folder: Path | None = None) -> str:
    """A recording brought for practice, worked on as the worker does; the call's id."""
    data = a_recording((folder or house.library.files.root) / "practice.wav", 0.2, 777.0).read_bytes()
    job = house.seen_by(who).enqueue(io.BytesIO(data), name="my try.wav", practice_until=until)
    for waiting in house.jobs.values():
        house.library.cancel(waiting)
    Worker(house.library, lambda path, options, progress: Reviewed(a_call("try"), a_report("try"))).run_one()
    done = house.library.queue.job(job)
    assert (done.state, done.why) == ("done", None)
    return "try"


def test_what_is_brought_for_practice_is_seen_by_nobody_else(house: House) -> None:
    before = {viewer: house.seen_by(viewer).calls().total for viewer in VIEWERS}
    call = practise(house, "ama")
    assert house.seen_by("ama").why(call) == "you brought this call for practice"
    assert call in {line.id for line in house.seen_by("ama").calls(Filter(practice=True)).calls}
    for viewer in VIEWERS:
        seen = house.seen_by(viewer)
        assert seen.calls().total == before[viewer], "it is listed and counted as no call of the house"
        assert "my try.wav" not in {job.name for job in seen.queue.jobs()} or viewer == "ama"
        if viewer != "ama":
            with pytest.raises(SameSideError, match="There is no call"):
                seen.call(call)


def test_a_practice_call_is_shown_to_a_coach_and_taken_back(house: House) -> None:
    call = practise(house, "ama")
    ama, cora = house.seen_by("ama"), house.seen_by("cora")
    assert [one.name for one in ama.sharing.colleagues()] == ["Cora"]
    ama.sharing.show(call, house.people["cora"])
    assert cora.call(call).id == call
    assert [one.name for one in ama.sharing.shown_to(call)] == ["Cora"]
    assert call not in {line.id for line in cora.calls(size=100).calls}
    with pytest.raises(NotAllowedError):
        cora.sharing.show(call, house.people["rae"])
    with pytest.raises(NotAllowedError):
        cora.delete(call)
    ama.sharing.take_back(call, house.people["cora"])
    with pytest.raises(SameSideError, match="There is no call"):
        cora.call(call)


def test_until_when_a_call_is_to_be_reviewed_is_told_with_its_time_zone(house: House) -> None:
    cora = house.seen_by("cora")
    cora.sharing.give("team", house.people["rae"], SOME_DAY)
    cora.sharing.show("team", house.people["rae"])
    assert [(one.name, one.given, one.due) for one in cora.sharing.shown_to("team")] == [
        ("Rae", False, None),
        ("Rae", True, SOME_DAY),
    ]


def test_a_practice_call_is_kept_no_longer_than_its_term(house: House) -> None:
    call = practise(house, "ama")
    ama, now = house.seen_by("ama"), datetime.now(UTC)
    house.library.deletions.carry_out()
    assert ama.sharing.practice_until(call) == SOME_DAY
    with pytest.raises(InputError):
        house.seen_by("ada").sharing.keep_until("own", now)
    ama.sharing.keep_until(call, now - timedelta(seconds=1))
    assert house.library.deletions.carry_out() == 1
    with pytest.raises(SameSideError, match="There is no call"):
        house.library.call(call)


def test_a_call_of_the_house_cannot_be_brought_for_practice(house: House, tmp_path: Path) -> None:
    again = io.BytesIO((tmp_path / "other.wav").read_bytes())
    with pytest.raises(InputError, match="in the library already"):
        house.seen_by("ama").enqueue(again, name="mine.wav", practice_until=SOME_DAY)
    with pytest.raises(InputError, match="nobody has"):
        house.library.enqueue(io.BytesIO(b"RIFF"), name="x.wav", practice_until=SOME_DAY)


def test_no_coach_moves_an_agent_into_a_team_of_theirs(house: House) -> None:
    cora = house.seen_by("cora")
    for agent, team in (("Bo", "Blue"), ("Bo", None), ("New", "Red"), ("New", None)):
        with pytest.raises(NotAllowedError):
            cora.people.assign("team", agent, team)
    with pytest.raises(NotAllowedError):
        cora.assign(["own"], team="Red")
    cora.people.assign("brought", "New", "Blue")
    assert cora.summary("brought").agent == "New"
    assert house.library.summary("other").team == "Red"


def test_no_figure_of_an_agent_on_fewer_than_ten_calls(house: House) -> None:
    ada = house.seen_by("ada")
    for k in range(9):
        house.library.keep_call(a_call(f"more {k}"), agent="Abe", team="Blue")
    assert [line.agent for line in ada.trends.agents()] == ["Abe", None]
    assert ada.trends.over_time(Filter(agent="Bo")) == ada.trends.techniques(Filter(agent="Bo")) == ()
    assert ada.trends.over_time(Filter(agent="Abe"))


def test_who_has_lost_a_role_sees_no_more_from_the_next_look_on(house: House) -> None:
    assert house.seen_by("cora").calls().total
    with house.library.database.write() as session:
        session.connection().exec_driver_sql(f"DELETE FROM person_role WHERE person_id = {house.people['cora']}")
    assert house.seen_by("cora").calls().total == 0


@pytest.mark.postgres
def test_the_database_hides_what_the_program_forgets(tmp_path: Path) -> None:
    import psycopg

    url = real_postgres.new_database(owner="keeper", empty=True)
    house = the_house(url, tmp_path)
    house.seen_by("ama")
    with psycopg.connect(url) as bare:
        assert bare.execute("SELECT count(*) FROM call").fetchone() == (0,), "nobody has said who looks"
        assert bare.execute("SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
                            "AND NOT relforcerowsecurity AND relname NOT IN ('alembic_version', 'said')").fetchone() == (0,)  # fmt: skip
        index_of_words = "SELECT has_table_privilege('sameside_viewer', 'said', 'SELECT, INSERT, UPDATE, DELETE')"
        assert bare.execute(index_of_words).fetchone() == (False,), (
            "people come to it by a function that tells calls alone"
        )
        assert bare.execute("SELECT count(*) FROM pg_class WHERE relowner = 'sameside_viewer'::regrole").fetchone() == (
            0,
        )
        bare.execute(
            f"SELECT set_config('sameside.viewer', 'person', true), set_config('sameside.person', '{house.people['ama']}', true)"
        )
        bare.execute("SET LOCAL ROLE sameside_viewer")
        assert {row[0] for row in bare.execute("SELECT id FROM call")} == {"own", "shown", "mine"}
        bare.execute("SELECT set_config('sameside.viewer', 'system', true)")
        assert {row[0] for row in bare.execute("SELECT id FROM call")} == {"own", "shown", "mine"}
    house.library.close()


@pytest.mark.postgres
def test_where_no_role_may_be_made_it_is_said_who_has_to(tmp_path: Path) -> None:
    from library.access import row_security

    url = real_postgres.new_database(owner="plain", rights="", empty=True)
    house = the_house(url, tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(row_security, "ROLE", "sameside_nobody_made")
        with pytest.raises(
            SameSideError, match="CREATE ROLE sameside_nobody_made NOLOGIN; GRANT sameside_nobody_made TO plain"
        ):
            house.seen_by("ama")
    house.library.close()
