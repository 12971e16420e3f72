"""Moments a call over time as an SVG: three lines, told apart by colour, by the shape of their points and by their names.

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

from library.calls.trends import Point

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
"""


def show_chart(svg: str, key: str) -> None:
    """Put a drawing on the page as it is, in the page's own colours (``st.html`` would take an SVG out)."""
    _drawing()(key=key, data={"svg": svg})


@cache
def _drawing() -> Any:
    script = (
        "export default ({ data, parentElement }) => { parentElement.querySelector('.drawing').innerHTML = data.svg; "
        "parentElement.host.dataset.drawn = ''; }"  # shows what stands below it (screens.css)
    )
    return st.components.v2.component("sameside.drawing", html='<div class="drawing"></div>', css=CSS, js=script)


def over_time(points: Sequence[Point], name: Callable[[Point], str]) -> str:
    """The chart of at least two periods, drawn for each of :data:`WIDTHS`; ``name`` says what a period is called."""
    return f'<div class="sizes">{"".join(_drawn(points, name, width) for width in WIDTHS)}</div>'


def _drawn(points: Sequence[Point], name: Callable[[Point], str], width: int) -> str:
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
            title = f"{label}, {name(point)}: {rate:.1f} a call, {point.calls} calls"
            parts.append(_mark(kind, x(k), y(rate), colour, title))
        parts += [
            _mark(kind, right + 14, TOP + 10 + 24 * row, colour, label),
            _text(right + 28, TOP + 14 + 24 * row, label),
        ]
    return (
        f'<svg class="w{width}" viewBox="0 0 {width} {HEIGHT}" style="width:100%;max-width:1200px;height:auto" role="img" '
        f'aria-label="Moments a call over time">{"".join(parts)}</svg>'
    )


def _level(value: int, y: float, right: float) -> str:
    line = f'<line x1="{LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}" stroke="currentColor" stroke-opacity="0.14"/>'
    return line + _text(LEFT - 8, y + 4, str(value), "end")


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="13" fill="currentColor" '
        f'fill-opacity="0.75">{escape(text)}</text>'
    )


def _mark(kind: str, x: float, y: float, colour: str, title: str) -> str:
    shape = {
        "pushed": f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="{colour}">',
        "partnered": f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{colour}">',
        "escalated": f'<polygon points="{x:.1f},{y - 5:.1f} {x + 5:.1f},{y + 4:.1f} {x - 5:.1f},{y + 4:.1f}" fill="{colour}">',
    }[kind]
    closing = shape[1 : shape.index(" ")]
    return f"{shape}<title>{escape(title)}</title></{closing}>"
