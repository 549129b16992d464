"""What stored audits rest on: a hash of what their visit saw, and for each check a hash of what judged it.

Equal hashes mean equal findings, so judging a visit again needs to ask only the checks that changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db.basis_tables import AuditBasisRow, CheckBasisRow
from storage.db.session import Store
from storage.db.tables import FetchRow, GapRow, HostRow, TimingRow, ViewRow, VisitRow


@dataclass(frozen=True, slots=True)
class JudgingBasis:
    """What a judging rests on besides its visit: a hash for each check by its id, and ``name``, one over all of them."""

    name: str
    checks: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AuditBasis:
    """What a stored audit rests on: ``seen`` is the hash of its visit, ``checks`` as in JudgingBasis."""

    seen: str
    checks: Mapping[str, str]


async def hash_visit(store: Store, visit: str) -> str:
    """The hash of all that a visit saw, in the order of its Site; "" if there is no such visit."""
    async with store.reading() as session:
        return await hash_visit_in(session, visit)


async def hash_visit_in(session: AsyncSession, visit: str) -> str:
    """What ``hash_visit`` gives (SHA-256, hex), within a transaction. Views enter by their blobs' names, which are hashes; no blob is read."""
    row = (
        await session.execute(
            select(VisitRow.started_at, VisitRow.opening, VisitRow.closing).where(VisitRow.id == visit)
        )
    ).first()
    if row is None:
        return ""
    digest = hashlib.sha256()
    _add(digest, row.started_at.isoformat().encode())
    _add(digest, row.opening)
    _add(digest, row.closing or b"")
    views = select(ViewRow.blob).where(ViewRow.visit_id == visit, ViewRow.position.is_not(None))
    for blob in await session.scalars(views.order_by(ViewRow.position, ViewRow.id)):
        _add(digest, blob.encode())
    for table in (GapRow, FetchRow, TimingRow, HostRow):
        _add(digest, table.__tablename__.encode())
        for record in await session.scalars(select(table.record).where(table.visit_id == visit).order_by(table.id)):
            _add(digest, record)
    return digest.hexdigest()


def _add(digest: Any, part: bytes) -> None:
    digest.update(len(part).to_bytes(8, "big") + part)


async def add_basis(session: AsyncSession, audit: str, seen: str, basis: JudgingBasis) -> None:
    """Note within a transaction what an audit rests on."""
    known = select(CheckBasisRow.check_id).where(CheckBasisRow.basis == basis.name).limit(1)
    if await session.scalar(known) is None:
        rows = [{"basis": basis.name, "check_id": id, "sha256": sha} for id, sha in basis.checks.items()]
        dialect = session.get_bind().dialect.name
        adding = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(CheckBasisRow)
        if rows:  # two processes may note the same one at once
            await session.execute(adding.on_conflict_do_nothing(), rows)
    await session.execute(insert(AuditBasisRow).values(audit_id=audit, seen=seen, basis=basis.name))


async def load_audit_basis(store: Store, audit: str) -> AuditBasis | None:
    """What an audit rests on; None where that was not noted."""
    async with store.reading() as session:
        row = await session.get(AuditBasisRow, audit)
        if row is None:
            return None
        of_basis = select(CheckBasisRow.check_id, CheckBasisRow.sha256).where(CheckBasisRow.basis == row.basis)
        return AuditBasis(row.seen, {row.check_id: row.sha256 for row in await session.execute(of_basis)})
