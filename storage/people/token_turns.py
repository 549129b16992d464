"""How often a token may ask: a bucket of turns for each, filled evenly, kept in the store for all processes alike."""

from __future__ import annotations

from datetime import datetime
from math import ceil

from sqlalchemy import case, or_, select, update

from storage.db.people_tables import TokenRow
from storage.db.session import Store


async def take_token_turn(store: Store, token: int, now: datetime, per_minute: float, burst: int) -> int:
    """Take one of the token's turns; returns 0, or the whole seconds to wait where none is left.

    ``per_minute`` turns come in, ``burst`` are held at most. The row says when the bucket is full again: each turn puts that
    off by one more, and none is left once it lies a whole bucket ahead. One statement, so two processes never take one turn.
    """
    gap, at, full_at = 60 / per_minute, now.timestamp(), TokenRow.turns_full_at
    # Further ahead than any bucket: the clock was set back since, or buckets were larger.
    filled = case((or_(full_at < at, full_at > at + burst * gap + 0.5), at), else_=full_at)
    async with store.writing() as session:
        taken = await session.execute(
            update(TokenRow)
            .where(TokenRow.id == token, filled <= at + (burst - 1) * gap + 1e-6)
            .values(turns_full_at=filled + gap)
            .returning(TokenRow.id)
        )
        if taken.first() is not None:
            return 0
        known = await session.scalar(select(full_at).where(TokenRow.id == token))
    return max(1, ceil((known or at) - at - (burst - 1) * gap - 1e-6))
