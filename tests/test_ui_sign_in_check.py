"""What can be told of a sign-in before somebody signs in: of a real provider, and of made ones that are wrong in one thing each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from ui.sign_in.check import Finding, check
from ui.sign_in.settings import SignInSettings, new_secret

httpx = pytest.importorskip("httpx", reason="what a team's dashboard asks its provider with: pip install httpx")
ISSUER = "https://login.example"
SETTINGS = SignInSettings("https://coach.example/sameside", ISSUER, "sameside", "between us", new_secret())
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
METADATA = {
    "issuer": ISSUER, "authorization_endpoint": f"{ISSUER}/authorize", "token_endpoint": f"{ISSUER}/token", "jwks_uri": f"{ISSUER}/keys",
    "claims_supported": ["sub", "email", "email_verified"],
}  # fmt: skip
Answers = dict[str, Callable[[Any], Any]]


def provider(answers: Answers | None = None, **metadata: Any) -> Any:
    """A provider in memory, which answers as ``answers`` say by path."""

    def discovery(_request: Any) -> Any:
        said = {name: value for name, value in {**METADATA, **metadata}.items() if value is not None}
        return httpx.Response(200, json=said, headers={"Date": format_datetime(NOW, usegmt=True)})

    def authorize(request: Any) -> Any:
        return httpx.Response(302, headers={"Location": f"{request.url.params['redirect_uri']}?error=login_required"})

    all_answers: Answers = {
        "/.well-known/openid-configuration": discovery,
        "/keys": lambda _: httpx.Response(200, json={"keys": [{"kty": "RSA"}]}),
        "/authorize": authorize,
        "/token": lambda _: httpx.Response(400, json={"error": "invalid_grant"}),
        **(answers or {}),
    }
    return httpx.MockTransport(lambda request: all_answers[request.url.path](request))


def found(transport: Any, settings: SignInSettings = SETTINGS, now: datetime = NOW) -> list[Finding]:
    return list(check(settings, lambda: now, transport))


def test_all_is_well() -> None:
    findings = found(provider())
    assert [finding.answer for finding in findings] == ["yes"] * 7
    assert f"It sends people back to {SETTINGS.callback}." in [finding.sentence for finding in findings]


def unreachable(_request: Any) -> Any:
    raise httpx.ConnectError("[Errno -2] Name or service not known")


def strange_certificate(_request: Any) -> Any:
    raise httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed")


def at(path: str, answer: Callable[[Any], Any]) -> Any:
    return provider({path: answer})


DISCOVERY = "/.well-known/openid-configuration"
WRONG_REDIRECTS = (
    lambda _: httpx.Response(400, text="Invalid parameter: redirect_uri"),
    lambda _: httpx.Response(302, headers={"Location": f"{ISSUER}/error?authError=redirect_uri_mismatch"}),
)


@pytest.mark.parametrize(
    ("transport", "sentence"),
    [
        (at(DISCOVERY, unreachable), "cannot be reached at https://login.example/.well-known/openid-configuration ("),
        (at(DISCOVERY, strange_certificate), "shows a certificate that this machine does not trust"),
        (at(DISCOVERY, lambda _: httpx.Response(404)), "answers 404 at"),
        (at(DISCOVERY, lambda _: httpx.Response(200, text="<html>")), "is no provider's account of itself"),
        (at(DISCOVERY, lambda _: httpx.Response(200, json=[])), "is no provider's account of itself"),
        (provider(issuer=f"{ISSUER}/"), "differ in the slash at the end"),
        (provider(issuer="https://login.example/{tenantid}/v2.0"), "with your tenant's id in it"),
        (provider(issuer=None), "calls itself “”"),
        (provider(token_endpoint=None), "does not say its token endpoint"),
        (provider(token_endpoint="http://login.example/token"), "token endpoint is no https address"),
        (at("/keys", lambda _: httpx.Response(200, json={"keys": []})), "keys cannot be had"),
        (at("/keys", unreachable), "keys cannot be had"),
        *((at("/authorize", wrong), "does not know the redirect address https://coach.example/sameside/oauth2callback") for wrong in WRONG_REDIRECTS),
        (at("/token", lambda _: httpx.Response(401, json={"error": "invalid_client"})), "does not take the client id with this client secret"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(transport: Any, sentence: str) -> None:
    (wrong,) = [finding.sentence for finding in found(transport) if finding.answer == "no"]
    assert sentence in wrong and wrong.endswith((".", "?"))


@pytest.mark.parametrize("apart", [-3600, 61])
def test_clocks_that_are_apart_are_said(apart: int) -> None:
    (wrong,) = [
        finding.sentence for finding in found(provider(), now=NOW + timedelta(seconds=apart)) if finding.answer == "no"
    ]
    assert f"are {abs(apart):,} s apart" in wrong


@pytest.mark.parametrize(
    ("transport", "sentence"),
    [
        (
            at("/authorize", lambda _: httpx.Response(200, text="<html>")),
            "shows when somebody signs in; it has to be listed",
        ),
        (at("/token", lambda _: httpx.Response(500, text="x")), "client id and secret are right shows when"),
        (provider(claims_supported=["sub", "email"]), "does not list “email_verified”"),
        (provider(claims_supported=None), "an e-mail is verified shows when"),
    ],
)
def test_what_cannot_be_told_is_said_to_be_so(transport: Any, sentence: str) -> None:
    findings = found(transport)
    assert [finding for finding in findings if finding.answer == "no"] == []
    (unsure,) = [finding.sentence for finding in findings if finding.answer == "not told"]
    assert sentence in unsure


def test_who_trusts_the_e_mails_is_told_that_they_do() -> None:
    last = found(provider(claims_supported=["sub"]), replace(SETTINGS, trust_emails=True))[-1]
    assert last.answer == "yes" and "trust_emails" in last.sentence


def test_the_secret_is_in_no_sentence_and_goes_to_the_provider_alone() -> None:
    seen: list[Any] = []

    def token(request: Any) -> Any:
        seen.append(request)
        return httpx.Response(400, json={"error": "invalid_grant"})

    findings = found(at("/token", token))
    assert seen[0].headers["authorization"].startswith("Basic ")
    assert not [finding for finding in findings if SETTINGS.client_secret in finding.sentence]
    assert SETTINGS.client_secret not in repr(SETTINGS) and SETTINGS.cookie_secret not in repr(SETTINGS)
