"""How often pages of platforms answered, day by day, from their light checks. Read only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select

from crawler.uptime.sample import GONE, OWN_OUTAGE
from crawler.vocabulary import GapReason
from storage.db.register_tables import BeatRow
from storage.db.session import Store

# What says nothing of the platform: our own network, our own restraint, an address that is no page of the shop any more.
NOT_ASKED = (OWN_OUTAGE, GONE, GapReason.ROBOTS.value, GapReason.REFUSED_BY_GUARD.value)


@dataclass(frozen=True, slots=True)
class AnswerCount:
    """Uptime samples of one platform: ``looks`` counts those that say something about it, ``unanswered`` those without an answer."""

    looks: int
    unanswered: int


async def count_answers(
    store: Store, since: datetime, until: datetime, platforms: Collection[int] | None = None
) -> dict[int, AnswerCount]:
    """Light checks from ``since`` to before ``until`` by platform, without those that say nothing of it; a platform without any is left out."""
    query = (
        select(BeatRow.platform_id, func.count(), func.count(case((BeatRow.ok.is_(False), 1))))
        .where(BeatRow.at >= since, BeatRow.at < until, BeatRow.reason.not_in(NOT_ASKED))
        .group_by(BeatRow.platform_id)
    )
    if platforms is not None:
        query = query.where(BeatRow.platform_id.in_(platforms))
    async with store.reading() as session:
        rows = (await session.execute(query)).all()
    return {platform: AnswerCount(looks, silent) for platform, looks, silent in rows}
