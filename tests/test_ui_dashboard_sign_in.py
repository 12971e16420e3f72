"""Signing in, in a real Chromium, with a real provider: who comes in, who does not, and when it ends."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import pytest
from patience import PATIENCE
from real_browser import IN_A_BROWSER, still, window
from sqlalchemy import select, update
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from team_dashboard import ADA, AMA, BEN, CONTACT, EVERYBODY, give_name, knows, provider, sign_in, team_dashboard
from websockets.typing import Origin, Subprotocol

from library.database.schema import SignIn
from library.store import Library
from ui.sign_in.settings import new_secret, read_settings

if TYPE_CHECKING:
    from playwright import sync_api as playwright

pytest.importorskip("oidc_provider_mock", reason="a provider to sign in with: pip install oidc-provider-mock")
pytestmark = IN_A_BROWSER

Enter = Callable[[str], "playwright.Page"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("team")


@pytest.fixture(scope="module")
def address(home: Path, issuer: str) -> Iterator[str]:
    with team_dashboard(home, issuer) as there:
        yield there


@pytest.fixture
def library(home: Path, address: str) -> Iterator[Library]:
    """The team's library, with everybody in it as they were."""
    opened = Library(str(home / "library.db"))
    yield opened
    here = {person.entry.email: person for person in opened.persons.all(with_left=True)}
    for entry in EVERYBODY:
        if here[entry.email].left is not None:
            opened.persons.bring_back(entry.email, entry.roles)
        opened.persons.change(entry.email, entry)
    opened.close()


@pytest.fixture
def enter(browser: playwright.Browser, address: str) -> Iterator[Enter]:
    """Opens a browser of somebody's own, in which they have signed in."""
    opened: list[Any] = []

    def entered(email: str) -> playwright.Page:
        opened.append(window(browser))
        page = opened[-1].new_page()
        sign_in(page, address, email)
        page.get_by_role("button", name="Sign out").wait_for()
        still(page)
        return page

    yield entered
    for context in opened:
        context.close()


@pytest.fixture
def outside(browser: playwright.Browser) -> Iterator[playwright.Page]:
    """The browser of somebody who has not signed in."""
    context = window(browser)
    yield context.new_page()
    context.close()


def who(page: playwright.Page) -> str:
    return page.locator(".st-key-signed-in").inner_text().splitlines()[0]


def click_somewhere(page: playwright.Page) -> None:
    page.get_by_role("link", name="Rule book").click()


def text_of(page: playwright.Page) -> str:
    return page.locator("main").inner_text()


@contextmanager
def asked(address: str, path: str, **headers: str) -> Iterator[http.client.HTTPResponse]:
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=PATIENCE)
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    yield connection.getresponse()
    connection.close()


UPGRADE = {
    "Connection": "Upgrade", "Upgrade": "websocket", "Sec_WebSocket_Version": "13", "Sec_WebSocket_Key": "c2FtZXNpZGVzYW1lc2lkZQ==",
}  # fmt: skip
CLOSED = (
    "/call-audio/x",
    "/call-notes/x",
    "/media/x.json",
    "/component/x/y",
    "/_stcore/host-config",
    "/_stcore/upload_file/a/b",
)


def reached(address: str, cookies: dict[str, str]) -> dict[str, int]:
    """What is answered to a program that brings these cookies, by address."""
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
    found = {}
    for path in CLOSED:
        with asked(address, path, Cookie=cookie) as answer:
            found[path] = answer.status
    with asked(address, "/_stcore/stream", Cookie=cookie, Origin=address, **UPGRADE) as answer:
        found["socket"] = answer.status
    return found


def cookies_of(page: playwright.Page) -> dict[str, str]:
    return {
        cookie["name"]: cookie["value"] for cookie in page.context.cookies() if "name" in cookie and "value" in cookie
    }


NOTHING = dict.fromkeys(CLOSED, 401) | {"socket": 403}


def test_who_is_not_signed_in_reaches_nothing(address: str, outside: playwright.Page) -> None:
    assert reached(address, {}) == NOTHING
    sockets: list[str] = []
    outside.on("websocket", lambda socket: sockets.append(socket.url))
    for path in ("", "/review?call=x", "/people", "/house-rules"):
        outside.goto(address + path)
        assert "Sign in to SameSide" in text_of(outside)
        assert outside.locator("script").count() == 0
    assert sockets == []
    with asked(address, "/_stcore/health") as answer:
        assert answer.status == 200


def test_one_signs_in_and_is_where_one_wanted_to_be(address: str, outside: playwright.Page) -> None:
    sign_in(outside, f"{address}/rule-book?said=x", AMA.email)
    outside.get_by_role("heading", name="Rule book").wait_for()
    assert outside.url.endswith("/rule-book?said=x")
    assert who(outside) == "Ama Osei · agent"
    kept = {c["name"]: c for c in outside.context.cookies() if "name" in c}
    assert kept[USER_COOKIE_NAME]["httpOnly"] and kept[USER_COOKIE_NAME]["sameSite"] == "Lax"
    lasts = kept[USER_COOKIE_NAME]["expires"] - datetime.now(UTC).timestamp()
    assert 7.5 * 3600 < lasts <= 8 * 3600


def test_two_people_in_two_browsers_are_each_themselves(enter: Enter) -> None:
    ama, ben = enter(AMA.email), enter(BEN.email)
    for page, name in ((ama, "Ama Osei · agent"), (ben, "Ben Carr · coach"), (ama, "Ama Osei · agent")):
        click_somewhere(page)
        page.get_by_role("heading", name="Rule book").wait_for()
        assert who(page) == name


def test_who_is_not_known_gets_a_friendly_no(address: str, issuer: str, outside: playwright.Page) -> None:
    knows(issuer, "eve@elsewhere.example")
    sign_in(outside, address, "eve@elsewhere.example")
    outside.get_by_role("heading", name="You are not known here yet").wait_for()
    assert f"Ask {CONTACT} to add eve@elsewhere.example" in text_of(outside)
    assert not re.search(r"(?i)streamlit|traceback|oauth|ada@", outside.content())
    assert reached(address, cookies_of(outside)) == NOTHING


def test_who_was_not_known_comes_in_once_added(
    address: str, issuer: str, library: Library, outside: playwright.Page
) -> None:
    knows(issuer, "new@house.example")
    sign_in(outside, address, "new@house.example")
    outside.get_by_role("heading", name="You are not known here yet").wait_for()
    library.persons.add(replace(BEN, email="new@house.example", name="Newa"))
    outside.get_by_role("link", name="Try again").click()
    give_name(outside, "new@house.example")
    outside.get_by_role("button", name="Sign out").wait_for()
    assert who(outside) == "Newa · coach"


@pytest.mark.parametrize("verified", [False, None, "no"])
def test_an_e_mail_that_is_not_verified_is_refused(
    address: str, issuer: str, browser: playwright.Browser, verified: Any
) -> None:
    knows(issuer, "ada2", email=ADA.email, email_verified=verified)
    context = window(browser)
    page = context.new_page()
    sign_in(page, address, "ada2")
    page.get_by_role("heading", name="Your address is not verified").wait_for()
    assert reached(address, cookies_of(page)) == NOTHING
    context.close()


def test_an_account_without_an_e_mail_is_told_so(address: str, issuer: str, outside: playwright.Page) -> None:
    knows(issuer, "nomail", email="")
    sign_in(outside, address, "nomail")
    outside.get_by_role("heading", name="Your account has no e-mail address").wait_for()


def test_another_account_with_somebodys_e_mail_is_not_them(
    address: str, issuer: str, enter: Enter, outside: playwright.Page
) -> None:
    enter(AMA.email)
    knows(issuer, "another ama", email=AMA.email)
    sign_in(outside, address, "another ama")
    outside.get_by_role("heading", name="This address belonged to another account").wait_for()
    assert reached(address, cookies_of(outside)) == NOTHING


def test_a_sign_in_that_is_broken_off_says_so(address: str, outside: playwright.Page) -> None:
    outside.goto(address)
    outside.get_by_role("link", name="Sign in", exact=True).click()
    outside.get_by_role("button", name="Deny").click()
    outside.get_by_role("heading", name="That did not work").wait_for()
    for made_up in ("?state=x&code=y", "?error=<b>x</b>"):
        outside.goto(f"{address}/oauth2callback{made_up}")
        outside.get_by_role("heading", name="That did not work").wait_for()


def test_signing_out_ends_it_for_every_tab_and_for_its_cookie(
    address: str, enter: Enter, outside: playwright.Page
) -> None:
    page = enter(AMA.email)
    other = page.context.new_page()
    other.goto(address)
    other.get_by_role("button", name="Sign out").wait_for()
    kept = page.context.cookies()
    held = cookies_of(page)
    assert reached(address, held)["socket"] == 101
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile("end_session"))
    assert reached(address, held) == NOTHING
    click_somewhere(other)
    other.get_by_text("You are signed out").wait_for()
    assert other.get_by_role("heading", name="Rule book").count() == 0
    outside.context.add_cookies(kept)  # type: ignore[arg-type]
    outside.goto(f"{address}/rule-book")
    assert "Sign in to SameSide" in text_of(outside)


@pytest.mark.parametrize("how", ["expired", "removed", "ended"])
def test_a_sign_in_that_is_over_ends_at_the_next_click(address: str, library: Library, enter: Enter, how: str) -> None:
    page = enter(AMA.email)
    held = cookies_of(page)
    if how == "removed":
        library.persons.remove(AMA.email)
    else:
        over = {"expires" if how == "expired" else "ended": datetime.now(UTC)}
        with library.database.write() as session:
            session.execute(update(SignIn).where(SignIn.ended.is_(None)).values(over))
    assert reached(address, held) == NOTHING
    click_somewhere(page)
    page.get_by_text("You are signed out").wait_for()
    assert page.get_by_role("heading", name="Rule book").count() == 0
    page.reload()
    heading = "You are not known here yet" if how == "removed" else "Sign in to SameSide"
    page.get_by_role("heading", name=heading).wait_for()


def test_signing_in_anew_from_where_it_ended(library: Library, enter: Enter) -> None:
    page = enter(AMA.email)
    with library.database.write() as session:
        session.execute(update(SignIn).values(expires=datetime.now(UTC)))
    click_somewhere(page)
    page.get_by_role("button", name="Sign in", exact=True).click()
    give_name(page, AMA.email)
    page.get_by_role("button", name="Sign out").wait_for()


def test_a_role_is_lost_at_the_next_click(library: Library, enter: Enter) -> None:
    page = enter(BEN.email)
    assert who(page) == "Ben Carr · coach"
    library.persons.change(BEN.email, replace(BEN, roles=("reviewer",)))
    click_somewhere(page)
    page.get_by_role("heading", name="Rule book").wait_for()
    assert who(page) == "Ben Carr · reviewer"


def test_a_cookie_made_by_hand_reaches_nothing(home: Path, address: str, enter: Enter, library: Library) -> None:
    page = enter(AMA.email)
    held = cookies_of(page)
    settings = read_settings(home / "sign-in.toml")
    assert settings is not None
    with library.database.read() as session:
        row = session.scalars(select(SignIn).order_by(SignIn.began.desc())).first()
    assert row is not None
    claims = {"iss": settings.issuer, "sub": ADA.email, "nonce": "x", "iat": 1, "email": ADA.email, "email_verified": True,
              "origin": settings.origin, "is_logged_in": True, "provider": "default"}  # fmt: skip

    def signed(secret: str, name: str = USER_COOKIE_NAME) -> str:
        return create_signed_value(secret, name, json.dumps(claims)).decode()

    body, stamp, seal = held[USER_COOKIE_NAME].rsplit(".", 2)
    for made in (
        signed(new_secret()),
        signed(""),
        signed(settings.cookie_secret, "_streamlit_user_tokens"),
        signed(settings.cookie_secret),  # by who knows the secret: no sign-in of that name was ever begun
        f"{body[:-2]}AA.{stamp}.{seal}",
        row.id,
        "chunks-3",
        "é",
    ):
        assert reached(address, held | {USER_COOKIE_NAME: made}) == NOTHING, made


def session_id(frame: bytes) -> str:
    """The name of the session that a message from the server begins; empty where it begins none."""
    message = ForwardMsg()
    message.ParseFromString(frame)
    return message.new_session.initialize.session_id if message.WhichOneof("type") == "new_session" else ""


def taken_up(address: str, cookies: dict[str, str], session: str) -> str:
    """The session that a socket gets which asks for ``session``."""
    from websockets.sync.client import connect

    protocols = [Subprotocol(each) for each in ("streamlit", quote(cookies["_streamlit_xsrf"], safe="|"), session)]
    header = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    place = address.replace("http", "ws") + "/_stcore/stream"
    asking = BackMsg()
    asking.rerun_script.query_string = ""
    with connect(
        place, origin=Origin(address), additional_headers=header, subprotocols=protocols, max_size=None
    ) as socket:
        socket.send(asking.SerializeToString())
        while True:
            if found := session_id(bytes(socket.recv(PATIENCE))):  # type: ignore[arg-type]
                return found


def test_nobody_takes_up_anothers_session(address: str, enter: Enter) -> None:
    ama, ben = enter(AMA.email), enter(BEN.email)
    begun: list[str] = []
    ben.on("websocket", lambda socket: socket.on("framereceived", lambda frame: begun.append(session_id(frame))))
    ben.reload()
    ben.get_by_role("button", name="Sign out").wait_for()
    (session,) = filter(None, set(begun))
    assert taken_up(address, cookies_of(ama), session) != session
    assert taken_up(address, cookies_of(ben), session) == session  # who it belongs to may


def test_a_link_from_elsewhere_signs_nobody_out(address: str, enter: Enter) -> None:
    page = enter(AMA.email)
    cookie = "; ".join(f"{name}={value}" for name, value in cookies_of(page).items())
    navigates = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"}
    with asked(address, "/auth/logout", Cookie=cookie, **navigates) as answer:
        assert answer.status == 403
    assert reached(address, cookies_of(page))["socket"] == 101


def test_a_provider_that_is_gone_is_said(browser: playwright.Browser, tmp_path: Path) -> None:
    with ExitStack() as running:
        issuer = running.enter_context(provider())
        with team_dashboard(tmp_path, issuer) as there:
            running.close()
            context = window(browser)
            page = context.new_page()
            page.goto(there)
            page.get_by_role("link", name="Sign in", exact=True).click()
            page.get_by_role("heading", name="The sign-in cannot be reached").wait_for()
            assert CONTACT in text_of(page)
            context.close()
