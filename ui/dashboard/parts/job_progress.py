"""A piece of work of the queue as a page tells of it: how far it is, why it failed, that it is done.

The job goes on whatever becomes of the page, and every page that tells of it tells the same. It is looked at once a second
while it goes on; when it is over the whole page is run again, since what it shows may be another by then.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from library.jobs.job import UNFINISHED, Job
from library.store import Library
from ui import texts
from ui.dashboard.parts.governance.allowed import stops

Found = TypeVar("Found")


def show_job(library: Library, find_job: Callable[[], Job | None], key: str, cancel: str) -> Job | None:
    """The job that ``find_job`` finds, if any; ``key`` tells it from others, ``cancel`` says what becomes of it then."""
    job = find_job()
    seconds = 1.0 if job is not None and job.state in UNFINISHED else None
    st.fragment(_shown, run_every=seconds)(library, once_known(job, find_job), key, cancel)
    return job


def once_known(found: Found, find: Callable[[], Found]) -> Callable[[], Found]:
    """What tells what was ``found``, and the next time finds it anew: a fragment runs at once with the page, and then by itself."""
    first = [found]
    return lambda: first.pop() if first else find()


def _shown(library: Library, find_job: Callable[[], Job | None], key: str, cancel: str) -> None:
    job, seen_key = find_job(), f"{key}-seen"
    if job is not None and job.state in UNFINISHED:
        st.session_state[seen_key] = job.id
    elif st.session_state.pop(seen_key, None) is not None:
        st.rerun()
    if job is None:
        return
    message, buttons = st.columns([7, 3], vertical_alignment="center")
    with buttons, st.container(horizontal=True, horizontal_alignment="right"):
        if job.state in UNFINISHED:
            text = f"{job.name}: {job.stage}" if job.stage else f"{job.name} begins in a moment"
            message.progress(min(1.0, job.progress), text=texts.markdown(text))
            if st.button("Cancel", key=f"{key}-cancel", **stops(library, job, help=texts.markdown(cancel))):
                library.cancel(job.id)
                st.rerun()
            return
        if job.state == "failed":
            message.error(texts.markdown(job.why or f"{job.name} failed."))
            if st.button("Try again", key=f"{key}-again", **stops(library, job)):
                library.queue.retry(job.id)
                st.rerun()
        else:
            message.success(f"Done: {texts.markdown(job.stage)}.", icon=":material/check:")
        if st.button("Dismiss", key=f"{key}-dismiss", **stops(library, job)):
            library.queue.dismiss(job.id)
            st.rerun()
