"""What alembic runs to bring a library up to date: inside the transaction that ``library/database/connection.py`` opened."""

from __future__ import annotations

from alembic import context

from library.database.schema import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
    transaction_per_migration=False,
    on_version_apply=context.config.attributes["on_version_apply"],
)
context.run_migrations()
