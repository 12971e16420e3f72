"""Who is there: asked of the library's tables at every run of a page and at every request, of the cookie only which sign-in it is.

::

    a request ── its cookies ──────────────────────────┐
    a page's run ── its session's cookies, and st.user ─┴─> the name of a sign-in ──> library ──> Present, with the roles of this moment
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from audio.errors import InputError
from library import current
from library.people.sign_ins import Present
from ui.dashboard.sign_in import settings as of_process
from ui.dashboard.sign_in.cookie import claims_in, sign_in_id

PRESENT = "present"
"""Under which a session keeps whom its last run has found there: whose the files are that its page offers."""
SIGNED_OUT = "You are signed out, or have been for too long: load the page again to sign in."


class SignedOutError(InputError):
    """Whoever asks is not signed in, or is no longer."""


def present_at(cookies: Mapping[str, str]) -> Present | None:
    """Who asks, by the cookies of a request; ``None`` where nobody signs in here.

    Raises :class:`SignedOutError` where people do, and nobody has.
    """
    settings = of_process.in_force()
    if settings is None:
        return None
    claims = claims_in(cookies, settings)
    name = None if claims is None else sign_in_id(claims)
    present = None if name is None else current.library().sign_ins.present(name)
    if present is None:
        raise SignedOutError(SIGNED_OUT)
    return present


def present_here() -> Present | None:
    """Who looks at the page that is being run; ``None`` where nobody signs in here.

    A session that is taken up again belongs to whoever Streamlit knows it by (``st.user``), and that has to be the same who asks.
    Raises :class:`SignedOutError` where nobody is signed in any more.
    """
    present = present_at(st.context.cookies)
    if present is not None and sign_in_id(st.user.to_dict()) != present.id:
        raise SignedOutError(SIGNED_OUT)
    st.session_state[PRESENT] = present
    return present
