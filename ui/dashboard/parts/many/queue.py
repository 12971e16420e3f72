"""The queue on the page: the recording that is worked on, how many of how many are done, how long the rest takes.

It takes up one line from the first recording to the last, so that the list under it stays where it is: what waits and what has
failed opens out of that line. The line stays until it is dismissed when the last recording is done; what has failed until it is, too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from library.jobs.job import Job
from library.jobs.queue import Overview
from library.store import Library
from ui import texts
from ui.dashboard.parts.governance.allowed import stops
from ui.dashboard.parts.job_progress import once_known

MAX_SHOWN = 20
"""So many of the recordings that wait, or that failed, are shown by name."""
UNFINISHED, OVER = "unfinished", "queue-over"


def show(library: Library) -> None:
    """What is being heard, with its progress; looked at once a second for as long as there is something."""
    look = partial(library.queue.overview, MAX_SHOWN)
    overview = look()
    every = 1.0 if overview.working or overview.waiting else None
    st.fragment(_shown, run_every=every)(library, once_known(overview, look))


def is_shown() -> bool:
    """Whether the page has a line for the queue."""
    return bool(st.session_state.get(UNFINISHED)) or OVER in st.session_state


def _shown(library: Library, look: Callable[[], Overview]) -> None:
    overview = look()
    working, failed, waiting, number = overview.working, overview.failed, overview.waiting, overview.number
    unfinished = {job.id for job in (*working, *waiting)}
    before = st.session_state.get(UNFINISHED, set())
    st.session_state[UNFINISHED] = unfinished
    if unfinished:
        st.session_state.pop(OVER, None)
        _line(library, [*working, *waiting], len(working) + number, failed)
    elif before or OVER in st.session_state:
        st.session_state[OVER] = True
        _over(library, failed)
    elif failed:
        recordings = "1 recording" if len(failed) == 1 else f"{len(failed):,} recordings"
        with st.expander(f"{recordings} could not be reviewed", icon=":material/error:", key="failed"):
            _failed(library, failed)
    if before - unfinished:  # last, so that no button that was pressed meanwhile is passed over
        st.rerun()


def _line(library: Library, jobs: Sequence[Job], number: int, failed: Sequence[Job]) -> None:
    """How far it is, with the way to the others and out. ``jobs``: the first few of ``number``, in the order of their turns."""
    progress, others, cancel = _places(library, failed, 2)
    job, batch = jobs[0], library.queue.batch()
    stage = "waiting" if job.state == "queued" else job.stage or "starting"
    words = [f"{batch.ended + 1:,} of {batch.total:,}"] if batch.total > 1 else []
    words += [f"{texts.title(job.name)}: {stage} …"]
    if batch.seconds_left is not None:
        words.append(f"{texts.about(batch.seconds_left)} left")
    progress.progress(min(1.0, job.progress), text=texts.markdown(" · ".join(words)))
    if number == 1:
        if cancel.button("Cancel", key=f"cancel-{job.id}", **stops(library, job)):
            library.cancel(job.id)
            st.rerun()
        return
    with others.popover(f"{number - 1:,} waiting", width="stretch", key="waiting"):
        _waiting(library, jobs, number)
    with cancel.popover("Cancel all", width="stretch", key="cancelling"):
        st.markdown("What is reviewed already stays; the others have to be uploaded again.")
        if st.button(f"Cancel all {number:,}", type="primary", key="cancel-all"):
            library.cancel_all()
            st.rerun()


def _places(library: Library, failed: Sequence[Job], more: int) -> list[DeltaGenerator]:
    """The places of the line: a wide one, and ``more``; what has failed, if anything, opens out of one between them."""
    wide, *places = st.columns([6, *[2] * (more + bool(failed))], vertical_alignment="center")
    if failed:
        with places.pop(0).popover(f"{len(failed):,} failed", icon=":material/error:", width="stretch", key="failures"):
            _failed(library, failed)
    return [wide, *places]


def _waiting(library: Library, jobs: Sequence[Job], number: int) -> None:
    for job in jobs:
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(texts.markdown(texts.title(job.name)), width="content")
            if st.button("Cancel", key=f"cancel-{job.id}", **stops(library, job)):
                library.cancel(job.id)
                st.rerun()
    if number > len(jobs):
        st.caption(f"And {number - len(jobs):,} more wait.")


def _over(library: Library, failed: Sequence[Job]) -> None:
    """The last recording is done: the line stays, so that the list under it does not move."""
    said, dismiss = _places(library, failed, 1)
    said.markdown("Nothing waits any more.")
    if dismiss.button("Close", width="stretch", key="close-queue"):
        del st.session_state[OVER]
        st.rerun()


def _failed(library: Library, failed: Sequence[Job]) -> None:
    """What could not be reviewed, and why."""
    for job in failed[:MAX_SHOWN]:
        name, buttons = st.columns([7, 3], vertical_alignment="center")
        name.markdown(f"**{texts.markdown(job.name)}**: {texts.markdown(job.why or 'It could not be reviewed.')}")
        with buttons, st.container(horizontal=True, horizontal_alignment="right"):
            _retry(library, "Try again", [job], f"retry-{job.id}")
            _dismiss(library, "Dismiss", [job], f"dismiss-{job.id}")
    if len(failed) > 1:
        with st.container(horizontal=True, horizontal_alignment="right"):
            _retry(library, "Try all again", failed, "retry-all")
            _dismiss(library, "Dismiss all", failed, "dismiss-all")


def _retry(library: Library, label: str, jobs: Sequence[Job], key: str) -> None:
    if st.button(texts.markdown(label), key=key, **stops(library, *jobs)):
        library.queue.retry(*(job.id for job in jobs))
        st.rerun()


def _dismiss(library: Library, label: str, jobs: Sequence[Job], key: str) -> None:
    if st.button(texts.markdown(label), key=key, **stops(library, *jobs)):
        library.queue.dismiss(*(job.id for job in jobs))
        st.rerun()
