"""A team's dashboard for the tests: a real provider of identities, people who may sign in, and windows in which they do."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from real_browser import ROOT, serving

from library.people.persons import Entry
from library.store import Library
from ui.sign_in.settings import new_secret, write_settings

if TYPE_CHECKING:
    from playwright import sync_api as playwright

ADA = Entry("ada@house.example", "Ada Ek", ("admin",))
AMA = Entry("ama@house.example", "Ama Osei", ("agent",), "Repairs", (), ("4711",))
BEN = Entry("ben@house.example", "Ben Carr", ("coach",), None, ("Repairs",))
EVERYBODY = (ADA, AMA, BEN)
CONTACT = "the help desk, extension 12"
SERVE = "import team_dashboard; team_dashboard.set_up(library, port, {values!r}); from ui.dashboard.server import serve; serve(library, port, True)"


@contextmanager
def provider() -> Iterator[str]:
    """A provider of identities on this machine; its issuer."""
    import oidc_provider_mock

    with oidc_provider_mock.run_server_in_thread() as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with provider() as there:
        yield there


def knows(issuer: str, account: str, **claims: Any) -> None:
    """Let the provider know somebody by an account, whose e-mail is called the same where ``claims`` do not say another."""
    body = json.dumps({"email": account, "email_verified": True, "name": account, **claims}).encode()
    request = urllib.request.Request(
        f"{issuer}/users/{quote(account)}", body, {"Content-Type": "application/json"}, method="PUT"
    )
    urllib.request.urlopen(request).close()


def set_up(library: str, port: int, values: dict[str, Any]) -> None:
    """The settings of a team's dashboard that is about to be served there, in its own process."""
    own = {"client_id": "sameside", "client_secret": "between us", "cookie_secret": new_secret(), "contact": CONTACT}
    write_settings(Path(library).parent / "sign-in.toml", {"address": f"http://localhost:{port}", **own, **values})


@contextmanager
def team_dashboard(folder: Path, issuer: str, **values: Any) -> Iterator[str]:
    """The address of a dashboard of its own that people sign in to."""
    library = Library(str(folder / "library.db"))
    for entry in EVERYBODY:
        library.persons.add(entry)
        knows(issuer, entry.email)
    library.close()
    home = {
        "HF_HUB_CACHE": str(folder / "models"), "XDG_DATA_HOME": str(folder / "data"),
        "PYTHONPATH": f"{ROOT}:{Path(__file__).parent}",
    }  # fmt: skip
    with serving(SERVE.format(values={"issuer": issuer, **values}), folder / "library.db", home) as address:
        yield address


def sign_in(page: playwright.Page, address: str, email: str) -> None:
    """Go through the provider as somebody, from wherever the dashboard says that one has to sign in."""
    page.goto(address)
    page.get_by_role("link", name="Sign in", exact=True).click()
    give_name(page, email)


def give_name(page: playwright.Page, email: str) -> None:
    """Say at the provider who one is."""
    page.get_by_placeholder("sub").fill(email)
    page.get_by_role("button", name="Authorize", exact=True).click()
