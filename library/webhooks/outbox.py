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
ONLY = 1
"""The row of the house's webhook."""


def put_event(session: Session, event: Event, job: JobRow | None) -> None:
    """Have the house's webhook told what became of a job, within a transaction of the program's; nothing where there is none, where the job has no
    recording, or where somebody brought it for practice, which is nobody else's business."""
    if job is None or job.recording_id is None or job.practice_until is not None:
        return
    if session.get(WebhookRow, ONLY) is None:
        return
    now, name = datetime.now(UTC), uuid.uuid4().hex
    call = {"id": job.recording_id, "call": job.call_id, "state": event.partition(".")[2]}
    body = json.dumps({"id": name, "event": event, "at": now.isoformat(), "data": call}, separators=(",", ":"))
    session.add(
        WebhookDelivery(
            id=name, event=event, call_id=job.call_id, body=body, attempts=0, due=now, answer="", at=now, delivered=None
        )
    )
