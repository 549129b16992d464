"""Passwords: hashed by Argon2id (RFC 9106), checked in the same time whether the account is known or not."""

from __future__ import annotations

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher()  # its defaults are RFC 9106's second recommendation
_NOBODY = _HASHER.hash("nobody's password")


async def hash_password(password: str) -> str:
    """The hash to store; computed in a thread, since it takes a twentieth of a second on purpose."""
    return await asyncio.to_thread(_HASHER.hash, password)


async def is_password(stored: str, password: str) -> bool:
    """Whether it is the password of that hash. An empty hash costs as much time and is never right."""
    return await asyncio.to_thread(_matches, stored, password)


def _matches(stored: str, password: str) -> bool:
    try:
        return _HASHER.verify(stored or _NOBODY, password) and bool(stored)
    except (VerificationError, InvalidHashError):
        return False
