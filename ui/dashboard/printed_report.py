"""A call's review as one HTML file to print, send or file: the picture of the timeline, figures, moments, notes, words.

It stands alone: no script, no font, no image is fetched, and everything that somebody said or wrote is text. The picture
is an SVG, drawn from the same numbers as the timeline::

        !      +        ↑      +          moments
    ▂▅▇▃__▂▅▇▆▃____▂▃▅▂▁                  agent
    ____▃▆▅▂__▂▅▇▆▃▁___▂▅                 customer
        ======                            raised voices, notes
    0:00        0:30        1:00
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import numpy as np

from analysis.report import Moment, Report
from audio.call import Call, Word
from library.calls.listing import CallSummary
from library.exchange.tiers import corrected_words
from library.notes.note import Note
from ui import texts
from ui.dashboard.components.timeline.picture import picture

WIDTH = 1000
COLOURS = {
    "pushed": "#c4560a",
    "partnered": "#1c6bb0",
    "escalated": "#a62f6c",
    "settled": "#197a5e",
    "missed": "#5f594f",
    "agent": "#7f9ab5",
    "customer": "#bb9d7b",
}
MARK = 22
"""A mark's width and height with the room round it."""
POSSIBLE = "#6a6f76"
SIGNS = {"pushed": "!", "partnered": "+", "escalated": "↑", "settled": "↓", "missed": "?"}
STEPS = (5, 10, 15, 30, 60, 120, 300, 600, 900, 1800)

STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; color: #21262b; max-width: 1000px; margin: 32px auto; padding: 0 24px; }
h1 { font-size: 26px; margin: 0; } h2 { font-size: 18px; margin: 28px 0 8px; }
.about, .aside { color: #5a6068; } .aside { font-size: 13px; }
.figures { display: flex; flex-wrap: wrap; gap: 8px 32px; margin: 16px 0; }
.figure { display: flex; flex-direction: column; } .value { font-size: 22px; font-weight: 650; } .label { font-size: 13px; font-weight: 600; }
article { border-left: 4px solid; padding: 2px 0 2px 14px; margin: 0 0 16px; break-inside: avoid; }
article p { margin: 3px 0; } .text { white-space: pre-wrap; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: 4.5em 6em 1fr; gap: 3px 10px; margin: 0; } dd { margin: 0; }
.corrected { border-bottom: 1px dotted #5a6068; }
svg { width: 100%; height: auto; } @media print { body { margin: 0; } }
"""


def printed(
    summary: CallSummary,
    call: Call,
    report: Report,
    notes: Sequence[Note],
    refused: Mapping[Moment, Sequence[str]] | None = None,
    settled: Report | None = None,
) -> str:
    """The review as HTML. Whose notes are in it is the caller's choice.

    refused  who refuses which moments, so that they count no more: these are marked, and drawn as if only possible
    settled  the report as people settled it, whose figures and ending are told
    """
    refused, counted = refused or {}, settled or report
    about = [*texts.known_of(summary), texts.format_clock(call.duration), texts.LAYOUTS[call.layout]]
    parts = [
        f"<h1>{escape(texts.title(summary.name))}</h1>",
        f'<p class="about">{escape(" · ".join(about))}</p>',
        f'<p class="about">{escape(texts.describe_outcome(counted))}</p>',
        *(f'<p class="aside">{escape(doubt.why)}</p>' for doubt in call.doubts),
        texts.figure_strip(texts.figures(counted, [doubt.why for doubt in call.doubts])),
        drawn(call, report, notes, refused),
        "<h2>Moments</h2>",
        *(_moment(moment, refused.get(moment, ())) for moment in sorted(report.moments, key=lambda m: m.span)),
        "" if report.moments else "<p>Nothing in this call crossed a limit.</p>",
        "<h2>Notes</h2>" if notes else "",
        *(_note(note) for note in notes),
        "<h2>Transcript</h2>" if call.has_words else "",
        f'<p class="aside">{escape(corrected_words(call))} by people; all else is as it was heard.</p>'
        if call.corrected
        else "",
        _words(call) if call.has_words else "",
    ]
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(summary.name)}</title>'
        f"<style>{STYLE}</style></head><body>{''.join(parts)}</body></html>"
    )


def _tint(kind: str, sure: bool) -> str:
    """A moment's colour; one that is only possible is never drawn in its kind's."""
    return COLOURS[kind] if sure else POSSIBLE


def _moment(moment: Moment, refused_by: Sequence[str]) -> str:
    struck = "s" if refused_by else "span"
    lines = [
        *([f"<i>Refused by {escape(', '.join(refused_by))}: not counted.</i>"] if refused_by else []),
        f"<b><{struck}>{texts.format_clock(moment.span.start)} {texts.KINDS[moment.kind]}: {escape(moment.headline)}</{struck}></b>",
        escape(moment.because),
    ]
    if moment.instead:
        lines.append(f"<i>Try instead:</i> {escape(moment.instead)}")
    if moment.response:
        lines.append(
            f"<i>{escape(texts.describe_response(moment.response).capitalize())}.</i> {escape(moment.response.because)}"
        )
    if moment.confidence == "low":
        lines.append("Possible: listen before you rely on it.")
    return f'<article style="border-color:{_tint(moment.kind, moment.confidence == "high" and not refused_by)}">{"".join(f"<p>{line}</p>" for line in lines)}</article>'


def _note(note: Note) -> str:
    verdict_and_label = " · ".join(part for part in (note.verdict, note.label) if part)
    head = (
        f"{texts.format_clock(note.span.start)} {note.author}{' · ' + verdict_and_label if verdict_and_label else ''}"
    )
    return f'<article style="border-color:#c9b458"><p><b>{escape(head)}</b></p><p class="text">{escape(note.text)}</p></article>'


def _words(call: Call) -> str:
    spoken = [
        *((turn.speaker.capitalize(), turn) for turn in call.turns),
        *(("Somebody else", turn) for turn in call.others),
    ]
    rows = (
        f"<dt>{texts.format_clock(turn.span.start)}</dt><dt>{escape(speaker)}</dt><dd>{' '.join(map(_word, turn.words))}</dd>"
        for speaker, turn in sorted(spoken, key=lambda one: one[1].span)
        if turn.words
    )
    return f"<dl>{''.join(rows)}</dl>"


def _word(word: Word) -> str:
    """A word; one that a person corrected is marked, with what was heard."""
    if word.heard is None:
        return escape(word.text)
    heard = f"“{word.heard}” was heard" if word.heard else "nothing was heard here"
    return f'<span class="corrected" title="Corrected; {escape(heard)}">{escape(word.text)}</span>'


def drawn(call: Call, report: Report, notes: Sequence[Note], refused: Mapping[Moment, Sequence[str]]) -> str:
    """The timeline as SVG."""
    uncounted = [moment in refused for moment in sorted(report.moments, key=lambda moment: moment.span)]
    timeline = json.loads(picture(call, report, {}))
    scale = WIDTH / max(call.duration, 0.1)
    rows = mark_rows([moment["start"] * scale for moment in timeline["moments"]])
    parts = [_wave(timeline["voices"][speaker], COLOURS[speaker], top) for speaker, top in (("agent", 34), ("customer", 88)) if speaker in timeline["voices"]]  # fmt: skip
    parts += [_bar(overtalk, scale, 34, 104, "#21262b", 0.14) for overtalk in timeline["overtalk"]]
    parts += [
        _bar(rise, scale, 146, 8, COLOURS["agent" if rise["speaker"] == "agent" else "escalated"], 0.9)
        for rise in timeline["escalations"]
    ]
    parts += [_bar({"start": note.span.start, "end": note.span.end}, scale, 158, 8, "#e0c95c", 1) for note in notes]
    for moment, row, out in zip(timeline["moments"], rows, uncounted, strict=True):
        x, y = moment["start"] * scale, 16 - MARK * row
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y}" r="10" fill="{_tint(moment["kind"], moment["sure"] and not out)}"/>'
            f'<text x="{x:.1f}" y="{y + 5}" fill="#fff" font-weight="700" text-anchor="middle">{SIGNS[moment["kind"]]}</text>'
        )
    step = next((step for step in STEPS if step * scale >= 60), STEPS[-1])
    parts += [
        f'<text x="{t * scale:.1f}" y="186" fill="#5a6068" font-size="12">{texts.format_clock(t)}</text>'
        for t in range(0, int(call.duration) + 1, step)
    ]
    above = MARK * max(rows, default=0)
    return f'<svg viewBox="-12 {-above} {WIDTH + 24} {192 + above}" font-family="system-ui, sans-serif" font-size="14" role="img" aria-label="The timeline of the call">{"".join(parts)}</svg>'


def mark_rows(places: Sequence[float]) -> list[int]:
    """The row of each mark, from the lowest, such that no two overlap; ``places`` ascend, in the drawing's units."""
    ends: list[float] = []
    rows = []
    for place in places:
        row = next((row for row, end in enumerate(ends) if end <= place), len(ends))
        ends[row : row + 1] = [place + MARK]
        rows.append(row)
    return rows


def _bar(span: dict[str, Any], scale: float, top: int, height: int, colour: str, opacity: float) -> str:
    width = max(2.0, (span["end"] - span["start"]) * scale)
    return f'<rect x="{span["start"] * scale:.1f}" y="{top}" width="{width:.1f}" height="{height}" fill="{colour}" opacity="{opacity}"/>'


def _wave(voice: dict[str, Any], colour: str, top: int) -> str:
    """A voice's waveform, mirrored about its middle: the loudest of each of a thousand columns."""
    peaks = np.frombuffer(base64.b64decode(voice["peaks"]), np.uint8)
    columns = [part.max() / 255 if len(part) else 0.0 for part in np.array_split(peaks, WIDTH)]
    lines = "".join(f"M{x} {top + 25 - 24 * v:.1f}V{top + 25.5 + 24 * v:.1f}" for x, v in enumerate(columns))
    return f'<path d="{lines}" stroke="{colour}" fill="none"/>'
