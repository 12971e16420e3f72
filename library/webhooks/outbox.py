"""What is to be sent, written in the transaction in which it becomes true: a review that is kept is told of, one that is taken back never was.

Only ids are sent: what a call is called, and what was said in it, is read by a token from the door.
"""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy.orm import Session

from library.database.schema import JobRow
from library.database.tables.api import WebhookDelivery, WebhookRow

Event = Literal["call.reviewed", "call.failed"]
TEST = "test"
"""What a delivery is called by which somebody sees whether it arrives."""
ONLY = 1
"""The row of the house's webhook."""


def put_event(session: Session, event: Event, job: JobRow | None) -> None:
    """Have the house's webhook told what became of a job, within a transaction of the program's; nothing where there is none, where the job has no
    recording, or where somebody brought it for practice, which is nobody else's business."""
    if job is None or job.recording_id is None or job.practice_until is not None:
        return
    if session.get(WebhookRow, ONLY) is None:
        return
    call = {"id": job.recording_id, "call": job.call_id, "state": event.partition(".")[2]}
    now = datetime.now(UTC)
    session.add(_delivery(event, call, now, due=now, call_id=job.call_id))


def put_test(session: Session) -> WebhookDelivery:
    """A test, within a transaction of whoever sends it there and then: it is not sent again."""
    row = _delivery(TEST, {}, datetime.now(UTC), due=None, attempts=1)
    session.add(row)
    return row


def _delivery(
    event: str,
    data: dict[str, str | None],
    now: datetime,
    due: datetime | None,
    call_id: str | None = None,
    attempts: int = 0,
) -> WebhookDelivery:
    name = uuid.uuid4().hex
    body = json.dumps({"id": name, "event": event, "at": now.isoformat(), "data": data}, separators=(",", ":"))
    return WebhookDelivery(
        id=name, event=event, call_id=call_id, body=body, attempts=attempts, due=due, answer="", at=now, delivered=None
    )
