"""What is kept about me: for each person, what is measured of them, who may see it, for how long, and what was done with it."""

from __future__ import annotations

import streamlit as st

from library.access.viewer import Viewer
from library.store import Library
from ui.dashboard import viewer
from ui.dashboard.parts.governance import about, events, lists, told


def page() -> None:
    """The whole page."""
    st.title("What is kept about me")
    library = viewer.library_here()
    who = library.viewer
    told.opened(library, "read_own")
    lists.lead(hello(who))
    left, right = st.columns(2, gap="large")
    with left:
        measured, off = about.measured(library)
        lists.bullets("What is measured in a call", measured)
        if off:
            lists.bullets("What this house has switched off", off)
        lists.bullets("What is not measured, by nothing in here", about.NEVER)
        lists.bullets("What it is for, and what not", about.USES)
    with right:
        lists.bullets("Who may see it", about.may_see(who))
        lists.bullets("How long it is kept", about.kept_for(library))
        st.caption(
            "What is kept of your work here, and by which law: docs/privacy.md, which whoever runs this has too."
        )
    what_was_done(library, who)


def hello(who: Viewer) -> str:
    """Whom the page is about."""
    if who.is_person:
        return f"You are signed in as {who.name}. This page says what is kept of the calls that you take, and of what you do here."
    return "Nobody signs in here: you are alone with this library, and all of it is yours. So would an agent of your house read this page."


def what_was_done(library: Library, who: Viewer) -> None:
    """What others did with the person's calls, and what they did themselves."""
    st.html("<h2>What was done with your calls, and what you did <small>the newest first</small></h2>")
    if who.person_id is None:
        st.caption("Here stands who opened, heard, exported or deleted the calls of whoever is signed in.")
        return
    found = library.audit.about(who.person_id)
    if found:
        events.table(found, with_right=False)
    else:
        st.caption("Nothing so far.")


page()
