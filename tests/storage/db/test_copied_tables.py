"""The store that tests are given is what opening an empty one makes: today's tables, and a name of its own."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect

from storage.db.session import Store, open_store
from tests.storage.db.test_identity import known


async def describe_tables(store: Store) -> dict[str, list[str]]:
    def read(connection: Connection) -> dict[str, list[str]]:
        seen = inspect(connection)
        return {
            table: sorted(
                [f"{column['name']} {column['type']} {column['nullable']}" for column in seen.get_columns(table)]
                + [f"index {index['name']} {index['column_names']}" for index in seen.get_indexes(table)]
            )
            for table in seen.get_table_names()
        }

    async with store.engine.connect() as connection:
        return await connection.run_sync(read)


async def test_a_copied_database_is_one_that_was_opened_empty(store: Store, tmp_path: Path) -> None:
    copied = await describe_tables(store)
    assert len(copied) > 20
    if store.engine.dialect.name == "sqlite":
        async with open_store(tmp_path / "empty") as made:
            assert await describe_tables(made) == copied
            assert await known(made) != await known(store)
