"""The page to sign in on, and the friendly no: a page of its own, without a script, before anything of the dashboard is sent.

Who has not signed in opens no session, is sent no code and asks the library nothing but whether they are signed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Literal

from starlette.responses import HTMLResponse

from ui.sign_in.settings import SignInSettings

HERE = Path(__file__).parent
SIGN_IN, SIGN_OUT = "sign-in", "auth/logout"
"""Where the two links lead, beneath the dashboard's path."""
ADMIN = "an admin of SameSide in your house"
Why = Literal["nobody", "failed", "unknown", "other account", "unverified", "no e-mail", "unreachable"]
NO_STORE = {"Cache-Control": "no-store"}


@dataclass(frozen=True)
class Told:
    """What a page says: its heading, its sentences, and what may be pressed (a label each; ``None``: nothing)."""

    heading: str
    sentences: tuple[str, ...]
    again: str | None = "Sign in"
    other: str | None = None
    status: int = 403


def told(why: Why, settings: SignInSettings, email: str = "") -> Told:
    """What is said to somebody who is not signed in, by why they are not."""
    whom = settings.contact or ADMIN
    pages = {
        "nobody": Told("Sign in to SameSide", ("With the account that you use at work.",), status=200),
        "failed": Told(
            "That did not work",
            ("The sign-in was broken off, or took too long.", f"Try again. If it does not work then either, tell {whom}."),
            "Try again",
        ),
        "unreachable": Told(
            "The sign-in cannot be reached",
            ("The service that says who you are does not answer just now.", f"Try again in a minute. If it lasts, tell {whom}."),
            "Try again",
            status=503,
        ),
        "unknown": Told(
            "You are not known here yet",
            (
                f"You have signed in as {email}, and nobody here has that address.",
                f"Ask {whom} to add {email} to SameSide's people, and try again then.",
            ),
            "Try again",
            "Sign in as somebody else",
        ),
        "other account": Told(
            "This address belonged to another account",
            (
                f"Somebody has signed in as {email} before, with another account.",
                f"Ask {whom} to let your account in: that is “new account” on the page People.",
            ),
            "Try again",
            "Sign in as somebody else",
        ),
        "unverified": Told(
            "Your address is not verified",
            (
                f"You have signed in as {email}, and your sign-in service does not say that this address is yours.",
                f"Have it verified there, or ask {whom}, and try again then.",
            ),
            "Try again",
            "Sign in as somebody else",
        ),
        "no e-mail": Told(
            "Your account has no e-mail address",
            (
                "SameSide knows people by their e-mail, and your sign-in service does not say yours.",
                f"Ask {whom} to have it sent along.",
            ),
            "Try again",
            "Sign in as somebody else",
        ),
    }  # fmt: skip
    return pages[why]


def response(why: Why, settings: SignInSettings, email: str = "") -> HTMLResponse:
    """The page, whole."""
    page = told(why, settings, email)
    base = f"/{settings.path}/" if settings.path else "/"
    links = "".join(
        f'<a class="{kind}" href="{escape(base + where)}">{escape(label)}</a>'
        for kind, where, label in (("main", SIGN_IN, page.again), ("other", SIGN_OUT, page.other))
        if label
    )
    said = "".join(f"<p>{escape(sentence)}</p>" for sentence in page.sentences)
    mark = (HERE.parent / "wordmark.svg").read_text(encoding="utf-8")
    style = (HERE / "page.css").read_text(encoding="utf-8")
    html = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><title>{escape(page.heading)} · SameSide</title>'
        f'<style>{style}</style></head><body><main><div class="mark" role="img" aria-label="SameSide">{mark}</div>'
        f"<h1>{escape(page.heading)}</h1>{said}<nav>{links}</nav></main></body></html>"
    )
    return HTMLResponse(html, page.status, NO_STORE)
