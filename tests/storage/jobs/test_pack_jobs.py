"""Packs that people asked for outlive the process that makes them: they are seen as interrupted, and one process takes each over."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from storage.db.pack_tables import PackJobRow
from storage.db.session import Store
from storage.jobs.pack_jobs import (
    PackJob,
    PackJobState,
    add_pack_job,
    end_pack_job,
    list_interrupted_pack_jobs,
    list_pack_jobs,
    load_pack_job,
    note_pack_progress,
    take_over_pack_job,
)
from storage.people.user_accounts import create_account
from storage.visits.process_liveness import LOST_AFTER

AT = datetime(2026, 11, 28, 1, tzinfo=UTC)
KEPT = timedelta(days=7)
NEVER = 2**22 + 1  # no process of Linux ever has this number


async def asked(store: Store, now: datetime = AT) -> PackJob:
    """A job of this process."""
    account = await create_account(store, f"p{now.isoformat()}", "P", "x", [], "en", AT)
    return await add_pack_job(store, "v" * 32, "a" * 32, account.id, "web:p", False, now, KEPT)


async def given_to(store: Store, job: str, **process: object) -> None:
    """As if another process had begun it."""
    async with store.writing() as session:
        await session.execute(update(PackJobRow).where(PackJobRow.id == job).values(**process))


async def test_a_job_is_followed_to_its_end(store: Store) -> None:
    job = await asked(store)
    await note_pack_progress(store, job.id, "report.pdf", AT)
    found = await load_pack_job(store, job.id, AT, {job.id})
    assert found is not None
    assert (found.state, found.progress, found.attempts) == (PackJobState.RUNNING, "report.pdf", 1)
    assert await end_pack_job(store, job.id, audit="b" * 32, pack="c" * 32, size=7)
    (listed,) = await list_pack_jobs(store, job.visit, job.user, AT, ())
    assert (listed.state, listed.audit, listed.pack, listed.size) == (PackJobState.DONE, "b" * 32, "c" * 32, 7)
    assert not await end_pack_job(store, job.id, audit=job.audit, fault={"zh": "坏", "en": "bad"})
    assert await list_pack_jobs(store, job.visit, job.user + 1, AT, ()) == ()


async def test_why_there_is_none_is_told_in_both_languages(store: Store) -> None:
    job = await asked(store)
    assert await end_pack_job(store, job.id, audit=job.audit, fault={"zh": "坏", "en": "bad"})
    found = await load_pack_job(store, job.id, AT, ())
    assert found is not None
    assert (found.state, found.fault) == (PackJobState.FAILED, {"zh": "坏", "en": "bad"})


async def test_a_job_of_a_process_that_has_ended_is_taken_over_once(store: Store) -> None:
    job = await asked(store)
    await given_to(store, job.id, pid=NEVER, born="1")
    (found,) = await list_interrupted_pack_jobs(store, AT, {job.id})
    assert (found.id, found.state) == (job.id, PackJobState.INTERRUPTED)
    taken = await asyncio.gather(*(take_over_pack_job(store, job.id, AT, {job.id}) for _ in range(3)))
    (mine,) = (pack for pack in taken if pack is not None)
    assert (mine.state, mine.attempts) == (PackJobState.RUNNING, 2)
    assert await list_interrupted_pack_jobs(store, AT, {job.id}) == ()


async def test_a_job_of_a_living_process_is_left_to_it_until_its_machine_is_silent(store: Store) -> None:
    job = await asked(store)
    assert await take_over_pack_job(store, job.id, AT, {job.id}) is None
    await given_to(store, job.id, host="elsewhere", pid=os.getpid())
    assert await list_interrupted_pack_jobs(store, AT, ()) == ()
    await note_pack_progress(store, job.id, "not mine", AT + LOST_AFTER)
    assert not await end_pack_job(store, job.id, audit=job.audit)
    (found,) = await list_interrupted_pack_jobs(store, AT + LOST_AFTER, ())
    assert found.progress == ""


async def test_a_job_that_its_own_process_dropped_is_interrupted(store: Store) -> None:
    job = await asked(store)
    (found,) = await list_interrupted_pack_jobs(store, AT, ())
    assert found.id == job.id


async def test_old_jobs_are_forgotten(store: Store) -> None:
    job = await asked(store)
    later = await asked(store, AT + KEPT + timedelta(seconds=1))
    assert await load_pack_job(store, job.id, AT, ()) is None
    assert await load_pack_job(store, later.id, AT, ()) is not None
