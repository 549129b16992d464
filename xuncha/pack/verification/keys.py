"""The key that signs packs: created at first use, readable by its owner alone, rotated to a key that it vouches for.

The folder holds ``signing.pem`` (PKCS 8) and, in ``public/``, one statement a key: who made it when, and the signature
of the key before it. Statements are public.
"""

from __future__ import annotations

import json
import os
import stat
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from probes.finding import Text
from xuncha.pack.canonical_json import encode_canonical

ENVIRONMENT = "XUNCHA_KEY"
SCHEMA = "xuncha-key/1"
_PRIVATE, _PUBLIC = "signing.pem", "public"


class KeyFault(Exception):
    """The signing key cannot be used; ``text`` says why and how to fix it."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(zh, en)


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key as hex of its 32 bytes, when it was made ("" = unknown), and the key before it.

    ``vouches`` is that key's signature over the statement.
    """

    public: str
    made_at: str = ""
    previous: str = ""
    vouches: str = ""  # the previous key's signature over the statement, hex


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs with the present key."""

    public: PublicKey
    key: Ed25519PrivateKey = field(repr=False)

    def sign(self, data: bytes) -> bytes:
        """The content of a signature file: 128 hex digits and a newline."""
        return self.key.sign(data).hex().encode("ascii") + b"\n"


def find_key_folder(data: Path) -> Path:
    """The key's folder: XUNCHA_KEY, else ``keys`` of the data folder."""
    named = os.environ.get(ENVIRONMENT, "")
    return Path(named) if named else data / "keys"


def open_signer(where: Path) -> Signer:
    """The signer of that folder.

    Creates the key where there is none; two processes get the same one. Raises KeyFault.
    """
    try:
        if not (where / _PRIVATE).exists():
            _first(where)
        return _read(where)
    except OSError as fault:
        raise _unusable(where, fault) from fault


def find_signer(where: Path) -> Signer | None:
    """The signer of that folder, None where no key has been made. Raises KeyFault."""
    try:
        return _read(where) if (where / _PRIVATE).exists() else None
    except OSError as fault:
        raise _unusable(where, fault) from fault


def load_key_history(where: Path, public: str) -> tuple[PublicKey, ...]:
    """The key and its predecessors, newest first, as far back as each is vouched for by the one before.

    Raises KeyFault.
    """
    found: list[PublicKey] = []
    while public and public not in {key.public for key in found}:
        told = _told(where, public)
        found.append(told)
        public = told.previous if is_vouched_for(told) else ""
    return tuple(found)


def is_vouched_for(told: PublicKey) -> bool:
    """Whether the previous key signed the statement."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(told.previous)).verify(
            bytes.fromhex(told.vouches), _statement(told)
        )
    except (ValueError, InvalidSignature):
        return False
    return True


def rotate_key(where: Path) -> tuple[PublicKey, PublicKey]:
    """Replace the key by a new one that it vouches for; returns old and new.

    The old private key is deleted. Raises KeyFault.
    """
    try:
        old = open_signer(where)
        key = Ed25519PrivateKey.generate()
        told = PublicKey(_hex(key), _now(), old.public.public)
        told = PublicKey(told.public, told.made_at, told.previous, old.key.sign(_statement(told)).hex())
        _put(where / _PUBLIC, told)  # first: a key whose statement is missing could not be trusted
        os.replace(_temporary(where, _pem(key)), where / _PRIVATE)
        return old.public, told
    except OSError as fault:
        raise _unusable(where, fault) from fault


def _first(where: Path) -> None:
    """Create the first key, unless another process is faster."""
    where.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = Ed25519PrivateKey.generate()
    made = Path(_temporary(where, _pem(key)))
    statement = _put(where / _PUBLIC, PublicKey(_hex(key), _now()))
    try:
        _placed(made, where / _PRIVATE)
    except FileExistsError:
        statement.unlink()
    finally:
        made.unlink()


def _placed(made: Path, to: Path) -> None:
    """Move a file into place, completely and never over another. Raises FileExistsError, OSError."""
    try:
        os.link(made, to)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links: not atomic, but still never over another file
        handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(made.read_bytes())


def _read(where: Path) -> Signer:
    path = where / _PRIVATE
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise KeyFault(
            f"私钥 {path} 可被他人读取，请运行 chmod 600 {path}；若可能已泄露，请再运行 xuncha key rotate",
            f"others may read the private key {path}: run 'chmod 600 {path}', and 'xuncha key rotate' if anybody may have read it",
        )
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFault(
            f"{path} 不是可用的 Ed25519 私钥，请从备份恢复，或移走后由程序新建",
            f"{path} is no Ed25519 key: restore a backup, or move it away and a new one is made",
        )
    return Signer(_told(where, _hex(key)), key)


def _told(where: Path, public: str) -> PublicKey:
    """The key with its statement in the folder; without one, the bare key."""
    try:
        found = json.loads((where / _PUBLIC / f"{public}.json").read_bytes())
    except FileNotFoundError:
        return PublicKey(public)
    except ValueError:
        found = None
    if not isinstance(found, Mapping) or found.get("public") != public:
        raise KeyFault(
            f"{where / _PUBLIC / public}.json 已损坏，请从备份恢复，或删除",
            f"{where / _PUBLIC / public}.json is damaged: restore a backup, or remove it",
        )
    return PublicKey(public, *(str(found.get(name) or "") for name in ("made_at", "previous", "vouches")))


def _statement(told: PublicKey) -> bytes:
    """What the previous key signs."""
    return encode_canonical({"schema": SCHEMA, **_plain(told, "public", "made_at", "previous")})


def _plain(told: PublicKey, *names: str) -> dict[str, Any]:
    return {name: getattr(told, name) or None for name in names}


def _put(into: Path, told: PublicKey) -> Path:
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = into / f"{told.public}.json"
    whole = {"schema": SCHEMA, **_plain(told, "public", "made_at", "previous", "vouches")}
    os.replace(_temporary(into, encode_canonical(whole)), path)
    return path


def _temporary(where: Path, data: bytes) -> str:
    """A new file of mode 0600 with this content, flushed to disk."""
    handle, name = tempfile.mkstemp(prefix=".new.", dir=where)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return name


def _pem(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _hex(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()


def _now() -> str:
    return datetime.now(UTC).replace(microsecond=0).isoformat()


def _unusable(where: Path, fault: OSError) -> KeyFault:
    said = fault.strerror or str(fault)
    return KeyFault(
        f"无法使用密钥目录 {where}：{said}，请检查权限，或用 {ENVIRONMENT} 另指目录",
        f"the folder of keys {where} cannot be used: {said}; see to its permissions, or name another one in {ENVIRONMENT}",
    )
