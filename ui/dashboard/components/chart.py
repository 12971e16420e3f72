"""Moments a call over time as an SVG: three lines, told apart by colour, by the shape of their points and by their names.

A point leads to the calls behind it. With the keyboard the chart is one stop of the Tab key; the arrows go from point to point
along a line and from line to line, Enter follows.

::

    4 |  ■──■   ●          a point a period; its title says what it is
    2 |     ▲──▲
    0 |_______________
       May   June   July
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from html import escape
from typing import Any

import streamlit as st

from library.trends.trends import Point

LINES = {"pushed": ("Pushed", "#d9741f"), "partnered": ("Partnered", "#3d8bd0"), "escalated": ("Escalated", "#c2588e")}
WIDTHS = (1200, 700, 340)
"""Pixels that the chart is drawn for, the widest first; the widest that there is room for is shown, its letters as they are."""
HEIGHT, LEFT, TOP, FOOT = 240, 36, 14, 26
LABEL_ROOM = 90
"""Pixels that the name of a period needs under the chart."""
CSS = """
.drawing { color: var(--st-text-color); font-family: var(--st-font); }
.sizes { container-type: inline-size; }
.w700, .w1200 { display: none; }
@container (min-width: 700px) { .w700 { display: block; } .w340 { display: none; } }
@container (min-width: 1200px) { .w1200 { display: block; } .w700 { display: none; } }
.point { outline: none; }
.point .ring { fill: transparent; stroke: transparent; stroke-width: 2; }
a.point { cursor: pointer; }
.point:focus-visible .ring, a.point:hover .ring { stroke: currentColor; }
"""
SCRIPT = """
export default ({ data, parentElement }) => {
  const drawing = parentElement.querySelector(".drawing");
  drawing.innerHTML = data.svg;
  for (const svg of drawing.querySelectorAll("svg")) walk([...svg.querySelectorAll(".point")]);
  parentElement.host.dataset.drawn = ""; // shows what stands below it (screens.css)
};

function walk(points) { // one stop of the Tab key: the point that was gone to last
  const to = (line, at) => points.find((point) => point.dataset.line === line && Number(point.dataset.at) === at);
  const lines = [...new Set(points.map((point) => point.dataset.line))];
  points.forEach((point, k) => point.setAttribute("tabindex", k ? "-1" : "0"));
  for (const point of points) {
    point.addEventListener("keydown", (event) => {
      const { line, at } = point.dataset, row = lines.indexOf(line), place = Number(at), count = points.length / lines.length;
      const next = {
        ArrowRight: () => to(line, place + 1), ArrowLeft: () => to(line, place - 1),
        ArrowDown: () => to(lines[row + 1], place), ArrowUp: () => to(lines[row - 1], place),
        Home: () => to(line, 0), End: () => to(line, count - 1),
      }[event.key];
      if (!next || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      next()?.focus();
    });
    point.addEventListener("focus", () => points.forEach((one) => one.setAttribute("tabindex", one === point ? "0" : "-1")));
  }
}
"""


def show_chart(svg: str, key: str) -> None:
    """Put a drawing on the page as it is, in the page's own colours (``st.html`` would take an SVG out)."""
    _drawing()(key=key, data={"svg": svg})


@cache
def _drawing() -> Any:
    return st.components.v2.component("sameside.drawing", html='<div class="drawing"></div>', css=CSS, js=SCRIPT)


def over_time(points: Sequence[Point], name: Callable[[Point], str], address: Callable[[Point, str], str]) -> str:
    """The chart of at least two periods, drawn for each of :data:`WIDTHS`; ``name`` says what a period is called, ``address``
    where the calls are that have moments of a kind in it."""
    return f'<div class="sizes">{"".join(_drawn(points, name, address, width) for width in WIDTHS)}</div>'


def _drawn(
    points: Sequence[Point], name: Callable[[Point], str], address: Callable[[Point, str], str], width: int
) -> str:
    rates: dict[str, list[float]] = {kind: [getattr(point, kind) / point.calls for point in points] for kind in LINES}
    top = max(1.0, *(rate for line in rates.values() for rate in line))
    step = 1 if top <= 5 else 2 if top <= 10 else 5
    right, low = width - 110, HEIGHT - FOOT

    def x(k: int) -> float:
        return LEFT + 12 + k * (right - LEFT - 24) / (len(points) - 1)

    def y(rate: float) -> float:
        return low - rate / top * (low - TOP)

    parts = [_level(value, y(value), right) for value in range(0, int(top) + 1, step)]
    label_step = -(-len(points) // max(1, (right - LEFT) // LABEL_ROOM))
    parts += [_text(x(k), HEIGHT - 6, name(points[k]), "middle") for k in range(0, len(points), label_step)]
    for row, (kind, (label, colour)) in enumerate(LINES.items()):
        trace = " ".join(f"{x(k):.1f},{y(rate):.1f}" for k, rate in enumerate(rates[kind]))
        parts.append(f'<polyline points="{trace}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for k, (point, rate) in enumerate(zip(points, rates[kind], strict=True)):
            calls = "1 call" if point.calls == 1 else f"{point.calls:,} calls"
            title = f"{label}, {name(point)}: {rate:.1f} a call, {calls}"
            there = address(point, kind) if rate else ""  # none leads nowhere
            mark, place = _mark(kind, x(k), y(rate), colour), f'data-line="{kind}" data-at="{k}"'
            parts.append(_point(mark, x(k), y(rate), there, title, place))
        parts += [
            _mark(kind, right + 14, TOP + 10 + 24 * row, colour),
            _text(right + 28, TOP + 14 + 24 * row, label),
        ]
    return (
        f'<svg class="w{width}" viewBox="0 0 {width} {HEIGHT}" style="width:100%;max-width:1200px;height:auto" role="group" '
        f'aria-label="Moments a call over time; the arrow keys go from point to point">{"".join(parts)}</svg>'
    )


def _level(value: int, y: float, right: float) -> str:
    line = f'<line x1="{LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}" stroke="currentColor" stroke-opacity="0.14"/>'
    return line + _text(LEFT - 8, y + 4, str(value), "end")


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="13" fill="currentColor" '
        f'fill-opacity="0.75">{escape(text)}</text>'
    )


def _point(mark: str, x: float, y: float, address: str, title: str, place: str) -> str:
    """A mark that is gone to by the keyboard, with room round it for a finger; a link where there are calls behind it."""
    inside = f'<circle class="ring" cx="{x:.1f}" cy="{y:.1f}" r="9"/>{mark}<title>{escape(title)}</title>'
    named = f'class="point" aria-label="{escape(title)}" {place}'
    if address:
        return f'<a href="{escape(address)}" {named}>{inside}</a>'
    return f'<g role="img" {named}>{inside}</g>'


def _mark(kind: str, x: float, y: float, colour: str) -> str:
    return {
        "pushed": f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="{colour}"/>',
        "partnered": f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{colour}"/>',
        "escalated": f'<polygon points="{x:.1f},{y - 5:.1f} {x + 5:.1f},{y + 4:.1f} {x - 5:.1f},{y + 4:.1f}" fill="{colour}"/>',
    }[kind]
