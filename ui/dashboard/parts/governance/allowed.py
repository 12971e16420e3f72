"""What a person may not do stands on a page disabled, with the reason, instead of being refused after the click.

::

    st.button("Keep", **offered(library.why_not_in_house("settle")))        the reason is the tooltip, as it would be told by the refusal
    said(library.why_not_in_house("settle"))                                once for a whole page: also by keyboard, and to a screen reader

The library refuses all the same, whoever asks and by whatever way; here it is only told beforehand.
"""

from __future__ import annotations

from typing import TypedDict

import streamlit as st

from library.jobs.job import Job
from library.store import Library
from ui import texts


class Offered(TypedDict):
    """How a widget is offered: whether it can be pressed, and its tooltip."""

    disabled: bool
    help: str | None


def offered(why_not: str, help: str | None = None, disabled: bool = False) -> Offered:  # noqa: A002  as Streamlit calls it
    """A widget's ``disabled`` and ``help``: where there is a reason ``why_not``, that; else what they are without one."""
    return {"disabled": disabled or bool(why_not), "help": texts.markdown(why_not) if why_not else help}


def said(why_not: str) -> None:
    """The reason as a quiet line, where there is one."""
    if why_not:
        st.caption(texts.markdown(why_not))


def settles(library: Library, help: str | None = None, disabled: bool = False) -> Offered:  # noqa: A002
    """How a widget is offered that changes what the house has settled."""
    return offered(library.why_not_in_house("settle"), help, disabled)


def stops(library: Library, *jobs: Job, help: str | None = None) -> Offered:  # noqa: A002
    """How a widget is offered that stops jobs, tries them again or dismisses them: one without a call is seen by nobody who may not."""
    calls = [job.call_id for job in jobs if job.call_id is not None]
    return offered(library.why_not("correct", *calls) if len(calls) == len(jobs) else "", help)
