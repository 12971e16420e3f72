"""Three people at once in a real Chromium, with a real provider: by no way does one of them reach a call that is another's alone.

An agent, a coach and a reviewer, each in a browser of their own, each with one call that the two others may not see. Every way is tried by
every one of them on the calls of both others, and told as of a call that never was.
"""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit
from uuid import uuid4

import pytest
from library_calls import a_call, a_recording, a_report, said
from patience import PATIENCE
from real_browser import IN_A_BROWSER, press_still, still, window
from sqlalchemy import update
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from team_dashboard import AMA, knows, sign_in, team_dashboard
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from audio.span import Span
from library.database.schema import SignIn
from library.notes.note import Content
from library.people.persons import Entry
from library.store import Library
from ui.sign_in.settings import new_secret, read_settings

if TYPE_CHECKING:
    from playwright import sync_api as playwright

pytest.importorskip("oidc_provider_mock", reason="a provider to sign in with: pip install oidc-provider-mock")
pytestmark = IN_A_BROWSER

CORA = Entry("cora@house.example", "Cora Lind", ("coach",), None, ("Billing",))
RAE = Entry("rae@house.example", "Rae Poe", ("reviewer",), None, ("Sales",))
NEVER = "never-kept"
WHOSE = {
    "ama": (AMA, "Ama Osei", "Repairs", "zeppelin"),
    "cora": (CORA, "Bo Lane", "Billing", "marmalade"),
    "rae": (RAE, "Sam Vale", "Sales", "quixotic"),
}
"""By short name: who it is, the agent and the team of their call, and a word that is said in it, written under it and in its name."""


@dataclass
class Someone:
    """Somebody in a browser of their own: a window in which their call stands open, with all that went over its socket, and one to roam in."""

    name: str
    page: playwright.Page
    roaming: playwright.Page
    sent: list[bytes] = field(default_factory=list)
    sessions: set[str] = field(default_factory=set)
    printed: str = ""

    @property
    def call(self) -> str:
        return f"call-of-{self.name}"

    @property
    def word(self) -> str:
        return WHOSE[self.name][3]

    @property
    def cookies(self) -> dict[str, str]:
        return {c["name"]: c["value"] for c in self.page.context.cookies() if "name" in c and "value" in c}

    def listen(self) -> None:
        """Write down what goes over the sockets of this browser from now on."""

        def heard(frame: str | bytes) -> None:
            message = ForwardMsg()
            message.ParseFromString(bytes(frame))  # type: ignore[arg-type]
            if message.WhichOneof("type") == "new_session":
                self.sessions.add(message.new_session.initialize.session_id)

        def opened(socket: playwright.WebSocket) -> None:
            socket.on("framesent", lambda frame: self.sent.append(bytes(frame)))  # type: ignore[arg-type, call-overload, unused-ignore]
            socket.on("framereceived", heard)

        self.page.on("websocket", opened)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("team")


@pytest.fixture(scope="module")
def library(home: Path) -> Iterator[Library]:
    """A call each, with a recording, a report, a note and a correction."""
    opened = Library(str(home / "library.db"))
    for k, (name, (_, agent, team, word)) in enumerate(WHOSE.items()):
        recording = opened.keep_recording(a_recording(home / f"{name}.wav", 3.0, 200.0 + 50 * k))
        call = a_call(f"call-of-{name}")
        turns = (*call.turns[:2], said("agent", 8.0, f"We do no {word} refunds, that's our policy."))
        opened.keep_call(
            replace(call, turns=turns), recording, name=f"{word} tickets.wav", agent=agent, team=team,
            date=datetime(2026, 3, 1 + k, tzinfo=UTC),
        )  # fmt: skip
        opened.keep_report(a_report(call.id), "f1")
        opened.notes.add(call.id, "Typed", Content(Span(1.0, 2.0), f"About the {word}.", audience="everybody"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def address(home: Path, issuer: str, library: Library) -> Iterator[str]:
    with team_dashboard(home, issuer) as there:
        for entry in (CORA, RAE):
            library.persons.add(entry)
            knows(issuer, entry.email)
        yield there


@pytest.fixture(scope="module")
def three(browser: playwright.Browser, address: str) -> Iterator[dict[str, Someone]]:
    """All three, signed in, each with their call open, listened to, exported and printed."""
    here = {}
    for name, (entry, *_) in WHOSE.items():
        one = here[name] = someone(browser, name)
        one.listen()
        sign_in(one.page, address, entry.email)
        one.page.get_by_role("button", name="Sign out").wait_for()
    for one in here.values():
        one.page.goto(f"{address}/review?call={one.call}")
        one.page.wait_for_selector(".room[data-ready]")
        still(one.page)
        press_still(one.page, "Export")
        one.printed = exported(one, "Report to print (HTML)").path().read_text(encoding="utf-8")
    yield here
    for one in here.values():
        one.page.context.close()


def someone(browser: playwright.Browser, name: str) -> Someone:
    context = window(browser)
    return Someone(name, context.new_page(), context.new_page())


def exported(one: Someone, button: str = "Table (CSV)") -> playwright.Download:
    """What somebody exports of their call that stands open."""
    with one.page.expect_download() as download:
        press_still(one.page, button)
    return download.value


def others(three: dict[str, Someone], name: str) -> list[Someone]:
    return [one for one in three.values() if one.name != name]


def asked(one: Someone, address: str, deed: Any = None, **headers: str) -> tuple[int, str]:
    """What somebody's own browser is answered, with their cookies; to a ``deed`` that it sends, if it sends one."""
    given: dict[str, Any] = {} if deed is None else {"data": json.dumps(deed), "method": "POST"}
    told = {"Content-Type": "application/json"} if deed is not None else headers
    return answered(one, address, given, told)


def put(one: Someone, address: str) -> tuple[int, str]:
    return answered(one, address, {"method": "PUT"}, {})


def answered(one: Someone, address: str, given: dict[str, Any], headers: dict[str, str]) -> tuple[int, str]:
    place = urlsplit(address)
    origin = f"{place.scheme}://{place.netloc}"
    answer = one.page.context.request.fetch(address, headers={"Origin": origin, **headers}, fail_on_status_code=False, **given)  # fmt: skip
    return answer.status, answer.text()


def text_of(page: playwright.Page) -> str:
    return page.locator("main").inner_text()


@pytest.mark.parametrize("name", WHOSE)
class TestNobodyReachesAnothersCall:
    """Each of them, the calls of both others."""

    def test_by_the_list(self, three: dict[str, Someone], address: str, name: str) -> None:
        page = three[name].roaming
        page.goto(address)
        still(page)
        page.get_by_role("link", name="Calls", exact=True).click()  # who only takes calls has come to their own page
        page.locator("tr[data-call]").first.wait_for()
        still(page)
        listed = [row.get_attribute("data-call") for row in page.locator("tr[data-call]").all()]
        assert listed == [three[name].call]
        for other in others(three, name):
            assert not re.search(f"{other.word}|{WHOSE[other.name][1]}", page.content())

    def test_by_a_search(self, three: dict[str, Someone], address: str, name: str) -> None:
        page = three[name].roaming
        wanted = [one for other in others(three, name) for one in (other.word, WHOSE[other.name][1])]
        for words in (three[name].word, *wanted):
            page.goto(f"{address}/?search={quote(words)}")
            page.get_by_role("textbox", name="Search").first.wait_for()
            still(page)
            assert page.locator("tr[data-call]").count() == int(words == three[name].word), words
            assert not any(other.call in page.content() for other in others(three, name))

    def test_by_a_link(self, three: dict[str, Someone], address: str, name: str) -> None:
        page, told = three[name].roaming, set()
        links = [f"/review?call={other.call}&at=8&find={other.word}" for other in others(three, name)]
        for link in (*links, f"/?call={others(three, name)[0].call}", f"/review?call={NEVER}"):
            page.goto(address + link)
            page.get_by_text("There is no call").wait_for()
            still(page)
            assert page.locator(".room").count() == 0
            told.add(re.sub(r"call-of-\w+|never-kept", "…", text_of(page)))
        assert len(told) == 1

    def test_by_the_ways_beside_the_pages(
        self, three: dict[str, Someone], address: str, library: Library, name: str
    ) -> None:
        note = {"do": "save", "turn": 1, "id": str(uuid4()), "start": 1.0, "end": 2.0, "text": "x", "label": "", "audience": "everybody"}  # fmt: skip
        for other in others(three, name):
            before = library.notes.of(other.call, None)
            for way, deed in (
                ("call-audio/{}", None), ("call-audio/{}?unmasked=1", None), ("call-notes/{}", None), ("call-notes/{}", note),
                ("call-corrections/{}", None), ("call-corrections/{}?unmasked=1", None), ("call-corrections/{}", {"do": "undo", "id": "x"}),
                ("call-evaluations/{}", None), ("call-evaluations/{}", {"do": "start", "form": 1}),
            ):  # fmt: skip
                status, told = asked(three[name], f"{address}/{way.format(other.call)}", deed, Range="bytes=0-9")
                _, never = asked(three[name], f"{address}/{way.format(NEVER)}", deed, Range="bytes=0-9")
                assert (status, told.replace(other.call, "…")) == (404, never.replace(NEVER, "…")), way
            assert library.notes.of(other.call, None) == before
            who = WHOSE[name][0].name
            denied = [event for event in library.audit.walk() if event.act == "denied" and event.who == who]
            assert [event.call_id for event in denied if event.call_id == other.call] == [other.call]
            assert NEVER not in {event.call_id for event in denied}

    def test_by_a_notes_id(self, three: dict[str, Someone], address: str, library: Library, name: str) -> None:
        for other in others(three, name):
            (note,) = library.notes.of(other.call, None)
            for deed in (
                {"do": "reply", "id": note.id, "text": "x", "token": str(uuid4())},
                {"do": "delete", "id": note.id},
                {"do": "undo", "id": note.id},
                {"do": "save", "id": note.id, "version": note.version, "start": 1.0, "end": 2.0, "text": "x", "label": "", "audience": "everybody"},
            ):  # fmt: skip
                status, told = asked(three[name], f"{address}/call-notes/{three[name].call}", {"turn": 1, **deed})
                assert status == 200
                assert "no such note" in json.loads(told)["answer"]["trouble"]
                assert other.word not in told
            assert library.notes.of(other.call, None) == (note,)

    def test_by_the_file_of_an_export(self, three: dict[str, Someone], address: str, name: str) -> None:
        for other in others(three, name):
            file = exported(other).url
            assert asked(other, file) == (200, asked(other, file)[1])
            status, told = asked(three[name], file)
            assert status == 404 and other.word not in told
            (*_, order) = (frame for frame in other.sent if is_order(frame))
            answers = ordered(address, three[name].cookies, other.sent[0], order)
            assert answers and all(b"not yours" in answer and b"/media/" not in answer for answer in answers)

    def test_by_what_a_printed_report_leads_to(self, three: dict[str, Someone], address: str, name: str) -> None:
        for other in others(three, name):
            assert other.word in other.printed
            inside = re.findall(r"""(?:href|src)=["']([^"'#][^"']*)""", other.printed)
            for clip in (*inside, f"call-audio/{other.call}#t=8,10"):
                place = clip if "://" in clip else f"{address}/{clip.lstrip('/')}"
                assert asked(three[name], place)[0] == 404, clip

    def test_by_an_upload_into_anothers_page(self, three: dict[str, Someone], address: str, name: str) -> None:
        for one in three.values():
            for session in one.sessions:
                status, told = put(three[name], f"{address}/_stcore/upload_file/{session}/file")
                refused = (status, "No page here waits" in told)
                assert refused == (404, False) or (one.name == name and refused == (400, True))

    @pytest.mark.parametrize("taking_up", [False, True])
    def test_by_replaying_what_anothers_socket_sent(
        self, three: dict[str, Someone], address: str, name: str, taking_up: bool
    ) -> None:
        for other in others(three, name):
            sent = [*other.sent]
            assert any(map(is_order, sent))
            told = replayed(address, three[name].cookies, sent, max(other.sessions) if taking_up else None)
            assert told
            assert not any(other.word.encode() in frame or b"/media/" in frame for frame in told)

    def test_by_a_cookie_made_by_hand(self, three: dict[str, Someone], address: str, home: Path, name: str) -> None:
        settings = read_settings(home / "sign-in.toml")
        assert settings is not None
        own = three[name].cookies
        for other in others(three, name):
            email, theirs = WHOSE[other.name][0].email, other.cookies[USER_COOKIE_NAME]
            claims = {"iss": settings.issuer, "sub": email, "nonce": "x", "iat": 1, "email": email, "email_verified": True,
                      "origin": settings.origin, "is_logged_in": True, "provider": "default"}  # fmt: skip
            for made in (
                create_signed_value(new_secret(), USER_COOKIE_NAME, json.dumps(claims)).decode(),
                create_signed_value(settings.cookie_secret, USER_COOKIE_NAME, json.dumps(claims)).decode(),
                ".".join((theirs.rsplit(".", 1)[0], own[USER_COOKIE_NAME].rsplit(".", 1)[1])),
                theirs[:-2] + ("AA" if theirs[-2:] != "AA" else "BB"),
            ):
                assert all_refused(address, own | {USER_COOKIE_NAME: made}, other.call), made


def test_each_has_their_own_all_the_while(three: dict[str, Someone], address: str) -> None:
    for one in three.values():
        one.roaming.goto(f"{address}/review?call={one.call}")
        one.roaming.wait_for_selector(".room[data-ready]")
        assert asked(one, f"{address}/call-audio/{one.call}", Range="bytes=0-9")[0] == 206
        status, told = asked(one, f"{address}/call-notes/{one.call}")
        assert status == 200 and one.word in told


def test_who_loses_a_team_exports_nothing_of_it_from_a_page_that_stands_open(
    three: dict[str, Someone], address: str, library: Library
) -> None:
    cora = three["cora"]
    file, offered = exported(cora).url, len(cora.sent)
    assert asked(cora, file)[0] == 200
    try:
        library.persons.change(CORA.email, replace(CORA, coaches=()))
        assert asked(cora, file)[0] == 404
        cora.page.get_by_role("button", name="Table (CSV)").click()
        cora.page.get_by_text("it is not yours").first.wait_for()
    finally:
        library.persons.change(CORA.email, CORA)
    assert len(cora.sent) > offered


@pytest.mark.parametrize("how", ["expired", "ended", "signed out"])
def test_a_cookie_is_worth_nothing_once_its_sign_in_is_over(
    browser: playwright.Browser, address: str, library: Library, how: str
) -> None:
    one = someone(browser, "ama")
    sign_in(one.page, address, AMA.email)
    one.page.get_by_role("button", name="Sign out").wait_for()
    copied = one.cookies
    assert not all_refused(address, copied, one.call)
    if how == "signed out":
        press_still(one.page, "Sign out")
        one.page.wait_for_url(re.compile("end_session"))
    else:
        over = {"expires" if how == "expired" else "ended": datetime.now(UTC)}
        with library.database.write() as session:
            session.execute(update(SignIn).where(SignIn.ended.is_(None)).values(over))
    assert all_refused(address, copied, one.call)
    one.page.context.close()


def parsed(frame: bytes) -> BackMsg:
    message = BackMsg()
    message.ParseFromString(frame)
    return message


def is_order(frame: bytes) -> bool:
    """Whether a browser asks for a file to be made."""
    return parsed(frame).WhichOneof("type") == "backend_operation_request"


def is_answer(frame: bytes) -> bool:
    """Whether a server says what has become of such a file."""
    message = ForwardMsg()
    message.ParseFromString(frame)
    return message.WhichOneof("type") == "backend_operation_response"


def socket_of(address: str, cookies: dict[str, str], session: str | None) -> Any:
    protocols = [Subprotocol(each) for each in ("streamlit", quote(cookies.get("_streamlit_xsrf", "x"), safe="|"), *([session] if session else ()))]  # fmt: skip
    header = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    place = address.replace("http", "ws") + "/_stcore/stream"
    return connect(place, origin=Origin(address), additional_headers=header, subprotocols=protocols, max_size=None)


def ordered(address: str, cookies: dict[str, str], first: bytes, order: bytes) -> list[bytes]:
    """What a socket with these cookies is answered that has a page run by its ``first`` frame, and then sends an ``order``.

    What is about to be sent is thrown away where the page is run again: so it is sent once the page is through, and again each time that
    the page was run since.
    """
    answers: list[bytes] = []
    message = parsed(order)
    with socket_of(address, cookies, None) as socket:
        socket.send(first)
        while not answers:
            frame = bytes(socket.recv(PATIENCE))
            told = ForwardMsg()
            told.ParseFromString(frame)
            request = message.backend_operation_request
            request.session_id = told.new_session.initialize.session_id or request.session_id
            if (
                told.WhichOneof("type") == "script_finished"
                and told.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
            ):
                socket.send(message.SerializeToString())
            answers += filter(is_answer, [frame])
    return answers


SILENCE = 20.0
"""Seconds after which a server that says nothing to what is replayed is taken to say nothing."""


def replayed(address: str, cookies: dict[str, str], frames: list[bytes], session: str | None = None) -> list[bytes]:
    """All that a socket is sent which is opened with these cookies and sends these frames, one after another, each when the last is done;
    what is ordered in them is ordered in the name of the session that was begun for it."""
    told: list[bytes] = []
    own = ""
    ends = {"rerun_script": "script_finished", "backend_operation_request": "backend_operation_response"}
    with socket_of(address, cookies, session) as socket:
        for frame in frames:
            message = parsed(frame)
            if own and is_order(frame):
                message.backend_operation_request.session_id = own
            socket.send(message.SerializeToString())
            wanted = ends.get(parsed(frame).WhichOneof("type") or "")
            while wanted is not None:
                try:
                    told.append(bytes(socket.recv(SILENCE)))
                except TimeoutError:  # it is not answered, so nothing is told
                    break
                except ConnectionClosed:
                    return told
                answer = ForwardMsg()
                answer.ParseFromString(told[-1])
                own = answer.new_session.initialize.session_id or own
                wanted = None if answer.WhichOneof("type") == wanted else wanted
    return told


def all_refused(address: str, cookies: dict[str, str], call: str) -> bool:
    """Whether nothing of a call, and no page, is answered to whoever brings these cookies."""
    place = urlsplit(address)
    cookie = "; ".join(f"{name}={value}" for name, value in cookies.items())
    statuses = set()
    for path in (f"/call-audio/{call}", f"/call-notes/{call}", f"/call-corrections/{call}", "/_stcore/host-config"):
        connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=PATIENCE)
        connection.request("GET", path, headers={"Cookie": cookie})
        statuses.add(connection.getresponse().status)
        connection.close()
    try:
        with socket_of(address, cookies, None):
            statuses.add(101)
    except InvalidStatus as refusal:
        statuses.add(refusal.response.status_code)
    return statuses == {401, 403}
