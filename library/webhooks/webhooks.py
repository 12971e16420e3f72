"""The webhook of a house: where it is sent, what was sent, and what was answered.

::

    due ── claimed for a minute ── sent ── 2xx ──> delivered
                                     └──── else ──> tried again after 10 s, 1 min, 5 min, 30 min, 2 h, 6 h, 12 h, then given up
                                     └──── 410 ───> given up: whoever it was is gone

Whoever is killed while it sends has the same sent again a minute later: a receiver knows it by its id.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from audio.errors import InputError
from library.access.permits import permit_in_house, permit_the_program
from library.audit.recording import record
from library.database.connection import Database, in_batches, put, rows_changed
from library.database.tables.api import WebhookDelivery, WebhookRow
from library.outbound.addresses import Place, checked_host, host_of, place_of
from library.outbound.https import send
from library.webhooks.outbox import ONLY, put_test
from library.webhooks.signing import HEADER, new_secret, signature

WAITS = tuple(timedelta(seconds=seconds) for seconds in (10, 60, 300, 1800, 7200, 21600, 43200))
"""Until a delivery is tried again, after each time that it was not taken."""
CLAIMED = timedelta(minutes=1)
"""For how long a delivery is nobody else's to send; longer than one takes."""
KEPT = timedelta(days=30)
GONE = 410

Send = Callable[[Place, bytes, Mapping[str, str]], int]


@dataclass(frozen=True, slots=True)
class Delivery:
    """Something that is or was to be sent: how often it was tried, when it is tried next (``None``: no more), what was answered last, and when it
    was taken."""

    id: str
    event: str
    call_id: str | None
    at: datetime
    attempts: int
    due: datetime | None
    answer: str
    delivered: datetime | None


@dataclass(frozen=True, slots=True)
class Forgotten:
    """A webhook that is sent no more, as it can be had back; its secret is told nobody. ``waiting`` are the deliveries that were to be sent."""

    url: str
    secret: str = field(repr=False)
    since: datetime
    waiting: tuple[str, ...]


class Webhooks:
    """The webhook of a library. What changes it is for admins; every method raises :class:`SameSideError` in one sentence."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def set(self, url: str) -> str:
        """Have it sent there from now on; the secret that it is signed with, which is told this once."""
        host, port, _ = host_of(url)
        named, secret = checked_host(f"{host}:{port}"), new_secret()
        row = {"id": ONLY, "url": url, "secret": secret, "since": datetime.now(UTC)}
        with self._database.unwalled.write() as session:
            permit_in_house(session, "settle")
            put(session, WebhookRow, row, key=("id",))
            record(session, "set_webhook", host=named)
        return secret

    def forget(self) -> Forgotten | None:
        """Have it sent nowhere; what waits is not sent. What :meth:`take_back` needs to have it back, ``None`` where there was none."""
        waits = WebhookDelivery.due.is_not(None)
        with self._database.unwalled.write() as session:
            permit_in_house(session, "settle")
            row = session.get(WebhookRow, ONLY)
            if row is None:
                return None
            waiting = tuple(session.scalars(select(WebhookDelivery.id).where(waits)))
            forgotten = Forgotten(row.url, row.secret, row.since, waiting)
            session.delete(row)
            session.execute(update(WebhookDelivery).where(waits).values(due=None))
            record(session, "forgot_webhook")
            return forgotten

    def take_back(self, forgotten: Forgotten) -> None:
        """Have it sent as before it was forgotten, under the same secret, and what waited too. Raises where another was set meanwhile."""
        with self._database.unwalled.write() as session:
            permit_in_house(session, "settle")
            if session.get(WebhookRow, ONLY) is not None:
                raise InputError("Another webhook was set meanwhile, and stays: forget that one first.")
            session.add(WebhookRow(id=ONLY, url=forgotten.url, secret=forgotten.secret, since=forgotten.since))
            for some in in_batches(forgotten.waiting):
                waited = update(WebhookDelivery).where(
                    WebhookDelivery.id.in_(some), WebhookDelivery.delivered.is_(None)
                )
                session.execute(waited.values(due=datetime.now(UTC)))
            record(session, "set_webhook", host=urlsplit(forgotten.url).netloc)

    def try_out(self, sends: Send = send) -> Delivery:
        """Send a test now, once; what became of it. Raises :class:`InputError` where no webhook is set."""
        with self._database.unwalled.write() as session:
            permit_in_house(session, "settle")
            hook = session.get(WebhookRow, ONLY)
            if hook is None:
                raise InputError("No webhook is set: say first where it is to be sent.")
            row = put_test(session)
            session.flush()
        status, answer = _sent(row, hook, sends)
        with self._database.unwalled.write() as session:
            permit_in_house(session, "settle")
            kept = session.get_one(WebhookDelivery, row.id)
            kept.answer, kept.delivered = answer[:300], datetime.now(UTC) if is_taken(status) else None
            how = "taken" if is_taken(status) else "not taken"
            record(session, "tested_webhook", how=how, answer=kept.answer)
            return _delivery(kept)

    def url(self) -> str | None:
        """Where it is sent; ``None`` for nowhere."""
        with self._database.unwalled.read() as session:
            permit_in_house(session, "settle")
            return session.scalar(select(WebhookRow.url))

    def deliveries(self, newest: int = 50) -> tuple[Delivery, ...]:
        """What was or is to be sent, the newest first."""
        with self._database.unwalled.read() as session:
            permit_in_house(session, "settle")
            rows = session.scalars(select(WebhookDelivery).order_by(WebhookDelivery.at.desc()).limit(newest))
            return tuple(_delivery(row) for row in rows)

    def send_due(self, sends: Send = send, most: int = 20) -> int:
        """Send what is due, ``most`` of it; how many were sent, taken or not. It is for a worker."""
        sent = 0
        while sent < most and (claimed := self._claim()) is not None:
            row, hook = claimed
            status, answer = _sent(row, hook, sends)
            with self._database.unwalled.write() as session:
                _settle(session, row, status, answer)
            sent += 1
        return sent

    def _claim(self) -> tuple[WebhookDelivery, WebhookRow] | None:
        """The next that is due, and nobody else's for a minute; ``None`` where there is none."""
        now = datetime.now(UTC)
        due = select(WebhookDelivery).where(WebhookDelivery.due <= now).order_by(WebhookDelivery.due).limit(1)
        with self._database.unwalled.read() as session:
            permit_the_program(session)
            row, hook = session.scalar(due), session.get(WebhookRow, ONLY)
        if row is None or hook is None:
            return None
        same = (WebhookDelivery.id == row.id, WebhookDelivery.due == row.due)
        with self._database.unwalled.write() as session:
            claimed = update(WebhookDelivery).where(*same).values(due=now + CLAIMED, attempts=row.attempts + 1)
            return (row, hook) if rows_changed(session, claimed) else None


def is_taken(status: int) -> bool:
    """Whether whoever is told has taken it, by the status that they answered."""
    return 200 <= status < 300


def _delivery(row: WebhookDelivery) -> Delivery:
    return Delivery(**{name: getattr(row, name) for name in Delivery.__dataclass_fields__})


def _sent(row: WebhookDelivery, hook: WebhookRow, sends: Send) -> tuple[int, str]:
    """The status that was answered, 0 for none, and what of it is shown."""
    body, now = row.body.encode(), int(time.time())
    headers = {
        "Content-Type": "application/json", "SameSide-Event": row.event, "SameSide-Delivery": row.id, HEADER: signature(hook.secret, now, body),
    }  # fmt: skip
    try:
        status = sends(place_of(hook.url), body, headers)
    except InputError as trouble:
        return 0, str(trouble)
    return status, f"{status}"


def _settle(session: Session, row: WebhookDelivery, status: int, answer: str) -> None:
    now, tries = datetime.now(UTC), row.attempts + 1
    taken = is_taken(status)
    is_over = taken or status == GONE or tries > len(WAITS)
    due = None if is_over else now + WAITS[tries - 1]
    delivered = now if taken else None
    changes = update(WebhookDelivery).where(WebhookDelivery.id == row.id)
    session.execute(changes.values(due=due, answer=answer[:300], delivered=delivered))
    session.execute(delete(WebhookDelivery).where(WebhookDelivery.at < now - KEPT, WebhookDelivery.due.is_(None)))
    if is_over:
        how = "taken" if taken else "given up"
        record(session, "sent_webhook", row.call_id, webhook=row.event, how=how, answer=answer, tries=tries)
