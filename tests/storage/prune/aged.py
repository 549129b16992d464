"""Visits of long ago, made as a crawl makes them and then dated back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from crawler.site import Platform, Site
from scoring.red_lines import Raised
from storage.audits import save_audit
from storage.db.session import Store
from storage.db.tables import EvidenceRow, VisitRow
from storage.prune.prunable import RetentionLimits
from storage.visits.audit import Audit
from storage.visits.visits import begin_visit
from tests.storage.seen import AT, PLATFORM, a_fetch, a_gap, a_timing, a_view, keep_all

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
LIMITS = RetentionLimits(NOW - timedelta(days=180))
SHARED = "在每次检测里都一样"


async def a_visit(
    store: Store,
    words: str,
    days: float = 300,
    *,
    done: bool = True,
    platform: Platform = PLATFORM,
    bodies: Sequence[bytes] = (),
) -> str:
    """A visit that ended so many days ago, with a page of its own, one that all visits share, and these bodies besides."""
    site = Site(
        platform=platform,
        at=AT,
        views=(a_view(0, text=words), a_view(1, text=SHARED)),
        gaps=(a_gap(),),
        fetches=(a_fetch(1, words),),
        timings=(a_timing(1),),
    )
    async with await begin_visit(store, platform, {}) as keeper:
        await keeper.blob(f"body of {words}".encode(), "text/plain")
        for body in bodies:
            await keeper.blob(body, "text/plain")
        await keep_all(keeper, site)
        if done:
            await keeper.finish(site)
    await date(store, keeper.id, days)
    return keeper.id


async def date(store: Store, visit: str, days: float) -> None:
    moment = NOW - timedelta(days=days)
    async with store.writing() as session:
        row = await session.get(VisitRow, visit)
        assert row is not None
        ended = None if row.finished_at is None else moment
        await session.execute(
            update(VisitRow)
            .where(VisitRow.id == visit)
            .values(started_at=moment - timedelta(hours=1), beat_at=moment, finished_at=ended)
        )


async def an_audit(store: Store, visit: str, *lines: Raised) -> str:
    return await save_audit(store, Audit(visit, "0" * 64, NOW, (), (), {}, red_lines=lines))


async def names_of(store: Store, visit: str) -> set[str]:
    """The blobs that rows of this visit refer to."""
    async with store.reading() as session:
        return set(await session.scalars(select(EvidenceRow.sha256).where(EvidenceRow.visit_id == visit)))


async def whole(store: Store, visit: str) -> bool:
    """Whether all that a visit refers to is there, and something is."""
    names = await names_of(store, visit)
    return bool(names) and all(store.blobs.has(sha) for sha in names)
