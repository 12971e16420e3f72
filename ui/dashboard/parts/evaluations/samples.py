"""Samples: a random draw of calls that nobody has evaluated yet, looked at, and given to a reviewer; every draw is kept with its seed."""

from __future__ import annotations

from datetime import date, timedelta
from html import escape

import streamlit as st

from audio.errors import SameSideError
from library.calls.listing import Filter
from library.evaluations.draws import Draw, Stratify
from library.store import Library
from ui import texts
from ui.dashboard.components.linked_html import link_html, linked_html
from ui.dashboard.parts import technique_names
from ui.dashboard.parts.evaluations.tables import grid
from ui.dashboard.parts.listing.question import ENDINGS, Known, Question

STRATA: dict[Stratify, str] = {"length": "Length", "queue": "Queue", "outcome": "How it ended"}
LEAD = (
    '<p class="lead">A reviewer who picks calls picks those that stand out, and the score then says how they were picked. So chance draws, so '
    "many of each agent's, and each kind of call in its share. The same seed draws the same calls again.</p>"
)


def samples_tab(library: Library, author: str) -> None:
    """Draw, and give what was drawn to somebody."""
    st.html(LEAD)
    known = Known.of(library)
    with st.form("draw", border=False):
        call_filter = filters(known)
        left, middle, right = st.columns([1, 2, 1])
        per_agent = left.number_input("Calls of each agent", 1, 50, 3)
        strata = middle.multiselect("Each in its share by", list(STRATA), ["length"], format_func=STRATA.__getitem__)
        seed = right.number_input(
            "Seed", 1, 10**9, library.draws.next_seed(), help="Counts the draws, so that nobody chooses it"
        )
        if st.form_submit_button("Draw", type="primary"):
            try:
                library.draws.draw(call_filter, int(per_agent), int(seed), author, strata)
            except SameSideError as trouble:
                st.error(texts.markdown(str(trouble)))
    draws = {draw.id: draw for draw in library.draws.draws()}
    if draws:
        newest = max(draws)
        chosen = st.selectbox(
            "Draw", list(draws), format_func=lambda number: title(draws[number]), key=f"drawn-{newest}"
        )
        drawn(library, draws[chosen], author)


def filters(known: Known) -> Filter:
    """From which calls is drawn: what the list of calls can be asked."""
    one, two, three, four = st.columns(4)
    wanted = Question(
        search=st.text_input("Search the words and names", key="draw-search"),
        agent=one.selectbox("Agent", list(known.agents), None, format_func=known.agents.__getitem__, placeholder="Everybody"),
        team=two.selectbox("Team", list(known.teams), None, format_func=known.teams.__getitem__, placeholder="All teams"),
        since=three.date_input("From", None, key="draw-from"),
        until=four.date_input("Up to", None, key="draw-to"),
        moment=one.selectbox("With a moment", list(texts.KINDS), None, format_func=texts.KINDS.__getitem__, placeholder="Any"),
        technique=two.selectbox("Technique", list(technique_names.names()), None, format_func=technique_names.names().__getitem__, placeholder="Any"),
        outcome=three.selectbox("Outcome", list(ENDINGS), None, format_func=texts.OUTCOMES.__getitem__, placeholder="Any"),
        topic=four.selectbox("What customers speak of", list(texts.TOPICS), None, format_func=texts.TOPICS.__getitem__, placeholder="Any"),
    )  # fmt: skip
    return wanted.filters(known)


def title(draw: Draw) -> str:
    """A draw in a line: when, by whom, how many of how many, with what seed."""
    return f"{texts.format_moment(draw.drawn)}, {draw.drawn_by}: {len(draw.calls):,} of {draw.of:,} calls, seed {draw.seed}"


def asked(draw: Draw) -> str:
    """What was drawn, from which calls, in a sentence."""
    filters = dict(draw.filters)
    per_agent, strata, shortest = filters.pop("per_agent"), filters.pop("strata"), filters.pop("shortest")
    by = " and ".join(STRATA[name].lower() for name in STRATA if isinstance(strata, list) and name in strata)
    told = [f"{per_agent} of each agent", *([f"in their share by {by}"] if by else []), f"none under {shortest:g} s"]
    told += [f"{name} {value}" for name, value in filters.items()]
    return f"{', '.join(told)}."


def drawn(library: Library, draw: Draw, author: str) -> None:
    """The calls of a draw with what each stands for, and the form that gives them to a reviewer."""
    st.caption(texts.markdown(asked(draw)))
    rows = []
    for call_id, stratum in draw.calls.items():
        try:
            call = library.summary(call_id)
        except SameSideError:  # deleted since
            continue
        length = texts.format_clock(call.duration)
        rows.append(
            [
                link_html(texts.title(call.name), "review", {"call": call.id}),
                escape(call.agent or "Not named"),
                escape(length),
                escape(stratum),
            ]
        )
    linked_html(grid(["Call", "Agent", "Length", "Stands for"], rows), key=f"draw-{draw.id}")
    give(library, draw, author)


def chosen_reviewer(library: Library, draw: Draw, author: str) -> tuple[str, int | None]:
    """Who is to evaluate the calls: a name where nobody signs in, else one of those who may review any of them."""
    if not library.viewer.is_person:
        return st.text_input("Reviewer", author, max_chars=80), None
    may = {one.person_id: one for one in library.evaluations.who_may(list(draw.calls))}

    def told(number: int) -> str:
        one = may[number]
        of = "" if one.calls == len(draw.calls) else f", {one.calls:,} of them"
        return f"{one.name} ({', '.join(one.roles)}{of})"

    number = st.selectbox("Reviewer", list(may), format_func=told, placeholder="Nobody may review these")
    return ("", None) if number is None else (may[number].name, number)


def give(library: Library, draw: Draw, author: str) -> None:
    """Put the calls of a draw into somebody's queue."""
    offered = {
        line.id: line.name for line in library.forms.all() if line.published is not None and line.retired is None
    }
    if not offered:
        st.caption("No form is published yet, so nothing can be given to anybody: see Forms.")
        return
    with st.form(f"give-{draw.id}", border=False):
        one, two, three = st.columns(3)
        with one:
            reviewer, reviewer_id = chosen_reviewer(library, draw, author)
        form = two.selectbox("Form", list(offered), format_func=offered.__getitem__)
        due = three.date_input("Due on", date.today() + timedelta(days=7))
        if not st.form_submit_button("Give them", disabled=not reviewer and library.viewer.is_person):
            return
    try:
        new = library.evaluations.assign(
            list(draw.calls), form, reviewer, author, texts.noon_of(due) if due else None, reviewer_id=reviewer_id
        )
    except SameSideError as trouble:
        st.error(texts.markdown(str(trouble)))
        return
    kept = len(draw.calls) - new
    aside = f" {kept:,} were not: their own, or there already." if kept else ""
    st.success(texts.markdown(f"{new:,} new in {reviewer}'s queue.{aside}"))
