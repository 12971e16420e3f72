"""Notes of other programs for the fuzz bench: ELAN's and Praat's files, kept on a call of a library and written again."""

from __future__ import annotations

import itertools
from functools import lru_cache
from pathlib import Path

from audio.span import Span
from library.exchange.elan import write_elan
from library.exchange.exports import FORMS, export, read_notes
from library.exchange.textgrid import write_textgrid
from library.exchange.tiers import Mark, Tier
from library.store import Library
from tests.library_calls import a_call, a_report

TIERS = (
    Tier("agent", (Mark(Span(0.5, 2.5), "Good morning, Dale Parcels."),)),
    Tier(
        "notes: Ama",
        (
            Mark(Span(1.0, 2.0), "[own_it] {disagree: pushed policy_shield} She waits."),
            Mark(Span(8.0, 8.0), "a point"),
        ),
    ),
    Tier("notes: Ben (2)", (Mark(Span(1.0, 2.0), "{reply to Ama at 0:01} I was looking it up."),)),
)
SUBDIVIDED = """<?xml version="1.0" encoding="UTF-8"?>
<ANNOTATION_DOCUMENT AUTHOR="" DATE="2026-02-03T10:15:00+01:00" FORMAT="3.0" VERSION="3.0">
<HEADER MEDIA_FILE="" TIME_UNITS="milliseconds"><MEDIA_DESCRIPTOR MEDIA_URL="file:a.wav" MIME_TYPE="audio/x-wav" TIME_ORIGIN="500"/></HEADER>
<TIME_ORDER><TIME_SLOT TIME_SLOT_ID="ts1" TIME_VALUE="1000"/><TIME_SLOT TIME_SLOT_ID="ts2"/><TIME_SLOT TIME_SLOT_ID="ts3" TIME_VALUE="4000"/></TIME_ORDER>
<TIER LINGUISTIC_TYPE_REF="l" TIER_ID="notes: Ama">
<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a1" TIME_SLOT_REF1="ts1" TIME_SLOT_REF2="ts2"><ANNOTATION_VALUE>first</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a2" TIME_SLOT_REF1="ts2" TIME_SLOT_REF2="ts3"><ANNOTATION_VALUE>second</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
</TIER>
<TIER LINGUISTIC_TYPE_REF="l" PARENT_REF="notes: Ama" TIER_ID="parts">
<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="a3" ANNOTATION_REF="a1"><ANNOTATION_VALUE>part</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>
<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="a4" ANNOTATION_REF="a1" PREVIOUS_ANNOTATION="a3"><ANNOTATION_VALUE>other</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>
</TIER>
</ANNOTATION_DOCUMENT>
"""
SHORT = '"ooTextFile"\n"TextGrid"\n0 30 <exists> 2\n"IntervalTier" "notes: Ama" 0 30 3\n0 1.5 ""\n1.5 3 "a ""note"""\n3 30 ""\n"TextTier" "notes" 0 30 1\n5 "!"\n'
MOST_WRITTEN = 500
"""Notes of a call that is written again in every form."""


def make(folder: Path) -> list[Path]:
    """Files of both programs, as SameSide and as they write them."""
    texts = {
        "long.TextGrid": write_textgrid(TIERS, 30.0),
        "short.TextGrid": SHORT,
        "ours.eaf": write_elan(TIERS, "late parcel.wav", "2026-02-03T10:15:00+00:00"),
        "subdivided.eaf": SUBDIVIDED,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "utf_16.TextGrid").write_bytes(SHORT.encode("utf-16"))
    return [*(folder / name for name in texts), folder / "utf_16.TextGrid"]


@lru_cache(maxsize=1)
def _library(folder: Path) -> tuple[Library, itertools.count[int]]:
    return Library(str(folder / "library.db")), itertools.count()


def take(path: Path) -> None:
    """Its notes are kept on a call, twice, which adds none the second time, and go out again in every form."""
    written = read_notes(path.name, path.read_bytes())
    library, numbers = _library(path.parent)
    call = a_call(f"c{next(numbers)}")
    library.keep_call(call)
    library.notes.import_notes(call.id, "Ann", written)
    assert library.notes.import_notes(call.id, "Ann", written) == 0
    notes = library.notes.of(call.id, viewer="Ann")
    if len(notes) <= MOST_WRITTEN:
        for form in FORMS:
            text = export(form, call, a_report(call.id), notes)
            if form in ("textgrid", "eaf"):
                read_notes(f"call.{form}", text.encode())
