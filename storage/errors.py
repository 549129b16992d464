"""What can be wrong with a store, each with one clear line for people."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.ENOENT, errno.EEXIST, errno.ENXIO})
_SQLITE_FULL, _SQLITE_BUSY, _SQLITE_LOCKED, _SQLITE_CANTOPEN, _SQLITE_READONLY = 13, 5, 6, 14, 8
_SQLITE_CORRUPT, _SQLITE_NOTADB = 11, 26
_POSTGRES = {
    "53100": "full",
    "55P03": "busy",
    "57014": "busy",
    "40P01": "busy",
}  # SQLSTATE, PostgreSQL manual appendix A


class StorageError(Exception):
    """The store cannot be used."""

    def __init__(self, detail: str = "") -> None:
        """The message is the first line of the class's docstring, with the detail behind it."""
        self.detail = detail
        line = (type(self).__doc__ or "").partition("\n")[0].rstrip(".")
        super().__init__(f"{line}: {detail}" if detail else line)


class DiskFull(StorageError):
    """The disk is full, nothing more can be kept."""


class Unwritable(StorageError):
    """The data folder cannot be written."""


class DatabaseUnreachable(StorageError):
    """The database cannot be reached."""


class DatabaseUnknown(StorageError):
    """This is no address of a SQLite or PostgreSQL database."""


class DatabaseBusy(StorageError):
    """The database is held by somebody else for too long."""


class DatabaseDamaged(StorageError):
    """The database file is damaged or no database at all."""


class DatabaseTooNew(StorageError):
    """The database was written by a newer Xuncha, please update this one."""


class DriverMissing(StorageError):
    """The package for this kind of database or evidence store is not installed."""


class EvidenceError(StorageError):
    """The place of the evidence cannot be used."""


class EvidenceUnknown(EvidenceError):
    """This is no folder and no s3:// address that evidence may be kept at."""


class EvidenceUnreachable(EvidenceError):
    """The object store with the evidence cannot be reached."""


class EvidenceRefused(EvidenceError):
    """The object store refuses these credentials."""


class EvidenceNoBucket(EvidenceError):
    """The object store has no such bucket."""


class EvidenceFull(EvidenceError):
    """The object store is full, nothing more can be kept."""


class EvidenceOfAnother(EvidenceError):
    """The evidence belongs to another database."""


class BlobMissing(StorageError):
    """A piece of evidence is missing from the store."""


class BlobDamaged(StorageError):
    """A piece of evidence is not what it was when it was stored."""


class RecordDamaged(StorageError):
    """A stored record cannot be read back."""


class NotFound(StorageError):
    """There is no such audit."""


class Ambiguous(StorageError):
    """More than one audit begins like this, please give more characters."""


class AddressTooLong(StorageError):
    """The platform's address is too long to be kept."""


class StillRunning(StorageError):
    """This audit is still being made."""


class AlreadyRejudging(StorageError):
    """All visits of this store are being judged again by another process."""


class Pruned(StorageError):
    """The pages of this audit are no longer kept."""


class AlreadyDone(StorageError):
    """This audit was finished, there is nothing to resume."""


@contextmanager
def disk_errors(where: object) -> Iterator[None]:
    """Translate an operating system error. Raises DiskFull or Unwritable; other OSErrors pass through."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull(str(where)) from error
        if error.errno in _FORBIDDEN:
            raise Unwritable(f"{where} ({error.strerror})") from error
        raise


@contextmanager
def database_errors(where: str) -> Iterator[None]:
    """Translate a database error into StorageError; constraint and statement errors are our bugs and pass through unchanged."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        known = _named(error)
        if known is None:
            raise
        raise known(where) from error


def _named(error: DBAPIError | sqlite3.Error) -> type[StorageError] | None:
    origin: BaseException | None = error.orig if isinstance(error, DBAPIError) else error
    while origin is not None:
        code = getattr(origin, "sqlite_errorcode", None)
        if isinstance(code, int):
            return _SQLITE.get(code & 0xFF)
        state = getattr(origin, "sqlstate", None)
        if isinstance(state, str) and state:
            if state[:2] in ("08", "28", "3D") or state in ("57P01", "57P02", "57P03"):
                return DatabaseUnreachable
            return _BY_STATE.get(state)
        origin = origin.__cause__
    # psycopg gives no SQLSTATE where the server was never reached or went away.
    return DatabaseUnreachable if isinstance(error, OperationalError) else None


_SQLITE: dict[int, type[StorageError]] = {
    _SQLITE_FULL: DiskFull,
    _SQLITE_BUSY: DatabaseBusy,
    _SQLITE_LOCKED: DatabaseBusy,
    _SQLITE_CANTOPEN: Unwritable,
    _SQLITE_READONLY: Unwritable,
    _SQLITE_CORRUPT: DatabaseDamaged,
    _SQLITE_NOTADB: DatabaseDamaged,
}
_BY_STATE: dict[str, type[StorageError]] = {
    state: DiskFull if kind == "full" else DatabaseBusy for state, kind in _POSTGRES.items()
}
