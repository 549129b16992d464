"""The zip of a pack: depends on names and bytes alone, so that a verifier can rebuild it and compare every byte.

Everything is stored uncompressed, dated 1980-01-01, without extra fields, comments or data descriptors (APPNOTE 6.3.10,
4.3.7-4.3.16). The pack's ``verify.py`` implements the same layout on its own.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO

from xuncha.settings.target import InvalidInput

NAME_CHARS = 120
MOST_FILES = 0xFFFF - 1  # 0xFFFF itself would announce a zip64
MOST_BYTES = 0xFFFFFFFF - 1
_VERSION, _UNIX, _DATE, _MODE = 20, 3, (1 << 5) | 1, 0o644 << 16
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_PART = re.compile(r"[A-Za-z0-9_-](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?")
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.I)


class TooLarge(InvalidInput):
    """The content does not fit into a zip without zip64: 4 GiB, 65,534 files."""

    def __init__(self) -> None:
        super().__init__(
            "证据包超过 4 GiB 或 65534 个文件，无法写成一个 zip；请减少附件后再导出",
            "the pack is over 4 GiB or 65,534 files and no zip holds it: export with fewer documents",
        )


@dataclass(frozen=True, slots=True)
class _Entry:
    name: bytes
    crc: int
    size: int
    offset: int


def is_safe_name(name: str) -> bool:
    """Whether a pack may use that name: relative, ASCII, and valid on every system."""
    parts = name.split("/")
    return len(name) <= NAME_CHARS and all(_PART.fullmatch(part) and not _DEVICE.fullmatch(part) for part in parts)


def measure_container(files: Iterable[tuple[str, int]]) -> int:
    """The size in bytes of the container of files with those names and sizes."""
    each = _LOCAL.size + _CENTRAL.size
    return _END.size + sum(each + 2 * len(name.encode()) + size for name, size in files)


def write_container(out: IO[bytes], entries: Iterable[tuple[str, bytes]]) -> int:
    """Write the container, one entry in memory at a time; returns its size in bytes.

    Raises TooLarge, ValueError for a name that is unsafe or given twice (ignoring case), OSError.
    """
    written: list[_Entry] = []
    seen: set[str] = set()
    offset = 0
    for name, data in entries:
        if not is_safe_name(name) or name.lower() in seen:
            raise ValueError(f"no name for a file of a pack, or not the first of that name: {name!r}")
        seen.add(name.lower())
        entry = _Entry(name.encode("ascii"), zlib.crc32(data), len(data), offset)
        offset += _LOCAL.size + len(entry.name) + entry.size
        if offset > MOST_BYTES or len(seen) > MOST_FILES:
            raise TooLarge
        out.write(_local(entry))
        out.write(data)
        written.append(entry)
    directory = b"".join(_central(entry) for entry in written)
    if offset + len(directory) + _END.size > MOST_BYTES:
        raise TooLarge
    out.write(directory)
    out.write(_END.pack(b"PK\5\6", 0, 0, len(written), len(written), len(directory), offset, 0))
    return offset + len(directory) + _END.size


def _local(entry: _Entry) -> bytes:
    sizes = entry.crc, entry.size, entry.size, len(entry.name), 0
    return _LOCAL.pack(b"PK\3\4", _VERSION, 0, 0, 0, _DATE, *sizes) + entry.name


def _central(entry: _Entry) -> bytes:
    made_by = _UNIX << 8 | _VERSION
    sizes = entry.crc, entry.size, entry.size, len(entry.name), 0, 0, 0, 0, _MODE, entry.offset
    return _CENTRAL.pack(b"PK\1\2", made_by, _VERSION, 0, 0, 0, _DATE, *sizes) + entry.name
