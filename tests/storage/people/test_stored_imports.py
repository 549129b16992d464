"""Lists of platforms that are not confirmed: each person's own, few and for a time, and never overwritten unseen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from storage.db.session import Store
from storage.people.user_accounts import create_account
from storage.people.work.stored_imports import (
    StoredImport,
    change_import,
    drop_import,
    keep_import,
    list_imports,
    load_import,
)

AT = datetime(2026, 11, 28, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


async def kept(store: Store, user: int, at: datetime, most: int = 2) -> StoredImport:
    return await keep_import(store, user, "名单.xlsx", "0" * 64, "[]", at, at - HOUR, most)


async def people(store: Store) -> tuple[int, int]:
    made = [await create_account(store, name, name, "x", [], "en", AT) for name in "ab"]
    return made[0].id, made[1].id


async def test_a_list_is_its_owners_until_it_is_old(store: Store) -> None:
    own, other = await people(store)
    list_ = await kept(store, own, AT)
    assert await load_import(store, list_.id, own, AT - HOUR) == list_
    assert await load_import(store, list_.id, other, AT - HOUR) is None
    assert await load_import(store, list_.id, own, AT + timedelta(seconds=1)) is None
    await kept(store, other, AT + 2 * HOUR)
    assert await load_import(store, list_.id, own, AT - HOUR) is None  # it is gone, not only hidden


async def test_one_person_never_pushes_out_anothers(store: Store) -> None:
    own, other = await people(store)
    theirs = await kept(store, other, AT)
    lists = [await kept(store, own, AT + timedelta(minutes=number)) for number in range(4)]
    assert [id for id, _, _ in await list_imports(store, own, AT - HOUR)] == [lists[3].id, lists[2].id]
    assert [id for id, _, _ in await list_imports(store, other, AT - HOUR)] == [theirs.id]


async def test_a_list_changed_elsewhere_is_not_written_over(store: Store) -> None:
    own, _ = await people(store)
    read = await kept(store, own, AT)
    assert await change_import(store, read, "[1]")
    assert not await change_import(store, read, "[2]")
    now = await load_import(store, read.id, own, AT - HOUR)
    assert now is not None
    assert (now.body, now.version) == ("[1]", 2)
    await drop_import(store, read.id)
    assert not await change_import(store, now, "[3]")
