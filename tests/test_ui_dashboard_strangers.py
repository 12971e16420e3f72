"""Nobody gets in, in a real Chromium: what users and their colleagues write is text on every page, nothing is loaded from
elsewhere, and no other name or page is answered."""

from __future__ import annotations

import http.client
import io
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from by_hand import unfold
from library_calls import a_call, a_moment, a_report
from patience import soon
from real_browser import IN_A_BROWSER, PARCEL, enter, press_still, still

from analysis.report import Moment
from audio.call import Doubt, Word
from audio.span import Span
from library.house import judging, team_rules
from library.house.limits import limits_in_force
from library.notes.note import Content
from library.store import Library
from ui import texts

pytestmark = IN_A_BROWSER
playwright = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser: pip install playwright")

PAGES = ("", "review", "evaluations", "people", "rule-book", "house-rules", "retention", "audit", "about-me")


class Elsewhere:
    """A server that is not ours, which counts what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        asked = self.asked

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_response(200)
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Elsewhere]:
    there = Elsewhere()
    threading.Thread(target=there.server.serve_forever, daemon=True).start()
    yield there
    there.server.shutdown()
    there.server.server_close()


def payloads(e: str) -> list[str]:
    """Twenty strings that would load, run, link or draw something were they taken for markup."""
    return [
        f"![a]({e}/1.png)",
        f'<img src="{e}/2.png">',
        f"<svg/onload=fetch('{e}/3')>",
        f"<script src={e}/4.js></script>",
        f"<style>@import url({e}/5.css);</style>",
        f"<link rel=stylesheet href={e}/6.css>",
        f"<iframe src={e}/7></iframe>",
        f'"><video src={e}/8 autoplay>',
        f"<div style='background:url({e}/9.png)'>x</div>",
        f"[![b]({e}/10.png)]({e}/10)",
        f"![c][r]\n\n[r]: {e}/11.png",
        f"see {e}/12 or www.example.com or a@example.com",
        f"[link]({e}/13) <{e}/13>",
        f":material/home: :red[hot] :blue-badge[{e}/14]",
        f"$\\href{{{e}/15}}{{x}}$ $$\\includegraphics{{{e}/15.png}}$$",
        "# head\n\n- one\n1. two\n\n    code\n***",
        f'```mermaid\ngraph TD; A-->B; click A "{e}/17"\n```',
        f"&lt;img src={e}/18&gt; &#33;[d]({e}/18.png)",
        f"\x1b]8;;{e}/19\x07press\x1b]8;;\x07 \u202egnp.exe",
        f"javascript:fetch('{e}/20')//{{{{constructor.constructor('fetch(\"{e}/20\")')()}}}}",
    ]


def written(text: str) -> str:
    """A text as a page shows it, without what has no width or stands for what acts, each run of blanks as one."""
    seen = texts.printable(text).replace("\N{REPLACEMENT CHARACTER}", "").replace("\u2060", "")
    return re.sub(r"\s+", " ", seen).strip()


def a_stranger(library: Library, k: int, text: str) -> str:
    """A call in which every text that somebody may write is ``text``; its id."""
    call_id = f"stranger{k:02}"
    call = a_call(call_id, source=f"{text}.wav")
    words = tuple(Word(Span(0.5 + 0.3 * n, 0.7 + 0.3 * n), word) for n, word in enumerate(text.split()))
    turns = (replace(call.turns[0], words=words), *call.turns[1:])
    call = replace(call, turns=turns, doubts=(Doubt("clock", text), Doubt("roles", text)))
    moment: Moment = replace(a_moment(), headline=text, because=text, words=text, instead=text)
    report = replace(a_report(call_id, moment), outcome=replace(a_report(call_id).outcome, because=text))
    held = datetime(2026, 1 + k % 6, 5, tzinfo=UTC)
    library.keep_call(call, name=text, date=held, agent=text, team=f"{k} {text}")
    library.keep_report(report, judging.report_fingerprint(library, limits_in_force(library)))
    note = library.notes.add(call_id, text, Content(Span(1, 2), text, text, "everybody"))
    library.notes.reply(note.id, text, text)
    library.mark_reviewed(call_id, text)
    return call_id


@pytest.fixture(scope="module")
def strangers(folder: Path, address: str, elsewhere: Elsewhere) -> dict[str, str]:
    """Calls whose every text is one of the payloads; the payload by the call's id. A job that failed with each beside them."""
    library = Library(str(folder / "library.db"))
    calls = {a_stranger(library, k, text): text for k, text in enumerate(payloads(elsewhere.address))}
    for k, text in enumerate(calls.values()):
        library.enqueue(io.BytesIO(f"no sound {k}".encode()), name=f"{text} {k}.wav")  # type: ignore[arg-type]
    soon(lambda: len(library.queue.jobs(("failed",), newest=50)) == len(calls))
    team_rules.keep_team_rules(library, "\n".join(a_rule(k, text) for k, text in enumerate(calls.values())), 0)
    library.close()
    return calls


def a_rule(k: int, text: str) -> str:
    """A team's own rule in whose every text somebody has written ``text``."""
    quoted = json.dumps(text)
    return (
        f'[stranger{k}]\nstance = "partner"\nspeaker = "agent"\nname = {quoted}\nwhy = {quoted}\ninstead = [{quoted}]\n'
        f"source = {{ who = {quoted}, title = {quoted}, url = {quoted} }}\n"
        f'patterns = ["stranger number {k} here"]\nflag = ["Stranger number {k} here."]\npass = [{quoted}]\n'
    )


class Watched:
    """A page, and what came of it that should not: requests to elsewhere, violations, scripts' mistakes."""

    def __init__(self, page: playwright.Page, address: str) -> None:
        self.page = page
        self.slips: list[str] = []
        page.on("request", lambda request: self._asked(request.url, address))
        page.on("console", lambda line: self._said(line.text))
        page.on("websocket", lambda line: self._asked(line.url.replace("ws:", "http:"), address))

    def _asked(self, url: str, address: str) -> None:
        if urlsplit(url).scheme not in ("data", "blob") and not url.startswith(address + "/"):
            self.slips.append(url)

    def _said(self, text: str) -> None:
        if "Content Security Policy" in text or "Refused to" in text:
            self.slips.append(text)

    def links(self) -> list[str]:
        """Where links lead that the page holds, those within it and of our own rule book left out; pictures from elsewhere."""
        found: list[str] = self.page.evaluate(
            """() => {
                const all = (root) => [...root.querySelectorAll("*")].flatMap((e) => [e, ...(e.shadowRoot ? all(e.shadowRoot) : [])]);
                return all(document).flatMap((e) => [e.href?.baseVal ?? e.href, e.src, e.srcdoc]).filter((x) => typeof x === "string" && x);
            }"""
        )
        return found


@pytest.fixture
def watched(page: playwright.Page, address: str) -> Watched:
    return Watched(page, address)


def settle(page: playwright.Page) -> None:
    page.get_by_role("heading").first.wait_for()
    still(page)


def foreign(links: list[str], elsewhere: Elsewhere) -> list[str]:
    return [
        link for link in links if link.startswith((elsewhere.address, "javascript:", "http://www.example", "mailto:"))
    ]


def test_what_people_write_is_text_on_the_review_page(
    watched: Watched, address: str, strangers: dict[str, str], elsewhere: Elsewhere
) -> None:
    for call, text in strangers.items():
        enter(watched.page, address, call)
        assert written(text) in written(watched.page.locator(".call-head").inner_text())
        assert f"Reviewed by {written(text)}" in written(watched.page.locator(".st-key-onwards").inner_text())
        watched.page.get_by_role("tab", name="Notes").click()
        note = watched.page.locator(".card.note")
        assert written(note.locator(".text").first.inner_text()) == written(text)
        assert foreign(watched.links(), elsewhere) == []
    assert (watched.slips, elsewhere.asked) == ([], [])


def test_what_people_write_is_text_on_the_other_pages(
    watched: Watched, address: str, strangers: dict[str, str], elsewhere: Elsewhere, folder: Path
) -> None:
    for place in PAGES:
        watched.page.goto(f"{address}/{place}")
        settle(watched.page)
        assert foreign(watched.links(), elsewhere) == []
        if place == "people":
            playwright.expect(watched.page.locator("svg polyline")).to_have_count(9)  # of three kinds, for three widths
        if place == "rule-book":
            watched.page.get_by_role("tab", name="Partnering").click()
            rules = written(watched.page.get_by_role("tabpanel").first.inner_text())
            assert [text for text in strangers.values() if written(text) not in rules] == []
    watched.page.goto(address)
    settle(watched.page)
    watched.page.get_by_text("could not be reviewed").click()
    watched.page.get_by_role("button", name="Dismiss", exact=True).last.wait_for()
    settle(watched.page)
    shown = written(watched.page.locator("[data-testid=stMain]").inner_text())
    for k, text in enumerate(strangers.values()):
        assert written(f"{text} {k}.wav") in shown
    watched.page.get_by_role("button", name="Filter").click()
    watched.page.get_by_label("Agent").last.click()
    watched.page.get_by_role("option").first.wait_for()
    assert foreign(watched.links(), elsewhere) == []
    assert (watched.slips, elsewhere.asked) == ([], [])


def test_an_address_that_somebody_made_up_is_text(
    watched: Watched, address: str, strangers: dict[str, str], elsewhere: Elsewhere
) -> None:
    for text in (*strangers.values(), "9" * 5000, "\0"):
        watched.page.goto(f"{address}/review?call={quote(text, safe='')}")
        watched.page.get_by_role("alert").wait_for()
        assert foreign(watched.links(), elsewhere) == []
    call = next(iter(strangers))
    for at in ("nan", "1e999", "-inf", "9" * 5000, "-3", "<script>", quote(f"![a]({elsewhere.address}/at)", safe="")):
        enter(watched.page, address, call, f"&at={at}")
        assert 0 <= float(watched.page.locator(".playhead").get_attribute("data-time") or "nan") <= 30
    assert (watched.slips, elsewhere.asked) == ([], [])


def test_who_one_says_one_is_is_text_too(
    browser: playwright.Browser, watched: Watched, address: str, strangers: dict[str, str], elsewhere: Elsewhere
) -> None:
    call, text = next(iter(strangers.items()))
    watched.page.context.add_cookies([{"name": "sameside_author", "value": quote(text, safe=""), "url": address}])
    enter(watched.page, address, call)
    watched.page.get_by_text(re.compile("^You: ")).wait_for()
    assert written(watched.page.get_by_text(re.compile("^You: ")).inner_text()) == f"You: {written(text)}"
    assert (watched.slips, elsewhere.asked, foreign(watched.links(), elsewhere)) == ([], [], [])


def test_the_report_to_print_is_text(
    watched: Watched, address: str, strangers: dict[str, str], elsewhere: Elsewhere, tmp_path: Path
) -> None:
    enter(watched.page, address, list(strangers)[2])
    watched.page.get_by_role("button", name="Export").click()
    with watched.page.expect_download() as coming:
        press_still(watched.page, "Report to print (HTML)")
    report = tmp_path / "report.html"
    coming.value.save_as(report)
    watched.page.goto(report.as_uri())
    assert written(list(strangers.values())[2]) in written(watched.page.locator("body").inner_text())
    assert elsewhere.asked == []
    assert watched.page.evaluate("() => document.querySelectorAll('script, img, iframe, link, a').length") == 0


def test_a_file_is_brought_heard_and_played_under_the_policy(
    watched: Watched, address: str, folder: Path, elsewhere: Elsewhere
) -> None:
    watched.page.goto(address)
    unfold(watched.page, "Upload")
    watched.page.set_input_files("input[type=file]", [str(PARCEL), str(PARCEL.with_suffix(".vtt"))])
    press_still(watched.page, "Review it")
    watched.page.get_by_role("link", name="parcel pushed", exact=True).click()
    watched.page.wait_for_selector(".room[data-ready]")
    still(watched.page)
    watched.page.get_by_role("button", name="Play", exact=True).click()
    watched.page.locator(".w.now").first.wait_for()
    assert (watched.slips, elsewhere.asked) == ([], [])
    assert not [path for path in (folder / "uploads").rglob("*") if path.is_file() and path.name != "lock"]


@contextmanager
def asked(address: str, method: str, path: str, **headers: str) -> Iterator[http.client.HTTPResponse]:
    """What is answered to a request with just these headers; ``_`` stands for ``-``."""
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname or "", place.port)
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in {"Host": place.netloc, **headers}.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    yield connection.getresponse()
    connection.close()


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:{port}"},
        {"Host": "localhost:1"},
        {"Host": "localhost"},
        {"Host": "localhost:{port}.evil.example"},
        {"Host": "localhost:{port}@evil.example"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:{port}.evil.example"},
        {"Origin": "http://localhost:1"},
    ],
)
def test_other_names_and_pages_are_not_answered(address: str, headers: dict[str, str]) -> None:
    told = {name: value.format(port=urlsplit(address).port) for name, value in headers.items()}
    for method, path in (
        ("GET", "/"),
        ("GET", "/call-audio/x"),
        ("GET", "/static/x.js"),
        ("PUT", "/_stcore/upload_file/a/b"),
    ):
        with asked(address, method, path, **told) as answer:
            assert answer.status == 403 and answer.read().startswith(b"This dashboard")
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec_WebSocket_Version": "13",
        "Sec_WebSocket_Key": "c2FtZXNpZGVzYW1lc2lkZQ==",
    }
    with asked(address, "GET", "/_stcore/stream", **upgrade, **told) as answer:
        assert answer.status == 403


def test_our_own_names_are_answered(address: str) -> None:
    port = urlsplit(address).port
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec_WebSocket_Version": "13",
        "Sec_WebSocket_Key": "c2FtZXNpZGVzYW1lc2lkZQ==",
    }
    for name in ("localhost", "127.0.0.1", "[::1]", "LocalHost"):
        with asked(address, "GET", "/_stcore/health", Host=f"{name}:{port}", Origin=f"http://{name}:{port}") as answer:
            assert answer.status == 200
        with asked(
            address, "GET", "/_stcore/stream", **upgrade, Host=f"{name}:{port}", Origin=f"http://{name}:{port}"
        ) as answer:
            assert answer.status == 101


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_link_from_another_page_is_followed_and_nothing_else_of_it(address: str, site: str) -> None:
    def status(method: str, mode: str, dest: str) -> int:
        with asked(address, method, "/", Sec_Fetch_Site=site, Sec_Fetch_Mode=mode, Sec_Fetch_Dest=dest) as answer:
            return answer.status

    assert status("GET", "navigate", "document") == 200
    assert {status("GET", "no-cors", dest) for dest in ("image", "audio", "script", "style")} == {403}
    assert {status("GET", "navigate", "iframe"), status("POST", "navigate", "document")} == {403}


def test_every_answer_has_the_headers(address: str, call: str) -> None:
    paths = ("/", "/people", "/static/none.js", "/favicon.png", "/_stcore/health", "/_stcore/host-config", f"/call-audio/{call}",
             "/call-audio/none", "/_stcore/upload_file/a/b", "/component/none/none", "/media/none", "/..%2f..")  # fmt: skip
    for path in paths:
        for method, more in (("GET", {}), ("PUT", {"Origin": address}), ("GET", {"Host": "evil.example"})):
            with asked(address, method, path, **more) as answer:
                policy = dict(
                    part.split(" ", 1) for part in (answer.headers["Content-Security-Policy"] or "").split("; ")
                )
                assert policy["frame-ancestors"] == policy["object-src"] == policy["frame-src"] == "'none'"
                own = {
                    "'self'",
                    "'none'",
                    "'unsafe-inline'",
                    "data:",
                    "blob:",
                    f"ws://{urlsplit(address).netloc}",
                    f"wss://{urlsplit(address).netloc}",
                }
                sources = {source for listed in policy.values() for source in listed.split()}
                assert {source for source in sources - own if not source.startswith("'sha256-")} == set()
                assert "'unsafe-inline'" not in policy["script-src"] and "'unsafe-eval'" not in policy["script-src"]
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                assert answer.headers["Referrer-Policy"] == "same-origin"
                if path.startswith("/call-audio") and answer.status != 403 and method == "GET":
                    assert answer.headers["Cache-Control"] == "no-store"
