"""What stands on an agent's own page: what went well, one thing to try, their last weeks beside those before, and what waits for their word."""

from __future__ import annotations

from html import escape

import streamlit as st

from library.calls.listing import Filter
from library.coaching.highlights import Highlight
from library.coaching.own_page import FIGURES, OwnPage
from library.store import Library
from library.trends.trends import FEWEST_CALLS, Point
from ui import texts
from ui.dashboard.components import chart
from ui.dashboard.components.heard_html import heard_html
from ui.dashboard.components.linked_html import link_html, linked_html, page_address
from ui.dashboard.parts import technique_names
from ui.dashboard.parts.coaching.moment import card, line, quoted
from ui.dashboard.parts.coaching.session_list import agreed_words
from ui.dashboard.parts.evaluations.tables import grid

NOTHING_YET = "Nothing stands out yet. As more calls come in, moments worth hearing again stand here."
SAY = {
    "pushed": "said or did against the customer",
    "partnered": "said or did on the customer’s side",
    "escalated": "where the customer showed that they were upset",
    "missed": "asked for and not answered",
}


def highlights(library: Library, page: OwnPage) -> None:
    """Two things that went well, and one to try."""
    well = "".join(_well(library, page, one) for one in page.well)
    html = "<h2>Went well <small>said on the customer’s side, and the customer’s voice was calmer after it</small></h2>"
    html += f'<div class="moment-cards">{well}</div>' if well else f'<p class="lead">{NOTHING_YET}</p>'
    if page.other is not None:
        html += "<h2>One thing to try <small>the words that you may have used before, and others in their place</small></h2>"
        html += f'<div class="moment-cards">{_other(library, page, page.other)}</div>'
    heard_html(html, key="highlights")


def _well(library: Library, page: OwnPage, one: Highlight) -> str:
    usual = one.moment.response is not None and one.moment.response.usual
    after = "The customer’s voice was calmer after it" + (", back to its usual." if usual else ".")
    return _card(library, page, one, [line(after, "after")])


def _other(library: Library, page: OwnPage, one: Highlight) -> str:
    instead = f'<p class="instead"><b>Try instead</b> “{escape(one.moment.instead or "")}”</p>'
    return _card(library, page, one, [instead])


def _card(library: Library, page: OwnPage, one: Highlight, lines: list[str]) -> str:
    technique = one.moment.technique or ""
    name = technique_names.names().get(technique, texts.sentence(technique))
    said = quoted([(one.moment.speaker, one.moment.words)] if one.moment.words else [])
    return card(library, name, one.call_id, page.names.get(one.call_id, ""), one.moment.span, [said, *lines])


def lately(page: OwnPage) -> None:
    """The last four weeks beside the four before, of ten calls at least."""
    rows = [
        [
            f"<b>{texts.KINDS[kind]}</b> <small>{SAY[kind]}</small>",
            _amount(page.lately.a_call, kind),
            _amount(page.before.a_call, kind),
        ]
        for kind in FIGURES
    ]
    told = f"{page.lately.calls:,} calls, and {page.before.calls:,} before"
    title = f"<h2>Your last four weeks, beside your four weeks before <small>moments a call; {told}</small></h2>"
    if page.lately.a_call is None:
        few = f"No figure is made of fewer than {FEWEST_CALLS} calls; there were {page.lately.calls:,} in the last four weeks."
        linked_html(f'{title}<p class="lead">{few}</p>', key="lately")
        return
    table = grid(["", "Last four weeks", "Four weeks before"], rows)
    linked_html(f'{title}<div class="narrow">{table}</div>', key="lately")


def _amount(a_call: dict[str, float] | None, kind: str) -> str:
    return "–" if a_call is None else f"{a_call[kind]:.1f}"


def months(library: Library, page: OwnPage) -> None:
    """Moments a call over one's own months, where two of them have calls enough."""
    points = [point for point in library.trends.over_time(Filter(agent=page.agent)) if point.calls >= FEWEST_CALLS]
    if len(points) > 1:
        linked_html("<h2>Your months <small>moments a call</small></h2>", key="months-title")
        chart.show_chart(chart.over_time(points, lambda point: f"{point.start:%b %y}", _behind), "months")


def _behind(point: Point, kind: str) -> str:
    return page_address("", {"from": f"{point.start:%Y-%m}-01", "moment": kind})


def waiting(library: Library, page: OwnPage) -> None:
    """Sessions and finished evaluations of which nothing was said yet."""
    sessions = [one for one in library.coaching.all(page.agent) if one.held is not None and one.acknowledged is None]
    rows = [
        [
            link_html(f"Coaching session with {one.coach}", "coaching", {"session": str(one.id)}),
            escape(texts.format_date(one.held)) if one.held else "",
            escape(agreed_words(one)),
        ]
        for one in sessions
    ]
    rows += [
        [
            link_html(
                f"Evaluation of {texts.title(one.call)}",
                "review",
                {"call": one.call_id, "evaluation": str(one.evaluation_id)},
            ),
            escape(texts.format_date(one.finished)),
            escape(f"by {one.reviewer}"),
        ]
        for one in page.evaluations
    ]
    if rows:
        title = f"<h2>Waiting for your word <small>{len(rows)} to read</small></h2>"
        linked_html(title + grid(["What", "When", "About"], rows), key="waiting")
    elif library.viewer.is_person:
        st.caption("Nothing waits for your word.")
