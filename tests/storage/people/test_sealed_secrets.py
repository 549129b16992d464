"""Secrets of one-time codes are sealed in the database, on both databases, and go back down with the key alone."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, text

from storage.db.migrate import make_alembic_config
from storage.db.session import Store
from storage.people.account_changes import change_totp, replace_totp
from storage.people.sealed_secrets import MARK, SealBroken, open_secret, seal_plain_secrets, seal_secret
from storage.people.user_accounts import create_account, load_account

KEY, OTHER = b"k" * 32, b"x" * 32
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP 59999999"
NOW = datetime(2026, 11, 28, tzinfo=UTC)


async def make_people(store: Store, *kept: str) -> list[int]:
    made = []
    for number, word in enumerate(kept):
        account = await create_account(store, f"p{number}", "", "x", (), "zh", NOW)
        await change_totp(store, account.id, word)
        made.append(account.id)
    return made


def migrate_to(connection: Connection, to: str, key: Path | None) -> None:
    config = make_alembic_config()
    config.attributes["connection"] = connection
    config.cmd_opts = argparse.Namespace(x=[f"web_key={key}"] if key else [])
    (command.downgrade if to == "0008" else command.upgrade)(config, to)


async def read_column(store: Store) -> list[str]:
    async with store.engine.connect() as connection:
        return [row[0] for row in await connection.execute(text("SELECT totp FROM users ORDER BY id"))]


def test_a_sealed_secret_opens_for_its_account_and_its_key_alone() -> None:
    sealed = seal_secret(KEY, 7, SECRET)
    assert len(sealed) <= 200
    assert SECRET[:32] not in sealed != seal_secret(KEY, 7, SECRET)
    assert open_secret(KEY, 7, sealed) == SECRET
    assert (seal_secret(KEY, 7, ""), open_secret(KEY, 7, "")) == ("", "")
    for key, user, given in [
        (KEY, 8, sealed), (OTHER, 7, sealed), (KEY, 7, sealed[:-8] + "AAAAAAA="), (KEY, 7, SECRET), (KEY, 7, MARK + "ä"),
    ]:  # fmt: skip
        with pytest.raises(SealBroken):
            open_secret(key, user, given)


async def test_what_an_earlier_version_kept_plain_is_sealed_once(store: Store) -> None:
    one, none, done = await make_people(store, SECRET, "", seal_secret(KEY, 3, SECRET))
    assert await seal_plain_secrets(store, KEY) == 1
    assert all(SECRET not in word for word in await read_column(store))
    assert open_secret(KEY, one, (await load_account(store, one)).totp) == SECRET
    assert (await load_account(store, none)).totp == ""
    assert open_secret(KEY, 3, (await load_account(store, done)).totp) == SECRET
    before = await read_column(store)
    assert await seal_plain_secrets(store, KEY) == 0
    assert await read_column(store) == before


async def test_of_two_who_use_the_same_code_one_is_too_late(store: Store) -> None:
    (one,) = await make_people(store, seal_secret(KEY, 1, SECRET))
    seen = (await load_account(store, one)).totp
    assert await replace_totp(store, one, seen, seal_secret(KEY, one, SECRET))
    assert not await replace_totp(store, one, seen, seal_secret(KEY, one, SECRET))


async def test_the_migration_goes_down_and_up_with_the_key_and_never_down_without(store: Store, tmp_path: Path) -> None:
    (one, none) = await make_people(store, seal_secret(KEY, 1, SECRET), "")
    key = tmp_path / "web.key"
    key.write_text(KEY.hex(), "ascii")
    async with store.engine.connect() as connection:
        with pytest.raises(RuntimeError, match="web_key"):
            await connection.run_sync(migrate_to, "0008", None)
    async with store.engine.execution_options(xuncha_writes=True).begin() as connection:
        await connection.run_sync(migrate_to, "0008", key)
    assert await read_column(store) == [SECRET, ""]
    async with store.engine.execution_options(xuncha_writes=True).begin() as connection:
        await connection.run_sync(migrate_to, "head", key)
    assert open_secret(KEY, one, (await load_account(store, one)).totp) == SECRET
    assert (await load_account(store, none)).totp == ""
