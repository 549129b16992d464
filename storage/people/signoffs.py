"""Signatures of audits: kept for ever; void, and shown as void, once anything that was signed changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db.people_tables import SignoffRow, UserRow
from storage.db.session import Store


@dataclass(frozen=True, slots=True)
class Signoff:
    """One signature: who signed which digest of the audit's verdicts, proved by what (password or passkey). ``voided_why`` names
    the change that voided it.
    """

    visit: str
    audit: str
    who: str
    digest: str
    ruleset: str
    method: str
    at: datetime
    voided_at: datetime | None = None
    voided_why: str = ""


async def add_signoff(
    store: Store, visit: str, audit: str, user: int, digest: str, ruleset: str, method: str, now: datetime
) -> None:
    """Store a signature; it voids an earlier one of the same person for the same visit."""
    async with store.writing() as session:
        await session.execute(
            update(SignoffRow)
            .where(SignoffRow.visit_id == visit, SignoffRow.user_id == user, SignoffRow.voided_at.is_(None))
            .values(voided_at=now, voided_why="signed")
        )
        session.add(
            SignoffRow(
                visit_id=visit, audit_id=audit, user_id=user, digest=digest, ruleset=ruleset, method=method, at=now,
                voided_at=None, voided_why="",
            )
        )  # fmt: skip


async def list_signoffs(store: Store, visit: str) -> tuple[Signoff, ...]:
    """All signatures under a visit in the order they were given, void ones too."""
    query = (
        select(SignoffRow, UserRow.shown)
        .join(UserRow, UserRow.id == SignoffRow.user_id)
        .where(SignoffRow.visit_id == visit)
        .order_by(SignoffRow.id)
    )
    async with store.reading() as session:
        rows = (await session.execute(query)).all()
    return tuple(
        Signoff(
            row.visit_id, row.audit_id, shown, row.digest, row.ruleset, row.method, row.at, row.voided_at,
            row.voided_why,
        )
        for row, shown in rows
    )  # fmt: skip


async def void_signoffs(session: AsyncSession, visit: str, why: str, now: datetime) -> None:
    """Void the signatures of a visit, within a transaction; ``why``: "decision SUBJECT" or "document ITEM"."""
    await session.execute(
        update(SignoffRow)
        .where(SignoffRow.visit_id == visit, SignoffRow.voided_at.is_(None))
        .values(voided_at=now, voided_why=why[:400])
    )
