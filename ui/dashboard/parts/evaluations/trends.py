"""Scores over time on the page of results: small pictures by agent, team, form or question, and the evaluations behind a number of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from html import escape

import streamlit as st

from library.calls.listing import Filter
from library.evaluations.over_time import Of, Stretch, Trend, TrendPoint
from library.forms.forms import FormVersion
from library.store import Library
from ui import texts
from ui.dashboard.components.linked_html import link_html, linked_html, page_address
from ui.dashboard.components.score_chart import small_multiples
from ui.dashboard.parts.evaluations.tables import grid

OFS: Mapping[Of, str] = {"agent": "Agent", "team": "Team", "form": "Form", "question": "Question"}
STRETCHES: Mapping[Stretch, str] = {"week": "Week", "month": "Month", "quarter": "Quarter"}
SHOWN = 100
"""Evaluations that are listed behind a number."""
Query = Mapping[str, str | None]
"""What the address of the page says already: the form, and the calls that are counted."""


def over_time(library: Library, version: FormVersion, wanted: Filter, query: Query) -> None:
    """The pictures, or the evaluations behind the number that the address asks for."""
    st.html(
        "<h2>Over time <small>each beside their own past; the band is where the mean likely lies; a point leads to the evaluations behind it</small></h2>"
    )
    left, right = st.columns(2)
    of = (
        left.segmented_control("By", list(OFS), default="agent", format_func=OFS.__getitem__, key="trends-of")
        or "agent"
    )
    stretch = right.segmented_control("Each point is a", list(STRETCHES), default="quarter", format_func=STRETCHES.__getitem__, key="trends-by") or "quarter"  # fmt: skip
    asks = {question.id: question.ask for question in version.form.questions}
    trends = library.scores_over_time.trends(of, version.form_id, wanted, stretch)
    if not trends:
        st.html('<p class="lead">Nothing was finished yet.</p>')
        return

    def address(trend: Trend, point: TrendPoint | None) -> str:
        start = None if point is None else point.start.date().isoformat()
        behind = {"behind": of, "of": trend.of or "", "start": start, "stretch": stretch}
        return page_address("evaluations", {**query, **behind})

    shown = small_multiples(trends, lambda trend: named(trend.of, of, asks), LABELS[stretch], address)
    linked_html(shown, key=f"trends-{of}-{stretch}")


def behind(library: Library, version: FormVersion, wanted: Filter, query: Query) -> bool:
    """The evaluations behind the number that the address asks for; whether it asks for any."""
    asked = st.query_params
    of = next((one for one in OFS if one == asked.get("behind")), None)
    if of is None:
        return False
    stretch: Stretch = next((one for one in STRETCHES if one == asked.get("stretch")), "month")
    start = day(asked.get("start", ""))
    name = asked.get("of") or None
    found = library.scores_over_time.behind(of, version.form_id, name, start, stretch, wanted)
    asks = {question.id: question.ask for question in version.form.questions}
    when = f", {LABELS[stretch](start)}" if start else ""
    rows = [
        [
            link_html(texts.title(one.call), "review", {"call": one.call_id, "evaluation": str(one.id)}),
            escape(one.agent or "Not named"),
            escape(one.reviewer),
            escape(texts.format_date(one.finished)),
            f"{one.score:.0f} %",
        ]
        for one in found[:SHOWN]
    ]
    n = "1 evaluation" if len(found) == 1 else f"{len(found):,} evaluations"
    more = f"<p class='lead'>The latest {SHOWN} of them.</p>" if len(found) > SHOWN else ""
    back = f"<p class='back'>{link_html('← All results', 'evaluations', query)}</p>"
    title = f"<h2>{escape(named(name, of, asks))}{escape(when)} <small>{n} behind it</small></h2>"
    table = grid(["Call", "Agent", "Reviewer", "Finished", "Score"], rows)
    linked_html(f"{back}{title}{more}{table}", key="behind")
    return True


def named(of: str | None, what: Of, asks: Mapping[str, str]) -> str:
    """Whose a trend is; of a question, what it asks."""
    return asks.get(of or "", of or "") if what == "question" else of or "Not named"


def day(text: str) -> datetime | None:
    """The first moment of a day that an address names; ``None`` where it names none."""
    try:
        return datetime.combine(date.fromisoformat(text), time()).astimezone()
    except ValueError:
        return None


def quarter(start: datetime) -> str:
    """A quarter in short."""
    return f"Q{(start.month + 2) // 3} {start:%y}"


LABELS: Mapping[Stretch, Callable[[datetime], str]] = {
    "week": lambda start: f"{start:%-d %b %y}",
    "month": lambda start: f"{start:%b %y}",
    "quarter": quarter,
}
