"""Frozen dataclasses become bytes and come back equal: one versioned JSON document, deflated, the same bytes every time."""

from __future__ import annotations

import gc
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from storage.errors import RecordDamaged
from storage.shapes import shape

VERSION = 1
_GZIP = 31  # zlib's window bits for a gzip frame; its time stamp is 0, so equal records are equal bytes
_LEVEL = 6
# An audit is hundreds of small records, and clearing zlib's tables took longer than deflating one: small ones get small tables.
_SMALL, _MEMORY, _LITTLE = 4096, 8, 6  # bytes; zlib's memLevel, as it is by itself, and for a small record
_written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

T = TypeVar("T")


def encode(thing: object, known: bytes = b"") -> bytes:
    """A dataclass as gzipped JSON ``[version, type name, value]``. Raises TypeError for a value no shape is known for.

    Where the record ``known`` holds just that, it is returned itself: what says the same stays the same bytes whatever zlib deflated
    it, and inflating takes a fraction of the time.
    """
    kind: Any = type(thing)
    document = [VERSION, kind.__name__, shape(kind).to_json(thing)]
    # Page texts may hold lone surrogates; they must come back as they were.
    text = _written(document).encode("utf-8", "surrogatepass")
    if known and _holds(known, text):
        return known
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP, _MEMORY if len(text) > _SMALL else _LITTLE)
    return packer.compress(text) + packer.flush()


def _holds(record: bytes, text: bytes) -> bool:
    """Is the record that text, and nothing behind it?"""
    packed = zlib.decompressobj(_GZIP)
    try:
        return packed.decompress(record, len(text) + 1) == text and packed.eof and not packed.unused_data
    except zlib.error:  # a damaged one says nothing; whoever reads it is told
        return False


def decode(kind: type[T], data: bytes) -> T:
    """The dataclass that was encoded. Raises RecordDamaged for other types, versions, unknown or missing fields, damage."""
    try:
        version, name, value = json.loads(zlib.decompress(data, _GZIP).decode("utf-8", "surrogatepass"))
        if version != VERSION:
            raise RecordDamaged(f"version {version!r} is unknown")
        if name != kind.__name__:
            raise RecordDamaged(f"a {name!r} where a {kind.__name__} was expected")
        form: Any = kind
        thing: T = shape(form).from_json(value)
        return thing
    except (zlib.error, ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise RecordDamaged(f"{kind.__name__}: {type(error).__name__} {error}") from error


@contextmanager
def many() -> Iterator[None]:
    """Put off the garbage collector while records are read: hundreds of thousands of new objects, none of them garbage."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
