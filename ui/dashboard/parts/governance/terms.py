"""The terms of retention in a form, and what they take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

import streamlit as st

from audio.errors import SameSideError
from library.retention.terms import LONGEST, Terms
from library.store import Library
from ui import texts
from ui.dashboard.parts.governance import lists

ASKED, KEPT = "terms-asked", "terms-kept"
Whose = Literal["teams", "queues"]
SAID: Mapping[Whose, tuple[str, str]] = {"teams": ("Team", "all teams"), "queues": ("Queue", "all queues")}


def coming(library: Library) -> None:
    """What goes on which day."""
    days = library.retention.coming()
    lines = [f"{_calls(one.calls)} on {one.day:%A}, {texts.format_day(one.day)}" for one in days]
    lists.bullets("What goes next", lines or ["No call’s term ends within a week."])
    st.caption(
        "A call is announced a week before its term ends, and no less than three days before it goes. Whoever works through the queue "
        "deletes it then: recording, everything heard, report and notes. A clock that is set wrong makes nothing go early."
    )


def held_calls(library: Library) -> None:
    """The calls that stay whatever term is over."""
    held = library.holds.all()
    if held:
        st.html("<h2>Legal holds <small>kept whatever term is over</small></h2>")
        rows = [(texts.title(hold.name), texts.format_date(hold.since), hold.by, hold.reason) for hold in held]
        lists.grid(("Call", "Since", "By", "Why"), rows)


def terms_form(library: Library) -> None:
    """The terms in force, each to be changed; and one more."""
    terms, version = library.retention.terms()
    st.html(
        "<h2>How long calls are kept</h2><p class='lead'>In days from when a call was held. A queue’s term comes before a team’s, and a "
        "team’s before the house’s. What is left empty has no term: such calls stay until somebody deletes them.</p>"
    )
    with st.form(f"terms-{version}", border=False):
        house = _days("The house", terms.house, f"house-{version}")
        teams = {
            name: _days(f"Team: {name}", days, f"team-{name}-{version}") for name, days in sorted(terms.teams.items())
        }
        queues = {
            name: _days(f"Queue: {name}", days, f"queue-{name}-{version}")
            for name, days in sorted(terms.queues.items())
        }
        team = _one_more("teams", library.people.teams(), terms.teams, version)
        queue = _one_more("queues", library.retention.queues(), terms.queues, version)
        kept = st.form_submit_button("Keep these terms", type="primary")
    if said := st.session_state.pop(KEPT, ""):
        st.success(texts.markdown(said))
    if kept:
        wanted = Terms(house, _given({**teams, **team}), _given({**queues, **queue}))
        _keep(library, terms, wanted, version)
    _ask(library, version)


def _keep(library: Library, terms: Terms, wanted: Terms, version: int) -> None:
    """Keep the terms; those by which more calls are over at once only when somebody who sees how many has said so."""
    if wanted == replace(terms, teams=dict(terms.teams), queues=dict(terms.queues)):
        st.info("These are the terms already.")
        return
    ends = library.retention.would_end(wanted)
    if ends > library.retention.would_end(terms):
        st.session_state[ASKED] = (wanted, version, ends)
    else:
        _save(library, wanted, version)


def _ask(library: Library, version: int) -> None:
    """Ask, until it is answered, before calls are announced that are over by new terms already."""
    wanted, of_version, ends = st.session_state.get(ASKED, (None, None, 0))
    if of_version != version:
        return
    calls = "1 call is" if ends == 1 else f"{ends:,} calls are"
    st.warning(f"By these terms {calls} over already: announced now, and gone for good in three days.")
    with st.container(horizontal=True):
        if st.button("Leave the terms as they were", type="primary"):
            del st.session_state[ASKED]
            st.rerun()
        if st.button("Keep them all the same", key="terms-sure"):
            del st.session_state[ASKED]
            _save(library, wanted, version)


def _save(library: Library, wanted: Terms, version: int) -> None:
    try:
        library.retention.keep(wanted, version)
    except SameSideError as trouble:
        st.error(texts.markdown(str(trouble)))
    else:
        st.session_state[KEPT] = " ".join(["Kept.", *wanted.sentences()])
        st.rerun()


def _days(label: str, days: int | None, key: str) -> int | None:
    kept = f"days-{key}"
    st.session_state.setdefault(kept, days)  # a number that the widget itself begins with could not be cleared
    return st.number_input(texts.markdown(label), 1, LONGEST, None, step=1, key=kept, placeholder="for good")


def _one_more(whose: Whose, names: tuple[str, ...], there: Mapping[str, int], version: int) -> dict[str, int | None]:
    """A team or a queue that has no term yet, and its days."""
    left, right = st.columns([2, 1])
    title, others = SAID[whose]
    free = [name for name in names if name not in there]
    name = left.selectbox(
        texts.markdown(f"{title} with a term of its own"), free, None, accept_new_options=True, placeholder=texts.printable(f"None besides: {others} as above"),
        key=f"more-{whose}-{version}",
    )  # fmt: skip
    days = right.number_input(
        texts.markdown(f"{title}’s days"), 1, LONGEST, None, step=1, key=f"more-days-{whose}-{version}"
    )
    return {name: days} if name and days else {}


def _given(days: Mapping[str, int | None]) -> dict[str, int]:
    return {name: number for name, number in days.items() if number is not None}


def _calls(number: int) -> str:
    return "1 call" if number == 1 else f"{number:,} calls"
