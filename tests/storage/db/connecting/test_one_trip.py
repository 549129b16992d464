"""Questions asked by one trip find what a session finds, on both databases, and leave the connection fit for whoever has it next."""

from __future__ import annotations

import asyncio
import os
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import BindParameter, Select, Text, bindparam, column, func, insert, select, text
from sqlalchemy.exc import DBAPIError

from storage.db.connecting.one_trip import Question
from storage.db.register_tables import RegistrationRow
from storage.db.session import Store, open_store
from storage.db.tables import DecisionRow, PlatformRow
from storage.errors import DatabaseUnreachable

pytestmark = pytest.mark.services
AT = datetime(2026, 3, 1, 8, tzinfo=UTC)
SHOPS = [f"https://{name}.example/" for name in "abcde"]
_NAMED: BindParameter[Any] = bindparam("urls", expanding=True)
BY_URL = select(PlatformRow.id, PlatformRow.url).where(PlatformRow.url.in_(_NAMED)).order_by(PlatformRow.id)
NOT_BY_URL = (
    select(PlatformRow.name)
    .where(PlatformRow.url.not_in(_NAMED), PlatformRow.name.like("100%"))
    .order_by(PlatformRow.id)
)
PREPARED: Select[str] = select(column("statement", Text())).select_from(text("pg_prepared_statements"))
SINCE = select(PlatformRow.url, RegistrationRow.added_at, RegistrationRow.due_at, RegistrationRow.record).join(
    PlatformRow, PlatformRow.id == RegistrationRow.platform_id
)
ADDED = SINCE.where(RegistrationRow.added_at >= bindparam("since"), PlatformRow.url.like("%a%")).limit(3)
NONE_DECIDED = select(
    func.max(DecisionRow.id), func.count(DecisionRow.id) > 0, func.sum(DecisionRow.value), func.sum(1.5)
)
TWO_OF_THEM = BY_URL.where(
    PlatformRow.name.in_(["100% 2", "100% 4"])
)  # a list of the statement's own beside a given one
BACKEND = select(func.pg_backend_pid())


async def fill(store: Store) -> None:
    async with store.writing() as session:
        for id, url in enumerate(SHOPS, 1):
            await session.execute(insert(PlatformRow).values(id=id, url=url, name=f"100% {id}"))
            await session.execute(
                insert(RegistrationRow).values(
                    platform_id=id, state="active", record=bytes([0, id, 255]), added_at=AT, changed_at=AT,
                    due_at=AT + timedelta(hours=id), light_due_at=None, timing_due_at=None,
                )
            )  # fmt: skip


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_plain_rows_are_those_of_a_session(tmp_path: Path, fresh: str, kind: str) -> None:
    asked = [
        Question(BY_URL, {"urls": SHOPS[:many]}) for many in (3, 0, 1, 5)
    ] + [Question(ADDED, {"since": AT}), Question(ADDED, {"since": AT + timedelta(days=1)}), Question(NONE_DECIDED),
         Question(TWO_OF_THEM, {"urls": SHOPS[:3]})]  # fmt: skip
    async with open_store(tmp_path, fresh if kind == "postgresql" else None) as store:
        await fill(store)
        async with store.reading() as session:
            told = [[tuple(row) for row in await session.execute(one.statement, one.given)] for one in asked]
        found = await store.look_up(*asked)
        assert [[tuple(row) for row in rows] for rows in found] == told
        assert [[tuple(row) for row in rows] for one in asked for rows in await store.look_up(one)] == told
    assert [len(rows) for rows in told] == [3, 0, 1, 5, 3, 0, 1, 1]
    assert told[4][0] == (SHOPS[0], AT, AT + timedelta(hours=1), bytes([0, 1, 255]))
    assert found[4][0][1].tzinfo is UTC


async def test_a_list_of_many_thousand_is_asked_for_as_it_is(tmp_path: Path, fresh: str) -> None:
    """A statement has room for 65,535 words: one for each of these would not go through."""
    many = [*SHOPS, *(f"https://{number}.example/" for number in range(70_000))]
    async with open_store(tmp_path, fresh) as store:
        await fill(store)
        found, none = await store.look_up(Question(BY_URL, {"urls": many}), Question(BY_URL, {"urls": []}))
        assert await store.look_up() == ()
    assert ([url for _, url in found], list(none)) == (SHOPS, [])


async def test_the_server_knows_one_statement_for_lists_of_any_length(tmp_path: Path, fresh: str) -> None:
    async with open_store(tmp_path, fresh) as store:
        await fill(store)
        for many in (1, 2, 5, 0, 3):
            found, others = await store.look_up(
                Question(BY_URL, {"urls": SHOPS[:many]}), Question(NOT_BY_URL, {"urls": SHOPS[:many]})
            )
            assert [url for _, url in found] == SHOPS[:many]
            assert [name for (name,) in others] == [f"100% {id}" for id in range(many + 1, 6)]
        (known,) = await store.look_up(Question(PREPARED))
    assert sorted("<> ALL" in statement for (statement,) in known if "platforms" in statement) == [False, True]


async def test_a_list_that_is_not_asked_for_by_in_is_refused(tmp_path: Path, fresh: str) -> None:
    async with open_store(tmp_path, fresh) as store:
        with pytest.raises(TypeError, match="by IN"):
            await store.look_up(
                Question(select(PlatformRow.id).where(PlatformRow.url == bindparam("url")), {"url": ["a"]})
            )


async def test_many_questions_wait_for_the_server_once(tmp_path: Path, fresh: str) -> None:
    async with open_store(tmp_path, fresh) as store:
        await fill(store)
        asked = [Question(BY_URL, {"urls": SHOPS})] * 6
        await store.look_up(*asked)
        async with store.engine.connect() as connection:  # the only one: who asks next is given it again
            raw: Any = (await connection.get_raw_connection()).driver_connection
        with tempfile.TemporaryFile() as told:
            raw.pgconn.trace(told.fileno())
            await store.look_up(*asked)
            raw.pgconn.untrace()
            os.lseek(told.fileno(), 0, os.SEEK_SET)
            lines = told.read().decode().splitlines()
    sent = [line.split("\t")[1] == "F" for line in lines]
    assert sum(line.split("\t")[3] == "Bind" for line in lines) == 6
    assert sent == sorted(sent, reverse=True)  # all is sent before anything is answered


async def test_a_connection_is_fit_again_after_a_fault_and_a_break(tmp_path: Path, fresh: str) -> None:
    """What a statement was refused for is told as ever; one that the server ended, or nobody waits for, is replaced."""
    ended = select(func.pg_terminate_backend(func.pg_backend_pid()))
    async with open_store(tmp_path, fresh) as store:
        await fill(store)
        ((backend,),) = (await store.look_up(Question(BACKEND)))[0]
        with pytest.raises(DBAPIError, match="division by zero"):
            await store.look_up(Question(BACKEND), Question(select(text("1 / 0"))), Question(BACKEND))
        with pytest.raises(DatabaseUnreachable):
            await store.look_up(Question(BACKEND), Question(ended))
        waiting = asyncio.ensure_future(store.look_up(Question(BACKEND), Question(select(func.pg_sleep(60)))))
        done, _ = await asyncio.wait({waiting}, timeout=0.3)
        assert not done
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        ((other,),) = (await store.look_up(Question(BACKEND)))[0]
        assert other != backend
        assert len((await store.look_up(Question(BY_URL, {"urls": SHOPS})))[0]) == 5
        async with store.writing() as session:  # by one of those connections, which begins transactions again
            await session.execute(insert(PlatformRow).values(id=9, url="https://f.example/", name="f"))
            assert (await store.look_up(Question(BY_URL, {"urls": ["https://f.example/"]})))[0] == []


async def test_a_question_for_objects_is_refused(tmp_path: Path, fresh: str) -> None:
    """A session would make objects of its rows, and this does not: the two databases would answer otherwise."""
    async with open_store(tmp_path, fresh) as store:
        with pytest.raises(TypeError, match="columns"):
            await store.look_up(Question(select(PlatformRow)))
