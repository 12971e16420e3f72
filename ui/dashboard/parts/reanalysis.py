"""Judging calls again after a limit was kept or SameSide itself has learned: asked for here, done in the background.

The job is one of the library's queue, so it goes on whatever becomes of the page, and all pages tell the same of it.
"""

from __future__ import annotations

import streamlit as st

from analysis.limits import LimitError
from library.house import judging
from library.house.limits import limits_in_force
from library.jobs.job import Job
from library.store import Library
from ui.dashboard.parts import job_progress
from ui.dashboard.parts.governance.allowed import offered


def request(library: Library) -> None:
    """Have every call judged by the limits and rules in force that was judged by others, if there is any."""
    calls = library.stale(judging.report_fingerprint(library, limits_in_force(library)))
    if calls:
        library.queue.judge(len(calls))


def offer(library: Library, job: Job | None) -> None:
    """Where some calls were judged by other limits or an older rule book, say so and offer to judge them again; ``job`` is the latest judging."""
    if job is not None and job.state != "done":  # what :func:`show_progress` tells
        return
    try:
        number = library.judged_otherwise(judging.report_fingerprint(library, limits_in_force(library)))
    except LimitError:  # the page of the house rules says it
        return
    if not number:
        return
    calls = "1 call was" if number == 1 else f"{number:,} calls were"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.info(f"{calls} judged by other limits, or by an older edition of the rule book.", icon=":material/update:")
        if st.button("Judge anew", **offered(library.why_not_in_house("judge"))):
            library.queue.judge(number)
            st.rerun()


def show_progress(library: Library) -> Job | None:
    """How the judging goes; and that it is over, until that is dismissed."""
    return job_progress.show_job(
        library, library.queue.judging, "judge", "Those that were judged stay so, the others as they were"
    )
