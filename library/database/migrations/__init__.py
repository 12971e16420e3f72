"""The migrations: how an older library is brought to today's schema, run by alembic; ``env`` is what it runs first."""
