"""Secrets of one-time codes are sealed. Plain types only: what this step makes must never change.

The key is not the database's to know. With ``-x web_key=FILE`` (32 bytes as hex) this step seals what is plain, and opens it again on the
way back. Without it, the workbench seals at its next start what is plain, and the way back is refused while anything is sealed: the
version before could not read it, and would turn its person away.
"""

from __future__ import annotations

import base64
import os
from pathlib import Path

import sqlalchemy as sa
from alembic import context, op
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

USERS = sa.table("users", sa.column("id", sa.Integer()), sa.column("totp", sa.String()))
MARK = "1."


def upgrade() -> None:
    key = read_key()
    for user, kept in list_secrets():
        if key is not None and not kept.startswith(MARK):
            nonce = os.urandom(12)
            sealed = nonce + key.encrypt(nonce, kept.encode("ascii"), f"totp:{user}".encode("ascii"))
            change_secret(user, MARK + base64.urlsafe_b64encode(sealed).decode("ascii"))


def downgrade() -> None:
    key = read_key()
    for user, kept in list_secrets():
        if not kept.startswith(MARK):
            continue
        if key is None:
            raise RuntimeError(
                "secrets of one-time codes are sealed: name the key of the workbench with -x web_key=FILE"
            )
        held = base64.urlsafe_b64decode(kept.removeprefix(MARK))
        change_secret(user, key.decrypt(held[:12], held[12:], f"totp:{user}".encode("ascii")).decode("ascii"))


def read_key() -> AESGCM | None:
    """The key that was named, None without one."""
    named = context.get_x_argument(as_dictionary=True).get("web_key")
    if not named:
        return None
    key = bytes.fromhex(Path(named).read_text("ascii"))
    return AESGCM(HKDF(SHA256(), 32, None, b"xuncha one-time codes").derive(key))


def list_secrets() -> list[tuple[int, str]]:
    """The accounts that have one."""
    rows = op.get_bind().execute(sa.select(USERS.c.id, USERS.c.totp).where(USERS.c.totp != "")).all()
    return [(row.id, row.totp) for row in rows]


def change_secret(user: int, kept: str) -> None:
    op.get_bind().execute(sa.update(USERS).where(USERS.c.id == user).values(totp=kept))
