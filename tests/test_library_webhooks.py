"""Webhooks: told of in the act's own transaction, signed, tried again until taken or given up, and sent to no machine within."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from https_host import answers, certificate, https_host, trusting
from library_calls import a_call, a_recording, a_report
from patience import PATIENCE, soon
from sqlalchemy import func, select, update

from audio.errors import InputError
from library.database.tables.api import WebhookDelivery
from library.jobs.job import Reviewed
from library.outbound.addresses import Place
from library.outbound.https import send
from library.store import Library
from library.webhooks.signing import signature
from library.webhooks.webhooks import GONE, WAITS
from library.worker.worker import Worker
from ui.cli.main import main

ROOT = Path(__file__).parents[1]
URL = "https://desk.example/sameside"
PLACE = Place("desk.example", "93.184.216.34", 443, "/sameside")


@pytest.fixture
def resolved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("library.webhooks.webhooks.place_of", lambda url: PLACE)


def ended(library: Library, folder: Path, pitch: float = 200.0, why: str = "") -> None:
    """A recording is brought, and reviewed, or fails for a reason."""
    library.enqueue(a_recording(folder / f"{pitch}.wav", 0.1, pitch))
    claim = library.queue.claim("w")
    assert claim is not None
    if why:
        library.queue.fail(claim, why)
    else:
        library.queue.finish(claim, Reviewed(a_call("c1"), a_report("c1"), "f1"))


def make_due(library: Library) -> None:
    with library.database.write() as session:
        past = datetime.now(UTC) - timedelta(seconds=1)
        session.execute(update(WebhookDelivery).where(WebhookDelivery.due.is_not(None)).values(due=past))


def acts(library: Library) -> list[str]:
    return [event.act for event in library.audit.walk() if "webhook" in event.act]


def test_nothing_is_told_where_nobody_asked(library: Library, tmp_path: Path) -> None:
    ended(library, tmp_path)
    assert library.webhooks.deliveries() == ()
    assert library.webhooks.send_due() == 0


@pytest.mark.usefixtures("resolved")
def test_what_became_of_a_call_is_sent_signed_and_says_nothing_of_it(library: Library, tmp_path: Path) -> None:
    secret, sent = library.webhooks.set(URL), []

    def take(place: Place, body: bytes, headers: Mapping[str, str]) -> int:
        sent.append((place, body, dict(headers)))
        return 204

    ended(library, tmp_path)
    ended(library, tmp_path, 300.0, why="There is no sound in secret.wav.")
    assert library.webhooks.send_due(take) == 2
    assert library.webhooks.send_due(take) == 0
    told = [json.loads(body) for _, body, _ in sent]
    assert {(each["event"], each["data"]["call"], each["data"]["state"]) for each in told} == {
        ("call.reviewed", "c1", "reviewed"), ("call.failed", None, "failed"),
    }  # fmt: skip
    for (place, body, headers), said in zip(sent, told, strict=True):
        assert (place, headers["SameSide-Delivery"], headers["SameSide-Event"]) == (PLACE, said["id"], said["event"])
        seconds, _, mac = headers["SameSide-Signature"].removeprefix("t=").partition(",v1=")
        assert mac == hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
        assert b"wav" not in body and b"secret" not in body
        assert set(said["data"]) == {"id", "call", "state"}
        assert library.intake.state(said["data"]["id"]).state == said["data"]["state"]
    assert acts(library) == ["set_webhook", "sent_webhook", "sent_webhook"]


@pytest.mark.usefixtures("resolved")
def test_what_is_not_taken_is_tried_again_later_and_later_and_then_given_up(library: Library, tmp_path: Path) -> None:
    library.webhooks.set(URL)
    ended(library, tmp_path)
    ids, waits = [], []
    for _ in WAITS:
        before = datetime.now(UTC)
        assert (
            library.webhooks.send_due(lambda place, body, headers: ids.append(headers["SameSide-Delivery"]) or 500) == 1
        )
        (delivery,) = library.webhooks.deliveries()
        assert delivery.answer == "500" and delivery.due is not None
        waits.append(delivery.due - before)
        assert library.webhooks.send_due(lambda *_: 500) == 0  # not before it is due
        make_due(library)
    assert all(wait >= least for wait, least in zip(waits, WAITS, strict=True))
    assert library.webhooks.send_due(lambda *_: 500) == 1
    (delivery,) = library.webhooks.deliveries()
    assert (delivery.due, delivery.delivered, delivery.attempts) == (None, None, len(WAITS) + 1)
    assert len(set(ids)) == 1
    assert acts(library) == ["set_webhook", "sent_webhook"]


@pytest.mark.usefixtures("resolved")
def test_who_is_gone_is_told_no_more(library: Library, tmp_path: Path) -> None:
    library.webhooks.set(URL)
    ended(library, tmp_path)
    library.webhooks.send_due(lambda *_: GONE)
    (delivery,) = library.webhooks.deliveries()
    assert (delivery.due, delivery.answer) == (None, "410")


@pytest.mark.usefixtures("resolved")
def test_what_is_being_sent_is_nobody_elses_to_send(library: Library, tmp_path: Path) -> None:
    library.webhooks.set(URL)
    ended(library, tmp_path)
    others: list[int] = []

    def take(*_: Any) -> int:
        others.append(library.webhooks.send_due(lambda *_: 200))
        return 200

    assert (library.webhooks.send_due(take), others) == (1, [0])


def test_a_machine_within_is_not_told(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library.webhooks.set(URL)
    ended(library, tmp_path)
    monkeypatch.setattr("library.outbound.addresses.looked_up", lambda host, port: ["169.254.169.254"])
    library.webhooks.send_due(lambda *_: pytest.fail("it was sent"))
    (delivery,) = library.webhooks.deliveries()
    assert "leads to a machine within" in delivery.answer and delivery.due is not None


@pytest.mark.parametrize(
    "url", ["http://desk.example/x", "https://127.0.0.1/x", "https://localhost/x", "https://me:pw@desk.example/x"]
)
def test_addresses_to_which_nothing_is_sent(library: Library, url: str) -> None:
    with pytest.raises(InputError):
        library.webhooks.set(url)
    assert library.webhooks.url() is None


def test_what_goes_with_its_call_and_what_is_forgotten(library: Library, tmp_path: Path) -> None:
    library.webhooks.set(URL)
    ended(library, tmp_path)
    ended(library, tmp_path, 300.0, why="No.")
    library.delete("c1")
    assert [delivery.event for delivery in library.webhooks.deliveries()] == ["call.failed"]
    library.webhooks.forget()
    assert [delivery.due for delivery in library.webhooks.deliveries()] == [None]
    with library.database.read() as session:
        assert session.scalar(select(func.count()).select_from(WebhookDelivery)) == 1


def test_a_review_that_is_not_kept_is_not_told(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.webhooks.set(URL)
    library.enqueue(a_recording(tmp_path / "a.wav"))
    claim = library.queue.claim("w")
    assert claim is not None
    monkeypatch.setattr("library.jobs.queue.record", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        library.queue.finish(claim, Reviewed(a_call("c1"), a_report("c1"), "f1"))
    assert library.webhooks.deliveries() == ()


def test_a_worker_sends_them_by_https(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pem, came = certificate(tmp_path, "desk.example"), []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers["Content-Length"]))
        came.append((handler.path, handler.headers["SameSide-Signature"], body))
        answers(handler)

    secret = library.webhooks.set(URL)
    ended(library, tmp_path)
    monkeypatch.setattr("library.worker.courier.INTERVAL", 0.01)
    with https_host(pem, answer) as there:
        place = Place("desk.example", there.address, there.port, "/sameside")
        monkeypatch.setattr("library.webhooks.webhooks.place_of", lambda url: place)
        send_due = library.webhooks.send_due
        monkeypatch.setattr(
            library.webhooks, "send_due", lambda: send_due(lambda *given: send(*given, partial(trusting, pem)))
        )
        worker = Worker(library, lambda *_: "nothing")
        thread = threading.Thread(target=worker.run)
        thread.start()
        soon(lambda: library.webhooks.deliveries()[0].delivered)
        worker.stop.set()
        thread.join(PATIENCE)
    ((path, signed, body),) = came
    assert path == "/sameside"
    assert signed == signature(secret, int(signed.removeprefix("t=").partition(",")[0]), body)


def test_the_documents_say_how_a_signature_is_checked() -> None:
    (block,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "api.md").read_text(encoding="utf-8"), re.DOTALL)
    known: dict[str, Any] = {}
    exec(block, known)
    now = int(time.time())
    assert known["is_ours"]("whsec_x", signature("whsec_x", now, b"{}"), b"{}")
    assert not known["is_ours"]("whsec_x", signature("whsec_x", now, b"{}"), b"{ }")
    assert not known["is_ours"]("whsec_y", signature("whsec_x", now, b"{}"), b"{}")
    assert not known["is_ours"]("whsec_x", signature("whsec_x", now - 3600, b"{}"), b"{}")


def test_the_command_says_where_and_what(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--library", str(tmp_path / "library.db")]
    assert main(["webhook", "set", URL, *where]) == 0
    assert capsys.readouterr().out.startswith("whsec_")
    opened = Library(str(tmp_path / "library.db"))
    ended(opened, tmp_path)
    opened.close()
    assert (
        main(["webhook", "show", *where])
        == main(["webhook", "sent", *where])
        == main(["webhook", "forget", *where])
        == 0
    )
    shown, sent, _ = capsys.readouterr().out.splitlines()
    assert shown == URL
    assert "call.reviewed  c1" in sent and "waits, 0 tries: no answer yet" in sent
