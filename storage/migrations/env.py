"""How Alembic runs: on the connection ``storage.db.migrate`` hands over, or on the address given with ``-x database=…``."""

from __future__ import annotations

import asyncio

from alembic import context
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from storage.db import basis_tables, identity, pack_tables, people_tables, prune_tables, standing_rows
from storage.db.register_tables import METADATA

# Imported for their tables.
assert identity.IdentityRow.metadata is prune_tables.RemovalRow.metadata is pack_tables.PackRow.metadata is METADATA
assert people_tables.METADATA is basis_tables.CheckBasisRow.metadata is standing_rows.StandingRow.metadata is METADATA


def migrate_connection(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        compare_type=True,
        compare_server_default=True,
        render_as_batch=True,  # SQLite cannot alter most of a table in place
    )
    with context.begin_transaction():
        context.run_migrations()


async def migrate_address(database: str) -> None:
    engine = create_async_engine(database)
    async with engine.begin() as connection:
        await connection.run_sync(migrate_connection)
    await engine.dispose()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    migrate_connection(given)
else:
    asyncio.run(migrate_address(context.get_x_argument(as_dictionary=True)["database"]))
