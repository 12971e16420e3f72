"""Will people be able to sign in? The provider is asked what can be asked of it before anybody comes; each answer is a sentence.

::

    discovery ── reachable? ── the issuer we were told? ── https throughout? ── its keys
    clock     ── ours and the provider's: what it signs holds from a second to a second
    redirect  ── does it know the address that it is to send people back to?
    secret    ── does it know us? (a code that nobody has is refused for the code, not for us)
    e-mail    ── does it say whether it has verified one?

It is asked with the same client (httpx) that signs people in, so what that would stumble over (a certificate of the house's own, a
proxy) is stumbled over here. What a provider does not tell is said as *not told*: Entra ID and Google show a page to a person where
others answer a program.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from audio.errors import InputError, readable
from ui.sign_in.settings import SignInSettings, is_local

if TYPE_CHECKING:
    import httpx

PATIENCE = 10.0
"""Seconds for an answer."""
CLOCK = 60.0
"""Seconds that two clocks may be apart; from 120 on, sign-ins are refused."""
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")
WRONG_REDIRECT = ("redirect_uri", "aadsts50011", "redirect uri", "redirecturi")
"""What pages say where they do not know the address to send back to."""
Answer = Literal["yes", "no", "not told"]


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, and what came of it, in a sentence."""

    answer: Answer
    sentence: str


def check(
    settings: SignInSettings,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    transport: httpx.BaseTransport | None = None,
) -> Iterator[Finding]:
    """Everything that can be told of the sign-in before somebody signs in, as it is found out.

    now        this machine's clock
    transport  how the provider is reached, where that is not by the network
    """
    if find_spec("authlib") is None or find_spec("httpx") is None:
        yield Finding("no", "Authlib and httpx are not installed: pip install 'sameside[team]'.")
        return
    import httpx

    with httpx.Client(timeout=PATIENCE, headers={"Accept": "application/json"}, transport=transport) as client:
        try:
            metadata, answer = discovered(client, settings)
        except InputError as slip:
            yield Finding("no", str(slip))
            return
        yield Finding("yes", f"The provider answers at {settings.discovery}.")
        yield _issuer(settings, metadata)
        yield from _endpoints(client, metadata)
        yield _clock(answer, now())
        if all(isinstance(metadata.get(name), str) for name in NEEDED):
            yield _redirect(client, settings, metadata)
            yield _secret(client, settings, metadata)
        yield _email(settings, metadata)


def discovered(client: httpx.Client, settings: SignInSettings) -> tuple[dict[str, Any], httpx.Response]:
    """What the provider says of itself, and its answer. Raises :class:`InputError` where there is nothing to be had."""
    import httpx

    try:
        answer = client.get(settings.discovery, follow_redirects=True)
    except httpx.HTTPError as slip:
        raise InputError(_unreachable(settings, slip)) from None
    if answer.status_code != httpx.codes.OK:
        raise InputError(
            f"The provider answers {answer.status_code} at {settings.discovery}: is the issuer written as the provider writes it?"
        )
    try:
        metadata = answer.json()
    except ValueError:
        metadata = None
    if not isinstance(metadata, dict):
        raise InputError(
            f"What stands at {settings.discovery} is no provider's account of itself: is the issuer right?"
        )
    return metadata, answer


def _unreachable(settings: SignInSettings, slip: Exception) -> str:
    why = readable(str(slip))
    if "CERTIFICATE_VERIFY_FAILED" in why:
        return (
            f"The provider at {settings.discovery} shows a certificate that this machine does not trust: where the house has an "
            "authority of its own, name its file in the environment variable SSL_CERT_FILE."
        )
    return f"The provider cannot be reached at {settings.discovery} ({why or type(slip).__name__})."


def _issuer(settings: SignInSettings, metadata: dict[str, Any]) -> Finding:
    """Authlib holds every token to what the provider calls itself, and so do we."""
    said = readable(str(metadata.get("issuer", "")))
    if "{" in said:
        return Finding(
            "no",
            f"The provider calls itself “{said}”: this address is for any house at all. Take the issuer of your own, "
            "with your tenant's id in it.",
        )
    if said != settings.issuer:
        slash = " (they differ in the slash at the end)" if said.rstrip("/") == settings.issuer.rstrip("/") else ""
        return Finding(
            "no", f"The provider calls itself “{said}”, and the issuer in the settings is “{settings.issuer}”{slash}."
        )
    return Finding("yes", f"It calls itself “{said}”, as in the settings.")


def _endpoints(client: httpx.Client, metadata: dict[str, Any]) -> Iterator[Finding]:
    import httpx

    for name in NEEDED:
        address = metadata.get(name)
        if not isinstance(address, str) or not address:
            yield Finding(
                "no", f"The provider does not say its {name.replace('_', ' ')}: it is none for OpenID Connect."
            )
            return
        place = urlsplit(address)
        if place.scheme != "https" and not is_local(place.hostname or ""):
            yield Finding("no", f"The provider's {name.replace('_', ' ')} is no https address: “{readable(address)}”.")
            return
    try:
        keys = client.get(metadata["jwks_uri"]).json().get("keys")
    except (httpx.HTTPError, ValueError, AttributeError):
        keys = None
    if not keys:
        yield Finding(
            "no", f"The provider's keys cannot be had at {metadata['jwks_uri']}: nobody's sign-in can be verified."
        )
    else:
        yield Finding("yes", "Its keys can be had.")


def _clock(answer: httpx.Response, now: datetime) -> Finding:
    try:
        theirs = parsedate_to_datetime(answer.headers.get("date", ""))
        apart = abs((now - theirs).total_seconds())
    except (TypeError, ValueError):
        return Finding(
            "not told", "The provider does not say what time it is; this machine's clock has to be right to the minute."
        )
    if apart > CLOCK:
        return Finding(
            "no",
            f"This machine's clock and the provider's are {apart:,.0f} s apart: set this one, or sign-ins are refused.",
        )
    return Finding("yes", "This machine's clock and the provider's are the same.")


def _redirect(client: httpx.Client, settings: SignInSettings, metadata: dict[str, Any]) -> Finding:
    """Ask as a browser would that nobody sits at: whoever knows the address sends us there to say that somebody has to sign in."""
    import httpx

    asked = {
        "response_type": "code", "client_id": settings.client_id, "redirect_uri": settings.callback, "scope": "openid email profile",
        "state": "check", "nonce": "check", "prompt": "none",
    }  # fmt: skip
    unsure = Finding(
        "not told",
        f"Whether the provider sends people back to {settings.callback} shows when somebody signs in; it has to be listed there.",
    )
    try:
        answer = client.get(metadata["authorization_endpoint"], params=asked, headers={"Accept": "text/html"})
    except httpx.HTTPError:
        return unsure
    leads = answer.headers.get("location", "")
    if leads.split("?")[0].split("#")[0] == settings.callback:
        return Finding("yes", f"It sends people back to {settings.callback}.")
    said = (leads + answer.text).lower()
    if (answer.is_client_error or leads) and any(sign in said for sign in WRONG_REDIRECT):
        return Finding(
            "no", f"The provider does not know the redirect address {settings.callback}: list it there, to the letter."
        )
    return unsure


def _secret(client: httpx.Client, settings: SignInSettings, metadata: dict[str, Any]) -> Finding:
    """A code that nobody has: whoever knows us refuses the code."""
    import httpx

    form = {
        "grant_type": "authorization_code",
        "code": "check",
        "redirect_uri": settings.callback,
        "code_verifier": "c" * 64,
    }
    methods = metadata.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    try:
        if "client_secret_basic" in methods:
            answer = client.post(
                metadata["token_endpoint"], data=form, auth=httpx.BasicAuth(settings.client_id, settings.client_secret)
            )
        else:
            own = {"client_id": settings.client_id, "client_secret": settings.client_secret}
            answer = client.post(metadata["token_endpoint"], data=form | own)
        error = str(answer.json().get("error", ""))
    except (httpx.HTTPError, ValueError, AttributeError):
        return Finding("not told", "Whether the client id and secret are right shows when somebody signs in.")
    if error in ("invalid_client", "unauthorized_client"):
        return Finding(
            "no",
            "The provider does not take the client id with this client secret: set them anew with `sameside sign-in set`.",
        )
    if error == "invalid_grant":
        return Finding("yes", "It takes the client id and secret.")
    return Finding("not told", "Whether the client id and secret are right shows when somebody signs in.")


def _email(settings: SignInSettings, metadata: dict[str, Any]) -> Finding:
    claims = metadata.get("claims_supported")
    if settings.trust_emails:
        return Finding(
            "yes",
            f"E-mails are taken from “{settings.email_claim}” as the provider gives them, verified or not: trust_emails.",
        )
    if not isinstance(claims, list):
        return Finding(
            "not told",
            "Whether the provider says that an e-mail is verified shows when somebody signs in; others are refused.",
        )
    if "email_verified" not in claims:
        return Finding(
            "not told",
            "The provider does not list “email_verified”, and an e-mail that is not said to be verified is refused: where the house "
            "itself gives out the addresses (Entra ID of your own tenant), set --trust-emails.",
        )
    return Finding("yes", "It says whether an e-mail is verified.")
