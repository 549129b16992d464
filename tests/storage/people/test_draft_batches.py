"""What was said at once for many visits is taken back together, on both databases, as far as it is not due and not changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from storage.db.session import Store
from storage.people.user_accounts import create_account
from storage.people.work.drafts import BATCH, keep_draft, list_due_drafts, load_draft, remove_batch, take_back_draft

NOW = datetime(2026, 11, 28, tzinfo=UTC)
LATER = NOW + timedelta(seconds=60)


async def test_only_what_still_waits_of_that_batch_and_person_goes(store: Store) -> None:
    me, other = [(await create_account(store, name, "", "x", (), "zh", NOW)).id for name in ("a", "b")]
    for visit, user, batch, due in [
        ("v1", me, "one", LATER), ("v2", me, "one", LATER), ("v3", me, "one", NOW), ("v4", me, "two", LATER),
        ("v5", other, "one", LATER), ("v6", me, "one", LATER),
    ]:  # fmt: skip
        await keep_draft(store, visit, "1.1-1", user, 0, {BATCH: batch, "verdict": "pass"}, NOW, due)
    assert await take_back_draft(store, "v6", "1.1-1", me, NOW) is not None
    async with store.writing() as session:
        gone = await remove_batch(session, "one", me, NOW)
    assert [draft.visit for draft in gone] == ["v1", "v2"]
    assert [draft.visit for draft in await list_due_drafts(store, None)] == ["v3", "v4", "v5"]
    assert await load_draft(store, "v6", "1.1-1", me) is not None
    async with store.writing() as session:
        assert await remove_batch(session, "one", me, NOW) == ()
