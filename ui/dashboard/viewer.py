"""Who is looking: the name that stands under one's notes. On one's own machine a name is enough; nothing is a secret.

The computer's user to begin with; changed on any page, and then remembered by the browser (a cookie, read here).
"""

from __future__ import annotations

from urllib.parse import unquote

import streamlit as st

from ui.computer_user import user

COOKIE = "sameside_author"


def author() -> str:
    """The name under one's notes in this session; never empty."""
    if "author" not in st.session_state:
        st.session_state["author"] = from_cookie(st.context.cookies.get(COOKIE, "")) or user()
    return str(st.session_state["author"])


def from_cookie(kept: str) -> str:
    """The name that the browser remembers; empty where it remembers none."""
    return unquote(kept).strip()


def rename(name: str) -> None:
    """Put another name under one's notes from now on; an empty one changes nothing."""
    if name.strip():
        st.session_state["author"] = name.strip()
