"""Uploads lie on the disk, not in memory, and go with the page; each kind has its limit. In a real Chromium."""

from __future__ import annotations

import asyncio
import errno
import http.client
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from patience import soon
from real_browser import IN_A_BROWSER, ROOT, serving, still

from audio.errors import InputError
from audio.transcripts.reader import LONGEST
from library.store import Library
from ui.dashboard import uploads
from ui.dashboard.uploads import MB, Kept, Upload, UploadedFiles

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright drives the browser: pip install playwright")
browser_tests = [
    *IN_A_BROWSER,
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc"),
]

BIG, GROWTH = 460 * MB, 100 * MB
"""Bytes of an upload, and by how many the server may grow with it."""

NO_FOREIGN_CONNECTION = """
import os, socket
def told(real):
    def telling(*args, **kwargs):
        with open(os.environ["CALLED"], "a") as file:
            file.write(f"{args}\\\\n")
        return real(*args, **kwargs)
    return telling
def connect(self, address, real=socket.socket.connect):
    if self.family in (socket.AF_INET, socket.AF_INET6) and not address[0].startswith(("127.", "::1", "localhost")):
        told(lambda *args: None)("connect", address)
    return real(self, address)
def resolve(host, *args, real=socket.getaddrinfo, **kwargs):
    if host not in (None, "", "localhost", "127.0.0.1", "::1", b"localhost"):
        told(lambda *args: None)("resolve", host)
    return real(host, *args, **kwargs)
socket.socket.connect, socket.getaddrinfo = connect, resolve
"""


class Server:
    """A dashboard of its own, called by a proxy's name too; which tells whom it calls."""

    def __init__(self, address: str, folder: Path) -> None:
        self.address = address
        self.folder = folder
        self.process = int((folder / "process").read_text())

    def memory(self, field: str) -> int:
        """Bytes, by the name of a line of ``/proc/PID/status``."""
        found = re.search(rf"{field}:\s+(\d+) kB", Path(f"/proc/{self.process}/status").read_text())
        assert found
        return 1024 * int(found[1])

    def uploads(self) -> list[Path]:
        return [path for path in (self.folder / "uploads").rglob("*") if path.is_file() and path.name != "lock"]

    def called(self) -> str:
        told = self.folder / "called"
        return told.read_text() if told.exists() else ""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("library")
    (folder / "site").mkdir()
    (folder / "site" / "sitecustomize.py").write_text(NO_FOREIGN_CONNECTION.replace("\\\\", "\\"))
    home = {
        "HF_HUB_CACHE": str(folder / "models"), "XDG_DATA_HOME": str(folder / "data"), "CALLED": str(folder / "called"),
        "PYTHONPATH": f"{folder / 'site'}{os.pathsep}{ROOT}", "SAMESIDE_HOSTS": "localhost:9000, 127.0.0.1:8443",
    }  # fmt: skip
    heard = {**os.environ, **home, "CALLED": str(folder / "heard")}
    subprocess.run([sys.executable, "-c", "import socket; socket.getaddrinfo('192.0.2.1', 80)"], env=heard, check=True)
    assert "192.0.2.1" in (folder / "heard").read_text(), "a call to somebody else is told"
    code = (
        "import os, pathlib; pathlib.Path('process').write_text(str(os.getpid())); "
        "from ui.dashboard.server import serve; serve(library, port, True)"
    )
    with serving(code, folder / "library.db", home) as address:
        yield Server(address, folder)


def bring(page: playwright.Page, server: Server, path: Path) -> None:
    page.goto(server.address)
    page.wait_for_selector("input[type=file]", state="attached")
    still(page)
    page.set_input_files("input[type=file]", str(path))


def sparse(path: Path, size: int) -> Path:
    with path.open("wb") as file:
        file.truncate(size)
    return path


class TestInABrowser:
    pytestmark = browser_tests

    def test_an_upload_of_half_a_gigabyte_is_written_to_the_disk_and_goes_with_the_page(
        self, page: playwright.Page, server: Server, tmp_path: Path
    ) -> None:
        page.goto(server.address)
        page.wait_for_selector("input[type=file]", state="attached")
        still(page)
        Path(f"/proc/{server.process}/clear_refs").write_text("5")  # the highest is counted from now
        before = server.memory("VmRSS")
        bring(page, server, sparse(tmp_path / "long.wav", BIG))
        playwright.expect(page.get_by_role("button", name="Review it")).to_be_enabled()
        assert server.memory("VmHWM") - before <= GROWTH
        assert [path.stat().st_size for path in server.uploads()] == [BIG]
        assert {path.stat().st_mode & 0o777 for path in server.uploads()} == {0o600}
        page.get_by_role("button", name=re.compile("^Remove.*long")).click()
        soon(lambda: not server.uploads())

    def test_what_is_kept_or_closed_leaves_no_upload(
        self, page: playwright.Page, server: Server, tmp_path: Path
    ) -> None:
        bring(page, server, sparse(tmp_path / "short.wav", 3 * MB))
        playwright.expect(page.get_by_role("button", name="Review it")).to_be_enabled()
        assert len(server.uploads()) == 1
        page.get_by_role("button", name="Review it").click()
        soon(lambda: not server.uploads())
        library = Library(str(server.folder / "library.db"))
        soon(lambda: [job.name for job in library.queue.jobs()] == ["short.wav"])
        library.close()

    def test_a_transcript_beyond_measure_is_not_kept_and_the_page_says_so(
        self, page: playwright.Page, server: Server, tmp_path: Path
    ) -> None:
        bring(page, server, sparse(tmp_path / "long one.vtt", LONGEST + 1))
        alert = page.get_by_role("alert").filter(has_text="long one")
        playwright.expect(alert).to_contain_text(
            "“long one.vtt” was not taken. It is over 64 MB, which is more than a transcript"
        )
        assert server.uploads() == []

    def test_nobody_else_is_called_at_the_start_or_by_a_page(self, page: playwright.Page, server: Server) -> None:
        for place in ("", "review", "people", "rule-book", "house-rules"):
            page.goto(f"{server.address}/{place}")
            page.get_by_role("heading").first.wait_for()
            still(page)
        assert server.called() == ""

    @pytest.mark.parametrize("origin", ["http://localhost:9000", "https://localhost:9000", "https://127.0.0.1:8443"])
    @pytest.mark.parametrize("rewritten", [True, False])
    def test_a_port_of_this_machine_that_leads_here_is_let_in_and_nobody_is_asked_for_our_address(
        self, server: Server, origin: str, rewritten: bool
    ) -> None:
        place = urlsplit(server.address)
        connection = http.client.HTTPConnection(place.hostname or "", place.port)
        upgrade = {
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "c2FtZXNpZGVzYW1lc2lkZQ==",
        }
        host = place.netloc if rewritten else urlsplit(origin).netloc
        connection.request("GET", "/_stcore/stream", headers={**upgrade, "Host": host, "Origin": origin})
        assert connection.getresponse().status == 101
        connection.close()
        assert server.called() == ""

    def test_nothing_is_taken_that_no_page_waits_for(self, server: Server) -> None:
        place = urlsplit(server.address)
        form = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f.wav"\r\n\r\nsound\r\n--x--\r\n'
        for origin, status in ((server.address, 400), ("http://evil.example", 403), (None, 403)):
            connection = http.client.HTTPConnection(place.hostname or "", place.port)
            headers = {"Content-Type": "multipart/form-data; boundary=x", **({"Origin": origin} if origin else {})}
            connection.request("PUT", "/_stcore/upload_file/session/file", form, headers)
            assert connection.getresponse().status == status
            connection.close()
        assert server.uploads() == []


@pytest.fixture
def files(tmp_path: Path) -> UploadedFiles:
    return UploadedFiles("/upload", tmp_path)


def kept(files: UploadedFiles, session: str, name: str, content: bytes) -> str:
    """Bring a file as a page of the session asks for it; its id."""
    file_id = files.get_upload_urls(session, [name])[0].file_id
    path = files.folder / file_id
    path.write_bytes(content)
    files.keep(session, file_id, Kept(name, len(content), path))
    return file_id


def test_a_session_has_its_own_files_and_they_go_with_it(files: UploadedFiles) -> None:
    mine, other = kept(files, "a", "call.wav", b"mine"), kept(files, "b", "call.wav", b"other")
    assert [(record.name, record.data) for record in files.get_files("a", [mine, other])] == [("call.wav", b"")]
    files.remove_file("b", mine)  # of another session: nothing happens
    assert (files.folder / mine).read_bytes() == b"mine"
    files.remove_session_files("a")
    assert not (files.folder / mine).exists() and (files.folder / other).exists()
    files.remove_file("b", other)
    assert list(files.folder.iterdir()) == [] and files.kept(other) is None


def test_a_file_that_comes_when_its_session_has_ended_is_not_kept(files: UploadedFiles) -> None:
    file_id = files.get_upload_urls("a", ["call.wav"])[0].file_id
    files.remove_session_files("a")
    path = files.folder / file_id
    path.write_bytes(b"late")
    files.keep("a", file_id, Kept("call.wav", 4, path))
    assert not path.exists() and files.get_files("a", [file_id]) == []


def put(
    files: UploadedFiles, monkeypatch: pytest.MonkeyPatch, *pieces: bytes, whole: bool = True
) -> tuple[int, Kept | None]:
    """Send a form in pieces, as a browser does that is asked for it; the status of the answer, and what was kept."""
    monkeypatch.setattr(uploads, "get_instance", lambda: type("Runtime", (), {"uploaded_file_mgr": files}))
    file_id = files.get_upload_urls("a", ["one"])[0].file_id
    coming: list[dict[str, object]] = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
    coming.append({"type": "http.request", "body": b""} if whole else {"type": "http.disconnect"})
    status: list[int] = []

    async def receive() -> Any:
        return coming.pop(0)

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            status.append(message["status"])

    async def nobody(*_: object) -> None:
        raise AssertionError("it is ours")

    heads = [(b"content-type", b"multipart/form-data; boundary=XyZ")]
    scope = {"type": "http", "method": "PUT", "path": f"/_stcore/upload_file/a/{file_id}", "headers": heads}
    with ThreadPoolExecutor() as thread:  # in the tests' own one the browser's driver has a loop
        thread.submit(asyncio.run, uploads.Uploads(nobody)(scope, receive, send)).result()
    assert status[0] != 204 or not coming, "all was read"
    return status[0], files.kept(file_id)


def form(name: str, content: bytes, end: bytes = b"\r\n--XyZ--\r\n") -> bytes:
    head = f'--XyZ\r\nContent-Disposition: form-data; name="f"; filename="{name}"\r\nContent-Type: audio/wav\r\n\r\n'
    return head.encode() + content + end


SOUND = bytes(range(256)) * 40 + b"\r\n--XyZ" + b"\r\n--Xy" + b"-\r\n"


@pytest.mark.parametrize("size", [1, 7, 1000, 10**6])
def test_a_file_comes_whole_however_it_is_cut(files: UploadedFiles, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    sound = SOUND.replace(b"\r\n--XyZ", b"\r\n--XyQ")
    sent = form("später Anruf.wav", sound)
    status, kept = put(files, monkeypatch, *(sent[k : k + size] for k in range(0, len(sent), size)))
    assert status == 204 and kept is not None and kept.path is not None
    assert (kept.name, kept.size, kept.path.read_bytes()) == ("später Anruf.wav", len(sound), sound)


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"no form",
        form("a.wav", b"breaks off", b""),
        form("a.wav", b"one", b"\r\n") + form("b.wav", b"two"),
        b'--XyZ\r\nContent-Disposition: form-data; name="f"\r\n\r\nno file\r\n--XyZ--\r\n',
        b"--XyZ\r\nX: " + b"x" * 10**6,
    ],
)
def test_what_is_no_form_of_one_file_is_refused(
    files: UploadedFiles, monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    assert put(files, monkeypatch, sent) == (400, None)
    assert list(files.folder.iterdir()) == []


def test_a_browser_that_goes_away_leaves_nothing(files: UploadedFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    assert put(files, monkeypatch, form("a.wav", b"half", b""), whole=False) == (400, None)
    assert list(files.folder.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.eaf", b"x" * 2000, "It is over 0 MB, which is more than a file of notes can be."),
        ("a.wav", b"full" * 500, "The disk is full: free some space and bring it again."),
    ],
)
def test_what_cannot_be_kept_is_read_to_its_end_and_said(
    files: UploadedFiles, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes, why: str
) -> None:
    async def full(write: Callable[[bytes], int], data: bytes) -> int:
        if data.startswith(b"full"):
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(data)

    monkeypatch.setitem(uploads.KINDS, ".eaf", ("a file of notes", 1000))
    monkeypatch.setattr(uploads, "run_in_threadpool", full)
    sent = form(name, content)
    status, kept = put(files, monkeypatch, sent[:300], sent[300:1700], sent[1700:])
    assert (status, kept) == (204, Kept(name, len(content), None, why))
    assert list(files.folder.iterdir()) == []


def test_an_upload_is_read_where_it_lies(tmp_path: Path) -> None:
    path = tmp_path / "1"
    path.write_bytes(b"0123456789")
    with Upload(Kept("call.wav", 10, path), path) as upload:
        assert (upload.name, upload.read(4), upload.read(), upload.getvalue()) == (
            "call.wav",
            b"0123",
            b"456789",
            b"0123456789",
        )
        upload.forget()
        assert not path.exists()


def test_what_streamlit_holds_itself_is_handed_on() -> None:
    file = io.BytesIO(b"words")
    assert uploads.received([file]) == ([file], [])
    assert uploads.content(file) == b"words"


def test_what_was_not_taken_is_said_where_it_is_read(files: UploadedFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    file_id = files.get_upload_urls("a", ["a.eaf"])[0].file_id
    files.keep("a", file_id, Kept("a.eaf", 0, None, "The disk is full: free some space and bring it again."))
    monkeypatch.setattr(uploads, "exists", lambda: True)
    monkeypatch.setattr(uploads, "get_instance", lambda: type("Runtime", (), {"uploaded_file_mgr": files}))
    with pytest.raises(InputError, match=re.escape("“a.eaf” was not taken. The disk is full")):
        uploads.content(type("File", (), {"file_id": file_id}))
