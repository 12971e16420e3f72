"""Clips as one HTML file that plays anywhere: sound, words, and both sides drawn, with nothing fetched from anywhere.

::

    Cut ──┬─ samples ──> MP3 ──> data:        every browser plays it, from a disk too
          ├─ words   ──> spans with their seconds, lit while they are heard
          └─ voices  ──> a drawing of each side

A policy in the file itself lets nothing in: no address, no script but its own (known by its hash), no style but its own. All that somebody said
or wrote is text. What the call is called is left out, since recorders put names and numbers there.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

import numpy as np

from audio.call import Call, Speaker, Turn
from audio.span import Span
from library.clips.clip import words_in
from library.clips.cutting import Cut
from library.clips.sound import coded
from ui import texts

HERE = Path(__file__).parent
COLUMNS, HEIGHT = 800, 44
"""Of a side's drawing, whose width is the clip's length."""
SIDES: tuple[Speaker, ...] = ("agent", "customer")


@dataclass(frozen=True, slots=True)
class Shown:
    """A clip for the page: what it holds, its title, the words why, and what its technique is called; empty where there is none."""

    cut: Cut
    title: str
    why: str = ""
    technique: str = ""


def clip_page(title: str, clips: Sequence[Shown]) -> str:
    """The page of some clips, one after another, under a ``title``."""
    style, script = _asset("page.css"), _asset("page.js")
    policy = f"default-src 'none'; media-src data:; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    many = len(clips) > 1
    head = (
        f"<header><h1>{escape(title)}</h1>{'<button type=button class=all>Play all</button>' if many else ''}</header>"
    )
    masked = not any(one.cut.unmasked for one in clips)
    note = "Numbers and addresses are masked in the words and silent in the sound." if masked else "Unmasked."
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">'
        f'<meta name="referrer" content="no-referrer"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{style}</style></head><body>{head if many else ''}"
        f"<main>{''.join(_clip(one, 'h2' if many else 'h1') for one in clips)}</main>"
        f"<footer>{note}</footer><script>{script}</script></body></html>"
    )


def _clip(shown: Shown, heading: str) -> str:
    cut = shown.cut
    stretch = f"{texts.format_clock(cut.span.start)} to {texts.format_clock(cut.span.end)}"
    about = [shown.technique, stretch, f"call of {texts.format_date(cut.date)}"]
    sound = base64.b64encode(coded(cut.sound)).decode("ascii")
    return (
        f'<article data-length="{cut.span.duration:.3f}"><{heading}>{escape(shown.title)}</{heading}>'
        f'<p class="about">{escape(" · ".join(part for part in about if part))}</p>'
        + (f'<p class="why">{escape(shown.why)}</p>' if shown.why else "")
        + f'<audio controls preload="metadata" src="data:audio/mpeg;base64,{sound}"></audio>{_drawing(cut)}'
        f'<div class="lines">{"".join(_lines(cut))}</div></article>'
    )


def _lines(cut: Cut) -> Iterator[str]:
    spoken: list[tuple[str, Turn]] = [(turn.speaker, turn) for turn in words_in(cut.call.turns, cut.span)]
    spoken += [("other", turn) for turn in words_in(cut.call.others, cut.span)]
    for who, turn in sorted(spoken, key=lambda one: one[1].span):
        words = " ".join(
            f'<span data-at="{word.span.start - cut.span.start:.2f}" data-to="{word.span.end - cut.span.start:.2f}">{escape(word.text)}</span>'
            for word in turn.words
        )
        name = "Somebody else" if who == "other" else who.capitalize()
        yield f'<p class="{who}"><b>{name}</b> {words}</p>'


def _drawing(cut: Cut) -> str:
    """Both sides as they are heard, agent above customer, with what is silent left empty, and a line where one is."""
    rows = [
        f'<path class="{who}" d="{_wave(cut.call, who, cut.span, cut.silent, HEIGHT * (2 * row + 1) // 2)}"/>'
        for row, who in enumerate(SIDES)
    ]
    scale = COLUMNS / max(cut.span.duration, 0.01)
    masks = [
        f'<rect class="silent" x="{(one.start - cut.span.start) * scale:.1f}" width="{one.duration * scale:.1f}" y="0" height="{2 * HEIGHT}"/>'
        for one in cut.silent
    ]
    return (
        f'<svg class="sides" viewBox="0 0 {COLUMNS} {2 * HEIGHT}" preserveAspectRatio="none" role="img" '
        f'aria-label="Agent above, customer below">{"".join((*rows, *masks))}'
        f'<line class="head" x1="0" x2="0" y1="0" y2="{2 * HEIGHT}"/></svg>'
    )


def _wave(call: Call, speaker: Speaker, span: Span, silent: Sequence[Span], middle: int) -> str:
    """A voice's outline in a stretch, as the path of an SVG: the loudest of each column, its loudest fills the height."""
    voice = next((voice for voice in call.voices if voice.speaker == speaker), None)
    if voice is None or not len(voice.loudness):
        return ""
    times = np.arange(len(voice.loudness)) * voice.hop
    heard = np.asarray(10 ** (voice.loudness.astype(float) / 20))
    if call.layout != "two_sides":  # both voices have the same sound: a side shows what is its speaker's
        own = np.zeros(len(heard), dtype=bool)
        for turn in call.of(speaker):
            own[voice.frames(turn.span)] = True
        heard = np.where(own, heard, 0.0)
    for one in silent:
        heard[(times >= one.start) & (times < one.end)] = 0.0
    inside = heard[(times >= span.start) & (times < span.end)]
    tops = np.array([part.max(initial=0.0) for part in np.array_split(inside, COLUMNS // 2)])
    tops = (tops / max(float(tops.max(initial=0.0)), 1e-4)) ** 0.7 * (HEIGHT / 2 - 2)
    return "".join(f"M{2 * x + 1} {middle - top:.1f}V{middle + top + 0.6:.1f}" for x, top in enumerate(tops))


@cache
def _asset(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
