"""Encode frozen dataclasses to bytes and back without loss: one versioned JSON document, deflated, always the same bytes.

Why no library: docs/decisions/0018-own-code-or-library.md.
"""

from __future__ import annotations

import gc
import json
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from crawler.settings_file import SettingsFile
from storage.db.serializers import build_serializer
from storage.errors import RecordDamaged

VERSION = 1
_GZIP = 31  # zlib's window bits for a gzip frame; its time stamp is 0, so equal records are equal bytes
_LEVEL = 6
# An audit is hundreds of small records, and clearing zlib's tables took longer than deflating one: small ones get small tables.
_SMALL, _MEMORY, _LITTLE = 4096, 8, 6  # bytes; zlib's default memLevel, and the one for small records


@dataclass(frozen=True, slots=True)
class _StoredNames:
    """The file stored_names.toml: a class's name in records by its name in code."""

    names: Mapping[str, str]


NAMES: Mapping[str, str] = SettingsFile("storage.db", "stored_names.toml", _StoredNames).load().names
_written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

T = TypeVar("T")


def stored_name(kind: type[Any]) -> str:
    """The name of a class in stored records: its name in code, or the one it had when its first record was written."""
    return NAMES.get(kind.__name__, kind.__name__)


def encode_record(thing: object, known: bytes = b"") -> bytes:
    """A dataclass as gzipped JSON ``[version, type name, value]``. Raises TypeError for a value without a serializer.

    If the record ``known`` holds exactly that, ``known`` itself is returned: equal content stays equal bytes whatever
    version of zlib deflated it, and inflating takes a fraction of the time.
    """
    kind: Any = type(thing)
    document = [VERSION, stored_name(kind), build_serializer(kind).to_json(thing)]
    # Page texts may hold lone surrogates; they must come back as they were.
    text = _written(document).encode("utf-8", "surrogatepass")
    if known and _holds(known, text):
        return known
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP, _MEMORY if len(text) > _SMALL else _LITTLE)
    return packer.compress(text) + packer.flush()


def _holds(record: bytes, text: bytes) -> bool:
    """Whether the record inflates to exactly that text, with nothing after it."""
    packed = zlib.decompressobj(_GZIP)
    try:
        return packed.decompress(record, len(text) + 1) == text and packed.eof and not packed.unused_data
    except zlib.error:  # a damaged record holds nothing; reading it raises
        return False


def decode_record(kind: type[T], data: bytes) -> T:
    """The dataclass that was encoded. Raises RecordDamaged for another type or version, unknown or missing fields, or damage."""
    try:
        version, name, value = json.loads(zlib.decompress(data, _GZIP).decode("utf-8", "surrogatepass"))
        if version != VERSION:
            raise RecordDamaged(f"version {version!r} is unknown")
        if name != stored_name(kind):
            raise RecordDamaged(f"a {name!r} where a {stored_name(kind)} was expected")
        form: Any = kind
        thing: T = build_serializer(form).from_json(value)
        return thing
    except (zlib.error, ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise RecordDamaged(f"{kind.__name__}: {type(error).__name__} {error}") from error


@contextmanager
def pause_garbage_collection() -> Iterator[None]:
    """Pause the garbage collector while records are read: hundreds of thousands of new objects, none of them garbage."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
