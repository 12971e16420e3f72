"""Exports open elsewhere, and notes come back."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from library_calls import a_call, a_moment, a_report

from analysis.report import Measure
from audio.call import Call, Turn, Word
from audio.errors import SameSideError
from audio.span import Span
from audio.transcripts.reader import read_transcript
from library.exchange.elan import read_elan, write_elan
from library.exchange.exports import FORMS, Form, export, read_notes
from library.exchange.report_json import report_json
from library.exchange.textgrid import read_textgrid, write_textgrid
from library.exchange.tiers import Mark, Tier, notes_of, tiers_of, write_note
from library.notes.note import VERDICTS, Answered, Content, Note
from library.store import Library

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CALL = a_call()
REPORT = a_report("c1", a_moment(after="hotter"), a_moment("missed", None, 9.0, 12.0))


def a_note(text: str = "Here she waits.", start: float = 8.0, end: float = 10.0, **more: object) -> Note:
    told = {
        "id": "n1", "call_id": "c1", "reply_to": None, "version": 1, "author": "Ama", "created": NOON, "edited": None,
        "span": Span(start, end), "label": "", "text": text, "audience": "everybody", "verdict": None, "kind": None,
        "technique": None, "deleted": None,
    }  # fmt: skip
    return Note(**{**told, **more})  # type: ignore[arg-type]


NOTES = (
    a_note('"Quoted", [bracketed] & <b>bold</b>\nsecond line', label="own_it"),
    a_note("", 9.0, 11.0, verdict="disagree", kind="pushed", technique="policy_shield"),
    a_note("just here", 12.0, 12.0),
    a_note("=SUM(A1)", 29.0, 30.0, author="Ben O’Neill"),
)
WRITTEN = sorted((n.author, n.span, n.text, n.label, n.verdict, n.kind, n.technique) for n in NOTES)


@pytest.mark.parametrize(("form", "name"), [("textgrid", "call.TextGrid"), ("eaf", "call.eaf")])
def test_notes_go_out_and_come_back_the_same(form: str, name: str) -> None:
    text = export(form, CALL, REPORT, NOTES)  # type: ignore[arg-type]
    back = read_notes(name, text.encode())
    told = [
        (w.author, w.content.span, w.content.text, w.content.label, w.content.verdict, w.kind, w.technique)
        for w in back
    ]
    assert sorted(told) == WRITTEN


@pytest.mark.parametrize("name", ["call.TextGrid", "call.eaf"])
def test_a_library_takes_notes_back_once(tmp_path: Path, name: str) -> None:
    library = Library(str(tmp_path / "library.db"))
    library.keep_call(CALL)
    library.keep_report(REPORT)
    library.notes.add("c1", "Ama", Content(Span(1.0, 2.0), "written here", audience="everybody"))
    notes = (*NOTES, *library.notes.of("c1", "Ama"))
    form = "eaf" if name.endswith("eaf") else "textgrid"
    written = read_notes(name, export(form, CALL, REPORT, notes).encode(), shared=True)  # type: ignore[arg-type]
    assert library.notes.import_notes("c1", "Coach", written) == 4
    assert library.notes.import_notes("c1", "Coach", written) == 0
    assert {n.author for n in library.notes.of("c1", None)} == {"Ama", "Ben O’Neill"}
    assert library.trends.agreement()["pushed", "policy_shield"].disagree == 1


def threads(library: Library, call_id: str = "c1") -> dict[str, list[str]]:
    """The texts of a call's notes, each with those of its replies."""
    notes = library.notes.of(call_id, None)
    firsts = {note.id: note.text for note in notes if note.reply_to is None}
    told: dict[str, list[str]] = {text: [] for text in firsts.values()}
    for note in notes:
        if note.reply_to is not None:
            told[firsts[note.reply_to]].append(note.text)
    return {text: sorted(replies) for text, replies in told.items()}


THREADS = {
    "the policy again": ["\nMe too.", "I know.", "[brackets] {and braces}"],
    "and longer": ["yes"],
    "at that moment": ["yes", "{reply to Ama at 0:08} is how a reply reads"],
    "the same stretch, too": ["no"],
    "mine": ["yours"],
    "unanswered": [],
    "{reply to Ama at 0:08} said nobody": [],
}


@pytest.fixture
def talk(tmp_path: Path) -> Library:
    """A call with notes in threads, several of one author at one time."""
    library = Library(str(tmp_path / "talk.db"))
    library.keep_call(CALL)
    library.keep_report(REPORT)
    spans = [Span(8, 9), Span(8, 12), Span(8, 8), Span(8, 9), Span(8.25, 9), Span(8, 9), Span(20, 21)]
    authors = ["Ama", "Ama", "Ama", "Ama", r"O}Neill\ at 0:08", "Ben", "Ama"]
    for span, author, (text, replies) in zip(spans, authors, THREADS.items(), strict=True):
        note = library.notes.add("c1", author, Content(span, text, audience="everybody"))
        for k, reply in enumerate(replies):
            library.notes.reply(note.id, ("Ben", "Ama", "Ben", "Cleo")[k], reply)
    return library


@pytest.mark.parametrize("name", ["call.TextGrid", "call.eaf"])
def test_replies_come_back_to_the_notes_they_answer(talk: Library, tmp_path: Path, name: str) -> None:
    assert threads(talk) == THREADS
    form = "eaf" if name.endswith("eaf") else "textgrid"
    text = export(form, CALL, REPORT, talk.notes.of("c1", None))  # type: ignore[arg-type]
    assert "{reply to Ama at 0:08 (2)} I know." in text
    assert talk.notes.import_notes("c1", "Coach", read_notes(name, text.encode(), shared=True)) == 0
    other = Library(str(tmp_path / "other.db"))
    other.keep_call(CALL)
    written = read_notes(name, text.encode(), shared=True)
    assert other.notes.import_notes("c1", "Coach", written) == len(talk.notes.of("c1", None))
    assert threads(other) == THREADS
    assert other.notes.import_notes("c1", "Coach", written) == 0
    again = export(form, CALL, REPORT, other.notes.of("c1", None))  # type: ignore[arg-type]
    assert sorted(re.findall(r"\{reply.*", again)) == sorted(re.findall(r"\{reply.*", text))


def test_a_thread_is_read_by_the_programs_own_readers(talk: Library, tmp_path: Path) -> None:
    pympi = pytest.importorskip("pympi", reason="pympi-ling, a reader of ELAN and Praat files, is not installed")
    praatio = pytest.importorskip("praatio.textgrid", reason="praatio, a reader of Praat files, is not installed")
    notes = talk.notes.of("c1", None)
    (tmp_path / "a.eaf").write_text(export("eaf", CALL, REPORT, notes), encoding="utf-8")
    (tmp_path / "a.TextGrid").write_text(export("textgrid", CALL, REPORT, notes), encoding="utf-8")
    eaf = pympi.Elan.Eaf(str(tmp_path / "a.eaf"))
    grid = praatio.openTextgrid(str(tmp_path / "a.TextGrid"), includeEmptyIntervals=False, duplicateNamesMode="rename")
    told = [value for tier in eaf.get_tier_names() for *_, value in eaf.get_annotation_data_for_tier(tier)]
    assert "{reply to Ama at 0:08 (2)} I know." in told
    shown = [entry.label for name in grid.tierNames for entry in grid.getTier(name).entries]
    assert "{reply to Ama at 0:08 (2)} I know." in shown
    eaf.to_file(str(tmp_path / "b.eaf"))
    grid.save(str(tmp_path / "b.TextGrid"), "short_textgrid", includeBlankSpaces=True)
    for name in ("b.eaf", "b.TextGrid"):
        other = Library(str(tmp_path / f"{name}.db"))
        other.keep_call(CALL)
        other.notes.import_notes("c1", "Coach", read_notes(name, (tmp_path / name).read_bytes(), shared=True))
        assert threads(other) == THREADS


def test_a_reply_finds_a_note_that_was_moved_and_stands_alone_where_there_is_none(tmp_path: Path) -> None:
    library = Library(str(tmp_path / "library.db"))
    library.keep_call(CALL)
    library.notes.add("c1", "Dee", Content(Span(8, 10), "here before", audience="everybody"))
    reply = Mark(Span(8, 10), "{reply to Ama at 0:08} after all")
    tiers = [
        Tier("notes: Ama", (Mark(Span(1, 2), "far"), Mark(Span(9.5, 11), "moved"))),
        Tier("notes: Ben", (reply,)),
        Tier("notes: Cleo", (Mark(Span(8, 10), "{reply to Dee at 0:08} in the library"),)),
        Tier("notes: Eve", (Mark(Span(15, 16), "{reply to Ama at 0:15} lost"),)),
    ]
    assert library.notes.import_notes("c1", "Coach", notes_of(tiers, shared=True)) == 5
    assert threads(library) == {
        "far": [],
        "moved": ["after all"],
        "here before": ["in the library"],
        "{reply to Ama at 0:15} lost": [],
    }
    lost = next(note for note in library.notes.of("c1", None) if note.author == "Eve")
    assert write_note(lost) == "[] {reply to Ama at 0:15} lost", "so that it is not taken for a reply again"


def test_of_notes_of_which_one_lies_outside_none_are_taken(tmp_path: Path) -> None:
    library = Library(str(tmp_path / "library.db"))
    library.keep_call(CALL)
    written = notes_of([Tier("notes", (Mark(Span(1, 2), "in"), Mark(Span(40, 50), "out")))])
    with pytest.raises(SameSideError, match=r"40\.0 to 50\.0 s, and the call lasts"):
        library.notes.import_notes("c1", "Coach", written)
    assert library.notes.of("c1", "Coach") == ()
    assert library.notes.import_notes("c1", "Coach", written[:1]) == 1  # a tier that names nobody: its bringer wrote it


# the programs' own readers


def test_pympi_opens_what_is_written(tmp_path: Path) -> None:
    pympi = pytest.importorskip("pympi", reason="pympi-ling, a reader of ELAN and Praat files, is not installed")
    (tmp_path / "a.eaf").write_text(export("eaf", CALL, REPORT, NOTES), encoding="utf-8")
    eaf = pympi.Elan.Eaf(str(tmp_path / "a.eaf"))
    assert list(eaf.get_tier_names()) == [t.name for t in tiers_of(CALL, REPORT, NOTES)]
    assert eaf.get_annotation_data_for_tier("notes: Ben O’Neill") == [(29000, 30000, "=SUM(A1)")]
    (tmp_path / "a.TextGrid").write_text(export("textgrid", CALL, REPORT, NOTES), encoding="utf-8")
    grid = pympi.Praat.TextGrid(str(tmp_path / "a.TextGrid"))
    assert (8.0, 10.8, "pushed: policy_shield") in list(grid.get_tier("moments").get_all_intervals())


def test_what_pympi_writes_is_read(tmp_path: Path) -> None:
    pympi = pytest.importorskip("pympi", reason="pympi-ling, a reader of ELAN and Praat files, is not installed")
    eaf = pympi.Elan.Eaf()
    eaf.add_tier("Notes: Ama")
    eaf.add_annotation("Notes: Ama", 1500, 2500, "here & now")
    eaf.to_file(str(tmp_path / "a.eaf"))
    (written,) = read_notes("a.eaf", (tmp_path / "a.eaf").read_bytes())
    assert (written.author, written.content.span, written.content.text) == ("Ama", Span(1.5, 2.5), "here & now")
    grid = pympi.Praat.TextGrid(xmax=30.0)
    grid.add_tier("notes").add_interval(1.5, 2.5, "here")
    for mode in ("normal", "short"):
        grid.to_file(str(tmp_path / mode), mode=mode)
        (written,) = read_notes("a.TextGrid", (tmp_path / mode).read_bytes())
        assert (written.author, written.content.span, written.content.text) == ("", Span(1.5, 2.5), "here")


def test_praatio_opens_and_writes_the_same(tmp_path: Path) -> None:
    praatio = pytest.importorskip("praatio.textgrid", reason="praatio, a reader of Praat files, is not installed")
    path = tmp_path / "a.TextGrid"
    path.write_text(export("textgrid", CALL, REPORT, NOTES), encoding="utf-8")
    grid = praatio.openTextgrid(str(path), includeEmptyIntervals=False, duplicateNamesMode="rename")
    assert [tuple(e) for e in grid.getTier("notes: Ben O’Neill").entries] == [(29.0, 30.0, "=SUM(A1)")]
    for form in ("long_textgrid", "short_textgrid"):
        grid.save(str(tmp_path / form), form, includeBlankSpaces=True)
        again = read_textgrid((tmp_path / form).read_bytes())
        assert {tier.name for tier in again} >= {"agent", "customer", "moments"}


# both formats by properties

TIMES = st.integers(0, 29_999)
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_characters="\r", exclude_categories=("Cc", "Cs", "Cn")), min_size=1
)


@st.composite
def tiers(draw: st.DrawFn) -> tuple[Tier, ...]:
    rows = []
    for name in draw(st.lists(TEXTS, max_size=3, unique=True)):
        edges = sorted(draw(st.sets(TIMES, max_size=8)))
        pairs = zip(edges[::2], edges[1::2], strict=False)
        marks = [Mark(Span(a / 1000, b / 1000), draw(TEXTS)) for a, b in pairs if b - a > 1]
        rows.append(Tier(name, tuple(mark for mark in marks if mark.text.strip())))
    return tuple(rows)


@given(tiers())
@settings(max_examples=60, deadline=None)
def test_any_tiers_survive_a_textgrid(rows: tuple[Tier, ...]) -> None:
    assert read_textgrid(write_textgrid(rows, 30.0).encode()) == rows


@given(tiers())
@settings(max_examples=60, deadline=None)
def test_any_tiers_survive_an_eaf(rows: tuple[Tier, ...]) -> None:
    assume(all(tier.name == tier.name.strip() and "\ufffe" not in tier.name for tier in rows))
    assert read_elan(write_elan(rows, "a.wav", "2026-03-02T12:00:00+00:00").encode()) == rows


@given(text=TEXTS, author=TEXTS, time=TIMES, which=st.integers(1, 12), label=st.text(max_size=3))
def test_any_reply_survives_being_written_as_text(text: str, author: str, time: int, which: int, label: str) -> None:
    note, answers = a_note(text, label=label), Answered(author, time / 1000, which)
    (back,) = notes_of([Tier("notes", (Mark(note.span, write_note(note, answers)),))])
    assert (back.content.text, back.content.label, back.answered) == (text, label, answers)


@given(
    text=st.text(),
    label=st.text(max_size=9),
    verdict=st.none() | st.sampled_from(VERDICTS),
    technique=st.none() | st.just("own_it"),
)
def test_any_note_survives_being_written_as_text(text: str, label: str, verdict: str, technique: str) -> None:
    note = a_note(text, label=label, verdict=verdict, kind=verdict and "partnered", technique=verdict and technique)
    assume(write_note(note).strip())
    (back,) = notes_of([Tier("notes", (Mark(note.span, write_note(note)),))])
    assert (back.content.text, back.content.label, back.content.verdict) == (text, label, verdict)
    assert (back.kind, back.technique) == (note.kind, note.technique)


def test_marks_that_overlap_go_on_rows_of_their_own() -> None:
    notes = (a_note("one", 8, 10), a_note("two", 9, 11), a_note("three", 10, 12), a_note("four", 10, 12))
    rows = {t.name: [m.text for m in t.marks] for t in tiers_of(CALL, None, notes) if t.name.startswith("notes")}
    assert rows == {"notes: Ama": ["one", "three"], "notes: Ama (2)": ["two"], "notes: Ama (3)": ["four"]}
    assert {w.author for w in notes_of(tiers_of(CALL, None, notes))} == {"Ama"}


# damaged files

GRID = export("textgrid", CALL, REPORT, NOTES)
EAF = export("eaf", CALL, REPORT, NOTES)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.docx", b"", r"neither by its name"),
        ("a.TextGrid", b"", "ends too early"),
        ("a.TextGrid", b"Dear all", "ends too early"),
        ("a.TextGrid", b'"ooTextFile" "Pitch" 0 1', "not a TextGrid"),
        ("a.TextGrid", GRID[: len(GRID) // 2].encode(), "ends too early|never closed"),
        ("a.TextGrid", GRID.replace("xmin = 8.0", "xmin = eight").encode(), r"Line \d+ of this TextGrid has"),
        ("a.TextGrid", GRID.replace("IntervalTier", "Wavelets", 1).encode(), "class “Wavelets”"),
        ("a.TextGrid", GRID.replace("size = 9", "size = 1e99", 1).encode(), "Line 7 of this TextGrid has 1e[+]99"),
        ("a.TextGrid", b"\xff\xfe\x00", "UTF-16 that breaks off"),
        ("a.TextGrid", b"\x80abc", "ends too early"),
        ("a.TextGrid", write_textgrid([Tier("words", ())], 1.0).encode(), "“words”"),
        ("a.eaf", b"", "not an ELAN file"),
        ("a.eaf", EAF[: len(EAF) // 2].encode(), "only a part of one"),
        ("a.eaf", b"<html/>", "holds a html"),
        ("a.eaf", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "entities of its own"),
        ("a.eaf", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode("utf-16"), "entities of its own"),
        ("a.eaf", b'<?xml version="1.0" encoding="klingon"?><a/>', "only a part of one"),
        ("a.eaf", EAF.replace('TIME_VALUE="500"', "").encode(), "not tied to a time"),
        (
            "a.eaf",
            EAF.replace('TIME_VALUE="500"', f'TIME_VALUE="{"9" * 5000}"').encode(),
            "whole milliseconds are needed",
        ),
        ("a.eaf", EAF.replace("MIME_TYPE", 'TIME_ORIGIN="soon" MIME_TYPE').encode(), "TIME_ORIGIN .* lies at “soon”"),
        ("a.eaf", EAF.replace('TIME_VALUE="500"', 'TIME_VALUE="0.5s"').encode(), "“0.5s”, and whole milliseconds"),
        ("a.eaf", EAF.replace('TIME_VALUE="500"', 'TIME_VALUE="999999"').encode(), "before it begins"),
        ("a.eaf", EAF.replace('"milliseconds"', '"NTSC-frames"').encode(), "in NTSC-frames"),
    ],
)
def test_a_damaged_file_is_refused_with_its_reason(name: str, data: bytes, sentence: str) -> None:
    with pytest.raises(SameSideError, match=sentence):
        read_notes(name, data)


def test_numbers_beyond_measure_are_refused_in_a_sentence(tmp_path: Path) -> None:
    endless = "9" * 5000
    with pytest.raises(SameSideError, match="a number beyond all measure as where the time ends"):
        read_textgrid(f'"ooTextFile" "TextGrid" 0 {endless} <exists> 0'.encode())
    with pytest.raises(SameSideError, match=r"lies at “9{20}”, and whole milliseconds are needed"):
        read_elan(
            write_elan(tiers_of(CALL, REPORT), "a.wav", "").replace('TIME_VALUE="', f'TIME_VALUE="{endless}').encode()
        )
    text = f"{{reply to Ama at {endless}:08}} So it is."
    assert notes_of([Tier("notes: Ben", (Mark(Span(1, 2), text),))])[0].content.text == text


def test_tiers_and_tokens_of_a_hundred_thousand_signs_are_read() -> None:
    many = 100_000
    assert (
        notes_of([Tier("notes:" + " " * many + "Ama" + " " * many + "(2)", (Mark(Span(1, 2), "x"),))])[0].author
        == "Ama"
    )
    with pytest.raises(SameSideError, match=r"should be|ends too early"):
        read_textgrid(('"ooTextFile" "TextGrid" ' + "1" * many + "x").encode())
    with pytest.raises(SameSideError, match="where whether there are tiers"):
        read_textgrid(('"ooTextFile" "TextGrid" 0 1 ' + '"' * many).encode())


def test_a_chain_of_references_in_an_elan_file_is_walked_once() -> None:
    document = ElementTree.fromstring(
        '<ANNOTATION_DOCUMENT><HEADER TIME_UNITS="milliseconds"/><TIME_ORDER><TIME_SLOT TIME_SLOT_ID="t1" TIME_VALUE="1000"/>'
        '<TIME_SLOT TIME_SLOT_ID="t2" TIME_VALUE="2000"/></TIME_ORDER><TIER TIER_ID="notes: Ama"><ANNOTATION>'
        '<ALIGNABLE_ANNOTATION ANNOTATION_ID="a0" TIME_SLOT_REF1="t1" TIME_SLOT_REF2="t2"/></ANNOTATION></TIER></ANNOTATION_DOCUMENT>'
    )
    tier = document.find("TIER")
    assert tier is not None
    for k in range(20_000, 0, -1):
        annotation = ElementTree.SubElement(tier, "ANNOTATION")
        ElementTree.SubElement(annotation, "REF_ANNOTATION", ANNOTATION_ID=f"a{k}", ANNOTATION_REF=f"a{k - 1}")
    ElementTree.SubElement(annotation[0], "ANNOTATION_VALUE").text = "here"
    assert read_elan(ElementTree.tostring(document)) == (Tier("notes: Ama", (Mark(Span(1.0, 2.0), "here"),)),)


def test_a_textgrid_of_praats_own_shapes_is_read() -> None:
    points = (
        '"ooTextFile"\n"TextGrid"\n0\n9.5\n<exists>\n1\n"TextTier" ! a comment\n"notes: Ama"\n0 9.5 1\n2.5 "a ""b"""\n'
    )
    utf_8 = (b"\xef\xbb\xbf" + points.encode(), points.replace("\n", "\r\n").encode())
    for data in (points.encode("utf-16"), points.encode("utf-16-le"), points.encode("utf-16-be"), *utf_8):
        assert read_textgrid(data) == (Tier("notes: Ama", (Mark(Span(2.5, 2.5), 'a "b"'),)),)
    assert read_textgrid(b'"ooTextFile" "TextGrid" 0 1 <absent>') == ()


def test_an_elan_annotation_that_refers_to_another_has_its_time() -> None:
    document = ElementTree.fromstring(EAF)
    first = document.find("TIER/ANNOTATION/ALIGNABLE_ANNOTATION")
    assert first is not None
    row = ElementTree.SubElement(document, "TIER", TIER_ID="notes")
    told = {"ANNOTATION_ID": "a900", "ANNOTATION_REF": first.get("ANNOTATION_ID", "")}
    reference = ElementTree.SubElement(ElementTree.SubElement(row, "ANNOTATION"), "REF_ANNOTATION", told)
    ElementTree.SubElement(reference, "ANNOTATION_VALUE").text = "about the greeting"
    back = notes_of(read_elan(ElementTree.tostring(document)))
    assert Span(0.5, 2.02) in [note.content.span for note in back if note.content.text == "about the greeting"]
    reference.set("ANNOTATION_REF", "a900")
    with pytest.raises(SameSideError, match="refers to"):
        read_elan(ElementTree.tostring(document))


def test_a_textgrid_that_is_no_utf_8_is_latin_1() -> None:
    text = '"ooTextFile" "TextGrid" 0 9 <exists> 1 "IntervalTier" "coach" 0 9 1 1 2 "le côté"'
    (written,) = notes_of(read_textgrid(text.encode("latin-1")))
    assert (written.author, written.content.text) == ("", "le côté")


def an_eaf(tiers: str, media: str = "") -> bytes:
    """Slots at 1, 4 and 9 s and two of no value, with these tiers."""
    values = {"ts1": 1000, "ts2": None, "ts3": None, "ts4": 4000, "ts5": 9000}
    slots = "".join(
        f'<TIME_SLOT TIME_SLOT_ID="{name}"' + (f' TIME_VALUE="{value}"/>' if value else "/>")
        for name, value in values.items()
    )
    return (
        f'<ANNOTATION_DOCUMENT><HEADER TIME_UNITS="milliseconds">{media}</HEADER><TIME_ORDER>{slots}</TIME_ORDER>{tiers}'
        "</ANNOTATION_DOCUMENT>"
    ).encode()


def a_part(name: str, start: str, end: str) -> str:
    return (
        f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="{name}" TIME_SLOT_REF1="{start}" TIME_SLOT_REF2="{end}">'
        f"<ANNOTATION_VALUE>{name}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
    )


def a_reference(name: str, parent: str, previous: str = "") -> str:
    before = f' PREVIOUS_ANNOTATION="{previous}"' if previous else ""
    return (
        f'<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="{name}" ANNOTATION_REF="{parent}"{before}>'
        f"<ANNOTATION_VALUE>{name}</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>"
    )


def spans_in(data: bytes) -> dict[str, tuple[float, float]]:
    return {mark.text: (mark.span.start, mark.span.end) for tier in read_elan(data) for mark in tier.marks}


def test_parts_that_are_not_tied_to_a_time_lie_evenly_between_those_that_are() -> None:
    whole = f'<TIER TIER_ID="notes">{a_part("whole", "ts1", "ts4")}</TIER>'
    parts = (
        a_part("a", "ts1", "ts2") + a_part("b", "ts2", "ts3") + a_part("c", "ts3", "ts4") + a_part("d", "ts4", "ts5")
    )
    found = spans_in(an_eaf(f'{whole}<TIER TIER_ID="parts">{parts}</TIER>'))
    assert found == {"whole": (1, 4), "a": (1, 2), "b": (2, 3), "c": (3, 4), "d": (4, 9)}
    with pytest.raises(SameSideError, match="Annotation a of this ELAN file is not tied"):
        read_elan(an_eaf(f'<TIER TIER_ID="notes">{a_part("a", "ts1", "ts2")}</TIER>'))
    rings = a_part("a", "ts2", "ts3") + a_part("b", "ts3", "ts2")
    with pytest.raises(SameSideError, match="not tied"):
        read_elan(an_eaf(f'<TIER TIER_ID="notes">{rings}</TIER>'))


def test_parts_of_an_annotation_share_its_time_in_their_order() -> None:
    tiers = (
        f'<TIER TIER_ID="notes">{a_part("whole", "ts1", "ts4")}</TIER>'
        f'<TIER TIER_ID="parts">{a_reference("c", "whole", "b")}{a_reference("a", "whole")}{a_reference("b", "whole", "a")}</TIER>'
        f'<TIER TIER_ID="halves">{a_reference("b1", "b")}{a_reference("b2", "b", "b1")}</TIER>'
        f'<TIER TIER_ID="on a half">{a_reference("gloss", "b2")}</TIER>'
    )
    found = spans_in(an_eaf(tiers))
    assert found == {
        "whole": (1, 4), "a": (1, 2), "b": (2, 3), "c": (3, 4), "b1": (2, 2.5), "b2": (2.5, 3), "gloss": (2.5, 3),
    }  # fmt: skip


def test_the_clock_of_an_eaf_begins_where_its_media_say() -> None:
    video = '<MEDIA_DESCRIPTOR MEDIA_URL="file:a.mp4" MIME_TYPE="video/mp4" TIME_ORIGIN="700"/>'
    sound = '<MEDIA_DESCRIPTOR MEDIA_URL="file:a.wav" MIME_TYPE="audio/x-wav" TIME_ORIGIN="5000"/>'
    tier = f'<TIER TIER_ID="notes">{a_part("a", "ts1", "ts4")}</TIER>'
    assert spans_in(an_eaf(tier, video + sound)) == {"a": (6, 9)}
    assert spans_in(an_eaf(tier, video)) == {"a": (1.7, 4.7)}
    assert spans_in(an_eaf(tier)) == {"a": (1, 4)}


def test_whoever_brings_a_colleagues_private_notes_sees_them_and_nobody_else_does(tmp_path: Path) -> None:
    library = Library(str(tmp_path / "library.db"))
    library.keep_call(a_call("c1"))
    written = read_notes("call.eaf", an_eaf(f'<TIER TIER_ID="notes: Ama">{a_part("her view", "ts1", "ts4")}</TIER>'))
    assert library.notes.import_notes("c1", "Ben", written) == 1
    (note,) = library.notes.of("c1", "Ben")
    assert (note.author, note.text, note.shared) == ("Ama", "her view", False)
    assert library.notes.of("c1", "Ama") == (note,) == (library.notes.find(note.id[:8], "Ben"),)
    assert library.notes.of("c1", "Cleo") == library.notes.of("c1", None) == ()
    with pytest.raises(SameSideError, match="is Ama's"):
        library.notes.delete(note.id, "Ben")
    with pytest.raises(SameSideError, match="private"):
        library.notes.note(note.id, None)
    library.close()


# the others


def test_json_is_the_report_with_the_notes() -> None:
    told = json.loads(export("json", CALL, REPORT, NOTES[1:2]))
    (note,) = told.pop("notes")
    assert told == json.loads(json.dumps(report_json(CALL, REPORT)))
    assert note["moment"] == {"kind": "pushed", "technique": "policy_shield"}
    assert (note["start"], note["end"], note["author"], note["created"]) == (
        9.0,
        11.0,
        "Ama",
        "2026-03-02T12:00:00+00:00",
    )


def test_csv_is_one_table_in_the_order_of_time_and_holds_no_formula() -> None:
    text = export("csv", CALL, REPORT, NOTES)
    assert text.startswith("\ufeffpart,start,end,")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert [r["part"] for r in rows].count("turns") == len(CALL.turns)
    assert [float(r["start"]) for r in rows] == sorted(float(r["start"]) for r in rows)
    pushed = next(r for r in rows if r["kind"] == "pushed" and r["part"] == "moments")
    assert (pushed["technique"], pushed["after"], pushed["confidence"]) == ("policy_shield", "hotter", "high")
    assert "'=SUM(A1)" in [r["text"] for r in rows]
    assert NOTES[0].text in [r["text"] for r in rows]
    only = export("csv", CALL, REPORT, NOTES, parts=["moments"])
    assert {r["part"] for r in csv.DictReader(io.StringIO(only.removeprefix("\ufeff")))} == {"moments"}


@pytest.mark.parametrize("text", ["=1+1", " =1", "\t=1", "\r\n@x", "\u00a0-1", "\ufeff+1", "\u200b=1", "＝1", "\tword"])
def test_csv_keeps_from_spreadsheets_what_they_would_reckon(text: str) -> None:
    table = export("csv", CALL, REPORT, [a_note(text, 1.0, 2.0)], parts=["notes"])
    rows = list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"), newline="")))
    assert [row["text"] for row in rows] == ["'" + text]


def test_the_turns_as_webvtt_are_a_transcript_that_we_read_ourselves(tmp_path: Path) -> None:
    path = tmp_path / "call.vtt"
    path.write_text(export("vtt", CALL, REPORT, parts=["turns"]), encoding="utf-8")
    cues = read_transcript(path).cues
    assert [(c.speaker, c.text) for c in cues] == [(t.speaker.title(), t.text) for t in CALL.turns]
    assert [c.span for c in cues] == [Span(round(t.span.start, 3), round(t.span.end, 3)) for t in CALL.turns]


def test_webvtt_holds_text_as_text_and_well_formed_cues() -> None:
    text = export(
        "vtt", replace(CALL, duration=7200.0), REPORT, (*NOTES, a_note("a --> b\n\n<script>", 3723.5, 3723.5))
    )
    assert "&lt;b&gt;bold&lt;/b&gt;" in text
    assert "01:02:03.500 --> 01:02:03.501\n<v Ama><c.note>a --&gt; b\n&lt;script&gt;</c>" in text
    for block in text.strip().split("\n\n")[1:]:
        assert re.match(r"(turn|moment|note) \d+\n\d\d:\d\d:\d\d\.\d{3} --> \d\d:\d\d:\d\d\.\d{3}\n", block)


def test_every_form_takes_a_call_with_nothing_in_it() -> None:
    call, report = replace(CALL, turns=(), voices=()), replace(REPORT, moments=(), measures=())
    for form in FORMS:
        assert export(form, call, report)


@pytest.mark.parametrize("form", FORMS)
def test_a_moment_that_is_only_possible_is_told_as_that_in_every_form(form: Form) -> None:
    sure, low = (a_report("c1", a_moment(confidence=confidence)) for confidence in ("high", "low"))
    told = [export(form, a_call(), report) for report in (sure, low)]
    said = {"json": '"confidence": "low"', "csv": ",low,"}.get(form, "(possible)")
    assert said not in told[0] and said in told[1]


@pytest.mark.parametrize("form", FORMS)
def test_a_moment_that_people_refuse_is_marked_in_every_form(form: Form) -> None:
    report = a_report("c1")
    said = {"json": '"refused_by": [\n        "Ama",\n        "Ben"\n      ]', "csv": '"Ama, Ben"'}.get(
        form, "(refused by Ama, Ben)"
    )
    told = [export(form, a_call(), report, refused=refused) for refused in ({}, {report.moments[0]: ("Ama", "Ben")})]
    assert said not in told[0] and said in told[1]


def test_json_tells_the_figures_as_people_settled_them() -> None:
    report = a_report("c1")
    settled = replace(report, measures=(Measure("pushed", Span(0.0, 30.0), None, 0.0, ""),))
    figures = json.loads(export("json", a_call(), report, settled=settled))["figures"]
    assert figures == {"pushed": {"value": 0.0, "unit": ""}}


def corrected_call() -> Call:
    """“never” stands for “ever”, “I want” is another's, and “honestly” was put where nothing was heard."""
    call = a_call()
    customer = call.turns[1]
    words = [
        replace(word, heard="ever") if word.text == "never" else word
        for word in customer.words
        if word.text not in ("I", "want")
    ]
    words[-1] = replace(words[-1], heard="")
    other = Turn(Span(4.6, 5.4), "customer", (Word(Span(4.6, 4.9), "I"), Word(Span(5.0, 5.4), "want")))
    turns = (call.turns[0], replace(customer, words=tuple(words)), call.turns[2])
    return replace(call, turns=turns, others=(other,), corrected=2)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("json", ['"corrected_words": 2', '"text": "My parcel never came, a refund."', '"others": [']),
        ("csv", ["My parcel never came, a refund.", ",,2\r\n", "somebody else"]),
        ("vtt", ["NOTE 2 words corrected by people", "My parcel never came, a refund.", "<v Somebody else>I want"]),
        ("textgrid", ["2 words corrected", "never (heard: ever)", "refund. (not heard)", "somebody else"]),
        ("eaf", ["2 words corrected", "never (heard: ever)", "refund. (not heard)", "somebody else"]),
    ],
)
def test_corrected_words_are_in_every_form_which_says_how_many_they_are(form: Form, said: list[str]) -> None:
    text, plain = (export(form, call, a_report("c1")) for call in (corrected_call(), a_call()))
    assert all(one in text for one in said)
    assert not any(one in plain for one in ("words corrected", "heard:", "omebody else"))


def test_corrected_captions_are_read_back_as_a_transcript(tmp_path: Path) -> None:
    path = tmp_path / "call.vtt"
    path.write_text(export("vtt", corrected_call(), a_report("c1"), parts=["turns"]), encoding="utf-8")
    assert "My parcel never came, a refund." in [cue.text for cue in read_transcript(path).cues]
