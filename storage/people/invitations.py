"""Secrets that work once: invitation links, stored as SHA-256, and any other value that may be used a single time."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from storage.db.people_tables import InviteRow
from storage.db.session import Store
from storage.people.logins import hash_secret


async def create_invite(store: Store, purpose: str, user: int | None, now: datetime, lasts: timedelta) -> str:
    """Create an invitation that works once, for as long as ``lasts``; returns the secret for its link."""
    secret = secrets.token_urlsafe(32)
    async with store.writing() as session:
        session.add(
            InviteRow(
                digest=hash_secret(secret),
                user_id=user,
                purpose=purpose,
                made_at=now,
                ends_at=now + lasts,
                used_at=None,
            )
        )
    return secret


async def is_invite_open(store: Store, secret: str, purpose: str, now: datetime) -> bool:
    """Whether that invitation may still be used."""
    async with store.reading() as session:
        row = await session.get(InviteRow, hash_secret(secret))
    return row is not None and row.purpose == purpose and row.used_at is None and row.ends_at > now


async def use_invite(store: Store, secret: str, purpose: str, now: datetime) -> InviteRow | None:
    """Use up an invitation and return it; None if it is unknown, used, expired or for another purpose."""
    async with store.writing() as session:
        query = select(InviteRow).where(InviteRow.digest == hash_secret(secret)).with_for_update()
        row = await session.scalar(query)
        if row is None or row.purpose != purpose or row.used_at is not None or row.ends_at <= now:
            return None
        row.used_at = now
        return row


async def find_invited(store: Store, secret: str, purpose: str, now: datetime) -> int | None:
    """The number of the person invited, as long as the invitation may be used; None otherwise."""
    async with store.reading() as session:
        row = await session.get(InviteRow, hash_secret(secret))
    return (
        row.user_id
        if row is not None and row.purpose == purpose and row.used_at is None and row.ends_at > now
        else None
    )


async def end_invites(store: Store, user: int) -> None:
    """Invalidate all of a person's invitations."""
    async with store.writing() as session:
        await session.execute(delete(InviteRow).where(InviteRow.user_id == user, InviteRow.used_at.is_(None)))


async def use_once(store: Store, secret: str, purpose: str, user: int | None, now: datetime, ends: datetime) -> bool:
    """Record that a secret is used now; False if it was used before. The record is deleted after ``ends``."""
    digest = hash_secret(f"{purpose}:{secret}")
    async with store.writing() as session:
        await session.execute(
            delete(InviteRow).where(InviteRow.purpose.startswith(f"{purpose}:"), InviteRow.ends_at < now)
        )
        own = secrets.token_hex(8)  # whoever finds another's mark came second
        named = f"{purpose}:{own}"
        await store.once(
            session, InviteRow, digest=digest, user_id=user, purpose=named, made_at=now, ends_at=ends, used_at=now
        )
        return await session.scalar(select(InviteRow.purpose).where(InviteRow.digest == digest)) == named
