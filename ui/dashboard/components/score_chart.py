"""Scores over time as small pictures of one size, one for each name: a mean a stretch of time, and round it where it likely lies.

::

    Ann                      72 %
    100 |  ▒▒▒▒▒
        |▒▒──●──▒▒▒              ●  a mean, a link to the evaluations behind it
     50 |●  ▒▒  ●──              ▒  its interval of 95 %
        |          ○             ○  too few for a mean: how many there were
        └ Jan  Feb  Mar

All have the same axes, so that one can look from one to the next; they stand by name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from html import escape

from library.evaluations.over_time import Trend, TrendPoint

WIDTH, HEIGHT, LEFT, RIGHT, TOP, FOOT = 320, 150, 30, 12, 10, 24
LEVELS = (0, 50, 100)
MOST_LABELS = 4


def small_multiples(
    trends: Sequence[Trend],
    title: Callable[[Trend], str],
    label: Callable[[datetime], str],
    address: Callable[[Trend, TrendPoint | None], str],
) -> str:
    """The pictures as HTML. ``title`` names a trend and ``label`` a stretch of time, as text; ``address`` is where the evaluations are behind a
    point, or behind the whole."""
    starts = sorted({point.start for trend in trends for point in trend.points})
    pictures = (_picture(trend, starts, title(trend), label, address) for trend in trends)
    return f'<div class="multiples">{"".join(pictures)}</div>'


def _picture(
    trend: Trend,
    starts: Sequence[datetime],
    title: str,
    label: Callable[[datetime], str],
    address: Callable[[Trend, TrendPoint | None], str],
) -> str:
    whole = trend.whole
    n = "1 evaluation" if whole.n == 1 else f"{whole.n:,} evaluations"
    if whole.value is None or whole.low is None or whole.high is None:
        told = f"{n}: no average under 10"
    else:
        told = f"<b>{whole.value:.0f} %</b> likely {whole.low:.0f} to {whole.high:.0f}, {n}"
    head = f'<h3>{escape(title)}</h3><p><a href="{escape(address(trend, None))}">{told}</a></p>'
    return f'<figure>{head}<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="group" aria-label="{escape(title)}">{_drawn(trend, starts, label, address)}</svg></figure>'


def _drawn(
    trend: Trend,
    starts: Sequence[datetime],
    label: Callable[[datetime], str],
    address: Callable[[Trend, TrendPoint | None], str],
) -> str:
    place = {start: k for k, start in enumerate(starts)}
    room = WIDTH - LEFT - RIGHT

    def x(start: datetime) -> float:
        return LEFT + room * (place[start] + 0.5) / len(starts)

    parts = [_level(level) for level in LEVELS]
    step = -(-len(starts) // MOST_LABELS)
    parts += [_text(x(start), HEIGHT - 6, label(start), "middle") for start in starts[::step]]
    for run in _runs(trend.points, place):
        parts.append(_band([(x(point.start), point) for point in run]))
    for point in trend.points:
        parts.append(_point(x(point.start), point, label(point.start), address(trend, point)))
    return "".join(parts)


def _runs(points: Sequence[TrendPoint], place: dict[datetime, int]) -> list[list[TrendPoint]]:
    """Points with a mean that follow each other without a gap."""
    runs: list[list[TrendPoint]] = []
    for point in points:
        if point.mean.value is None:
            continue
        if runs and place[runs[-1][-1].start] == place[point.start] - 1:
            runs[-1].append(point)
        else:
            runs.append([point])
    return runs


def _y(score: float) -> float:
    return TOP + (HEIGHT - TOP - FOOT) * (1 - score / 100)


def _band(run: Sequence[tuple[float, TrendPoint]]) -> str:
    """The likely stretch round a line, and the line; of a single point a bar."""
    if len(run) == 1:
        x, point = run[0]
        low, high = _y(point.mean.low or 0.0), _y(point.mean.high or 0.0)
        return f'<rect class="band" x="{x - 5:.1f}" y="{high:.1f}" width="10" height="{low - high:.1f}" rx="4"/>'
    upper = [f"{x:.1f},{_y(point.mean.high or 0.0):.1f}" for x, point in run]
    lower = [f"{x:.1f},{_y(point.mean.low or 0.0):.1f}" for x, point in reversed(run)]
    line = " ".join(f"{x:.1f},{_y(point.mean.value or 0.0):.1f}" for x, point in run)
    return f'<polygon class="band" points="{" ".join(upper + lower)}"/><polyline class="line" points="{line}"/>'


def _point(x: float, point: TrendPoint, label: str, address: str) -> str:
    found = point.mean
    n = "1 evaluation" if found.n == 1 else f"{found.n:,} evaluations"
    if found.value is None or found.low is None or found.high is None:
        told, mark = (
            f"{label}: {n}, no average under 10",
            f'<circle class="few" cx="{x:.1f}" cy="{_y(0) - 6:.1f}" r="3.5"/>',
        )
        y = _y(0) - 6
    else:
        told = f"{label}: {found.value:.1f} %, likely {found.low:.1f} to {found.high:.1f}, {n}"
        y = _y(found.value)
        mark = f'<circle class="mean" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
    ring = f'<circle class="ring" cx="{x:.1f}" cy="{y:.1f}" r="10"/>'
    return f'<a href="{escape(address)}" aria-label="{escape(told)}">{ring}{mark}<title>{escape(told)}</title></a>'


def _level(score: int) -> str:
    y = _y(score)
    line = f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
    return line + _text(LEFT - 6, y + 4, str(score), "end")


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
