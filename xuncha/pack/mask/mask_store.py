"""Where masked files are kept while a pack is made: one nameless temporary file, so that memory use stays flat."""

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


class MaskedFileStore:
    """Masked bytes by the SHA-256 of their original. The file disappears with this object."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="xuncha-masked-")  # noqa: SIM115 - closed with this object
        self._places: dict[str, _Place] = {}
        self._turn = threading.Lock()  # makers run in threads
        weakref.finalize(self, self._file.close)

    def put(self, sha: str, data: bytes, count: int) -> None:
        """Keep a blob's masked bytes, and its number of masked places."""
        with self._turn:
            start = self._file.seek(0, 2)
            self._file.write(data)
            self._places[sha] = _Place(start, len(data), count)

    def get(self, sha: str) -> bytes | None:
        """The masked bytes, or None where nothing in that blob was masked.

        Raises OSError where they cannot be read completely.
        """
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
        """The number of masked places of that blob."""
        place = self._places.get(sha)
        return place.count if place else 0

    @property
    def total(self) -> int:
        """The number of masked places in all kept files."""
        return sum(place.count for place in self._places.values())
