"""Works out where platforms stand from their stored judgements, and keeps it, so that the next who asks only reads it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from scoring.standard_tables import Standard
from storage.db.codec import pause_garbage_collection
from storage.db.session import Store
from storage.overview.audit_heads import AuditHead, list_audit_heads
from storage.overview.platform_standings import (
    PlatformStanding,
    WorkedOut,
    keep_standings,
    load_kept_standings,
    load_standing_turns,
)
from storage.overview.raw_histories import RawAudit, decode_raw_audit, load_raw_audits
from xuncha.compare.position import find_standing_end, sum_up_standing
from xuncha.judging.rules import load_rules
from xuncha.judging.ruleset import compute_ruleset

AT_ONCE = 40  # platforms whose judgements are held in memory at a time
RawHistory = tuple[int, tuple[RawAudit, ...]]  # a platform and its judgements that may still count


@dataclass(frozen=True, slots=True)
class DatedStanding:
    """A standing and the first moment at which it may be another, None = never unless the platform is judged again."""

    standing: PlatformStanding
    until: datetime | None


Standings = dict[int, DatedStanding]
Worker = Callable[[partial[Standings]], Awaitable[Standings]]  # does it in a thread or in a process


def compute_standings(histories: Sequence[RawHistory], at: datetime) -> Standings:
    """The standing of each of these platforms at that moment. Raises RecordDamaged."""
    standard = load_rules().standard
    made = {}
    with pause_garbage_collection():
        for platform, raw in histories:
            history = [decode_raw_audit(audit) for audit in raw]
            made[platform] = DatedStanding(
                sum_up_standing(standard, history, at), find_standing_end(standard, history, at)
            )
    return made


def select_counting_heads(standard: Standard, heads: Sequence[AuditHead], at: datetime) -> list[AuditHead]:
    """The newest judgement of each visit that may still count at ``at``; of the last visit where none may. ``heads`` in order."""
    oldest = at - timedelta(days=standard.standing.dropped_days)
    newest = {head.at: head for head in heads}
    fresh = [head for began, head in newest.items() if began >= oldest]
    return fresh or list(newest.values())[-1:]


async def load_standings(store: Store, platforms: Collection[int], at: datetime) -> dict[int, PlatformStanding]:
    """Where these platforms stand at ``at``; what nobody has worked out yet is worked out here and kept. Raises RecordDamaged."""
    rules = compute_ruleset()
    found = await load_kept_standings(store, rules, at, platforms)
    missing = [id for id in platforms if id not in found]
    if missing:
        turns = await load_standing_turns(
            store, missing
        )  # before the judgements: one that comes meanwhile is not overlooked
        heads: dict[int, list[AuditHead]] = {id: [] for id in missing}
        for head in await list_audit_heads(store, platforms=missing):
            heads[head.platform].append(head)
        for start in range(0, len(missing), AT_ONCE):
            some = {id: heads[id] for id in missing[start : start + AT_ONCE]}
            made = await work_out_standings(store, some, at, asyncio.to_thread)
            await keep_worked_out(store, turns, at, made)
            found.update((id, one.standing) for id, one in made.items())
    return {id: found[id] for id in platforms}


async def work_out_standings(
    store: Store, heads: Mapping[int, Sequence[AuditHead]], at: datetime, worker: Worker
) -> Standings:
    """The standing of each of these platforms, of whose judgements the ``heads`` are given in order. Raises RecordDamaged."""
    standard = load_rules().standard
    wanted = {id: select_counting_heads(standard, listed, at) for id, listed in heads.items()}
    raw = await load_raw_audits(store, [head for listed in wanted.values() for head in listed])
    histories = [(id, tuple(raw[head.audit] for head in listed if head.audit in raw)) for id, listed in wanted.items()]
    return await worker(partial(compute_standings, histories, at))


async def keep_worked_out(
    store: Store, turns: Mapping[int, int], at: datetime, made: Mapping[int, DatedStanding]
) -> None:
    """Keep them; ``turns`` were read before the judgements that they rest on."""
    found = [WorkedOut(id, turns[id], at, one.until, one.standing) for id, one in made.items()]
    await keep_standings(store, compute_ruleset(), found)
