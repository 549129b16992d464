"""Lists of platforms that people sent and have not confirmed: kept by version, few of each person, and not for long."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update

from storage.db.people_tables import ImportRow
from storage.db.session import Store


@dataclass(frozen=True, slots=True)
class StoredImport:
    """One list. ``id``: a secret that only its owner is told; ``digest``: SHA-256 of the file; ``body``: its rows as text."""

    id: str
    user: int
    file: str
    digest: str
    version: int
    body: str
    sent_at: datetime


async def keep_import(
    store: Store, user: int, file: str, digest: str, body: str, now: datetime, since: datetime, most: int
) -> StoredImport:
    """Keep a list, and forget all that were sent before ``since`` and whatever this person has beyond the last ``most``."""
    made = StoredImport(secrets.token_urlsafe(12), user, file, digest, 1, body, now)
    async with store.writing() as session:
        await session.execute(delete(ImportRow).where(ImportRow.sent_at < since))
        session.add(ImportRow(id=made.id, user_id=user, file=file, digest=digest, version=1, body=body, sent_at=now))
        await session.flush()
        own = select(ImportRow.id).where(ImportRow.user_id == user, ImportRow.id != made.id)
        beyond = (await session.scalars(own.order_by(ImportRow.sent_at.desc()).offset(most - 1))).all()
        await session.execute(delete(ImportRow).where(ImportRow.id.in_(beyond)))
    return made


async def load_import(store: Store, id: str, user: int, since: datetime) -> StoredImport | None:
    """That list of that person, None where there is none any more."""
    async with store.reading() as session:
        row = await session.get(ImportRow, id)
    if row is None or row.user_id != user or row.sent_at < since:
        return None
    return StoredImport(row.id, row.user_id, row.file, row.digest, row.version, row.body, row.sent_at)


async def list_imports(store: Store, user: int, since: datetime) -> tuple[tuple[str, str, datetime], ...]:
    """The id, file and time of each list of a person, newest first."""
    query = select(ImportRow.id, ImportRow.file, ImportRow.sent_at).where(
        ImportRow.user_id == user, ImportRow.sent_at >= since
    )
    async with store.reading() as session:
        rows = (await session.execute(query.order_by(ImportRow.sent_at.desc()))).all()
    return tuple((row.id, row.file, row.sent_at) for row in rows)


async def change_import(store: Store, known: StoredImport, body: str) -> bool:
    """Put other rows in place of those of ``known``; False where they were changed since, or the list is gone."""
    async with store.writing() as session:
        done = await session.execute(
            update(ImportRow)
            .where(ImportRow.id == known.id, ImportRow.version == known.version)
            .values(body=body, version=known.version + 1)
            .returning(ImportRow.id)
        )
        return done.first() is not None


async def drop_import(store: Store, id: str) -> None:
    """Forget a list."""
    async with store.writing() as session:
        await session.execute(delete(ImportRow).where(ImportRow.id == id))
