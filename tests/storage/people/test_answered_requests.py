"""Requests with an Idempotency-Key on both databases: one of many at once is done, answers are kept for a time."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from storage.audit_list import AuditPlace, list_audits_after
from storage.db.register_tables import JobState
from storage.db.session import Store
from storage.jobs.job_lines import list_jobs_after
from storage.people.answered_requests import ClaimState, RequestClaim, claim_request, record_answer, release_request

NOW = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)
LOST, KEPT = timedelta(minutes=2), timedelta(hours=48)


async def claim(store: Store, request: str = "a" * 64, after: timedelta = timedelta(), token: int = 1) -> RequestClaim:
    return await claim_request(store, token, "key \0\ud800", request, NOW + after, LOST, KEPT)


async def test_of_many_alike_at_once_one_is_done(store: Store) -> None:
    claims = await asyncio.gather(*(claim(store) for _ in range(12)))
    assert sorted(request_claim.state for request_claim in claims) == [ClaimState.BUSY] * 11 + [ClaimState.NEW]


async def test_an_answer_is_given_again_to_the_same_request_of_the_same_token_alone(store: Store) -> None:
    assert (await claim(store)).state is ClaimState.NEW
    await record_answer(store, 1, "key \0\ud800", 201, '{"body": "\\u0000"}')
    assert await claim(store, after=timedelta(hours=47)) == RequestClaim(
        ClaimState.ANSWERED, 201, '{"body": "\\u0000"}'
    )
    assert (await claim(store, "b" * 64)).state is ClaimState.OTHER
    assert (await claim(store, token=2)).state is ClaimState.NEW
    assert (await claim(store, "b" * 64, timedelta(hours=49))).state is ClaimState.NEW


async def test_what_was_refused_or_lost_may_be_done_again(store: Store) -> None:
    await claim(store)
    await release_request(store, 1, "key \0\ud800")
    assert (await claim(store)).state is ClaimState.NEW
    assert (await claim(store, after=LOST)).state is ClaimState.BUSY
    assert (await claim(store, after=LOST + timedelta(seconds=1))).state is ClaimState.NEW
    assert (await claim(store, after=LOST + timedelta(seconds=2))).state is ClaimState.BUSY


async def test_lists_may_begin_below_any_place(store: Store) -> None:
    assert await list_audits_after(store, AuditPlace(NOW, "f" * 16, ""), 5, ["https://shop.example/"]) == ()
    assert await list_jobs_after(store, (NOW, "f" * 16), 5, tuple(JobState), [1]) == ()
