"""Somebody comes back from the provider: may they come in? and where not, why not.

Their e-mail is what they are known by, so it has to be theirs: the provider says that it has verified it, or the house has said that it
gives out all of them itself (``trust_emails``).
"""

from __future__ import annotations

from audio.errors import InputError
from library import current
from library.people.persons import as_email
from library.people.sign_ins import NotKnownError, OtherAccountError
from ui.dashboard.sign_in.cookie import Claims, sign_in_id
from ui.dashboard.sign_in.page import Why
from ui.sign_in.settings import SignInSettings


def email_of(claims: Claims, settings: SignInSettings) -> str:
    """The e-mail that the provider says; empty where it says none."""
    try:
        return as_email(str(claims.get(settings.email_claim) or ""))
    except InputError:
        return ""


def arrive(claims: Claims, settings: SignInSettings) -> bool:
    """Begin the sign-in that the provider has just answered for; whether they may come in. Raises :class:`LibraryError`."""
    name = sign_in_id(claims)
    if name is None or _unfit(claims, settings) is not None:
        return False
    try:
        current.library().sign_ins.begin(
            name, email_of(claims, settings), str(claims["iss"]), str(claims["sub"]), settings.hours
        )
    except (NotKnownError, OtherAccountError):
        return False
    return True


def why_not(claims: Claims, settings: SignInSettings) -> Why | None:
    """Why somebody whom the provider knows is not let in; ``None`` where nothing is in the way but to sign in anew."""
    unfit = _unfit(claims, settings)
    if unfit is not None:
        return unfit
    try:
        current.library().sign_ins.check(email_of(claims, settings), str(claims.get("iss")), str(claims.get("sub")))
    except NotKnownError:
        return "unknown"
    except OtherAccountError:
        return "other account"
    return None


def _unfit(claims: Claims, settings: SignInSettings) -> Why | None:
    if not email_of(claims, settings):
        return "no e-mail"
    if not settings.trust_emails and claims.get("email_verified") not in (True, "true"):
        return "unverified"
    return None
