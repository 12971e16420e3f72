"""What a page of a team's dashboard has besides: who is signed in, and the way out; and what stands there when they no longer are."""

from __future__ import annotations

import streamlit as st

from library import current
from library.people.sign_ins import Present
from ui import texts
from ui.dashboard.sign_in.present import SIGNED_OUT, SignedOutError

ROLES = {"agent": "agent", "coach": "coach", "reviewer": "reviewer", "admin": "admin"}


def sign_out_line(present: Present) -> None:
    """Who is signed in, as what, and a button to sign out."""
    with st.container(key="signed-in", horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        roles = ", ".join(present.roles) or "no role yet"
        st.caption(f"{texts.markdown(present.viewer.name)} · {roles}", width="content")
        if st.button("Sign out", key="sign-out", type="tertiary"):
            current.library().sign_ins.end(present.id)
            st.logout()


def signed_out(trouble: Exception) -> bool:
    """Say that nobody is signed in any more, where that is what went wrong; whether it was. For whatever goes wrong in a run."""
    if not isinstance(trouble, SignedOutError):
        return False
    st.info(SIGNED_OUT)
    if st.button("Sign in", key="sign-in-anew", type="primary"):
        st.login()
    return True
