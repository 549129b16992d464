"""The key of the workbench: kept outside the database, beside the key that signs packs, and the same for all its processes.

It stands behind forms, addresses of evidence and the seal of one-time codes, so all of them outlive a restart.
"""

from __future__ import annotations

import os
import re
import secrets
import stat
import tempfile
from pathlib import Path

from xuncha.settings.target import InvalidInput

NAME = "web.key"  # 32 bytes as hex
BYTES = 32
_WRITTEN = re.compile(rb"[0-9a-f]{64}")


def open_web_key(where: Path) -> bytes:
    """The key in that folder, made at first use; two processes get the same one. Raises InvalidInput where it cannot be used."""
    path = where / NAME
    try:
        if not path.exists():
            _make(path)
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise InvalidInput(
                f"密钥 {path} 可被他人读取，请运行 chmod 600 {path}",
                f"others may read the key {path}: run 'chmod 600 {path}'",
            )
        said = path.read_bytes()
    except OSError as fault:
        why = fault.strerror or str(fault)
        raise InvalidInput(
            f"无法使用密钥 {path}：{why}，请检查权限", f"the key {path} cannot be used: {why}; see to its permissions"
        ) from fault
    if not _WRITTEN.fullmatch(said):
        raise InvalidInput(
            f"{path} 已损坏，请从备份恢复；若无备份，移走它并由管理员为各人清除第二重验证",
            f"{path} is damaged: restore a backup; without one move it away, and have an administrator reset everybody's second factor",
        )
    return bytes.fromhex(said.decode("ascii"))


def _make(path: Path) -> None:
    """Make the key completely and never over another's."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".new.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_hex(BYTES).encode("ascii"))
            file.flush()
            os.fsync(file.fileno())
        _put(Path(name), path)
    finally:
        Path(name).unlink()


def _put(made: Path, to: Path) -> None:
    """Put the file in its place; one that another process put there first stays. Raises OSError."""
    try:
        os.link(made, to)
    except FileExistsError:
        return
    except OSError:  # a file system without hard links: then it is not whole at once, but never over another one
        try:
            handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return
        with os.fdopen(handle, "wb") as file:
            file.write(made.read_bytes())
