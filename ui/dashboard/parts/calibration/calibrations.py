"""Calibration: the sessions that one takes part in or leads, one of them opened, and another begun."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from html import escape

import streamlit as st

from audio.errors import SameSideError
from library.access.viewer import Role
from library.calibration.session import Calibration, Progress
from library.calls.listing import Filter
from library.evaluations.reviewers import Reviewer
from library.store import Library
from ui import texts
from ui.dashboard.components.linked_html import link_html, linked_html
from ui.dashboard.parts.calibration import agreed, side_by_side
from ui.dashboard.parts.evaluations.tables import grid

LEAD = (
    '<p class="lead">Several reviewers go through the same calls, each for themselves: nobody sees what anybody answered, nor how many differ, '
    "before they have finished their own, or whoever leads it opens it. Then the answers stand side by side. Calibrations count in no score.</p>"
)
ROLES: tuple[Role, ...] = ("reviewer", "coach", "admin")
"""Whose holders can take part."""
GONE = "No longer here"
"""What stands in the place of the calls of a session, where all were deleted or are no longer the viewer's to see."""
FOUND = 50
"""Calls that a search offers."""


def calibrations_tab(library: Library, author: str) -> None:
    """The list of sessions, or the one that the address asks for."""
    wanted = st.query_params.get("calibration", "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 16:
        one(library, author, int(wanted))
        return
    st.html(LEAD)
    if library.may_in_house("calibrate"):
        with st.popover("New calibration", icon=":material/add:"):
            begin(library, author)
    found = library.calibrations.all(author)
    if found:
        rows = [[in_list(session), calls(session), who(session), state(session)] for session in found]
        linked_html(grid(["Calibration", "Calls", "Reviewers", "State"], rows), key="calibrations")
    else:
        st.html('<p class="lead">There is none yet.</p>')


def one(library: Library, author: str, number: int) -> None:
    """One session: how far everybody is, and, once they may be told, the answers side by side."""
    back = f"<p class='back'>{link_html('← All calibrations', 'evaluations', {'tab': 'Calibration'})}</p>"
    try:
        session = library.calibrations.calibration(number, author)
    except SameSideError as trouble:
        linked_html(back, key="calibrations-back")
        st.error(texts.markdown(str(trouble)))
        return
    head = f"<h2>{escape(session.form)} <small>version {session.version:d}, led by {escape(session.leader)}, {escape(when(session))}</small></h2>"
    linked_html(f"{back}{head}<p>{who(session)}</p>{turn(session)}", key=f"calibration-{number}")
    if session.leads:
        lead(library, author, session)
    if not session.calls:
        st.html(
            '<p class="lead">The calls of this calibration are no longer here, and what was answered about them went with them.</p>'
        )
    elif session.told:
        told = library.calibrations.side_by_side(number, author)
        call = side_by_side.chosen_call(told)
        if call is not None:
            side_by_side.answers(told, call)
            if session.leads and session.opened is not None:
                agreed.write_down(library, author, told, call)
        side_by_side.figures_of(told)
    else:
        st.html(
            '<p class="lead">What was answered is told once you have finished yours, or whoever leads it opens it.</p>'
        )


def lead(library: Library, author: str, session: Calibration) -> None:
    """What whoever leads a session can do with it."""
    with st.container(horizontal=True):
        unfinished = [progress.reviewer.name for progress in session.reviewers if progress.done < progress.of]
        if session.opened is None:
            left_out = f"Tells everybody what was answered. What {', '.join(unfinished)} did not finish is left out."
            if st.button("Open it", type="primary", help=texts.markdown(left_out)):
                done(lambda: library.calibrations.open(session.id, author))
        with st.popover("Throw away", icon=":material/delete:"):
            st.write("All that was answered in it goes with it, and cannot be brought back.")
            if st.button("Throw this calibration away"):
                del st.query_params["calibration"]
                done(lambda: library.calibrations.drop(session.id, author))


def done(deed: Callable[[], object]) -> None:
    """Do something with a session and run the page again; or say why not."""
    try:
        deed()
    except SameSideError as trouble:
        st.error(texts.markdown(str(trouble)))
    else:
        st.rerun()


def in_list(session: Calibration) -> str:
    """A session's name as a link to it, and when it was begun."""
    there = link_html(session.form, "evaluations", {"tab": "Calibration", "calibration": str(session.id)})
    return f"{there} <small>begun on {escape(texts.format_date(session.begun))}</small>"


def calls(session: Calibration) -> str:
    """The calls of a session by name."""
    if not session.calls:
        return GONE
    names = [texts.title(name) for name in session.calls.values()]
    return escape(", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else ""))


def who(session: Calibration) -> str:
    """The reviewers with how far each is, and who is the reference."""
    return ", ".join(reviewer(session, progress) for progress in session.reviewers)


def reviewer(session: Calibration, progress: Progress) -> str:
    """A reviewer with how far they are."""
    far = "finished" if progress.done == progress.of else f"{progress.done:d} of {progress.of:d}"
    right = ", the reference" if progress.reviewer == session.reference else ""
    return f"{escape(progress.reviewer.name)} <small>({far}{right})</small>"


def state(session: Calibration) -> str:
    """What is next with a session: one's own turn, or how it stands."""
    if session.to_do is not None:
        number, call_id = session.to_do
        return f"{link_html('Go on with yours', 'review', {'call': call_id, 'evaluation': str(number)})} <small>{escape(when(session))}</small>"
    return escape(when(session))


def turn(session: Calibration) -> str:
    """The way to one's own evaluation that is to be finished next, if there is one."""
    return f"<p>{state(session)}</p>" if session.to_do is not None else ""


def when(session: Calibration) -> str:
    """When a session was opened, or is due."""
    if session.opened is not None:
        return f"opened on {texts.format_date(session.opened)}"
    if session.due is None:
        return "no day set"
    return f"{'was due' if session.due < datetime.now(UTC) else 'due'} on {texts.format_date(session.due)}"


def begin(library: Library, author: str) -> None:
    """Choose a form, calls and reviewers, and begin a session."""
    forms = {line.id: line.name for line in library.forms.all() if line.published is not None and line.retired is None}
    if not forms:
        st.caption("No form is published yet: see Forms.")
        return
    form = st.selectbox("Form", list(forms), format_func=forms.__getitem__, key="calibrate-form")
    offered = offered_calls(library)
    chosen = st.multiselect(
        "Calls", list(offered), format_func=offered.__getitem__, key="calibrate-calls", placeholder="One or more calls", max_selections=20
    )  # fmt: skip
    people = reviewers(library, author)
    right = st.selectbox(
        "Reference", people, None, format_func=lambda one: one.name, placeholder="Nobody's answers are the measure",
        help="Somebody whose answers the others are compared with; or agree on answers at the end", key="calibrate-reference",
    )  # fmt: skip
    due = st.date_input("Due on", date.today() + timedelta(days=7), key="calibrate-due")
    if not st.button("Begin", type="primary", disabled=not chosen or len(people) < 2):
        return
    try:
        library.calibrations.begin(chosen, form, people, author, texts.noon_of(due) if due else None, right)
    except SameSideError as trouble:
        st.error(texts.markdown(str(trouble)))
    else:
        for name in ("calibrate-calls", "calibrate-reference"):
            del st.session_state[name]
        st.rerun()


def offered_calls(library: Library) -> Mapping[str, str]:
    """The calls that can be chosen, by id: those that are chosen already, and what a search finds."""
    words = st.text_input("Find calls", placeholder="Words, a name, an agent", key="calibrate-find")
    chosen: dict[str, str] = st.session_state.setdefault("calibrate-known", {})
    found = {
        call.id: named(call.name, call.agent) for call in library.calls(Filter(words=words), "-date", size=FOUND).calls
    }
    kept = {call: chosen[call] for call in st.session_state.get("calibrate-calls", ()) if call in chosen}
    st.session_state["calibrate-known"] = kept | found
    return kept | found


def named(call: str, agent: str | None) -> str:
    """A call with whose it is."""
    return f"{texts.title(call)} ({agent})" if agent else texts.title(call)


def reviewers(library: Library, author: str) -> list[Reviewer]:
    """Who takes part: people of the house where they sign in, else names that are typed."""
    if not library.viewer.is_person:
        names = st.multiselect(
            "Reviewers", [author], [author], accept_new_options=True, key="calibrate-reviewers", placeholder="Type a name, then Enter"
        )  # fmt: skip
        return [Reviewer(name, None) for name in names]
    me = Reviewer(library.viewer.name, library.viewer.person_id)
    others = {Reviewer(one.name, one.person_id) for role in ROLES for one in library.sharing.colleagues(role)}
    offered = [me, *sorted(others, key=lambda one: (one.name.casefold(), one.person_id or 0))]
    return st.multiselect("Reviewers", offered, [me], format_func=lambda one: one.name, key="calibrate-reviewers")
