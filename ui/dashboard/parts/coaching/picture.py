"""Before and after as a picture: the agent's share with its interval on the peers' band, before and since; below, what that leaves.

::

    before   ──[░░░░░|░░░░]──────────    9 of 120   7 %
               ├──●──┤
    since    ───[░░░░░|░░░]──────────   31 of 140  22 %
                      ├───●───┤
    change   ---------:--├──●──┤----    +9 points, likely +2 to +16
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from html import escape

from library.coaching.before_after import BeforeAfter
from library.coaching.change import Change, Side
from library.trends.trends import FEWEST_CALLS

UNITS = {"stretch": ("opportunity", "opportunities"), "call": ("call", "calls")}
FOLLOWED = "This is what followed, never what was caused: who is coached, and on what, is not drawn by lot."


def change_html(found: BeforeAfter, agent: str, technique: str) -> str:
    """The picture with its words, as HTML."""
    change = found.change
    windows = found.windows
    when = _days(windows.before, windows.day - timedelta(hours=1))
    then = _days(windows.after, windows.end) if windows.end > windows.after else "nothing yet"
    top = _top(change)
    rows = _row("Before", when, change.before, top, change.unit) + _row("Since", then, change.after, top, change.unit)
    if change.value is not None:
        rows += _difference(change)
    heading = "What followed, so far" if found.so_far else "What followed"
    return (
        f"<h2>{heading} <small>{escape(technique)}, {escape(_asked(found))}; per {UNITS[change.unit][0]}</small></h2>"
        f'<div class="before-after">{rows}</div>{_key(change)}<p class="lead">{escape(summary(found, agent))}</p>'
    )


def summary(found: BeforeAfter, agent: str) -> str:
    """What the picture says, in sentences."""
    change = found.change
    if found.own:
        return f"Your own calls, before and since, beside nobody else's. {FOLLOWED}"
    if change.why_not:
        return change.why_not
    assert change.value is not None and change.low is not None and change.high is not None and change.plain is not None
    name = agent or "The agent"
    clear = "more often" if change.low > 0 else "less often" if change.high < 0 else ""
    verdict = (
        f"{name} did it {clear} than was to be expected"
        if clear
        else "That is no clear change: none at all would look so too"
    )
    return (
        f"Against {change.peers} others in the same weeks, at equal heat, the difference is {points(change.plain)} points. Agents are picked when they are at their "
        f"worst, and part of that goes by itself: allowing for it {points(change.value)} points are left, likely between {points(change.low)} and "
        f"{points(change.high)}. {verdict}. {FOLLOWED}"
    )


def points(share: float) -> str:
    """A difference of shares in whole points, signed."""
    whole = round(100 * share)
    return f"{whole:+d}".replace("-", "−") if whole else "±0"


def _days(first: datetime, last: datetime) -> str:
    return f"{first.astimezone():%-d %b} to {last.astimezone():%-d %b %Y}"


def _asked(found: BeforeAfter) -> str:
    return f"{found.agreed.direction} of it was agreed"


def _top(change: Change) -> float:
    """Where the tracks end, in whole tenths: beyond all that is drawn."""
    ends = [0.1]
    for side in (change.before, change.after):
        ends += [side.used.high or 0.0, side.peers or 0.0, side.band[1] if side.band else 0.0] if _told(side) else []
    return min(1.0, math.ceil(10 * max(ends)) / 10)


def _told(side: Side) -> bool:
    return side.calls >= FEWEST_CALLS and side.used.value is not None


def _row(name: str, when: str, side: Side, top: float, unit: str) -> str:
    used = side.used
    count = f"{used.hits:,} of {used.of:,} {UNITS[unit][1]}"
    label = f"<span><b>{escape(name)}</b><small>{escape(when)}</small></span>"
    if not _told(side):
        fewest = f"no share under {FEWEST_CALLS} calls" if side.calls < FEWEST_CALLS else "nothing could be told"
        return f'{label}<span class="track"></span><span>{count} <small>{fewest}</small></span>'
    assert used.value is not None and used.low is not None and used.high is not None
    marks = ""
    if side.band is not None and side.peers is not None:
        marks = f'<u style="{_stretch(*side.band, top)}"></u><s style="left:{_at(side.peers, top)}"></s>'
    marks += f'<i style="{_stretch(used.low, used.high, top)}"></i><b style="left:{_at(used.value, top)}"></b>'
    peers = "" if side.peers is None else f"; others {100 * side.peers:.0f} %"
    return (
        f'{label}<span class="track" role="img" aria-label="{100 * used.value:.0f} percent, likely {100 * used.low:.0f} to {100 * used.high:.0f}">'
        f"{marks}<em>{100 * top:.0f} %</em></span><span><b>{100 * used.value:.0f} %</b> {count}<small>likely {100 * used.low:.0f} to "
        f"{100 * used.high:.0f}{peers}</small></span>"
    )


def _difference(change: Change) -> str:
    assert change.value is not None and change.low is not None and change.high is not None
    reach = max(0.1, math.ceil(10 * max(abs(change.low), abs(change.high))) / 10)

    def at(share: float) -> float:
        return (share + reach) / 2

    return (
        f'<span><b>Change</b><small>allowing for luck</small></span><span class="track middle" role="img" aria-label="{points(change.value)} points">'
        f'<i style="{_stretch(at(change.low), at(change.high), reach)}"></i><b style="left:{_at(at(change.value), reach)}"></b>'
        f"<em>{points(reach)}</em></span><span><b>{points(change.value)} points</b><small>likely {points(change.low)} to {points(change.high)}</small></span>"
    )


def _key(change: Change) -> str:
    others = (
        ""
        if change.before.peers is None
        else "<span><u></u>where nine of ten others lie</span><span><s></s>the others together, at equal heat</span>"
    )
    return f'<p class="before-after-key"><span><b></b>the agent</span><span><i></i>where the share likely lies</span>{others}</p>'


def _stretch(low: float, high: float, top: float) -> str:
    left, right = 100 * min(1.0, low / top), 100 * min(1.0, high / top)
    return f"left:{left:.1f}%;width:{max(0.5, right - left):.1f}%"


def _at(share: float, top: float) -> str:
    return f"{100 * min(1.0, max(0.0, share / top)):.1f}%"
