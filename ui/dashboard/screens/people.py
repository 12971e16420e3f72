"""Agents and techniques: what is used, by whom, how it goes over time, and what followed, with how sure that is.

Every number of calls and moments leads to the calls behind it. Nobody is ranked: agents stand by name, each beside their own
past; and of fewer than ten calls no share is told, and of an agent no figure at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from html import escape

import streamlit as st

from library.calls.listing import Filter
from library.store import Library
from library.trends.base_rate import Difference
from library.trends.trends import AgentLine, Period, Point, Share, TechniqueLine, TopicLine, last_day
from ui import texts
from ui.dashboard import viewer
from ui.dashboard.components import chart
from ui.dashboard.components.linked_html import link_html, linked_html, page_address
from ui.dashboard.parts import technique_names
from ui.dashboard.parts.governance import told
from ui.dashboard.parts.listing.question import Known, start_of

NAMES: dict[Period, Callable[[Point], str]] = {
    "day": lambda point: f"{point.start:%-d %b}",
    "week": lambda point: f"{point.start:%-d %b %y}",
    "month": lambda point: f"{point.start:%b %y}",
}
HEADINGS = {
    "partnered": (
        "Partnering",
        "what agents said or did on the customer's side, and how often the customer's voice was calmer after it",
    ),
    "pushed": (
        "Pushing",
        "what agents said or did against the customer, and how often the customer's voice was calmer all the same",
    ),
    "escalated": ("What customers escalate with", "how they show that they are upset"),
}

LEAD = (
    "What agents do in these calls, and what the customers' voices did after it. Every number leads to the calls behind it. Agents "
    "stand by name, each beside their own past: nobody is ranked."
)
FEWEST_CALLS = 10
"""Calls under which no share is told: one call more or less would turn it over."""
Query = dict[str, str | None]
"""Which calls are counted, as the list of calls has it in its address: by ids."""


def page() -> None:
    """The whole page."""
    library = viewer.library_here()
    st.title("Agents and techniques")
    st.html(f'<p class="lead">{LEAD}</p>')
    if library.is_empty():
        st.html('<div class="empty-page"><h2>Nothing to compare yet</h2><p>Upload some calls, say whose they are, and this '
                "page shows which techniques each agent uses and what the customers' voices did after them.</p></div>")  # fmt: skip
        return
    known = Known.of(library)
    call_filter, period, query = controls(known)
    told.opened(library, "compared", call_filter, by=told.asked_by(call_filter))
    lines_of_agents, past = library.trends.agents(call_filter), own_past(library, call_filter)
    coaches = library.may_in_house("coach")
    if call_filter.agent is not None and library.calls(call_filter, size=1).total < FEWEST_CALLS:
        st.info(
            f"Of fewer than {FEWEST_CALLS} calls of one agent no figure is made; the calls themselves are a click away."
        )
        agents(lines_of_agents, past, query, known, coaches)
        return
    points = library.trends.over_time(call_filter, period)
    if call_filter.agent is not None:
        points = tuple(point for point in points if point.calls >= FEWEST_CALLS)
    if len(points) > 1:
        st.html("<h2>Moments a call, over time <small>each point leads to the calls behind it</small></h2>")
        chart.show_chart(chart.over_time(points, NAMES[period], behind(period, query)), "over-time")
    lines = library.trends.techniques(call_filter)
    agreement = technique_names.agreement(library, call_filter)
    anyway = library.trends.anyway(call_filter)
    for kind in ("partnered", "pushed", "escalated"):
        techniques(kind, [line for line in lines if line.kind == kind], anyway, agreement, query)
    if anyway:
        st.html(
            f"<details><summary>What “calmer without it” is, and how sure the difference</summary>{BASE_RATE}</details>"
        )
    topics(library.trends.topics(call_filter), library.calls(call_filter, size=1).total, query)
    agents(lines_of_agents, past, query, known, coaches)


def controls(known: Known) -> tuple[Filter, Period, Query]:
    """Whose calls are counted, held when, by which stretch of time; and the same as the list's address has it."""
    with st.container(key="people-controls"):
        agent_column, team_column, from_column, to_column, period_column = st.columns([2, 2, 1.3, 1.3, 2])
    agent = agent_column.selectbox(
        "Agent", list(known.agents.values()), None, placeholder="Everybody", key="agent",
        bind="query-params",
    )  # fmt: skip
    team = team_column.selectbox(
        "Team", list(known.teams.values()), None, placeholder="All teams", key="team", bind="query-params"
    )
    since = from_column.date_input("From", None, key="from", bind="query-params")
    until = to_column.date_input("Up to", None, key="to", bind="query-params")
    period = period_column.segmented_control("By", list(NAMES), default="month", format_func=str.capitalize) or "month"
    wanted = Filter(agent, team, start_of(since), start_of(until, 1))
    days = {name: day.isoformat() if day else None for name, day in (("from", since), ("to", until))}
    query: Query = {"agent": known.number_of_agent(agent), "team": known.number_of_team(team), **days}
    return wanted, period, query


def behind(period: Period, query: Query) -> Callable[[Point, str], str]:
    """Where the calls are that are behind a point of the chart: those of its days that are counted, with a moment of its kind."""

    def address(point: Point, kind: str) -> str:
        first, last = point.start.date(), last_day(point.start.date(), period)
        days = {
            "from": max(first.isoformat(), query["from"] or ""),
            "to": min(last.isoformat(), query["to"] or last.isoformat()),
        }
        return page_address("", query | days | {"moment": kind})

    return address


def own_past(library: Library, call_filter: Filter) -> dict[tuple[str | None, str | None], AgentLine]:
    """Each agent's numbers of as long before the first day that is counted; none where no first day was chosen."""
    if call_filter.since is None:
        return {}
    length = (call_filter.until or datetime.now(UTC)) - call_filter.since
    before = replace(call_filter, since=call_filter.since - length, until=call_filter.since)
    return {(line.agent, line.team): line for line in library.trends.agents(before)}


def techniques(
    kind: str,
    lines: list[TechniqueLine],
    anyway: Mapping[tuple[str, str], Difference],
    agreement: dict[str, dict[str, int]],
    query: Query,
) -> None:
    """The techniques of one kind, each with what followed it, how often that follows anyway, and coaches' verdicts."""
    if not lines:
        return
    heading, aside = HEADINGS[kind]
    names = technique_names.names()
    follow = kind != "escalated"
    head = [
        "Technique" if follow else "What they do",
        "Moments",
        "Calls",
        *([CALMER, BASE, APART, "Followed by hotter"] if follow else []),
        "Coaches agree",
    ]
    rows = []
    for line in lines:
        verdicts = agreement.get(f"{kind}/{line.technique}")
        these: Query = query | {"moment": kind, "technique": line.technique}
        name = escape(names.get(line.technique, texts.sentence(line.technique)))
        enough = line.calls >= FEWEST_CALLS
        base = against(anyway.get((kind, line.technique)) if enough else None)
        after = [*base, counted(line.hotter, these | {"after": "hotter"})]
        rows.append(
            [name, counted(line.moments, these), counted(line.calls, these)]
            + ([interval(line.calmer, line.calls, these | {"after": "calmer"}), *after] if follow else [])
            + [f"{verdicts['agree']} of {verdicts['of']}" if verdicts else "–"]
        )
    linked_html(f"<h2>{escape(heading)} <small>{escape(aside)}</small></h2>{grid(head, rows)}", key=f"of-{kind}")


def topics(lines: tuple[TopicLine, ...], calls: int, query: Query) -> None:
    """What customers complain of and praise: in how many calls, which is what to take to the people who can mend it."""
    if not lines:
        return
    rows = []
    for line in lines:
        share = round(100 * line.calls / max(1, calls))
        bar = f'<span class="sure"><span class="track"><i style="left:0;width:{share}%"></i></span>{share} %</span>'
        if calls < FEWEST_CALLS:
            bar = f'<span class="sure">{line.calls:,} of {calls:,}</span>'
        name = texts.TOPICS.get(line.topic, texts.sentence(line.topic))
        these: Query = query | {"topic": line.topic}
        linked = link_html(name, "", these) if line.topic in texts.TOPICS else escape(name)
        rows.append([linked, counted(line.calls, these), bar, counted(line.lines, these)])
    head = ["Topic", "Calls", "Of all calls", "Customers' lines"]
    linked_html(f"<h2>What customers complain of, and praise</h2>{grid(head, rows)}", key="topics")


def agents(
    lines: tuple[AgentLine, ...],
    past: Mapping[tuple[str | None, str | None], AgentLine],
    query: Query,
    known: Known,
    coaches: bool,
) -> None:
    """Each agent's moments a call, beside their own of before, and what followed partnering; by name."""
    aside = (
        "each beside their own as long before"
        if past
        else "choose a first day, and each stands beside their own before it"
    )
    rows = [
        agent_cells(
            line,
            past.get((line.agent, line.team)),
            query | {"agent": known.number_of_agent(line.agent)},
            known,
            coaches,
        )
        for line in lines
    ]
    title = f"<h2>Agents <small>moments a call; {escape(aside)}</small></h2>"
    headings = ["Agent", "Calls", "Pushed", "Partnered", "Escalated", "Missed", "Followed by calmer"]
    linked_html(title + grid(headings, rows), key="agents")


def agent_cells(line: AgentLine, before: AgentLine | None, own: Query, known: Known, coaches: bool) -> list[str]:
    """One agent's row. Calls that are nobody's lead nowhere: no list of just those can be asked for. Who ``coaches`` comes to the agent's
    own page from it."""

    def linked(text: str, **more: str) -> str:
        return link_html(text, "", own | more) if line.agent else escape(text)

    here = own | {"agent": line.agent, "team": known.teams.get(own["team"] or "")}
    name = link_html(line.agent, "people", here) if line.agent else "Not named"
    page = f" · {link_html('own page', 'my-calls', {'agent': line.agent})}" if line.agent and coaches else ""
    cells = ["<b>" + name + f"</b> <small>{escape(line.team or '')}{page}</small>"]
    cells.append(linked(f"{line.calls:,}") + past_html(f"{before.calls:,}" if before else None))
    if line.agent is not None and line.calls < FEWEST_CALLS:
        return [*cells, "–", "–", "–", "–", f'<span class="sure"><small>fewer than {FEWEST_CALLS} calls</small></span>']
    if before is not None and before.calls < FEWEST_CALLS:
        before = None
    for kind in ("pushed", "partnered", "escalated", "missed"):
        was = f"{getattr(before, kind) / before.calls:.1f}" if before else None
        number = f"{getattr(line, kind) / line.calls:.1f}"
        cells.append((linked(number, moment=kind) if getattr(line, kind) else number) + past_html(was))
    followed = own | {"moment": "partnered", "after": "calmer"} if line.agent else None
    return [*cells, interval(line.calmer, line.calls, followed)]


def past_html(was: str | None) -> str:
    """What a number was before, beside it."""
    return f" <small>before {escape(was)}</small>" if was else ""


def counted(number: int, query: Query) -> str:
    """A number that leads to the calls behind it; none leads nowhere."""
    return link_html(f"{number:,}", "", query) if number else "0"


def interval(share: Share, calls: int, query: Query | None) -> str:
    """A share as a mark on a line from 0 to 100 %, with the stretch in which it likely lies; of few calls its count alone.

    ``query`` leads to the calls that are the share, where a list of them can be asked for.
    """
    if share.value is None or share.low is None or share.high is None:
        return '<span class="sure">nothing could be told</span>'
    count = f"{share.hits:,} of {share.of:,}"
    told = link_html(count, "", query) if query and share.hits else escape(count)
    if calls < FEWEST_CALLS:
        return f'<span class="sure">{told} <small>too few calls for a share</small></span>'
    value, low, high = (100 * part for part in (share.value, share.low, share.high))
    return (
        f'<span class="sure"><span class="track"><i style="left:{low:.0f}%;width:{high - low:.0f}%"></i>'
        f'<b style="left:{value:.0f}%"></b></span>{value:.0f} % <small>likely {low:.0f} to {high:.0f}, '
        f"{told}</small></span>"
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


CALMER, BASE, APART = "Followed by calmer", "Calmer without it", "Difference, in points"
WIDE_COLUMNS = (CALMER, APART, "Of all calls")
"""Columns that hold a picture."""

BASE_RATE = (
    "<p>A voice that is up comes down by itself. So <i>calmer without it</i> is how often calmer followed in these same calls when the agent "
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
