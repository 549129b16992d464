"""Undo a content coding (RFC 9110) piece by piece, so that a small body cannot grow without bounds."""

import zlib

_PLAIN = frozenset({"", "identity"})
_ZLIB = frozenset({"gzip", "x-gzip", "deflate"})
_EITHER, _RAW = 47, -15  # zlib's window bits: gzip or zlib frame, detected automatically, or no frame
_GZIP_MARK = b"\x1f\x8b"


class BadCoding(Exception):
    """A coding that was not requested, or a body that does not match its coding."""


class Inflater:
    """One body's decoder for a ``Content-Encoding`` of gzip, deflate or none. Raises BadCoding for any other."""

    def __init__(self, coding: str) -> None:
        self._coding = coding.strip().lower()
        if self._coding not in _PLAIN | _ZLIB:
            raise BadCoding(f"content-encoding {self._coding[:60]!r} was not asked for")
        self._state = None if self._coding in _PLAIN else zlib.decompressobj(_EITHER)

    def feed(self, data: bytes, room: int) -> bytes:
        """At most ``room`` + 1 decoded bytes: one more than fits tells the caller to stop. Raises BadCoding."""
        if self._state is None:
            return data[: room + 1]
        out = bytearray()
        try:
            while data and len(out) <= room:
                if self._state.eof:
                    if not data.startswith(_GZIP_MARK):
                        break  # padding after the end, which browsers ignore too
                    self._state = zlib.decompressobj(_EITHER)
                out += self._decompress(data, room + 1 - len(out))
                data = self._state.unconsumed_tail or self._state.unused_data
        except zlib.error as error:
            raise BadCoding(f"body is not {self._coding}: {error}") from error
        return bytes(out)

    def _decompress(self, data: bytes, most: int) -> bytes:
        assert self._state is not None
        try:
            return self._state.decompress(data, most)
        except zlib.error:
            if self._coding != "deflate":
                raise
            self._coding = "raw deflate"  # some servers omit the zlib frame, and browsers tolerate it
            self._state = zlib.decompressobj(_RAW)
            return self._state.decompress(data, most)
