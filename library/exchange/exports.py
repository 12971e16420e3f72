"""A call's turns, moments and notes for other programs; and notes from two of those programs back.

======== ============================== =========================================================
form     read by                        holds
======== ============================== =========================================================
json     programs                       the report (``library/exchange/report_json.py``) with ``notes`` beside it
csv      Excel, R, pandas               a line for each turn, moment and note, in the order of time
vtt      players, subtitle editors      a cue for each, turns by voice; turns alone make a transcript
textgrid Praat                          tiers (``library/exchange/tiers.py``); notes are read back
eaf      ELAN                           the same
======== ============================== =========================================================

All are text in UTF-8. Whose notes are in it is the caller's choice: what is passed in is written.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from analysis.report import Moment, Report
from audio.call import Call, Turn
from audio.errors import InputError
from audio.span import Span
from library.exchange.elan import read_elan, write_elan
from library.exchange.report_json import Json, report_json, seconds, span_json
from library.exchange.textgrid import read_textgrid, write_textgrid
from library.exchange.tiers import Tier, corrected_words, notes_of, possible, refusal, tiers_of
from library.notes.note import Note, Written

Form = Literal["json", "csv", "vtt", "textgrid", "eaf"]
FORMS: tuple[Form, ...] = get_args(Form)
SUFFIXES: dict[Form, str] = {"json": ".json", "csv": ".csv", "vtt": ".vtt", "textgrid": ".TextGrid", "eaf": ".eaf"}
MEDIA_TYPES: dict[Form, str] = {
    "json": "application/json",
    "csv": "text/csv",
    "vtt": "text/vtt",
    "textgrid": "text/plain",
    "eaf": "application/xml",
}

Part = Literal["turns", "moments", "notes"]
PARTS: tuple[Part, ...] = get_args(Part)

_FORMULA = re.compile(r"[\s\ufeff\u200b-\u200d\u2060]*[=+\-@＝＋－＠]|[\t\r\n]")
"""How a cell begins that a spreadsheet may take for a formula, blanks before it and full-width signs included."""

COLUMNS = (
    "part", "start", "end", "speaker", "kind", "technique", "text", "because", "instead", "after", "confidence",
    "author", "written", "verdict", "refused_by", "corrected",
)  # fmt: skip


def export(
    form: Form,
    call: Call,
    report: Report,
    notes: Sequence[Note] = (),
    parts: Sequence[Part] = PARTS,
    known: Mapping[str, str | None] | None = None,
    refused: Mapping[Moment, Sequence[str]] | None = None,
    settled: Report | None = None,
) -> str:
    """A call in one of the forms, as text. ``parts`` chooses what a csv or vtt holds; the others hold everything, json also what is
    ``known`` of the call beside its sound.

    refused  by moments of the report that count no more, who refuses them: they are marked in every form
    settled  the report as people settled it, whose figures and ending are told
    """
    if form == "json":
        fields = {**report_json(call, report, known, refused, settled), "notes": [note_json(note) for note in notes]}
        return json.dumps(fields, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    if form == "csv":
        return _csv(line for line in _lines(call, report, notes, refused or {}) if line["part"] in parts)
    if form == "vtt":
        return _webvtt(call, report, notes, parts, refused)
    tiers = tiers_of(call, report, notes, refused)
    if form == "textgrid":
        return write_textgrid(tiers, call.duration)
    return write_elan(tiers, call.source, datetime.now(UTC).isoformat(timespec="seconds"))


def read_notes(name: str, data: bytes, shared: bool = False) -> tuple[Written, ...]:
    """The notes in a TextGrid or an .eaf called ``name``. Raises :class:`SameSideError` where it is neither or damaged."""
    readers: dict[str, Callable[[bytes], tuple[Tier, ...]]] = {".textgrid": read_textgrid, ".eaf": read_elan}
    reader = readers.get(Path(name).suffix.lower())
    if reader is None:
        raise InputError(f"Notes come from Praat (.TextGrid) or ELAN (.eaf), and {name} is neither by its name.")
    return notes_of(reader(data), shared)


def note_json(note: Note) -> Json:
    """One note; ``moment`` is the machine's moment it was written on, or ``null``."""
    return {
        "id": note.id,
        "reply_to": note.reply_to,
        "author": note.author,
        "created": note.created.isoformat(),
        "edited": note.edited and note.edited.isoformat(),
        **span_json(note.span),
        "label": note.label,
        "text": note.text,
        "shared": note.shared,
        "verdict": note.verdict,
        "moment": None if note.kind is None else {"kind": note.kind, "technique": note.technique},
    }


def _lines(
    call: Call, report: Report, notes: Sequence[Note], refused: Mapping[Moment, Sequence[str]]
) -> list[dict[str, Any]]:
    spoken = [*((turn.speaker, turn) for turn in call.turns), *(("somebody else", turn) for turn in call.others)]
    lines: list[dict[str, Any]] = [
        {"part": "turns", **span_json(turn.span), "speaker": speaker, "text": turn.text, "corrected": _corrected(turn)}
        for speaker, turn in spoken
    ]
    for moment in report.moments:
        fields = {name: getattr(moment, name) for name in ("speaker", "kind", "technique", "because", "instead")}
        fields |= {"text": moment.headline, "after": moment.response and moment.response.after}
        fields |= {"confidence": moment.confidence, "refused_by": ", ".join(refused.get(moment, ()))}
        lines.append({"part": "moments", **span_json(moment.span), **fields})
    for note in notes:
        fields = {"author": note.author, "written": (note.edited or note.created).isoformat(), "verdict": note.verdict}
        fields |= {"kind": note.kind, "technique": note.label or note.technique, "text": note.text}
        lines.append({"part": "notes", **span_json(note.span), **fields})
    return sorted(lines, key=lambda line: (line["start"], PARTS.index(line["part"]), line["end"]))


def _corrected(turn: Turn) -> int | None:
    """How many of a turn's words stand as a person corrected them; nothing where none does."""
    return sum(word.heard is not None for word in turn.words) or None


def _csv(lines: Iterator[dict[str, Any]]) -> str:
    """With a byte-order mark, without which Excel takes UTF-8 for something else."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in line.items()} for line in lines)
    return "\ufeff" + out.getvalue()


def _cell(value: object) -> object:
    """Text that a spreadsheet would take for a formula gets an apostrophe before it, so that it stays text."""
    return "'" + value if isinstance(value, str) and _FORMULA.match(value) else value


def _webvtt(
    call: Call,
    report: Report,
    notes: Sequence[Note],
    parts: Sequence[Part],
    refused: Mapping[Moment, Sequence[str]] | None,
) -> str:
    cues: list[tuple[Span, str, str]] = []
    if "turns" in parts:
        cues += [(t.span, "turn", f"<v {t.speaker.title()}>{_vtt_text(t.text)}") for t in call.turns if t.text]
        cues += [(t.span, "turn", f"<v Somebody else>{_vtt_text(t.text)}") for t in call.others]
    if "moments" in parts:
        cues += [
            (
                m.span,
                "moment",
                f"<c.{m.kind}>{_vtt_text(f'[{m.kind}] {m.headline}{possible(m)}{refusal(m, refused)}')}</c>",
            )
            for m in report.moments
        ]
    if "notes" in parts:
        cues += [
            (n.span, "note", f"<v {_vtt_name(n.author)}><c.note>{_vtt_text(n.text or n.label)}</c>") for n in notes
        ]
    counts = dict.fromkeys(("turn", "moment", "note"), 0)
    blocks = ["WEBVTT"]
    if call.corrected and "turns" in parts:
        blocks.append(f"NOTE {corrected_words(call)} by people; all else is as it was heard.")
    for span, part, text in sorted(cues, key=lambda cue: cue[0]):
        counts[part] += 1
        end = max(span.end, span.start + 0.001)  # a cue ends after it begins
        blocks.append(f"{part} {counts[part]}\n{_clock(span.start)} --> {_clock(end)}\n{text}")
    return "\n\n".join(blocks) + "\n"


def _clock(time: float) -> str:
    whole = round(seconds(time) * 1000)
    return f"{whole // 3_600_000:02}:{whole // 60_000 % 60:02}:{whole // 1000 % 60:02}.{whole % 1000:03}"


def _vtt_text(text: str) -> str:
    """A cue's text: no markup, no arrow, no empty line, which would end the cue."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"(?:\r\n|\r|\n)+", "\n", escaped).strip("\n")


def _vtt_name(name: str) -> str:
    return re.sub(r"[<>&\s]+", " ", name).strip() or "Note"
