"""What must not go on in a library that came out of a backup as it went on then.

Who came in by a token, or was signed in, may have lost that since, and what was waiting to be told to the house has long been told: tokens are
revoked, sign-ins ended, deliveries given up, and the audit says of each token that it was, of the others how many. Roles, teams, shares and
legal holds are those of the backup: nobody but the house can know which of them have changed.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

from sqlalchemy import CursorResult, inspect, select, update
from sqlalchemy.orm import Session

from library.audit.recording import record
from library.backup.statement import Statement
from library.database.connection import Database
from library.database.schema import SignIn
from library.database.tables.accountability import AuditEvent
from library.database.tables.api import ApiToken, WebhookDelivery

NOT_SENT = "not sent: it waited when the backup was made, out of which this library was restored"


def settle_restored(session: Session, statement: Statement) -> None:
    """Let nobody in by what they had, send nothing of the past, and have the audit say so; in the session's own transaction."""
    now = datetime.now(UTC)
    tokens = session.scalars(select(ApiToken).where(ApiToken.revoked.is_(None), ApiToken.expires > now)).all()
    ended = update(SignIn).where(SignIn.ended.is_(None)).values(ended=now)
    unsent = update(WebhookDelivery).where(WebhookDelivery.due.is_not(None)).values(due=None, answer=NOT_SENT)
    sign_ins, webhooks = (cast("CursorResult[object]", session.execute(each)).rowcount for each in (ended, unsent))
    for token in tokens:
        token.revoked = now
        record(session, "revoked_token", token=token.name)
    record(session, "restored", made=_moment(statement), tokens=len(tokens), sign_ins=sign_ins, webhooks=webhooks)


def was_restored(database: Database, statement: Statement) -> bool:
    """Whether a library's audit says that it came out of this backup."""
    if database.form() is None:
        return False
    with database.read() as session:
        if not inspect(session.connection()).has_table(AuditEvent.__tablename__):  # an old one
            return False
        details = session.scalars(select(AuditEvent.detail).where(AuditEvent.act == "restored"))
        return any(f'"{_moment(statement)}"' in detail for detail in details)


def _moment(statement: Statement) -> str:
    return f"{statement.made:%Y-%m-%d %H:%M} UTC"
