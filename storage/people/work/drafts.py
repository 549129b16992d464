"""What people have typed and not yet stored as a decision: kept by version, so that two editors lose nothing.

A word that was said waits for some seconds in which it may be taken back (``due_at``); only then it becomes a decision. So a decision
is never withdrawn: one that was taken back in time never was one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db.connecting.one_trip import Answer, Question
from storage.db.people_tables import DraftRow
from storage.db.session import Store

BATCH = "batch"  # the field of words by which those that were said at once for many visits are found together
_ONE = select(DraftRow).where(
    DraftRow.visit_id == bindparam("visit"), DraftRow.subject == bindparam("subject"),
    DraftRow.user_id == bindparam("user"),
)  # fmt: skip

_PLAIN = _ONE.with_only_columns(
    DraftRow.visit_id, DraftRow.subject, DraftRow.user_id, DraftRow.version, DraftRow.body, DraftRow.kept_at, DraftRow.due_at
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draft:
    """One person's words on one subject of a visit. ``version`` counts its keepings; ``due_at``: when it becomes a decision, None = still written."""

    visit: str
    subject: str
    user: int
    version: int
    body: Mapping[str, str]
    kept_at: datetime
    due_at: datetime | None = None


class StaleDraft(Exception):
    """The words were kept elsewhere since they were read; ``known`` is what is kept now. Nothing was overwritten."""

    def __init__(self, known: Draft) -> None:
        super().__init__(f"{known.subject} is at version {known.version}")
        self.known = known


async def load_draft(store: Store, visit: str, subject: str, user: int) -> Draft | None:
    """That person's draft on the subject, None without one."""
    (found,) = await store.look_up(ask_for_draft(visit, subject, user))
    return read_draft(found)


def ask_for_draft(visit: str, subject: str, user: int) -> Question:
    """What asks for the draft that ``read_draft`` reads."""
    return Question(_PLAIN, {"visit": visit, "subject": subject, "user": user})


def read_draft(found: Answer) -> Draft | None:
    """That draft, None without one."""
    for visit, subject, user, version, body, kept_at, due_at in found:
        return Draft(visit, subject, user, version, json.loads(body), kept_at, due_at)
    return None


async def list_drafts(store: Store, visit: str, user: int) -> tuple[Draft, ...]:
    """All drafts of one person on a visit, by subject."""
    query = select(DraftRow).where(DraftRow.visit_id == visit, DraftRow.user_id == user).order_by(DraftRow.subject)
    async with store.reading() as session:
        return tuple(_draft(row) for row in (await session.scalars(query)).all())


async def keep_draft(
    store: Store, visit: str, subject: str, user: int, version: int, body: Mapping[str, str], now: datetime,
    due: datetime | None = None,
) -> Draft:  # fmt: skip
    """Keep the words over ``version``, the one they were typed over (0 = none). Raises StaleDraft where another one is kept.

    Words that are the same as those kept are no conflict.
    """
    async with store.writing() as session:
        row = await _find(session, visit, subject, user, lock=True)
        if row is None:
            row = DraftRow(
                visit_id=visit, subject=subject, user_id=user, version=version + 1, body=_json(body), kept_at=now,
                due_at=due,
            )  # fmt: skip
            session.add(row)
        elif row.version != version and row.body != _json(body):
            raise StaleDraft(_draft(row))
        else:
            row.version, row.body, row.kept_at, row.due_at = row.version + 1, _json(body), now, due
        await session.flush()
        return _draft(row)


async def take_back_draft(store: Store, visit: str, subject: str, user: int, now: datetime) -> Draft | None:
    """Make what was said a draft again; None where it has become a decision or was never said."""
    async with store.writing() as session:
        row = await _find(session, visit, subject, user, lock=True)
        if row is None or row.due_at is None or row.due_at <= now:
            return None
        row.version, row.due_at, row.kept_at = row.version + 1, None, now
        await session.flush()
        return _draft(row)


async def list_due_drafts(store: Store, until: datetime | None, visit: str = "", user: int = 0) -> tuple[Draft, ...]:
    """What was said and is due by then (None = whenever), of one visit and person where named, in the order it was said."""
    query = select(DraftRow).where(DraftRow.due_at.is_not(None)).order_by(DraftRow.kept_at, DraftRow.id)
    query = query.where(DraftRow.due_at <= until) if until is not None else query
    query = query.where(DraftRow.visit_id == visit) if visit else query
    query = query.where(DraftRow.user_id == user) if user else query
    async with store.looking_up() if visit else store.reading() as session:
        return tuple(_draft(row) for row in (await session.scalars(query)).all())


async def remove_draft(session: AsyncSession, draft: Draft) -> bool:
    """Remove exactly this version within a transaction; False where another process did, or the words have changed."""
    gone = await session.execute(
        delete(DraftRow).where(
            DraftRow.visit_id == draft.visit, DraftRow.subject == draft.subject, DraftRow.user_id == draft.user,
            DraftRow.version == draft.version,
        )
    )  # fmt: skip
    return bool(getattr(gone, "rowcount", 0))


async def remove_batch(session: AsyncSession, batch: str, user: int, now: datetime) -> tuple[Draft, ...]:
    """Take back, within a transaction, what a person said at once for many visits and is not due yet; returns what was removed.

    What has become a decision, or was changed on its own since, is not among it and stays.
    """
    query = select(DraftRow).where(DraftRow.user_id == user, DraftRow.due_at > now).order_by(DraftRow.id)
    rows = (await session.scalars(query.with_for_update())).all()
    found = tuple((row, draft) for row in rows if (draft := _draft(row)).body.get(BATCH) == batch)
    for row, _ in found:
        await session.delete(row)
    await session.flush()
    return tuple(draft for _, draft in found)


async def _find(session: AsyncSession, visit: str, subject: str, user: int, lock: bool = False) -> DraftRow | None:
    named = {"visit": visit, "subject": subject, "user": user}
    return await session.scalar(_ONE.with_for_update() if lock else _ONE, named)


def _json(body: Mapping[str, str]) -> str:
    return json.dumps(dict(body), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _draft(row: DraftRow) -> Draft:
    return Draft(row.visit_id, row.subject, row.user_id, row.version, json.loads(row.body), row.kept_at, row.due_at)
