"""Mask bodies, exchange records and pictures, in the encoding they came in."""

from __future__ import annotations

import base64
import binascii
import codecs
import io
import zlib
from collections.abc import Callable, Sequence
from typing import Any

from PIL import ImageDraw

from crawler.dom.screenshot import PictureFailed, load_picture, open_picture
from crawler.network import exchange_log
from crawler.site import Box
from xuncha.pack.mask.mask_headers import mask_header
from xuncha.pack.mask.mask_known import KnownValues
from xuncha.pack.mask.mask_numbers import load_mask_settings

_GZIP = 31  # zlib's window bits for a gzip frame
_HEAD = 1 << 16  # bytes within which a binary file shows that it is one
# What pages, servers and people have said in an exchange record; all else is ours.
_TOLD = frozenset({"url", "initiator", "failed", "status_text", "text"})
# Types of files that may hold text which cannot be read here.
_PACKED = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x28\xb5\x2f\xfd",
    b"\xd0\xcf\x11\xe0",
)


def decode_text(data: bytes) -> tuple[str, str] | None:
    """A file's text and its encoding, from which the same bytes can be made again; None where it is not text.

    UTF-8, else GB18030 for older pages, else its ASCII part if there is no NUL near its beginning, as there is in every
    picture, film, font and archive. Neither its media type nor its first bytes are trusted: data can be sent as a
    picture.
    """
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encodings = (
        ("utf-16-le" if data.startswith(codecs.BOM_UTF16_LE) else "utf-16-be",) if wide else ("utf-8", "gb18030")
    )
    for encoding in encodings:
        try:
            codecs.getincrementaldecoder(encoding)().decode(data)  # not final: it may be cut off inside a character
        except UnicodeDecodeError:
            continue
        text = data.decode(encoding, "surrogateescape")
        if encoding == "utf-8" or text.encode(encoding, "surrogateescape") == data:
            return text, encoding
    return None if b"\0" in data[:_HEAD] and not wide else (data.decode("utf-8", "surrogateescape"), "utf-8")


def is_unmaskable(data: bytes) -> bool:
    """Whether a file may hold text that cannot be masked: PDF, an office document, a compressed file."""
    return data.startswith(_PACKED)


def mask_body(data: bytes, known: KnownValues) -> tuple[bytes, int]:
    """A masked body, and how many places changed."""
    said = decode_text(data)
    if said is None:
        return data, 0
    text, count = known.masked(said[0])
    return (text.encode(said[1], "surrogateescape"), count) if count else (data, 0)


def mask_exchange_record(data: bytes, known: KnownValues) -> tuple[bytes, int]:
    """A masked exchange record (crawler/network/exchange_log.py), and how many places changed. Raises NotARecord."""
    told, total, met = exchange_log.unpack_record(data), 0, dict[str, tuple[str, int]]()

    def masked(text: str) -> str:
        nonlocal total
        if text not in met:
            met[text] = known.masked(text)
        total += met[text][1]
        return met[text][0]

    def posted(text: str) -> str:
        nonlocal total
        try:
            new, changed = mask_body(base64.b64decode(text, validate=True), known)
        except binascii.Error:
            return text
        total += changed
        return base64.b64encode(new).decode("ascii") if changed else text

    new = told | {name: _plain(told[name], name, masked, posted) for name in ("page", "exchanges") if name in told}
    if new == told:
        return data, 0
    return exchange_log.pack_record(new), total


def _plain(value: Any, name: str, masked: Callable[[str], str], posted: Callable[[str], str]) -> Any:
    """A part of an exchange record without headers that open a session and words about people."""
    if isinstance(value, str):
        return masked(value) if name in _TOLD else posted(value) if name == "base64" else value
    if isinstance(value, dict):
        return {key: _plain(inner, key, masked, posted) for key, inner in value.items()}
    if isinstance(value, list) and name == "headers":
        return [[field, masked(mask_header(field, said))] for field, said in value]
    return [_plain(inner, name, masked, posted) for inner in value] if isinstance(value, list) else value


def unpack_record_text(data: bytes) -> str:
    """The text of an exchange record. Raises NotARecord."""
    try:
        return zlib.decompress(data, _GZIP).decode("utf-8", "surrogatepass")
    except zlib.error as error:
        raise exchange_log.NotARecord(f"not a record of exchanges: {error}") from error


def mask_picture(data: bytes, boxes: Sequence[Box], scale: float) -> bytes:
    """The picture with these boxes filled (CSS px, ``scale`` picture px each); no boxes = all of it.

    What cannot be opened cannot be masked: no bytes are left of it.
    """
    table = load_mask_settings()["picture"]
    pad, out = table["pad"], io.BytesIO()
    try:
        with open_picture(data) as image:
            form = image.format or "PNG"
            whole = Box(0, 0, image.width / scale, image.height / scale)
            drawn = image if form == "JPEG" and image.mode == "RGB" else load_picture(image)
            drawn.load()
            pen = ImageDraw.Draw(drawn)
            for box in boxes or (whole,):
                sides = (box.x - pad, box.y - pad, box.x + box.w + pad, box.y + box.h + pad)
                pen.rectangle(tuple(round(side * scale) for side in sides), fill=table["fill"])
            drawn.save(out, form, **({"quality": "keep"} if drawn is image else {}))
    except (PictureFailed, OSError, ValueError, SyntaxError):
        return b""
    return out.getvalue()
