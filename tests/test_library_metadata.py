"""What file names, lists of calls and recorders say of a call."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from audio.errors import SameSideError
from library.house import agent_side, file_names
from library.metadata.call_metadata import Metadata
from library.metadata.dates import month_first, read_date, read_moment, read_time
from library.metadata.file_names import fits, parse_pattern, try_pattern
from library.metadata.gathering import gather, gather_beside
from library.metadata.tables import read_table
from library.store import Library
from tests.library_calls import a_call, a_recording


def at(*parts: int) -> datetime:
    return datetime(*parts).astimezone()  # type: ignore[arg-type]


# dates


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2026-02-03", date(2026, 2, 3)), ("20260203", date(2026, 2, 3)), ("2026_02_03", date(2026, 2, 3)),
        ("03.02.2026", date(2026, 2, 3)), ("3/2/2026", date(2026, 2, 3)), ("03-02-26", date(2026, 2, 3)),
        ("31.02.2026", None), ("20261303", None), ("1026-02-03", None), ("soon", None), ("", None), ("03.02-2026", None),
    ],
)  # fmt: skip
def test_dates(text: str, found: date | None) -> None:
    read = read_date(text)
    assert (read and read[0]) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [("10:15", time(10, 15)), ("10.15.30", time(10, 15, 30)), ("101530", time(10, 15, 30)), ("1015", time(10, 15)),
     ("1:05 PM", time(13, 5)), ("12:05 a.m.", time(0, 5)), ("25:00", None), ("10", None), ("", None)],
)  # fmt: skip
def test_times(text: str, found: time | None) -> None:
    assert read_time(text) == found


@pytest.mark.parametrize(
    ("text", "clock", "found"),
    [
        ("2026-02-03T10:15:00Z", "", datetime(2026, 2, 3, 10, 15, tzinfo=UTC)),
        ("2026-02-03T10:15:00+02:00", "", datetime(2026, 2, 3, 8, 15, tzinfo=UTC)),
        ("2026-02-03 10:15:00.123", "", at(2026, 2, 3, 10, 15)),
        ("03.02.2026", "10:15", at(2026, 2, 3, 10, 15)),
        ("03.02.2026", "", at(2026, 2, 3, 12)),
        ("03.02.2026", "late", None),
        ("soon", "10:15", None),
    ],
)
def test_moments(text: str, clock: str, found: datetime | None) -> None:
    assert read_moment(text, clock) == found


def test_a_column_whose_dates_can_only_be_american_is_that() -> None:
    assert month_first(["02/03/2026", "02/14/2026"])
    assert not month_first(["02/03/2026", "14/02/2026"])
    assert not month_first(["02/03/2026"])
    assert not month_first(["02/14/2026", "14/02/2026"])


# names of files


@pytest.mark.parametrize(
    ("pattern", "name", "found"),
    [
        ("{date}_{time}_{agent}_{queue}", "20260203_101500_Ama Osei_Repairs.wav",
         Metadata("Ama Osei", date=at(2026, 2, 3, 10, 15), queue="Repairs")),
        ("{date}{time}-{agent}", "20260203101500-Ama.wav", Metadata("Ama", date=at(2026, 2, 3, 10, 15))),
        ("{queue}-*-{reference}-{date}", "repairs-xx17-C4711-03.02.2026.mp3",
         Metadata(queue="repairs", reference="C4711", date=at(2026, 2, 3, 12))),
        ("{date:us}_{direction}", "02-03-2026_IN.wav", Metadata(date=at(2026, 2, 3, 12), direction="inbound")),
        ("CALL {agent}.wav", "call jos\N{LATIN SMALL LETTER E WITH ACUTE}.WAV", Metadata("jos\N{LATIN SMALL LETTER E WITH ACUTE}")),
        ("{agent}_{date}", "j_doe_2026-02-03.opus", Metadata("j_doe", date=at(2026, 2, 3, 12))),
        ("{agent}", "Dr. Ama Osei.wav", Metadata("Dr. Ama Osei")),
        ("{date}_{agent}", "20261303_Ama.wav", None),
        ("{date}_{agent}", "holiday.wav", None),
        ("{agent}.mp3", "Ama.wav", None),
    ],
)  # fmt: skip
def test_what_names_say(pattern: str, name: str, found: Metadata | None) -> None:
    assert try_pattern(pattern, [name]) == [(name, found)]


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [("", "no pattern"), ("calls/{agent}", "without folders"), ("{agent", "a brace stands alone"), ("{shift}", "no field .shift"),
     ("{agent}_{agent}", "stands in it twice"), ("{agent}{queue}", "nothing parts .queue"), ("{time}_{agent}", "needs a .date"),
     ("call-*", "has no field"), ("{agent:us}", "no field"), ("*a*a*a*a*a*a*a*a*{agent}", "more than 8"), ("x" * 201, "no pattern")],
)  # fmt: skip
def test_what_is_no_pattern_is_refused_with_its_reason(pattern: str, sentence: str) -> None:
    with pytest.raises(SameSideError, match=sentence):
        parse_pattern(pattern)


def test_the_agents_side_goes_by_the_same_patterns(tmp_path: Path) -> None:
    library = Library(str(tmp_path / "library.db"))
    agent_side.keep_rules(library, "{date}_*_out* right\n* left", 0)
    assert agent_side.side(library, "20260203_7_OUT.wav") == "right"
    assert agent_side.side(library, "holiday_7_out.wav") == "left"
    assert fits("connect-?", "CONNECT-1") and not fits("connect-?", "connect-12")
    with pytest.raises(SameSideError, match="no field"):
        agent_side.keep_rules(library, "{shift}_* right", 1)
    library.close()


def test_a_pattern_is_kept_for_the_house_once_it_is_one(tmp_path: Path) -> None:
    library = Library(str(tmp_path / "library.db"))
    assert file_names.pattern(library) is None
    with pytest.raises(SameSideError):
        file_names.keep(library, "{shift}", 0)
    file_names.keep(library, " {agent}_* ", 0)
    assert file_names.written(library) == ("{agent}_*", 1)
    pattern = file_names.pattern(library)
    assert pattern and pattern.read("Ama_7.wav") == Metadata("Ama")
    file_names.keep(library, "", 1)
    assert file_names.pattern(library) is None
    library.close()


# lists of calls

GERMAN = "Liste der Anrufe\n\nDatum;Uhrzeit;Datei;Agent;Warteschlange;Richtung;Kundennummer\n03.02.2026;10:15;C:\\rec\\A.WAV;Ama;Technik;eingehend;4711\n"


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (GERMAN.encode("cp1252"), Metadata("Ama", None, at(2026, 2, 3, 10, 15), "Technik", "inbound", None, "4711")),
        (b"File name\tAgent Name\tTeam\tCall date\nrec/a.wav\tAma\tNorth\t2026-02-03 10:15\n",
         Metadata("Ama", "North", at(2026, 2, 3, 10, 15))),
        ("Recording,Rep,Outcome,Customer ref\n\"a.wav\",\"Osei, Ama\",resolved,=1+1\n".encode("utf-16"),
         Metadata("Osei, Ama", disposition="resolved", reference="=1+1")),
        (b"\xef\xbb\xbffile,date,agent\na,02/03/2026,Ama\nb,02/14/2026,Ben\n", Metadata("Ama", date=at(2026, 2, 3, 12))),
    ],
)  # fmt: skip
def test_lists_are_read_whatever_parts_them_and_however_they_are_headed(data: bytes, found: Metadata) -> None:
    table = read_table("calls.csv", data)
    assert table.of("A.wav") == found
    assert table.of("c.wav") is None and table.remarks == ()


def test_lines_that_cannot_be_used_are_said_and_the_others_are_kept() -> None:
    table = read_table("calls.csv", b"file;agent;date\na.wav;Ama;soon\n;Ben;\na.wav;Cy;\nb.wav\n" + b";x;\n" * 9)
    assert table.calls == {"a.wav": Metadata("Ama"), "b.wav": Metadata()}
    (remark,) = table.remarks
    assert "line 2 has “soon”, which is no date; line 3 names no file; line 4 is of “a.wav” again" in remark
    assert remark.endswith("and so for 7 more.")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [(b"", "is no list of recordings"), (b"Dear all,\nhere are the calls", "begins “Dear all,”"), (b"file\na.wav", "and others"),
     (b"part,start,end\nturns,0,1", "no list"), (b"file;agent\n", "no line that names"), (b"PK\0\0\3", "is not text"),
     (b'file;agent\n"' + b"x" * 200_000, "no l")],
)  # fmt: skip
def test_what_is_no_list_is_refused_with_its_reason(data: bytes, sentence: str) -> None:
    with pytest.raises(SameSideError, match=sentence):
        read_table("calls.csv", data)


# all sources together


def test_who_is_more_exact_goes_first() -> None:
    table = read_table("calls.csv", b"file;agent;team;queue\na.wav;Ama;North;Repairs\n")
    sidecar = (
        b"Agent: J. Doe (ext. 204)\nQueue: Billing\nDisposition: resolved\nDuration: 00:01:50\nDate: 2026-02-03 10:15\n"
    )
    pattern = parse_pattern("{agent}")
    sources = {"tables": [table], "beside": [("a.txt", sidecar), ("a.vtt", b"WEBVTT")], "pattern": pattern}
    assert gather("a.wav", **sources) == Metadata(  # type: ignore[arg-type]
        "Ama", "North", at(2026, 2, 3, 10, 15), "Repairs", disposition="resolved"
    )
    assert gather("a.wav", said=Metadata("Cleo"), **sources).team is None  # type: ignore[arg-type]  # North is Ama's
    assert gather("b.wav", **sources).agent == "J. Doe"  # type: ignore[arg-type]
    assert gather("b.wav", pattern=pattern) == Metadata("b")
    assert gather("b.wav") == Metadata()


def test_lists_and_recorders_data_beside_are_found_and_refuse_nothing(tmp_path: Path) -> None:
    recording = tmp_path / "a.wav"
    (tmp_path / "a.json").write_text('{"queue": {"name": "Repairs"}, "agent": "1234", "direction": "INBOUND"}')
    (tmp_path / "a.csv").write_text("part,start\nturns,0\n")
    assert gather_beside(recording) == (Metadata(queue="Repairs", direction="inbound"), ())
    (tmp_path / "metadata.csv").write_text("file;agent\na;Ama\n")
    assert gather_beside(recording)[0].agent == "Ama"
    (tmp_path / "metadata.csv").write_text("Dear all, no list")
    metadata, (remark,) = gather_beside(recording)
    assert metadata.queue == "Repairs" and "is no list of recordings" in remark


def test_it_comes_through_a_job_as_it_was() -> None:
    metadata = Metadata("Ama", "North", at(2026, 2, 3, 10, 15), "Repairs", "inbound", "resolved", "4711")
    assert Metadata.of_options(metadata.options()) == metadata
    assert Metadata.of_options({}) == Metadata()


def test_a_library_keeps_it_lists_it_and_lets_it_be_corrected(tmp_path: Path) -> None:
    library = Library(str(tmp_path / "library.db"))
    metadata = Metadata("Ama", "North", at(2026, 2, 3, 10, 15), "Repairs", "inbound", "resolved", "4711")
    call = library.keep_call(a_call("c1"), library.keep_recording(a_recording(tmp_path / "a.wav")), metadata=metadata)
    library.keep_call(a_call("c1"), metadata=Metadata(queue="Billing"))  # what is not said stays
    known = library.summary(call).known()
    assert known == {
        "date": metadata.date.astimezone(UTC).isoformat(), "agent": "Ama", "team": "North", "queue": "Billing",  # type: ignore[union-attr]
        "direction": "inbound", "disposition": "resolved", "reference": "4711",
    }  # fmt: skip
    library.describe(call, queue=" ", reference="4712\n")
    assert (library.summary(call).queue, library.summary(call).reference) == (None, "4712")
    library.close()
