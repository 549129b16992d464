"""A store goes down to every earlier shape of its tables and up again with all that is in it, but for what that shape has no place for."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from scoring.decisions.decision import Decision
from storage.audit_list import list_audits
from storage.db.connecting.engines import make_engine
from storage.db.identity import IdentityRow
from storage.db.migrate import make_alembic_config
from storage.db.session import Store, open_store, resolve_database_url
from storage.db.tables import Table
from storage.decisions import load_decisions, save_decisions
from storage.documents import load_documents, save_document
from storage.stored_evidence import verify_evidence
from storage.visits.sites import load_captured_views
from storage.visits.visits import begin_visit
from tests.storage.deciding import a_decision, a_document
from tests.storage.seen import PLATFORM, a_fetch, a_gap, a_timing, a_view

REVISIONS = [revision.revision for revision in ScriptDirectory.from_config(make_alembic_config()).walk_revisions()][
    ::-1
]
PEOPLE = "0002"  # from which on decisions and documents are kept


def _to(connection: Connection, revision: str) -> None:
    config = make_alembic_config()
    config.attributes["connection"] = connection
    command.downgrade(config, revision)


async def filled(store: Store) -> str:
    """A visit with some of everything, a decision and a document."""
    async with await begin_visit(store, PLATFORM, {}) as keeper:
        for number in range(3):
            await keeper.blob(f"body {number}".encode(), "text/plain")
            await keeper.view(a_view(number))
            await keeper.fetch(a_fetch(number))
            await keeper.timing(a_timing(number))
            await keeper.gap(a_gap())
        await save_decisions(store, [a_decision("1", keeper.id)])
        data = b"a licence"
        await save_document(store, a_document(keeper.id, data), data)
    return keeper.id


async def lowered(database: str | None, folder: Path, revision: str) -> None:
    """As an earlier program would have made it."""
    engine = make_engine(resolve_database_url(folder, database))
    try:
        async with engine.execution_options(xuncha_writes=True).connect() as connection:
            if engine.dialect.name == "sqlite":
                await connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
                await connection.rollback()
            async with connection.begin():
                await connection.run_sync(_to, revision)
    finally:
        await engine.dispose()


@pytest.mark.parametrize("revision", REVISIONS[:-1])
async def test_down_and_up_again(tmp_path: Path, database: str | None, revision: str) -> None:
    async with open_store(tmp_path, database) as store:
        visit = await filled(store)
        name = store.blobs.owner()
        views = await load_captured_views(store, visit)
        listed = await list_audits(store)
        decided = await load_decisions(store, PLATFORM.url)
    await lowered(database, tmp_path, revision)
    async with open_store(tmp_path, database) as store:
        assert await load_captured_views(store, visit) == views
        assert await list_audits(store) == listed
        async with store.reading() as session:
            row = await session.get(IdentityRow, 1)
            many = {table: await session.scalar(text(f"SELECT count(*) FROM {table}")) for table in (
                "gaps", "fetches", "timings", "evidence")}  # fmt: skip
        assert many["fetches"] == many["timings"] == many["gaps"] == 3
        assert row is not None
        assert row.name == store.blobs.owner() == name  # it knows its evidence again, and the evidence it
        found = await verify_evidence(store)
        sha = hashlib.sha256(b"a licence").hexdigest()
        assert (found.missing, found.damaged) == ((), ())
        if revision >= PEOPLE:
            assert await load_decisions(store, PLATFORM.url) == decided
            assert [document.sha256 for document in await load_documents(store, PLATFORM.url, visit, ())] == [sha]
            assert found.unnamed == ()
        else:
            assert found.unnamed == (sha,)  # which stays, though nothing names it any more
        async with store.engine.connect() as connection:
            options = {"compare_type": True, "compare_server_default": True}
            assert await connection.run_sync(
                lambda sync: compare_metadata(MigrationContext.configure(sync, opts=options), Table.metadata)
            ) == []  # fmt: skip
        again: Decision = a_decision("2", visit)
        assert len(await save_decisions(store, [again])) == 1


async def test_everything_can_be_taken_down(tmp_path: Path, database: str | None) -> None:
    async with open_store(tmp_path, database) as store:
        await filled(store)
    await lowered(database, tmp_path, "base")
    engine = make_engine(resolve_database_url(tmp_path, database))
    try:
        async with engine.connect() as connection:
            tables = await connection.run_sync(
                lambda sync: set(Table.metadata.tables) & set(inspect(sync).get_table_names())
            )
        assert tables == set()
    finally:
        await engine.dispose()
