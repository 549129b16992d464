"""The register read again and again: only registrations that changed since are decoded. Read only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import func, select

from storage.db.codec import decode_record
from storage.db.register_tables import JobState, PlatformState, RegistrationRow, RunRow
from storage.db.session import Store
from storage.db.tables import VisitRow, VisitState
from storage.platforms import RegisteredPlatform, Registration

AT_ONCE = 500


async def reread_register(store: Store, known: Mapping[int, RegisteredPlatform]) -> dict[int, RegisteredPlatform]:
    """All registered platforms by number, in the order they were registered, removed ones left out. Raises RecordDamaged."""
    row = RegistrationRow
    query = (
        select(
            row.platform_id, row.state, row.added_at, row.changed_at, row.due_at, row.light_due_at, row.timing_due_at
        )
        .where(row.state != PlatformState.REMOVED.value)
        .order_by(row.added_at, row.platform_id)
    )
    async with store.reading() as session:
        rows = (await session.execute(query)).all()
        changed = [row[0] for row in rows if row[0] not in known or known[row[0]].changed_at != row[3]]
        records: dict[int, Registration] = {}
        for start in range(0, len(changed), AT_ONCE):
            some = select(row.platform_id, row.record).where(row.platform_id.in_(changed[start : start + AT_ONCE]))
            for id, record in (await session.execute(some)).all():
                records[id] = decode_record(Registration, record)
    found = {}
    for id, state, added, at, due, light, timing in rows:
        before = known.get(id)
        if id in records:
            found[id] = RegisteredPlatform(id, records[id], PlatformState(state), added, at, due, light, timing)
        elif before is not None:
            now = (state, due, light, timing)
            same = (before.state.value, before.due_at, before.light_due_at, before.timing_due_at) == now
            found[id] = before if same else replace(
                before, state=PlatformState(state), due_at=due, light_due_at=light, timing_due_at=timing
            )  # fmt: skip
    return found


async def stamp_visits(store: Store) -> tuple[object, ...]:
    """A stamp that is cheap to compute and changes whenever a visit ends, a job ends or a platform is registered."""
    async with store.reading() as session:
        visits = select(func.count(), func.max(VisitRow.finished_at)).where(VisitRow.state != VisitState.RUNNING.value)
        many, last = (await session.execute(visits)).one()
        jobs = select(func.count()).where(RunRow.state.in_((JobState.DONE.value, JobState.FAILED.value)))
        over = await session.scalar(jobs)
        registered = (await session.execute(select(func.count(), func.max(RegistrationRow.changed_at)))).one()
    return many, last, over, *registered
