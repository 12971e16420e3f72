"""What can be done with a call beside listening to it: say whose it is, tick it off, take it out, delete it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

import streamlit as st

from analysis.report import Report
from audio.call import Call
from audio.errors import SameSideError
from library.calls.listing import CallSummary, Filter
from library.calls.verdicts import refusals
from library.deletion.holds import refusal
from library.exchange import exports
from library.exchange.exports import MEDIA_TYPES, SUFFIXES
from library.house import judging
from library.store import Library
from ui import texts
from ui.dashboard import pages, viewer
from ui.dashboard.components.call_link import call_link
from ui.dashboard.parts import masking, missing_words, sharing
from ui.dashboard.parts.governance import holds
from ui.dashboard.parts.governance.allowed import offered, said
from ui.dashboard.parts.many.zipped import FORM_NAMES
from ui.dashboard.printed_report import printed
from ui.dashboard.uploads import MB, NOTES, content

FACTS = ("queue", "direction", "disposition", "reference")
"""What else is known of a call, and may be corrected."""


def action_bar(
    library: Library,
    summary: CallSummary,
    call: Call,
    report: Report,
    until: dt.datetime | None,
) -> None:
    """The row of buttons under a call's name; ``until`` as :func:`ui.dashboard.parts.sharing.kept_until` has it."""
    with st.container(horizontal=True, vertical_alignment="center", width="content", key="actions"):
        reviewed_toggle(library, summary)
        with st.popover("About", icon=":material/edit:", help="Its name, agent, team, date and transcript"):
            call_details(library, summary)
            if call.has_sound and call.has_words:
                with st.expander("Another transcript", icon=":material/subtitles:"):
                    missing_words.transcript(library, call)
            with st.expander("Legal hold", icon=":material/gavel:"):
                holds.hold_form(library, summary, viewer.author())
        with st.popover("Export", icon=":material/download:"):
            export(library, summary, call, report)
        masking.switch(library, call.id)
        if library.viewer.is_person:
            sharing.show_to(library, summary.id, until)
        else:
            with st.popover(f"You: {texts.markdown(viewer.author())}", icon=":material/person:"):
                name = st.text_input("The name under your notes", viewer.author(), max_chars=viewer.LONGEST)
                if name != viewer.author():
                    viewer.rename(name)
                    st.rerun()
        if library.may("delete", summary.id) and st.button("Delete", icon=":material/delete:"):
            delete(library, summary)


def reviewed_toggle(library: Library, call: CallSummary) -> None:
    """A switch, and no button: a button tells that it was pressed, and of two quick presses Streamlit may tell one; a
    switch tells how it stands, so that the last word holds however many runs of the page fell between. Its words and its
    place are the same on and off: a press that is lifted beside it is lost."""
    key = f"reviewed-{call.id}"
    reviewed = call.reviewed is not None
    if st.session_state.get(key) != reviewed:  # not so before, or changed elsewhere: in another tab, by another coach
        st.session_state[key] = reviewed

    def mark() -> None:
        with suppress(SameSideError):  # deleted meanwhile: the page, run again, says so
            library.mark_reviewed(call.id, viewer.author() if st.session_state[key] else None)

    st.toggle("Reviewed", key=key, on_change=mark, **offered(library.why_not("mark", call.id)))


def next_call(library: Library, call: CallSummary) -> None:
    """What ticking a call off leads to: who did it, and the next to review. A line of its own, since the row of buttons
    must not grow by it: it would break, and the switch be gone from under the pointer before a second click. The line is
    there before, and as high (``screens.css``), so that nothing below it moves either."""
    with st.container(horizontal=True, vertical_alignment="center", key="onwards"):
        if call.reviewed is None:
            st.markdown("Not reviewed yet", width="content")
            return
        st.markdown(
            f"Reviewed by {texts.markdown(call.reviewed_by)}" if call.reviewed_by else "Reviewed", width="content"
        )
        upcoming = library.calls(Filter(unreviewed=True), size=1).calls
        if upcoming:
            call_link("Next to review →", upcoming[0].id, key="next-to-review", button=True)


def call_details(library: Library, call: CallSummary) -> None:
    """Name, agent, team, date and queue: what nobody can hear; and who is who, where it was heard wrong."""
    if st.button(
        "Swap agent and customer", icon=":material/swap_horiz:",
        **offered(library.why_not("correct", call.id), "Their voices were taken for each other's"),
    ):  # fmt: skip
        try:
            judging.swap(library, call.id)
        except SameSideError as trouble:
            st.error(texts.markdown(str(trouble)))
        else:
            st.rerun()
    why_not = library.why_not("change", call.id)
    said(why_not)
    fixed = bool(why_not)
    people = library.people
    agents = list(people.agent_ids())
    teams = list(people.teams())
    with st.form("about", border=False):
        name = st.text_input("Name", call.name, disabled=fixed)
        agent = st.selectbox(
            "Agent",
            agents,
            _place(agents, call.agent),
            accept_new_options=True,
            placeholder="Not known",
            disabled=fixed,
        )
        team = st.selectbox(
            "Team", teams, _place(teams, call.team), accept_new_options=True, placeholder="Not known", disabled=fixed
        )
        date = st.date_input("Held on", call.date.astimezone().date(), disabled=fixed)
        left, right = st.columns(2)
        facts = {
            fact: (right if k % 2 else left).text_input(
                texts.markdown(texts.sentence(fact)), getattr(call, fact) or "", max_chars=200, disabled=fixed
            )
            for k, fact in enumerate(FACTS)
        }
        if not st.form_submit_button("Keep", type="primary", **offered(why_not)):
            return
    try:
        if name.strip() and name != call.name:
            library.rename(call.id, name)
        if (agent, team) != (call.agent, call.team):
            people.assign(call.id, agent, team)
        keep_known(library, call, date, facts)
    except SameSideError as trouble:
        st.error(texts.markdown(str(trouble)))
    else:
        st.rerun()


def keep_known(library: Library, call: CallSummary, date: dt.date, facts: Mapping[str, str]) -> None:
    """Keep the date and the ``FACTS`` that were changed. Raises :class:`SameSideError`."""
    if date != call.date.astimezone().date():
        library.set_date(call.id, texts.noon_of(date))
    if any(text.strip() != (getattr(call, name) or "") for name, text in facts.items()):
        library.describe(call.id, **facts)


def export(library: Library, summary: CallSummary, call: Call, report: Report) -> None:
    """The call for other programs and for paper; made when it is asked for, of what people say of it by then."""
    name = texts.title(summary.name)

    def button(label: str, make: Callable[..., str], ending: str, kind: str, act: str, **detail: str) -> None:
        def told_make() -> str:
            library.audit.note(act, call.id, **detail)
            by_moment = library.verdicts_on(report)
            return make(
                notes=library.notes.of(call.id, None),
                refused=refusals(by_moment),
                settled=library.settled_report(report, by_moment),
            )

        st.download_button(
            texts.markdown(label),
            told_make,
            f"{name}{ending}",
            kind,
            width="stretch",
            key=f"export-{ending}",
            on_click="ignore",
        )

    button(
        "Report to print (HTML)",
        partial(printed, summary, call, report),
        ".html",
        "text/html",
        "printed",
    )
    for form, label in FORM_NAMES.items():
        button(
            label,
            partial(exports.export, form, call, report, known=summary.known()),
            SUFFIXES[form],
            MEDIA_TYPES[form],
            "exported",
            form=form,
        )
    st.caption(
        "Shared notes go with it; private ones stay here."
        + (" Numbers are in it as they were said." if masking.is_lifted(call.id) else "")
    )
    with st.form("notes-back", border=False, clear_on_submit=True):
        file = st.file_uploader("Notes back from Praat or ELAN", ["textgrid", "eaf"], max_upload_size=NOTES // MB)
        if st.form_submit_button("Bring them in", width="stretch") and file is not None:
            import_notes_file(library, call.id, file)


def import_notes_file(library: Library, call_id: str, file: Any) -> None:
    """Notes that were written in another program, back onto the call; those that are here already stay as they are."""
    try:
        notes = exports.read_notes(file.name, content(file))
        new = library.notes.import_notes(call_id, viewer.author(), notes)
    except SameSideError as trouble:
        st.error(texts.markdown(str(trouble)))
    else:
        st.success(f"{new:,} new {'note' if new == 1 else 'notes'}." if new else "No note in it is new.")


def _place(names: list[str], name: str | None) -> int | None:
    return names.index(name) if name in names else None


@st.dialog("Delete this call?")
def delete(library: Library, call: CallSummary) -> None:
    """Ask before it is gone; for a minute it can then be had back on the list of calls, as many at once can."""
    st.markdown(
        f"**{texts.markdown(texts.title(call.name))}**, {texts.markdown(texts.format_clock(call.duration))}, of "
        f"{texts.markdown(texts.format_date(call.date))}, with its recording, everything heard in it, its report and all notes "
        "on it. For a minute that can be undone on the list of calls; then it is gone from this computer for good."
    )
    keep_column, delete_column = st.columns(2)
    if keep_column.button("Keep it", type="primary", width="stretch"):
        st.rerun()
    if delete_column.button("Delete it", width="stretch"):
        hold = library.holds.of([call.id]).get(call.id)
        if hold is not None:
            st.error(texts.markdown(refusal(hold.since, hold.reason)))
            return
        try:
            library.deletions.later([call.id])
        except SameSideError as trouble:
            st.error(texts.markdown(str(trouble)))
            return
        st.switch_page(pages.page_link("calls"))
