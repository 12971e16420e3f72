"""Agents and techniques: what is used, by whom, how it goes over time, and what followed, with how sure that is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape

import streamlit as st

from library import current
from library.calls.base_rate import Difference
from library.calls.listing import Filter
from library.calls.trends import AgentLine, Period, Point, Share, TechniqueLine, TopicLine
from library.store import Library
from ui import texts
from ui.dashboard.components import chart
from ui.dashboard.parts import technique_names

NAMES: dict[Period, Callable[[Point], str]] = {
    "day": lambda point: f"{point.start:%-d %b}",
    "week": lambda point: f"{point.start:%-d %b %y}",
    "month": lambda point: f"{point.start:%b %y}",
}
HEADINGS = {
    "partnered": ("Partnering", "and how often the customer's voice was calmer after it"),
    "pushed": ("Pushing", "and how often the customer's voice was calmer all the same"),
    "escalated": ("What customers escalate with", ""),
}

TOPICS = {
    "compliments": "Compliments",
    "complaint_billing": "Bills and charges",
    "complaint_delivery": "Deliveries",
    "complaint_fault": "Faults",
    "complaint_staff": "How they were treated",
    "complaint_waiting": "Waiting",
    "complaint_booking": "Bookings",
}


def page() -> None:
    """The whole page."""
    library = current.library()
    st.title("Agents and techniques")
    if not library.calls(size=1).total:
        st.html('<div class="empty-page"><h2>Nothing to compare yet</h2><p>Bring some calls, say whose they are, and this '
                "page shows which techniques each agent uses and what the customers' voices did after them.</p></div>")  # fmt: skip
        return
    call_filter, period = controls(library)
    points = library.trends.over_time(call_filter, period)
    if len(points) > 1:
        st.html("<h2>Moments a call, over time</h2>")
        chart.show_chart(chart.over_time(points, NAMES[period]), "over-time")
    lines = library.trends.techniques(call_filter)
    agreement = technique_names.agreement(library.notes)
    anyway = library.trends.anyway(call_filter)
    for kind in ("partnered", "pushed", "escalated"):
        techniques(kind, [line for line in lines if line.kind == kind], anyway, agreement)
    if anyway:
        st.html(f"<details><summary>What the base rate is, and how sure</summary>{BASE_RATE}</details>")
    topics(library.trends.topics(call_filter), library.calls(call_filter, size=1).total)
    agents(library.trends.agents(call_filter))


def controls(library: Library) -> tuple[Filter, Period]:
    """Whose calls are counted, and by which stretch of time."""
    agent_column, team_column, period_column = st.columns([2, 2, 2])
    agent = agent_column.selectbox(
        "Agent", [person.name for person in library.people.agents()], None, placeholder="Everybody"
    )
    team = team_column.selectbox("Team", library.people.teams(), None, placeholder="All teams")
    period = period_column.segmented_control("By", list(NAMES), default="month", format_func=str.capitalize) or "month"
    return Filter(agent=agent, team=team), period


def techniques(
    kind: str,
    lines: list[TechniqueLine],
    anyway: Mapping[tuple[str, str], Difference],
    agreement: dict[str, dict[str, int]],
) -> None:
    """The techniques of one kind, each with what followed it, how often that follows anyway, and coaches' verdicts."""
    if not lines:
        return
    heading, aside = HEADINGS[kind]
    names = technique_names.names()
    follow = kind != "escalated"
    head = ["Technique", "Moments", "Calls", *([CALMER, BASE, APART, "Hotter"] if follow else []), "Coaches agree"]
    rows = []
    for line in lines:
        verdicts = agreement.get(f"{kind}/{line.technique}")
        cells = [names.get(line.technique, texts.sentence(line.technique)), str(line.moments), str(line.calls)]
        after = [*against(anyway.get((kind, line.technique))), str(line.hotter)]
        rows.append(
            [escape(cell) for cell in cells]
            + ([interval(line.calmer), *after] if follow else [])
            + [f"{verdicts['agree']} of {verdicts['of']}" if verdicts else "–"]
        )
    st.html(f"<h2>{escape(heading)} <small>{escape(aside)}</small></h2>{grid(head, rows)}")


def topics(lines: tuple[TopicLine, ...], calls: int) -> None:
    """What customers complain of and praise: in how many calls, which is what to take to the people who can mend it."""
    if not lines:
        return
    rows = []
    for line in lines:
        share = round(100 * line.calls / max(1, calls))
        bar = f'<span class="sure"><span class="track"><i style="left:0;width:{share}%"></i></span>{share} %</span>'
        rows.append([escape(TOPICS.get(line.topic, texts.sentence(line.topic))), str(line.calls), bar, str(line.lines)])
    head = ["Topic", "Calls", "Of all calls", "Lines"]
    st.html(f"<h2>What customers complain of, and praise</h2>{grid(head, rows)}")


def agents(lines: tuple[AgentLine, ...]) -> None:
    """Each agent's moments a call, and what followed partnering."""
    title = "<h2>Agents <small>moments a call; after partnering, how often the voice was calmer</small></h2>"
    rows = [
        [
            f"<b>{escape(line.agent or 'Not named')}</b> <small>{escape(line.team or '')}</small>",
            str(line.calls),
            *(f"{n / line.calls:.1f}" for n in (line.pushed, line.partnered, line.escalated, line.missed)),
            interval(line.calmer),
        ]
        for line in lines
    ]
    headings = ["Agent", "Calls", "Pushed", "Partnered", "Escalated", "Missed", "Followed by calmer"]
    st.html(title + grid(headings, rows))


def interval(share: Share) -> str:
    """A share as a mark on a line from 0 to 100 %, with the stretch in which it likely lies."""
    if share.value is None or share.low is None or share.high is None:
        return '<span class="sure">nothing could be told</span>'
    value, low, high = (100 * part for part in (share.value, share.low, share.high))
    return (
        f'<span class="sure"><span class="track"><i style="left:{low:.0f}%;width:{high - low:.0f}%"></i>'
        f'<b style="left:{value:.0f}%"></b></span>{value:.0f} % <small>likely {low:.0f} to {high:.0f}, '
        f"{share.hits:,} of {share.of:,}</small></span>"
    )


def against(difference: Difference | None) -> tuple[str, str]:
    """How often calmer anyway, and the difference with its interval on a line from -50 to +50 points."""
    if difference is None or difference.anyway is None or difference.calmer is None:
        return "–", '<span class="sure">nothing to compare with</span>'
    base = f"{100 * difference.anyway:.0f} %"
    if difference.value is None or difference.low is None or difference.high is None or difference.drawn is None:
        return base, f'<span class="sure">too few to tell <small>({difference.moments:,} compared)</small></span>'
    start, end, middle = (
        min(100.0, max(0.0, 50 + 100 * part)) for part in (difference.low, difference.high, difference.value)
    )
    verdict = "more often" if difference.low > 0 else "less often" if difference.high < 0 else "no clear difference"
    return base, (
        f'<span class="sure"><span class="track middle"><i style="left:{start:.0f}%;width:{end - start:.0f}%"></i>'
        f'<b style="left:{middle:.0f}%"></b></span>{points(difference.value)} <small>likely {points(difference.low)} to {points(difference.high)}: {verdict}; '
        f"{points(difference.drawn)} allowing for luck</small></span>"
    )


def points(share: float) -> str:
    """A difference of shares in whole points, signed."""
    whole = round(100 * share)
    return f"{whole:+d}".replace("-", "−") if whole else "±0"


CALMER, BASE, APART = "Followed by calmer", "Anyway", "More often than anyway, in points"
WIDE_COLUMNS = (CALMER, APART, "Of all calls")
"""Columns that hold a picture."""

BASE_RATE = (
    "<p>A voice that is up comes down by itself. So <i>anyway</i> is how often calmer followed in these same calls when the agent "
    "said nothing of the kind, at equal heat before, with as much heard on both sides, in the same third of the call. The "
    "difference lies between its two limits 95 times in 100; whole agents (with fewer than eight of them, groups of calls) are left out in "
    "turn to see how far it moves, so that many moments of one call or one agent do not count as much evidence "
    "(delete-a-group jackknife; Kott 2001).</p><p>Of many techniques one looks best by luck: <i>allowing for luck</i> is what is left when "
    "all of a kind are drawn to their mean (empirical Bayes; Efron and Morris 1975). With under 20 moments that can be compared, "
    "or in under 8 agents or calls, it is too few to tell. Who uses a technique, and when, is not left to chance: this is what followed, "
    "never what was caused.</p>"
)


def grid(head: list[str], rows: list[list[str]]) -> str:
    """A table; cells are HTML already."""
    top = "".join(f"<th{' class=wide' if cell in WIDE_COLUMNS else ''}>{escape(cell)}</th>" for cell in head)
    labels = [f'<td data-head="{escape(cell)}">' for cell in head]  # on a phone each cell has its heading beside it
    body = "".join(
        f"<tr>{''.join(f'{td}{cell}</td>' for td, cell in zip(labels, row, strict=True))}</tr>" for row in rows
    )
    many = " many" if APART in head else ""
    return f'<table class="grid{many}"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>'


page()
