"""What masked files are kept in while a pack is made: one nameless file, so that memory stays flat."""

from __future__ import annotations

import tempfile
import threading
import weakref
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    size: int
    count: int


class Kept:
    """Bytes by the SHA-256 of what they were made of. The file goes with this object."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="xuncha-masked-")  # noqa: SIM115 - closed with this object
        self._places: dict[str, _Place] = {}
        self._turn = threading.Lock()  # makers run in threads
        weakref.finalize(self, self._file.close)

    def put(self, sha: str, data: bytes, count: int) -> None:
        """Keep what a blob became, and in how many places it was masked."""
        with self._turn:
            start = self._file.seek(0, 2)
            self._file.write(data)
            self._places[sha] = _Place(start, len(data), count)

    def get(self, sha: str) -> bytes | None:
        """The bytes, or None where nothing of that blob was masked. Raises OSError where they cannot be read back whole."""
        place = self._places.get(sha)
        if place is None:
            return None
        with self._turn:
            self._file.seek(place.start)
            data = self._file.read(place.size)
        if len(data) != place.size:
            raise OSError("a masked file could not be read back")
        return data

    def count(self, sha: str) -> int:
        place = self._places.get(sha)
        return place.count if place else 0

    @property
    def total(self) -> int:
        """Masked places of all that is kept."""
        return sum(place.count for place in self._places.values())
