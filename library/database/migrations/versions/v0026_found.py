"""PostgreSQL is told that a word may be in many calls, so that it joins those that somebody sees to them, and not the other way round."""

from __future__ import annotations

from alembic import op

revision = "0026"
down_revision = "0025"

ROWS = 50_000
"""As many calls as it is to expect to have a word: by its own guess of 1,000, it would remember the many rather than the few."""


def upgrade() -> None:
    """What is expected of the index of words, where it is asked by a function."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER FUNCTION sameside_found(text) ROWS {ROWS}")
