"""Behind a reverse proxy: its word is taken where it is named, and a real one with https and a path of its own leads people in."""

from __future__ import annotations

import asyncio
import datetime
import ipaddress
import re
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from patience import PATIENCE
from real_browser import IN_A_BROWSER, free_port, still, window
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send
from team_dashboard import AMA, give_name, provider, team_dashboard

from ui.dashboard.sign_in.proxies import BasePath, Forwarded, WithoutBasePath

if TYPE_CHECKING:
    from playwright import sync_api as playwright

PROXY = ipaddress.ip_network("10.0.0.0/24")


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Says what it has been asked."""
    headers = dict(scope["headers"])
    forwarded = sorted(name.decode() for name in headers if b"forwarded" in name or name == b"x-real-ip")
    said = (scope["scheme"], scope["client"][0], headers[b"host"].decode(), scope["path"], *forwarded)
    await PlainTextResponse(" ".join(said))(scope, receive, send)


SAID = {
    "X-Forwarded-Proto": "https", "X-Forwarded-Host": "coach.example", "X-Forwarded-For": "6.6.6.6, 192.0.2.9, 10.0.0.7",
    "X-Real-IP": "6.6.6.6", "Forwarded": "for=6.6.6.6;host=evil.example", "X-Forwarded-Port": "1",
}  # fmt: skip


@pytest.mark.parametrize("sender", ["10.0.0.5", "::ffff:10.0.0.5"])
def test_a_named_proxys_word_is_taken_and_its_own_name_for_the_sender(sender: str) -> None:
    client = TestClient(Forwarded(echo, [PROXY]), base_url="http://inside:8501", client=(sender, 1))
    assert client.get("/x", headers=SAID).text == "https 192.0.2.9 coach.example /x"
    assert client.get("/x").text == f"http {sender} inside:8501 /x"


@pytest.mark.parametrize("sender", ["10.0.1.5", "127.0.0.1", "192.0.2.9", "testclient"])
@pytest.mark.parametrize("proxies", [[PROXY], []])
def test_nobody_elses_word_is_taken_or_handed_on(sender: str, proxies: list[Any]) -> None:
    client = TestClient(Forwarded(echo, proxies), base_url="http://inside:8501", client=(sender, 1))
    assert client.get("/x", headers=SAID).text == f"http {sender} inside:8501 /x"


def test_the_path_is_taken_off_and_put_on_again() -> None:
    client = TestClient(WithoutBasePath(echo, "a/b"), follow_redirects=False)
    assert client.get("/a/b/review").text.split()[3] == "/review"
    assert [client.get(path).headers["location"] for path in ("/", "/a/b")] == ["/a/b/"] * 2
    assert [client.get(path).status_code for path in ("/review", "/a/bc/review", "/a")] == [404] * 3
    assert client.get("/_stcore/health").status_code == 200
    assert TestClient(BasePath(echo, "a/b")).get("/review").text.split()[3] == "/a/b/review"
    assert TestClient(BasePath(WithoutBasePath(echo, ""), "")).get("/review").text.split()[3] == "/review"


def certificate(folder: Path) -> ssl.SSLContext:
    """A certificate for this machine, made by itself."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    built = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False).sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = folder / "proxy.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem.write_bytes(private + built.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


@contextmanager
def https_proxy(port: int, behind: int, context: ssl.SSLContext) -> Iterator[None]:
    """A reverse proxy on ``port`` that takes https, says so to what is ``behind`` it, and asks it by a name of its own."""

    async def copy(source: asyncio.StreamReader, drain: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await source.read(65536):
                drain.write(data)
                await drain.drain()
        drain.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            is_socket = re.search(r"(?im)^upgrade: websocket", head) is not None
            host = re.search(r"(?im)^host: (.*)\r$", head)
            assert host is not None
            more = f"X-Forwarded-Proto: https\r\nX-Forwarded-Host: {host[1]}\r\nX-Forwarded-For: 192.0.2.9\r\n"
            if not is_socket:  # one request a connection, so that each has its head written
                head = re.sub(r"(?im)^connection: .*\r\n", "", head)
                more += "Connection: close\r\n"
            head = re.sub(r"(?im)^host: .*\r$", f"Host: inside:{behind}\r", head)
            theirs, ours = await asyncio.open_connection("127.0.0.1", behind)
            ours.write((head[:-2] + more + "\r\n").encode("latin-1"))
            await asyncio.gather(copy(reader, ours), copy(theirs, writer))

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    starting = asyncio.start_server(serve, "127.0.0.1", port, ssl=context)
    server = asyncio.run_coroutine_threadsafe(starting, loop).result(PATIENCE)
    try:
        yield
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


class TestInABrowser:
    pytestmark = IN_A_BROWSER

    def test_people_sign_in_by_https_beneath_a_path(self, browser: playwright.Browser, tmp_path: Path) -> None:
        port = free_port()
        outside = f"https://localhost:{port}/coaching"
        with (
            provider() as issuer,
            team_dashboard(tmp_path, issuer, address=outside, proxies=["127.0.0.1"]) as inside,
            https_proxy(port, int(inside.rsplit(":", 1)[1]), certificate(tmp_path)),
        ):
            context = window(browser, ignore_https_errors=True)
            page = context.new_page()
            slips: list[str] = []
            page.on("pageerror", lambda slip: slips.append(str(slip)))
            page.goto(f"https://localhost:{port}/")
            assert page.url == f"{outside}/"
            page.goto(f"{outside}/rule-book")
            page.get_by_role("link", name="Sign in", exact=True).click()
            give_name(page, AMA.email)
            page.get_by_role("heading", name="Rule book").wait_for()
            still(page)
            assert page.url == f"{outside}/rule-book"
            ours = [cookie for cookie in context.cookies() if cookie.get("path", "").startswith("/coaching")]
            assert ours and all(
                cookie.get("secure")
                for cookie in context.cookies()
                if cookie.get("domain") == "localhost" and cookie.get("name", "").startswith(("_streamlit", "sameside"))
            )
            page.get_by_role(
                "link", name="Evaluations", exact=True
            ).click()  # the last ones stand under “more” in a narrow window
            page.get_by_role("heading", name="Evaluations").wait_for()
            assert page.url == f"{outside}/evaluations"
            page.get_by_role("button", name="Sign out").click()
            page.wait_for_url(re.compile("end_session"))
            page.goto(f"{outside}/house-rules")
            page.get_by_role("heading", name="Sign in to SameSide").wait_for()
            assert slips == []
            context.close()

    def test_who_comes_round_the_proxy_is_told_the_name(self, browser: playwright.Browser, tmp_path: Path) -> None:
        asked = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Host: coach.example\r\nConnection: close\r\n\r\n"
        with (
            provider() as issuer,
            team_dashboard(tmp_path, issuer, address="https://coach.example") as inside,
            socket.create_connection(("127.0.0.1", int(inside.rsplit(":", 1)[1]))) as connection,
        ):
            connection.sendall(asked)
            answer = b"".join(iter(lambda: connection.recv(65536), b"")).decode()
        assert answer.startswith("HTTP/1.1 403") and "Open it as https://coach.example" in answer
