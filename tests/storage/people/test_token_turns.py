"""A token's rate is one for all processes that share the database."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from storage.db.people_tables import TokenRow
from storage.db.session import Store, open_store
from storage.people.access_tokens import create_token
from storage.people.token_turns import take_token_turn
from storage.people.user_accounts import create_account

AT = datetime(2026, 11, 28, 1, tzinfo=UTC)


async def a_token(store: Store) -> int:
    account = await create_account(store, "p", "P", "x", [], "en", AT)
    return (await create_token(store, account.id, "t", ["see"], "", AT, timedelta(days=1)))[0].id


async def test_turns_are_held_to_a_number_and_come_in_evenly(store: Store) -> None:
    token, now = await a_token(store), AT
    assert [await take_token_turn(store, token, now, 60, 3) for _ in range(5)] == [0, 0, 0, 1, 1]
    now += timedelta(seconds=1)
    assert [await take_token_turn(store, token, now, 60, 3) for _ in range(2)] == [0, 1]
    now += timedelta(hours=1)
    assert [await take_token_turn(store, token, now, 60, 3) for _ in range(4)] == [0, 0, 0, 1]
    other = (await create_token(store, 1, "o", ["see"], "", AT, timedelta(days=1)))[0].id
    assert await take_token_turn(store, other, now, 60, 3) == 0


async def test_whoever_must_wait_is_told_how_long(store: Store) -> None:
    token = await a_token(store)
    assert [await take_token_turn(store, token, AT, 7, 2) for _ in range(3)] == [0, 0, 9]
    assert await take_token_turn(store, token, AT + timedelta(seconds=8), 7, 2) == 1
    assert await take_token_turn(store, token, AT + timedelta(seconds=9), 7, 2) == 0


@pytest.mark.usefixtures("ready_tables")
async def test_two_processes_share_the_turns(tmp_path: Path, database: str | None) -> None:
    async with open_store(tmp_path, database) as one, open_store(tmp_path, database) as two:
        token = await a_token(one)
        waits = await asyncio.gather(
            *(take_token_turn(store, token, AT, 240, 5) for store in (one, two) for _ in range(8))
        )
        assert sorted(waits) == [0] * 5 + [1] * 11


async def test_a_clock_that_was_set_back_shuts_nobody_out(store: Store) -> None:
    token = await a_token(store)
    async with store.writing() as session:
        ahead = (AT + timedelta(days=30)).timestamp()
        await session.execute(update(TokenRow).values(turns_full_at=ahead))
    assert [await take_token_turn(store, token, AT, 60, 2) for _ in range(3)] == [0, 0, 1]
