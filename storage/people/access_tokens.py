"""Access tokens: a program acts as a person, with some of that person's rights, in one scope, until a day; stored as SHA-256."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from storage.db.people_tables import TokenRow
from storage.db.session import Store
from storage.people.logins import hash_secret

PREFIX = "xuncha_"  # by which a token is known where it does not belong, as in a repository


@dataclass(frozen=True, slots=True)
class AccessToken:
    """One access token. Only its creator knows the secret. ``rights``: names of rights; ``scope``: as in ``Membership``."""

    id: int
    user: int
    name: str
    rights: frozenset[str]
    scope: str
    made_at: datetime
    ends_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


async def create_token(
    store: Store, user: int, name: str, rights: Iterable[str], scope: str, now: datetime, lasts: timedelta
) -> tuple[AccessToken, str]:
    """Create a token; returns it with its secret, which is shown once and never stored."""
    secret = PREFIX + secrets.token_urlsafe(32)
    async with store.writing() as session:
        row = TokenRow(
            digest=hash_secret(secret), user_id=user, name=name.strip()[:200], rights=" ".join(sorted(set(rights))),
            scope=scope[:400], made_at=now, ends_at=now + lasts, used_at=None, revoked_at=None,
        )  # fmt: skip
        session.add(row)
        await session.flush()
        return _token(row), secret


async def find_token(store: Store, secret: str, now: datetime) -> AccessToken | None:
    """The token with that secret; None if it is unknown, expired or revoked. Its last use is recorded at most once a minute."""
    async with store.reading() as session:
        row = await session.scalar(select(TokenRow).where(TokenRow.digest == hash_secret(secret)))
    if row is None or row.ends_at <= now or row.revoked_at is not None:
        return None
    if row.used_at is None or now - row.used_at > timedelta(minutes=1):
        async with store.writing() as session:
            await session.execute(update(TokenRow).where(TokenRow.id == row.id).values(used_at=now))
    return _token(row)


async def list_tokens(store: Store, user: int) -> tuple[AccessToken, ...]:
    """A person's tokens, newest first, including expired and revoked ones."""
    async with store.reading() as session:
        rows = (
            await session.scalars(select(TokenRow).where(TokenRow.user_id == user).order_by(TokenRow.id.desc()))
        ).all()
    return tuple(_token(row) for row in rows)


async def revoke_token(store: Store, user: int, id: int, now: datetime) -> bool:
    """Revoke a person's token at once; False if it is not that person's or was revoked before."""
    async with store.writing() as session:
        query = (
            update(TokenRow)
            .where(TokenRow.id == id, TokenRow.user_id == user, TokenRow.revoked_at.is_(None))
            .values(revoked_at=now)
            .returning(TokenRow.id)
        )
        return (await session.scalar(query)) is not None


def _token(row: TokenRow) -> AccessToken:
    return AccessToken(
        row.id, row.user_id, row.name, frozenset(row.rights.split()), row.scope, row.made_at, row.ends_at, row.used_at,
        row.revoked_at,
    )  # fmt: skip
