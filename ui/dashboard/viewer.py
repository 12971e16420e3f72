"""Who is looking: the name that stands under one's notes. On one's own machine a name is enough; nothing is a secret.

The computer's user to begin with; changed on any page, and then remembered by the browser (a cookie, read here).
"""

from __future__ import annotations

from urllib.parse import unquote

import streamlit as st

from library.access.viewer import ALONE, Viewer
from library.database.text import one_line
from ui.computer_user import user

COOKIE = "sameside_author"
LONGEST = 80
"""Characters of a name."""


def author() -> str:
    """The name under one's notes in this session; never empty."""
    if "author" not in st.session_state:
        st.session_state["author"] = from_cookie(st.context.cookies.get(COOKIE, "")) or user()
    return str(st.session_state["author"])


def viewer() -> Viewer:
    """Who looks at this page: whoever has this machine to themselves."""
    return ALONE


def is_admin() -> bool:
    """Whether they may see what is for admins."""
    return not viewer().is_person or "admin" in viewer().roles


def from_cookie(kept: str) -> str:
    """The name that the browser remembers, which any program of this machine may have set; empty where it remembers none."""
    return one_line(unquote(kept))[:LONGEST]


def rename(name: str) -> None:
    """Put another name under one's notes from now on; an empty one changes nothing."""
    if one_line(name):
        st.session_state["author"] = one_line(name)[:LONGEST]
