"""What people ask for most is looked up by indexes: the database says how it would answer each query that is sent."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from bench.large import fill
from storage.audit_list import find_audit, list_audits, list_platform_audits
from storage.db.session import Store
from storage.jobs.last_seen import list_unseen_platforms
from storage.jobs.queue_status import PlatformFilter
from storage.judgement_history import load_judgement_steps
from storage.people.work.visit_marks import load_visit_mark
from storage.prune.prunable import RetentionLimits, find_prunable_visits
from storage.standings import load_judged_visits
from tests.storage import conftest
from xuncha.compare.standing_work import load_standings
from xuncha.status.status import read_status

pytestmark = pytest.mark.services
server, fresh, database, store = conftest.server, conftest.fresh, conftest.database, conftest.store  # both databases

MANY = ("visits", "views", "gaps", "audits", "findings", "verdicts", "scores")  # tables that grow with every audit
AUDITS, PLATFORMS = 60, 6
ONE = "a000000000000021"


async def _audits(store: Store) -> None:
    listed = await list_audits(store, 5)
    await load_judgement_steps(store, [audit.visit for audit in listed])


async def _rank(store: Store) -> None:
    assert (await load_standings(store, [2], datetime.now(UTC)))[2].stood


async def _prunable(store: Store) -> None:
    async with store.reading() as session:
        assert await find_prunable_visits(session, RetentionLimits(datetime.now(UTC)), f"{0:016x}")


ASKED: dict[str, Callable[[Store], Awaitable[object]]] = {
    "audits": _audits,
    "audits of one platform": lambda store: list_platform_audits(store, "https://shop3.example/", 5),
    "rank": _rank,
    "trend": lambda store: load_judged_visits(store, 2),
    "one audit": lambda store: find_audit(store, ONE),
    "whether one visit is another since": lambda store: load_visit_mark(store, ONE, 1),
    "status": lambda store: read_status(store, datetime.now(UTC), "", 5),
    "whether one visit may be pruned": _prunable,
    "not seen": lambda store: list_unseen_platforms(store, PlatformFilter()),
}

# PostgreSQL chooses by size between looking each visit's views up and hashing them all once; no setting forbids the second, and with
# as few visits as here it is the cheaper one.
HASHED = {("postgresql", "status"): {"views"}, ("postgresql", "not seen"): {"views"}}


async def test_no_table_that_grows_is_read_through(store: Store) -> None:
    await fill(store, AUDITS, PLATFORMS)
    for name, ask in ASKED.items():
        sent = await _sent(store, ask)
        assert sent, name
        for statement, given in sent:
            plan = await _plan(store, statement, given)
            read = set(read_through(plan)) - HASHED.get((store.engine.dialect.name, name), set())
            assert not read, f"{name}: {statement}\n{plan}"


async def test_one_visit_is_looked_up_by_its_id(store: Store) -> None:
    await fill(store, AUDITS, PLATFORMS)
    for name in ("one audit", "whether one visit is another since"):
        for statement, given in await _sent(store, ASKED[name]):
            if ONE not in str(given):
                continue  # of other rows, which so few are joined whole
            plan = await _plan(store, statement, given)
            assert not gone_through(plan), f"{name}: {statement}\n{plan}"


async def test_a_query_without_an_index_is_told_apart(store: Store) -> None:
    await fill(store, AUDITS, PLATFORMS)
    for column in ("findings.outcome", "verdicts.reason", "visits.host"):
        table = column.partition(".")[0]
        plan = await _plan(store, f"SELECT * FROM {table} WHERE {column} = 'x'", ())
        assert read_through(plan) == [table], plan


def read_through(plan: str) -> list[str]:
    """The tables that a plan reads row by row, as either database says it; what was not run reads nothing."""
    run = "\n".join(line for line in plan.splitlines() if "never executed" not in line)
    named = re.findall(r"SCAN (\w+)(?! USING)|Seq Scan on (\w+)", run)
    return [table for pair in named for table in pair if table in MANY]


def gone_through(plan: str) -> list[str]:
    """The tables that PostgreSQL goes through along an index without a condition on it: all their rows, only in an order."""
    nodes = re.findall(r"Index (?:Only )?Scan using \w+ on (\w+)([^\n]*(?:\n(?!\s*->)[^\n]*)*)", plan)
    return [table for table, said in nodes if table in MANY and "Index Cond" not in said]


async def _sent(store: Store, ask: Callable[[Store], Awaitable[object]]) -> list[tuple[str, Any]]:
    """The queries that asking sends, with their parameters."""
    sent: list[tuple[str, Any]] = []

    def heard(connection: Any, cursor: Any, statement: str, given: Any, context: Any, many: bool) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            sent.append((statement, given))

    event.listen(Engine, "before_cursor_execute", heard)  # whichever engine it asks by: a store reads by more than one
    try:
        await ask(store)
    finally:
        event.remove(Engine, "before_cursor_execute", heard)
    return sent


async def _plan(store: Store, statement: str, given: Any) -> str:
    async with store.engine.connect() as connection:
        if store.engine.dialect.name == "sqlite":
            plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
            return "\n".join(plan.scalars("detail").all())
        await connection.execute(
            text("SET enable_seqscan = off")
        )  # small tables are read through although there is an index
        plan = await connection.exec_driver_sql(f"EXPLAIN ANALYZE {statement}", given or None)
        return "\n".join(plan.scalars().all())
