"""Who is looking, at this run of a page and at this request, and the library as they see it.

::

    nobody signs in here   ALONE: everything is theirs; a name stands under their notes, and nothing is a secret
    a team's dashboard     the person whose sign-in the cookie names, with the roles that they have at this moment

Every page and every route takes its library from here. Alone, the name is the computer's user to begin with; changed on any page, and then
remembered by the browser (a cookie, read here). Whoever signs in is named as they are known.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import unquote

import streamlit as st
from starlette.requests import Request
from streamlit.navigation.page import StreamlitPage

from library import current
from library.access.viewer import ALONE, Viewer
from library.database.text import one_line
from library.store import Library
from ui.computer_user import user
from ui.dashboard.sign_in.present import present_at, present_here

COOKIE = "sameside_author"
LONGEST = 80
"""Characters of a name."""
THIS_MACHINE = "this machine"
LOCAL = ("127.0.0.1", "::1", "localhost")
_running = threading.local()
"""Who looks at the page that this thread runs."""


def viewer_here() -> Viewer:
    """Who looks at the page that is being run. Raises :class:`audio.errors.SameSideError` where they are signed out."""
    present = present_here()
    address = st.context.ip_address  # none from this machine
    source = address if isinstance(address, str) else THIS_MACHINE
    return replace(ALONE if present is None else present.viewer, source=source)


def viewer_at(cookies: Mapping[str, str], source: str = "") -> Viewer:
    """Who asks, by the cookies of a request, and from where. Raises :class:`audio.errors.SameSideError` where they are signed out."""
    present = present_at(cookies)
    return replace(ALONE if present is None else present.viewer, source=source or THIS_MACHINE)


def library_here() -> Library:
    """The library as whoever looks at the page that is being run sees it."""
    return current.library().seen_by(viewer_here())


def run(page: StreamlitPage) -> None:
    """Run a page, which reads what it shows in one look."""
    library = library_here()
    _running.viewer = library.viewer
    try:
        with library.database.looking():
            page.run()
    finally:
        _running.viewer = None


def library_at(cookies: Mapping[str, str], source: str = "") -> Library:
    """The library as whoever asks sees it, by the cookies of a request; ``source`` is the address that it comes from."""
    return current.library().seen_by(viewer_at(cookies, source))


def source_of(request: Request) -> str:
    """From where a request comes, as pages say it too."""
    host = "" if request.client is None else request.client.host
    return "" if host in LOCAL else host


def author_of(library: Library, cookies: Mapping[str, str]) -> str:
    """The name under the notes of whoever asks."""
    return library.viewer.name if library.viewer.is_person else from_cookie(cookies.get(COOKIE, "")) or user()


def author() -> str:
    """The name under one's notes in this session; never empty."""
    running: Viewer | None = getattr(_running, "viewer", None)
    if running is not None and running.is_person:
        return running.name
    present = present_here()
    if present is not None:
        return present.viewer.name
    if "author" not in st.session_state:
        st.session_state["author"] = from_cookie(st.context.cookies.get(COOKIE, "")) or user()
    return str(st.session_state["author"])


def from_cookie(kept: str) -> str:
    """The name that the browser remembers, which any program of this machine may have set; empty where it remembers none."""
    return one_line(unquote(kept))[:LONGEST]


def rename(name: str) -> None:
    """Put another name under one's notes from now on; an empty one changes nothing."""
    if one_line(name):
        st.session_state["author"] = one_line(name)[:LONGEST]
