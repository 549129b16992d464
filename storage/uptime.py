"""Stored uptime checks: whether each page answered, and which pages of a platform are worth checking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import delete, select

from crawler.site import Past
from crawler.uptime.sample import UptimeSample
from crawler.vocabulary import LANDED, Role
from probes.registry import load_checks
from storage.db.register_tables import BeatRow
from storage.db.session import Store
from storage.db.tables import WORDS_CHARS, PlatformRow, ViewRow, VisitKind, VisitRow, VisitState

PROBE = "performance.availability"  # its table says how many days count
ASKED = (Role.LIST, Role.PRODUCT)  # beside the home page


async def save_uptime_samples(store: Store, platform: int, job: str, beats: Iterable[UptimeSample]) -> None:
    """Store one job's uptime samples; saving again replaces what that job stored before."""
    async with store.writing() as session:
        await session.execute(delete(BeatRow).where(BeatRow.run_id == job))
        session.add_all(
            BeatRow(
                platform_id=platform, run_id=job, role=beat.role.value, at=beat.at, url=beat.url, ok=beat.ok,
                status=beat.status, seconds=beat.seconds, reason=beat.reason,
            )
            for beat in beats
        )  # fmt: skip


async def load_uptime_history(store: Store, platform_url: str, before: datetime) -> tuple[Past, ...]:
    """Uptime checks before that moment, for the days availability is judged over, newest first; ``values`` as in BeatRow."""
    query = (
        select(BeatRow)
        .join(PlatformRow, PlatformRow.id == BeatRow.platform_id)
        .where(PlatformRow.url == platform_url, BeatRow.at < before, BeatRow.at >= before - _window())
        .order_by(BeatRow.at.desc(), BeatRow.id.desc())
    )
    async with store.reading() as session:
        rows = (await session.scalars(query)).all()
    return tuple(_past(row) for row in rows)


def _past(row: BeatRow) -> Past:
    values: dict[str, object] = {
        "ok": row.ok,
        "reason": row.reason,
        "role": row.role,
        "status": row.status,
        "seconds": row.seconds,
        "url": row.url,
    }
    return Past(row.at, "beat", values)


async def known_pages(store: Store, platform: int, most: int) -> Mapping[Role, tuple[str, ...]]:
    """Addresses of list and product pages that the last audit saw, best first, at most ``most`` per role."""
    last = (
        select(VisitRow.id)
        .where(VisitRow.platform_id == platform, VisitRow.state == VisitState.DONE.value)
        .where(VisitRow.kind == VisitKind.AUDIT.value)
        .where(VisitRow.id.in_(select(ViewRow.visit_id).where(ViewRow.role.in_([role.value for role in ASKED]))))
        .order_by(VisitRow.started_at.desc(), VisitRow.id)
        .limit(1)
    )
    pages = (
        select(ViewRow.role, ViewRow.asked)
        .where(ViewRow.visit_id == last.scalar_subquery(), ViewRow.role.in_([role.value for role in ASKED]))
        .where(ViewRow.state == LANDED, ViewRow.look == 1, ViewRow.position.is_not(None))
        .order_by(ViewRow.device, ViewRow.position)
    )
    found: dict[Role, dict[str, None]] = {role: {} for role in ASKED}
    async with store.reading() as session:
        for role, asked in (await session.execute(pages)).all():
            if len(asked) < WORDS_CHARS and len(found[Role(role)]) < most:  # longer addresses were cut
                found[Role(role)][asked] = None
    return {role: tuple(urls) for role, urls in found.items()}


@cache
def _window() -> timedelta:
    check = next((check for check in load_checks() if check.id == PROBE), None)
    return timedelta(days=0.0 if check is None else check.params.limit("window"))
