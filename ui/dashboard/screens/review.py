"""Review: one call, its figures, its timeline, its transcript, its moments and notes."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from analysis.report import Moment, Report
from audio.call import Call
from audio.errors import SameSideError
from library.calls.listing import CallSummary
from library.calls.verdicts import Settled
from library.house import judging
from library.store import Library
from ui import texts
from ui.dashboard import pages, viewer
from ui.dashboard.components.coach import coach
from ui.dashboard.components.evaluate import evaluate
from ui.dashboard.components.evaluate.shown import can_evaluate
from ui.dashboard.components.timeline import timeline
from ui.dashboard.components.timeline.corrections import corrections_shown
from ui.dashboard.components.timeline.notes import notes_and_verdicts
from ui.dashboard.components.timeline.picture import picture
from ui.dashboard.corrections_route import CORRECTIONS
from ui.dashboard.notes_route import NOTES
from ui.dashboard.parts import agent_side, call_actions, call_place, masking, missing_words, sharing, technique_names
from ui.dashboard.parts.clips.route import CLIPS, to_put_into
from ui.dashboard.parts.coaching.route import COACHING
from ui.dashboard.parts.evaluations.route import EVALUATIONS
from ui.dashboard.parts.governance import holds, told
from ui.dashboard.parts.inbox.route import NAMES
from ui.dashboard.server import AUDIO

AUDIENCE_NAMES = {
    "me": "Only you",
    "agent": "The agent and you",
    "coaches": "Coaches of the agent",
    "everybody": "All who may see this call",
}
"""For whom a note may be."""


def page() -> None:
    """The whole page."""
    call_id = st.query_params.get("call")
    if not call_id:
        st.html('<div class="empty-page"><h2>Choose a call</h2><p>Open one from the list of calls; its timeline, its '
                "transcript and its moments stand here.</p></div>")  # fmt: skip
        st.page_link(pages.page_link("calls"), label="To the calls", icon=":material/arrow_back:")
        return
    library = viewer.library_here()
    try:
        judging.judge_corrected(library, call_id)
        unmasked = masking.is_lifted(call_id)
        summary, revision = library.summary(call_id), library.corrections.revision(call_id)
        call, report = library.call(call_id, unmasked), library.report(call_id, unmasked)
    except SameSideError as trouble:
        told.denied(library, call_id)
        st.error(texts.markdown(str(trouble)))
        return
    told.opened(library, "opened", call_id=call_id)
    looked_at(library)
    who = (library.viewer.person_id, viewer.author())
    told.ongoing.is_told(who, "read_notes", call_id)
    if masking.is_lifted(call_id):
        told.ongoing.tell(library, who, "unmasked", call_id)
    if report is None:
        st.info("This call was heard but is not reviewed yet; it is in the queue. Look again in a moment.")
        return
    by_moment = library.verdicts_on(report)
    as_settled = library.settled_report(report, by_moment, unmasked)
    until = sharing.kept_until(library, call_id)
    place = call_place.room_for_it()
    with st.container(horizontal=True, vertical_alignment="bottom", key="head"):
        head(summary, call, as_settled)
        call_actions.action_bar(library, summary, call, report, until)
        evaluation(library, call_id)
        if library.may("coach", call_id):
            coach(f"{COACHING.lstrip('/')}/{call_id}", key=f"coach-{call_id}")
    call_actions.next_call(library, summary)
    sharing.why(library, call_id, until)
    holds.notice(library, summary)
    agent_side.side_notice(library, call)
    missing_words.call_notice(library, call)
    st.html(texts.figure_strip(texts.figures(as_settled, [doubt.why for doubt in call.doubts])))
    room(library, call, report, by_moment, revision, unmasked)
    with place:  # last, since it is looked for in all calls
        call_place.before_and_after(library, call_id)


def looked_at(library: Library) -> None:
    """That somebody came from their inbox, which then is one item shorter; once, though the page runs often."""
    item = st.query_params.get("item", "")
    if item.isascii() and item.isdigit() and len(item) < 16 and st.session_state.get("looked-at") != item:
        st.session_state["looked-at"] = item
        if library.inbox.mark_read(viewer.author(), [int(item)]):
            st.rerun()  # the menu says how many are left


def head(summary: CallSummary, call: Call, report: Report) -> None:
    """The call's name, whose it is, how it ended, and its doubts."""
    about = (*texts.known_of(summary), texts.format_clock(call.duration), texts.LAYOUTS[call.layout])
    line = " · ".join(escape(part) for part in about)
    noticed = missing_words.doubts(call)
    doubts = "".join(
        f'<p class="doubt">{escape(doubt.why)}</p>'
        for doubt in call.doubts
        if doubt not in noticed and not doubt.assumes
    )
    st.html(f'<div class="call-head"><h1>{escape(texts.title(summary.name))}</h1><p>{line}</p>'
            f'<p class="ending">{escape(texts.describe_outcome(report))}</p></div>{doubts}')  # fmt: skip


def evaluation(library: Library, call_id: str) -> None:
    """The button that opens the evaluations of the call beside its timeline, for who may read them; an address of the reviewer's queue says by
    which form to begin, one of a list of appeals which evaluation to open, and where."""
    if not library.may("evaluation", call_id):
        return
    may_evaluate = can_evaluate(library, call_id)
    evaluate(
        f"{EVALUATIONS.lstrip('/')}/{call_id}", key=f"evaluate-{call_id}", label="Evaluate" if may_evaluate else "Evaluations",
        begin=_number("evaluate") if may_evaluate else None, opened=_number("evaluation"),
        question=st.query_params.get("question", ""),
    )  # fmt: skip


def _number(name: str) -> int | None:
    """The number that an address gives under a name; ``None`` where it gives none."""
    text = st.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


@st.cache_data(max_entries=4, show_spinner=False)
def drawn(call_id: str, _call: Call, _report: Report, facts_hash: int) -> str:  # noqa: ARG001  the cache's key
    """The picture, kept while one goes on looking; ``facts_hash`` tells one hearing and report from the next."""
    return picture(_call, _report, technique_names.names())


def room(
    library: Library, call: Call, report: Report, by_moment: Mapping[Moment, Settled], revision: int, unmasked: bool
) -> None:
    """The timeline; what is written in it goes to :mod:`ui.dashboard.notes_route` and :mod:`ui.dashboard.corrections_route` and runs
    nothing here again. ``revision`` is of the call's corrections, as they were before it was read: what is newer than that is drawn anew."""
    author = viewer.author()
    corrections = library.corrections.of(call.id)
    timeline(
        drawn(call.id, call, report, hash((call.turns, call.others, report.moments))),
        key=f"room-{call.id}",
        audio=f"{AUDIO.lstrip('/')}/{call.id}{'?unmasked=1' if unmasked else ''}" if call.has_sound else None,
        at=_seconds(st.query_params.get("at")),
        find=st.query_params.get("find", ""),
        **notes_and_verdicts(library.notes, report, by_moment, author),
        labels=technique_names.names(),
        agreement=technique_names.agreement(library),
        notes_address=f"{NOTES.lstrip('/')}/{call.id}",
        corrections=corrections_shown(corrections, call, author),
        revision=revision,
        corrections_address=f"{CORRECTIONS.lstrip('/')}/{call.id}{'?unmasked=1' if unmasked else ''}",
        remember={} if library.viewer.is_person else {viewer.COOKIE: author},
        audiences=AUDIENCE_NAMES if library.viewer.is_person else None,
        coaches=library.may("coach", call.id),
        refusals={"verdict": library.why_not("verdict", call.id), "correct": library.why_not("correct", call.id)},
        note=st.query_params.get("note"),
        names_address=f"{NAMES.lstrip('/')}/{call.id}",
        clips={"address": f"{CLIPS.lstrip('/')}/{call.id}", "playlists": to_put_into(library)},
    )


def _seconds(text: str | None) -> float | None:
    """The time that an address names; ``None`` where it names none that a call could have."""
    try:
        seconds = float(text or "nan")
    except ValueError:
        return None
    return seconds if 0 <= seconds < float("inf") else None


page()
