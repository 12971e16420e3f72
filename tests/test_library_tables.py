"""Tables for analysts: what DuckDB and pandas read is what the library shows, masked, and follows it when it changes."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas
import pytest
from library_calls import a_call, a_moment, a_report, said
from people_and_calls import CALLS, VIEWERS, a_house
from pyarrow import parquet

from audio.errors import InputError
from library.calls.listing import Filter
from library.jobs.job import Reviewed
from library.notes.note import Content
from library.store import Library
from library.tables import exporting
from library.tables.columns import TABLES, VERSION
from library.tables.exporting import Exported, export_tables
from library.tables.writing import schema_of
from ui.cli.main import main

PAGE = (Path(__file__).parents[1] / "docs" / "export.md").read_text(encoding="utf-8")
MONDAY, TUESDAY = datetime(2026, 11, 2, 9, tzinfo=UTC), datetime(2026, 11, 3, 9, tzinfo=UTC)


def keep(library: Library, call_id: str, date: datetime, *, agent: str = "Ama", moments: int = 1) -> None:
    report = a_report(call_id, *(a_moment(start=8.0 + k, end=9.0 + k) for k in range(moments)))
    library.keep_review(
        Reviewed(a_call(call_id, f"{call_id}.wav"), report, "f1", agent=agent, team="North", date=date), None, call_id
    )


@pytest.fixture
def kept(library: Library) -> Library:
    keep(library, "c1", MONDAY)
    keep(library, "c2", MONDAY, moments=2)
    keep(library, "c3", TUESDAY, agent="Ben")
    return library


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def asked(out: Path, question: str) -> list[tuple[Any, ...]]:
    """What DuckDB answers; each table is a view of its files."""
    with duckdb.connect() as connection:
        for table in TABLES:
            connection.execute(f"create view {table} as select * from read_parquet('{out}/{table}/*.parquet')")
        return connection.execute(question).fetchall()


def what_was_done(done: Exported) -> tuple[int, int, int, int]:
    return done.calls, done.days, done.unchanged, done.removed


def test_duckdb_and_pandas_read_what_the_library_shows(kept: Library, out: Path) -> None:
    assert what_was_done(export_tables(kept, out)) == (3, 2, 0, 0)
    lines = {line.id: line for line in kept.calls(Filter()).calls}
    columns = "call_id, name, date, agent, team, duration, layout, pushed, has_words"
    for row in asked(out, f"select {columns} from calls"):
        line = lines.pop(row[0])
        assert row == (
            line.id, line.name, line.date, line.agent, line.team, line.duration, line.layout, line.pushed, line.has_words
        )  # fmt: skip
    assert not lines
    sums = "select agent, count(*) from calls join moments using (call_id) group by agent order by agent"
    assert asked(out, sums) == [("Ama", 3), ("Ben", 1)]
    frame = pandas.read_parquet(out / "measures")
    report = kept.report("c1")
    assert report is not None and set(frame[frame.call_id == "c1"].name) == {m.name for m in report.measures}
    assert str(pandas.read_parquet(out / "calls").date.dtype).endswith("UTC]")


def test_only_what_has_changed_is_written_and_what_is_gone_goes(kept: Library, out: Path) -> None:
    export_tables(kept, out)
    assert what_was_done(export_tables(kept, out)) == (0, 0, 2, 0)
    keep(kept, "c4", TUESDAY)
    assert what_was_done(export_tables(kept, out)) == (2, 1, 1, 0)
    kept.delete("c1")
    assert what_was_done(export_tables(kept, out)) == (1, 1, 1, 0)
    assert b"c1.wav" not in b"".join(path.read_bytes() for path in out.rglob("*.parquet"))
    assert asked(out, "select call_id from calls order by 1") == [("c2",), ("c3",), ("c4",)]
    kept.delete("c2")
    assert what_was_done(export_tables(kept, out)) == (0, 0, 1, 1)
    assert sorted(path.parent.name for path in out.rglob("*.parquet")) == sorted(TABLES)


@pytest.mark.parametrize(
    "change",
    [
        lambda lib: lib.rename("c1", "other"),
        lambda lib: lib.describe("c1", queue="Returns"),
        lambda lib: lib.mark_reviewed("c1", "Ada"),
        lambda lib: lib.people.rename("Ama", "Ama Osei"),
        lambda lib: lib.notes.add("c1", "Ada", Content(_moment(lib).span, audience="everybody", verdict="disagree"), moment=_moment(lib)),
        lambda lib: lib.keep_report(a_report("c1"), "f2"),
        lambda lib: lib.settings.keep("agent_voice", False, 0),
    ],
    ids=["name", "queue", "reviewed", "agent", "verdict", "report", "voices"],
)  # fmt: skip
def test_whatever_changes_a_row_changes_its_day(kept: Library, out: Path, change: Any) -> None:
    export_tables(kept, out)
    before = {path: path.read_bytes() for path in out.rglob("2026-11-02.parquet")}
    change(kept)
    assert export_tables(kept, out).days >= 1
    fresh = out.parent / "fresh"
    export_tables(kept, fresh)
    for path in before:
        table = parquet.read_table(path)
        assert table.equals(parquet.read_table(fresh / path.relative_to(out)))


def _moment(library: Library) -> Any:
    report = library.report("c1")
    assert report is not None
    return report.moments[0]


def test_a_call_moved_to_another_day_leaves_the_first(kept: Library, out: Path) -> None:
    export_tables(kept, out)
    kept.set_date("c1", TUESDAY)
    assert what_was_done(export_tables(kept, out)) == (3, 2, 0, 0)
    assert asked(out, "select count(*), count(distinct call_id) from calls") == [(3, 3)]


def test_numbers_are_masked_as_on_screens(library: Library, out: Path) -> None:
    line = "My card number is four one one one, one one one one, one one one one, one one one one."
    turn = said("customer", 3.0, line)
    call = replace(a_call("c1"), turns=(turn,))
    moment = replace(a_moment(start=3.0, end=turn.span.end), words=line, because=f"“{line}”")
    library.keep_review(Reviewed(call, a_report("c1", moment), "f1", date=MONDAY), None, "c1")
    shown = library.report("c1")
    assert shown is not None and "number]" in shown.moments[0].words and "four" not in shown.moments[0].words
    export_tables(library, out)
    assert asked(out, "select words, because from moments") == [(shown.moments[0].words, shown.moments[0].because)]


def test_each_person_exports_what_they_see_and_the_audit_knows(tmp_path: Path, out: Path) -> None:
    house = a_house("sqlite", tmp_path / "house")
    exported = {}
    for who in VIEWERS:
        seen = house.seen_by(who)
        export_tables(seen, out / who)
        exported[who] = _calls_in(out / who)
        lines = {line.id for line in seen.calls(Filter(), size=1000).calls}
        assert exported[who] == {call_id for call_id in lines if "practice" not in CALLS[call_id]}
        told = [each.event for each in house.library.audit.events() if each.event.act == "exported"]
        assert exported[who] <= {event.call_id for event in told if event.person_id == house.people[who]}
    assert len({frozenset(calls) for calls in exported.values()}) > 2
    house.library.close()


def _calls_in(folder: Path) -> set[str]:
    return {call for path in (folder / "calls").glob("*") for call in parquet.read_table(path)["call_id"].to_pylist()}


def test_the_audit_is_told_before_anything_is_out(kept: Library, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        pass

    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(exporting, "write", killed)
        export_tables(kept, out)
    told = [event for event in kept.audit.events() if event.event.act == "exported"]
    assert {event.event.call_id for event in told} == {"c1", "c2"}
    assert what_was_done(export_tables(kept, out)) == (3, 2, 0, 0)


def test_what_a_killed_export_leaves_is_swept_up_and_written_again(kept: Library, out: Path) -> None:
    export_tables(kept, out)
    (out / "calls" / ".2026-11-02.parquet.part").write_bytes(b"half")
    (out / "moments" / "2026-11-02.parquet").unlink()
    (out / "calls" / "1999-01-01.parquet").write_bytes(b"of another library")
    (out / "calls" / "mine.txt").write_text("kept")
    assert what_was_done(export_tables(kept, out)) == (2, 1, 1, 1)
    assert sorted(path.name for path in (out / "calls").iterdir()) == [
        "2026-11-02.parquet",
        "2026-11-03.parquet",
        "mine.txt",
    ]


def test_for_somebody_else_all_is_written_anew(kept: Library, out: Path) -> None:
    export_tables(kept, out)
    state = json.loads((out / "export.json").read_text())
    (out / "export.json").write_text(json.dumps({**state, "whose": "0 system None"}))
    assert export_tables(kept, out).days == 2


def test_a_folder_that_cannot_be_used_is_a_sentence(
    kept: Library, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out.mkdir()
    (out / "export.json").write_text("[]")
    with pytest.raises(InputError, match="is no account of an export of ours"):
        export_tables(kept, out)
    (out / "export.json").unlink()
    (out / "calls").write_text("a file")
    assert main(["export", "--parquet", str(out)]) == 1
    assert "the table could not be written to" in capsys.readouterr().err


def test_the_command_says_what_it_did(kept: Library, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--parquet", str(out)]) == 0
    assert capsys.readouterr().out == "3 calls of 2 days written, 0 days as before, 0 days gone\n"


@pytest.mark.parametrize("table", TABLES)
def test_the_page_tells_each_column_as_it_is_written(table: str, kept: Library, out: Path) -> None:
    section = PAGE.partition(f"## `{table}`")[2].partition("\n## ")[0]
    told = re.findall(r"^\| `(\w+)` \| ([a-z ]+)(, may be empty)? \| (.*) \|$", section, re.MULTILINE)
    columns = TABLES[table]  # type: ignore[index]
    assert told == [(c.name, c.kind, "" if c.needed else ", may be empty", c.meaning) for c in columns]
    export_tables(kept, out)
    (path, *_) = sorted((out / table).glob("*"))
    schema = parquet.read_schema(path)
    assert schema.equals(schema_of(table)) and schema.metadata[b"sameside.version"] == str(VERSION).encode()  # type: ignore[arg-type]
