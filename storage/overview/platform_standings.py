"""Where platforms stand, kept once it was worked out: to work it out again takes a hundred times as long as to read it."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Select, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from scoring.grade_range import Grade
from scoring.score import Score, Stage
from storage.db.codec import decode_record, encode_record, pause_garbage_collection
from storage.db.session import Store
from storage.db.standing_rows import StandingRow

T = TypeVar("T")
AT_ONCE = 400  # platforms of one query; of more all are read


@dataclass(frozen=True, slots=True)
class PlatformStanding:
    """What all its verdicts that count say of a platform together.

    ``last``: when its last visit began, None without any. ``stood``: whether any of its verdicts is recent enough to count; else the
    score is anywhere in [0, 100]. ``rulesets``: of the audits that its verdicts come from. ``stale``: decided items whose answer has
    grown old; ``due``: items to look at again, those and the ones that the standard wants checked more often. ``suspected``,
    ``confirmed``: red lines that are not ruled out.
    """

    last: datetime | None
    stood: bool
    scores: Mapping[Stage, Score]
    grades: Mapping[Stage, Grade]
    profile: Mapping[str, bool] = field(default_factory=dict)
    rulesets: frozenset[str] = frozenset()
    stale: tuple[str, ...] = ()
    due: tuple[str, ...] = ()
    suspected: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """A standing to be kept: of all judgements up to that ``turn``, from ``since`` until ``until`` (None = for good)."""

    platform: int
    turn: int
    since: datetime
    until: datetime | None
    standing: PlatformStanding


async def load_kept_standings(
    store: Store, rules: str, at: datetime, platforms: Collection[int]
) -> dict[int, PlatformStanding]:
    """The standings of these platforms that hold at that moment under these rules. Raises RecordDamaged."""
    row = StandingRow
    query = select(row.platform_id, row.record).where(
        row.rules == rules, row.record.is_not(None), row.since <= at, or_(row.until.is_(None), row.until > at)
    )
    found = await _read_rows(store, query, platforms)
    return await asyncio.to_thread(_decode_standings, [(id, record) for id, record in found.items() if record])


async def load_standing_turns(store: Store, platforms: Collection[int]) -> dict[int, int]:
    """How far the judgements of these platforms were counted: to be read before the judgements are."""
    found = await _read_rows(store, select(StandingRow.platform_id, StandingRow.turn), platforms)
    return {id: found.get(id, 0) for id in platforms}


async def _read_rows(store: Store, query: Select[int, T], platforms: Collection[int]) -> dict[int, T]:
    if len(platforms) <= AT_ONCE:
        query = query.where(StandingRow.platform_id.in_(platforms))
    async with store.reading() as session:
        rows = (await session.execute(query)).all()
    wanted = frozenset(platforms)
    return {platform: value for platform, value in rows if platform in wanted}


def _decode_standings(rows: Sequence[tuple[int, bytes]]) -> dict[int, PlatformStanding]:
    with pause_garbage_collection():
        return {id: decode_record(PlatformStanding, record) for id, record in rows}


async def keep_standings(store: Store, rules: str, found: Collection[WorkedOut]) -> None:
    """Keep what was worked out, but for platforms that were judged once more meanwhile."""
    rows: Sequence[Mapping[str, object]] = [
        {
            "platform_id": one.platform,
            "turn": one.turn,
            "rules": rules,
            "since": one.since,
            "until": one.until,
            "record": encode_record(one.standing),
        }
        for one in sorted(found, key=lambda one: one.platform)  # two who keep the same wait for each other in one order
    ]
    if not rows:
        return
    dialect = postgresql if store.engine.dialect.name == "postgresql" else sqlite
    adding = dialect.insert(StandingRow)
    said = {name: adding.excluded[name] for name in ("rules", "since", "until", "record")}
    keeping = adding.on_conflict_do_update(
        index_elements=["platform_id"], set_=said, where=StandingRow.turn == adding.excluded.turn
    )
    async with store.writing() as session:
        await session.execute(keeping, rows)
