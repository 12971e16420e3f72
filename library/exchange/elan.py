"""ELAN's annotation files (.eaf), written and read (Max Planck Institute for Psycholinguistics, *EAF format 3.0*).

An .eaf names each point in time once, in milliseconds, and its annotations refer to those::

    <TIME_SLOT TIME_SLOT_ID="ts1" TIME_VALUE="1500"/>
    <TIER TIER_ID="notes: Ama"> ... <ALIGNABLE_ANNOTATION TIME_SLOT_REF1="ts1" TIME_SLOT_REF2="ts2"> ... a note

ELAN has no annotation of no length: a point is written one millisecond long, and such a one is read as a point.

What is not tied to the sound itself has its time from what is around it, as ELAN draws it::

    TIME_ORIGIN="5000"            5 s into the recording the annotations' clock begins
    slots  ts1=9.0  ts2  ts3=16.0     a slot of no value between two parts lies evenly between those that have one
    REF_ANNOTATION  a1            the time of a1; several on one tier share it evenly, in the order of PREVIOUS_ANNOTATION

What has no time by any of these is refused with a sentence. The XML is read by ``defusedxml``: a file is somebody else's, and
ELAN never writes a document type or an entity.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from xml.etree import ElementTree

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

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
    slots = _slots(document)
    spans: dict[str, Span] = {}
    for row in document.iter("TIER"):
        aligned = row.findall("ANNOTATION/ALIGNABLE_ANNOTATION")
        for annotation, span in zip(aligned, _aligned_spans(aligned, slots), strict=True):
            spans[annotation.get("ANNOTATION_ID", "")] = span
    spans = _referring_spans(document, spans)
    origin = _origin(document) / 1000
    return tuple(_tier(row, spans, origin) for row in document.iter("TIER"))


def _slots(document: ElementTree.Element) -> dict[str, int | None]:
    """Each time slot's milliseconds, ``None`` where it has none yet."""
    slots: dict[str, int | None] = {}
    for slot in document.iter("TIME_SLOT"):
        name, value = slot.get("TIME_SLOT_ID", ""), slot.get("TIME_VALUE")
        slots[name] = None if value is None else _whole(value, f"Time slot {name}")
    return slots


def _aligned_spans(aligned: Sequence[ElementTree.Element], slots: Mapping[str, int | None]) -> list[Span]:
    """The span of each annotation of one tier, in seconds on the annotations' own clock."""
    pairs = [(a.get("TIME_SLOT_REF1", ""), a.get("TIME_SLOT_REF2", "")) for a in aligned]
    times = _with_times_between(pairs, slots)
    spans = []
    for annotation, pair in zip(aligned, pairs, strict=True):
        name = annotation.get("ANNOTATION_ID", "")
        start, end = (times.get(slot) for slot in pair)
        if start is None or end is None:
            raise InputError(f"Annotation {name} of this ELAN file is not tied to a time yet: tie it in ELAN first.")
        if start > end:
            raise InputError(
                f"Annotation {name} of this ELAN file ends at {end:g} ms, before it begins at {start:g} ms."
            )
        spans.append(Span(start / 1000, (start if end - start <= POINT else end) / 1000))
    return spans


def _with_times_between(pairs: Sequence[tuple[str, str]], slots: Mapping[str, int | None]) -> dict[str, float]:
    """The slots' milliseconds, with those that have none spread evenly between the neighbours they share annotations with."""
    times: dict[str, float] = {name: float(time) for name, time in slots.items() if time is not None}
    following = dict(pairs)
    for first in [start for start, _ in pairs if start in times]:
        chain = [first, following[first]]
        while chain[-1] not in times and chain[-1] in following and len(chain) <= len(following):
            chain.append(following[chain[-1]])
        if (last := times.get(chain[-1])) is not None:
            step = (last - times[first]) / (len(chain) - 1)
            times |= {slot: times[first] + k * step for k, slot in enumerate(chain[1:-1], 1)}
    return times


def _referring_spans(document: ElementTree.Element, spans: Mapping[str, Span]) -> dict[str, Span]:
    """``spans`` and those of the annotations that refer to another: its time, shared evenly by those of one tier."""
    groups: dict[str, list[list[ElementTree.Element]]] = {}
    for row in document.iter("TIER"):
        of_parent: dict[str, list[ElementTree.Element]] = {}
        for annotation in row.iterfind("ANNOTATION/REF_ANNOTATION"):
            of_parent.setdefault(annotation.get("ANNOTATION_REF", ""), []).append(annotation)
        for parent, children in of_parent.items():
            groups.setdefault(parent, []).append(children)
    found, waiting = dict(spans), [parent for parent in groups if parent in spans]
    while waiting:
        parent = waiting.pop()
        for children in groups.pop(parent, ()):
            for child, span in zip(_in_order(children), _shares(found[parent], len(children)), strict=True):
                found[child] = span
                waiting += [child] if child in groups else []
    for parent, siblings in groups.items():
        name = siblings[0][0].get("ANNOTATION_ID", "")
        raise InputError(f"Annotation {name} of this ELAN file refers to {parent or 'nothing'}, which is not in it.")
    return found


def _in_order(children: Iterable[ElementTree.Element]) -> list[str]:
    """The annotations' names in the order in which each names the one before it; those that are in no such row at the end."""
    following: dict[str, list[str]] = {}
    for child in children:
        following.setdefault(child.get("PREVIOUS_ANNOTATION", ""), []).append(child.get("ANNOTATION_ID", ""))
    known = {name for names in following.values() for name in names}
    order: dict[str, None] = {}
    waiting = [name for before, names in following.items() if before not in known for name in names][::-1]
    while waiting:
        name = waiting.pop()
        order[name] = None
        waiting += following.get(name, [])[::-1]
    return [*order, *(name for names in following.values() for name in names if name not in order)]


def _shares(span: Span, parts: int) -> list[Span]:
    """The span in so many equal parts, to the millisecond."""
    edges = [round(span.start + span.duration * k / parts, 3) for k in range(parts + 1)]
    edges[0], edges[-1] = span.start, span.end
    return [Span(start, end) for start, end in pairwise(edges)]


def _origin(document: ElementTree.Element) -> int:
    """Milliseconds into the recording at which the annotations' clock begins; of several media, those of the sound."""
    media = list(document.iter("MEDIA_DESCRIPTOR"))
    sound = [medium for medium in media if medium.get("MIME_TYPE", "").startswith("audio")]
    value = (sound or media)[0].get("TIME_ORIGIN") if media else None
    return _whole(value, "The TIME_ORIGIN") if value else 0


def _tier(row: ElementTree.Element, spans: Mapping[str, Span], origin: float) -> Tier:
    marks = []
    for annotation in row.iterfind("ANNOTATION/*"):
        text = annotation.findtext("ANNOTATION_VALUE") or ""
        if text.strip() and (span := spans.get(annotation.get("ANNOTATION_ID", ""))) is not None:
            marks.append(Mark(span.shift(origin) if origin else span, text))
    return Tier(row.get("TIER_ID", ""), tuple(sorted(marks, key=lambda mark: mark.span)))


def _parsed(data: bytes) -> ElementTree.Element:
    try:
        document: ElementTree.Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise InputError(
            "This ELAN file declares a document type or entities of its own, which ELAN never writes."
        ) from None
    except (ElementTree.ParseError, ValueError, LookupError) as slip:  # an encoding that is unknown, too
        raise InputError(f"This is not an ELAN file, or only a part of one: its XML breaks off ({slip}).") from None
    if document.tag != "ANNOTATION_DOCUMENT":
        raise InputError(f"This is not an ELAN file: it holds a {document.tag}, and ELAN's an ANNOTATION_DOCUMENT.")
    units = next((h.get("TIME_UNITS", "milliseconds") for h in document.iter("HEADER")), "milliseconds")
    if units != "milliseconds":
        raise InputError(f"This ELAN file counts its time in {units}, and milliseconds are needed.")
    return document


def _whole(value: str, what: str) -> int:
    """A whole number of milliseconds. Raises :class:`SameSideError` naming ``what`` is none."""
    if not re.fullmatch(r"-?[0-9]{1,12}", value):
        raise InputError(f"{what} of this ELAN file lies at “{value[:20]}”, and whole milliseconds are needed.")
    return int(value)


def _milliseconds(span: Span) -> tuple[int, int]:
    start, end = round(span.start * 1000), round(span.end * 1000)
    return start, max(end, start + POINT)


def _xml_text(text: str) -> str:
    """``text`` without the few characters that XML cannot hold."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
