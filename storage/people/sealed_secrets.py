"""Secrets of one-time codes as the database holds them: sealed, so that a copy of the database lets nobody in.

AES-256-GCM (NIST SP 800-38D) under a key derived by HKDF (RFC 5869) from the one that the workbench keeps outside the database; the
account's number is authenticated with it, so that no person's secret can be put in another's place.
"""

from __future__ import annotations

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import select

from storage.db.people_tables import UserRow
from storage.db.session import Store

MARK = "1."  # before what is sealed; a secret in base 32 has no dot
_NONCE = 12  # bytes


class SealBroken(Exception):
    """A sealed secret that this key does not open: the key was lost or exchanged, or somebody changed the database."""


def seal_secret(key: bytes, user: int, secret: str) -> str:
    """The secret of that account, sealed; "" stays "". ``key``: 32 bytes."""
    if not secret:
        return ""
    nonce = os.urandom(_NONCE)
    sealed = nonce + AESGCM(_derive(key)).encrypt(nonce, secret.encode("ascii"), _name(user))
    return MARK + base64.urlsafe_b64encode(sealed).decode("ascii")


def open_secret(key: bytes, user: int, sealed: str) -> str:
    """The secret of that account; "" stays "". Raises SealBroken."""
    if not sealed:
        return ""
    try:
        held = base64.urlsafe_b64decode(sealed.removeprefix(MARK))
        return AESGCM(_derive(key)).decrypt(held[:_NONCE], held[_NONCE:], _name(user)).decode("ascii")
    except (ValueError, InvalidTag) as fault:
        raise SealBroken(str(user)) from fault


async def seal_plain_secrets(store: Store, key: bytes) -> int:
    """Seal what an earlier version kept as it is; returns how many were. In one transaction: all of them or none."""
    async with store.writing() as session:
        query = select(UserRow).where(UserRow.totp != "", ~UserRow.totp.startswith(MARK, autoescape=True))
        rows = (await session.scalars(query.with_for_update())).all()
        for row in rows:
            row.totp = seal_secret(key, row.id, row.totp)
        return len(rows)


def _derive(key: bytes) -> bytes:
    return HKDF(SHA256(), 32, None, b"xuncha one-time codes").derive(key)


def _name(user: int) -> bytes:
    return f"totp:{user}".encode("ascii")
