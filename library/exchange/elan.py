"""ELAN's annotation files (.eaf), written and read (Max Planck Institute for Psycholinguistics, *EAF format 3.0*).

An .eaf names each point in time once, in milliseconds, and its annotations refer to those::

    <TIME_SLOT TIME_SLOT_ID="ts1" TIME_VALUE="1500"/>
    <TIER TIER_ID="notes: Ama"> ... <ALIGNABLE_ANNOTATION TIME_SLOT_REF1="ts1" TIME_SLOT_REF2="ts2"> ... a note

ELAN has no annotation of no length: a point is written one millisecond long, and such a one is read as a point.
An annotation that refers to another (``REF_ANNOTATION``) has that one's time. One whose time slots have no value
is not tied to the sound yet, and is refused with a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree

from audio.errors import InputError
from audio.span import Span
from library.exchange.tiers import Mark, Tier

POINT = 1
"""Milliseconds up to which an annotation is a point in time."""

MOST_DIGITS = 12
"""Of a time in milliseconds: thirty years."""

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XSI = "http://www.w3.org/2001/XMLSchema-instance"


def write_elan(tiers: Sequence[Tier], media: str, written: str) -> str:
    """Tiers as the text of an .eaf. ``media`` is the recording's name; ``written`` when, in ISO 8601 with its zone."""
    ElementTree.register_namespace("xsi", _XSI)
    document = ElementTree.Element(
        "ANNOTATION_DOCUMENT",
        {
            "AUTHOR": "SameSide",
            "DATE": written,
            "FORMAT": "3.0",
            "VERSION": "3.0",
            f"{{{_XSI}}}noNamespaceSchemaLocation": "http://www.mpi.nl/tools/elan/EAFv3.0.xsd",
        },
    )
    header = ElementTree.SubElement(document, "HEADER", MEDIA_FILE="", TIME_UNITS="milliseconds")
    name = _xml_text(media)
    ElementTree.SubElement(
        header, "MEDIA_DESCRIPTOR", MEDIA_URL=f"file:{name}", MIME_TYPE="audio/*", RELATIVE_MEDIA_URL=name
    )
    order = ElementTree.SubElement(document, "TIME_ORDER")
    slots: dict[int, str] = {}
    for time in sorted({time for tier in tiers for mark in tier.marks for time in _milliseconds(mark.span)}):
        slots[time] = f"ts{len(slots) + 1}"
        ElementTree.SubElement(order, "TIME_SLOT", TIME_SLOT_ID=slots[time], TIME_VALUE=str(time))
    count = 0
    for tier in tiers:
        row = ElementTree.SubElement(document, "TIER", LINGUISTIC_TYPE_REF="default-lt", TIER_ID=_xml_text(tier.name))
        for mark in tier.marks:
            count += 1
            start, end = _milliseconds(mark.span)
            attributes = {"ANNOTATION_ID": f"a{count}", "TIME_SLOT_REF1": slots[start], "TIME_SLOT_REF2": slots[end]}
            annotation = ElementTree.SubElement(row, "ANNOTATION")
            aligned = ElementTree.SubElement(annotation, "ALIGNABLE_ANNOTATION", attributes)
            ElementTree.SubElement(aligned, "ANNOTATION_VALUE").text = _xml_text(mark.text)
    kind = {"LINGUISTIC_TYPE_ID": "default-lt", "TIME_ALIGNABLE": "true", "GRAPHIC_REFERENCES": "false"}
    ElementTree.SubElement(document, "LINGUISTIC_TYPE", kind)
    ElementTree.indent(document)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(document, encoding="unicode") + "\n"


def read_elan(data: bytes) -> tuple[Tier, ...]:
    """The tiers of an .eaf, annotations without text left out. Raises :class:`SameSideError` naming what is wrong."""
    document = _parsed(data)
    slots = {slot.get("TIME_SLOT_ID"): slot.get("TIME_VALUE") for slot in document.iter("TIME_SLOT")}
    spans: dict[str, Span] = {}
    for annotation in document.iter("ALIGNABLE_ANNOTATION"):
        name = annotation.get("ANNOTATION_ID", "")
        start, end = (_time(annotation, slots, name, ref) for ref in ("TIME_SLOT_REF1", "TIME_SLOT_REF2"))
        if start > end:
            raise InputError(f"Annotation {name} of this ELAN file ends at {end} ms, before it begins at {start} ms.")
        spans[name] = Span(start / 1000, (start if end - start <= POINT else end) / 1000)
    refers = {a.get("ANNOTATION_ID", ""): a.get("ANNOTATION_REF", "") for a in document.iter("REF_ANNOTATION")}
    return tuple(_tier(row, spans, refers) for row in document.iter("TIER"))


def _tier(row: ElementTree.Element, spans: dict[str, Span], refers: dict[str, str]) -> Tier:
    marks = []
    for annotation in row.iterfind("ANNOTATION/*"):
        name = annotation.get("ANNOTATION_ID", "")
        target = _aligned(name, refers)
        if target not in spans:
            raise InputError(
                f"Annotation {name} of this ELAN file refers to {target or 'nothing'}, which is not in it."
            )
        text = annotation.findtext("ANNOTATION_VALUE") or ""
        if text.strip():
            marks.append(Mark(spans[target], text))
    return Tier(row.get("TIER_ID", ""), tuple(sorted(marks, key=lambda mark: mark.span)))


def _aligned(name: str, refers: dict[str, str]) -> str:
    """The annotation at the end of those that ``name`` refers to; all on the way then refer to it at once, so that a chain is
    walked but once. One that refers to itself in the end is its own."""
    way: list[str] = []
    while name in refers and len(way) <= len(refers):
        way.append(name)
        name = refers[name]
    refers.update(dict.fromkeys(way, name))
    return name


def _parsed(data: bytes) -> ElementTree.Element:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise InputError("This ELAN file declares a document type or entities of its own, which ELAN never writes.")
    try:
        document = ElementTree.fromstring(data)
    except ElementTree.ParseError as slip:
        raise InputError(f"This is not an ELAN file, or only a part of one: its XML breaks off ({slip}).") from None
    if document.tag != "ANNOTATION_DOCUMENT":
        raise InputError(f"This is not an ELAN file: it holds a {document.tag}, and ELAN's an ANNOTATION_DOCUMENT.")
    units = next((h.get("TIME_UNITS", "milliseconds") for h in document.iter("HEADER")), "milliseconds")
    if units != "milliseconds":
        raise InputError(f"This ELAN file counts its time in {units}, and milliseconds are needed.")
    return document


def _time(annotation: ElementTree.Element, slots: dict[str | None, str | None], name: str, ref: str) -> int:
    value = slots.get(annotation.get(ref))
    if value is None:
        raise InputError(f"Annotation {name} of this ELAN file is not tied to a time yet: tie it in ELAN first.")
    if not value.isascii() or not value.isdigit() or len(value) > MOST_DIGITS:
        raise InputError(
            f"Annotation {name} of this ELAN file lies at “{value[:20]}”, and whole milliseconds of a call are needed."
        )
    return int(value)


def _milliseconds(span: Span) -> tuple[int, int]:
    start, end = round(span.start * 1000), round(span.end * 1000)
    return start, max(end, start + POINT)


def _xml_text(text: str) -> str:
    """``text`` without the few characters that XML cannot hold."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
