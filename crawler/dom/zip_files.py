"""Unpack untrusted zip files piece by piece, so that a small file cannot grow without bounds.

The sizes stated in a zip's directory are not trusted: the actual output is counted.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from enum import StrEnum

from crawler.limits import DOCUMENTS

_PIECE = 65_536
_END, _END64, _LOCATOR = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_END_BYTES, _LOCATOR_BYTES, _COMMENT = 22, 20, 65_535
_KNOWN = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})  # other methods can require unbounded memory


class ZipFault(StrEnum):
    """What is wrong with a zip file."""

    DAMAGED = "damaged"  # or not a zip, encrypted, or compressed in a way no document is
    MEMBERS = "members"
    SIZE = "size"


class BadArchive(Exception):
    """A zip file that was refused; ``why`` is the reason, ``member`` the member concerned, "" for the whole file."""

    def __init__(self, why: ZipFault, member: str = "") -> None:
        super().__init__(f"{why}: {member[:200]}" if member else str(why))
        self.why = why
        self.member = member


def read_directory(data: bytes) -> list[zipfile.ZipInfo]:
    """The members listed in a zip file. Raises BadArchive, before a too large directory is parsed."""
    if _directory_bytes(data) > DOCUMENTS.directory_bytes:
        raise BadArchive(ZipFault.MEMBERS)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            listed = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, struct.error) as error:
        raise BadArchive(ZipFault.DAMAGED) from error
    if len(listed) > DOCUMENTS.members:
        raise BadArchive(ZipFault.MEMBERS)
    return listed


def read_members(data: bytes, wanted: Callable[[str], bool], most: int) -> dict[str, bytes]:
    """The content of the wanted members by name, ``most`` bytes at most in total. Raises BadArchive."""
    found: dict[str, bytes] = {}
    room = most
    listed = [entry for entry in read_directory(data) if wanted(entry.filename)]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in listed:
                if member.file_size > room:
                    raise BadArchive(ZipFault.SIZE, member.filename)
                if member.compress_type not in _KNOWN:
                    raise BadArchive(ZipFault.DAMAGED, member.filename)
                found[member.filename] = _unpacked(archive, member, room)
                room -= len(found[member.filename])
    except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise BadArchive(ZipFault.DAMAGED) from error
    return found


def repack_zip(content: Mapping[str, bytes]) -> io.BytesIO:
    """An uncompressed zip file of these members, for readers that unpack everything at once."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    out.seek(0)
    return out


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, room: int) -> bytes:
    out = bytearray()
    with archive.open(member) as packed:
        while piece := packed.read(_PIECE):
            out += piece
            if len(out) > room:
                raise BadArchive(ZipFault.SIZE, member.filename)
    return bytes(out)


def _directory_bytes(data: bytes) -> int:
    """The directory's size in bytes according to the record at the end of the file. Raises BadArchive if there is none."""
    at = data.rfind(_END, max(len(data) - _END_BYTES - _COMMENT, 0))
    if at < 0 or at + _END_BYTES > len(data):
        raise BadArchive(ZipFault.DAMAGED)
    (size,) = struct.unpack_from("<L", data, at + 12)
    locator = at - _LOCATOR_BYTES
    if locator >= 0 and data[locator : locator + 4] == _LOCATOR:
        (end,) = struct.unpack_from("<Q", data, locator + 8)
        if data[end : end + 4] != _END64 or end + 56 > len(data):
            raise BadArchive(ZipFault.DAMAGED)
        (size,) = struct.unpack_from("<Q", data, end + 40)
    return int(size)
