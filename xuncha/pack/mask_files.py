"""Bodies, records of exchanges and pictures with everything masked, in the encoding they came in."""

from __future__ import annotations

import base64
import binascii
import codecs
import io
import json
import re
import zlib
from collections.abc import Sequence
from typing import Any

from PIL import ImageDraw

from crawler.picture import PictureFailed, loaded, opened
from crawler.site import Box
from xuncha.pack.mask_headers import headers
from xuncha.pack.mask_known import Known
from xuncha.pack.mask_numbers import settings

_GZIP = 31  # zlib's window bits for a gzip frame
_HEAD = 1 << 16  # bytes in which a file that is no text shows it
_BASE64 = re.compile(r'"base64":"([A-Za-z0-9+/=]+)"')
_NO_TEXT = (
    b"%PDF-",
    b"PK\x03\x04",
    b"wOFF",
    b"wOF2",
    b"\x1f\x8b",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"\0asm",
)


def decoded(data: bytes) -> tuple[str, str] | None:
    """The words of a file and their encoding, from which its bytes can be made again; None where it is no text.

    UTF-8, else GB18030 as pages of the time before it, else what of it is ASCII.
    """
    if data.startswith(_NO_TEXT):
        return None
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16-le" if data.startswith(codecs.BOM_UTF16_LE) else "utf-16-be",)
    elif b"\0" in data[:_HEAD]:
        return None
    else:
        encodings = ("utf-8", "gb18030")
    for encoding in encodings:
        try:
            codecs.getincrementaldecoder(encoding)().decode(data)  # not final: it may be cut off inside a character
        except UnicodeDecodeError:
            continue
        text = data.decode(encoding, "surrogateescape")
        if encoding == "utf-8" or text.encode(encoding, "surrogateescape") == data:
            return text, encoding
    return data.decode("utf-8", "surrogateescape"), "utf-8"


def body(data: bytes, known: Known) -> tuple[bytes, int]:
    """A body, and in how many places it changed."""
    said = decoded(data)
    if said is None:
        return data, 0
    text, count = known.masked(said[0])
    return (text.encode(said[1], "surrogateescape"), count) if count else (data, 0)


def record(data: bytes, known: Known) -> tuple[bytes, int]:
    """A record of exchanges (crawler/wire.py). Raises ValueError where it is none."""
    old = unpacked(data)
    text = headers(old)
    inside = 0

    def posted(found: re.Match[str]) -> str:
        nonlocal inside
        try:
            new, changed = body(base64.b64decode(found[1], validate=True), known)
        except binascii.Error:
            return found.group()
        inside += changed
        return f'"base64":"{base64.b64encode(new).decode("ascii")}"' if changed else found.group()

    whole = _BASE64.sub(posted, text)
    new, count = known.masked(whole)
    if count and not _is_json(new):  # a mask has met an escape: value by value, then
        new = json.dumps(_values(json.loads(whole), known), sort_keys=True, separators=(",", ":")) + "\n"
    if new == old:
        return data, 0
    return zlib.compress(new.encode("utf-8", "surrogatepass"), 1, _GZIP), count + inside


def unpacked(data: bytes) -> str:
    """The text of a record of exchanges. Raises ValueError where it is none."""
    try:
        return zlib.decompress(data, _GZIP).decode("utf-8", "surrogatepass")
    except zlib.error as error:
        raise ValueError(f"not a record of exchanges: {error}") from error


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _values(value: Any, known: Known) -> Any:
    if isinstance(value, str):
        return known.masked(value)[0]
    if isinstance(value, dict):
        return {name: _values(each, known) for name, each in value.items()}
    return [_values(each, known) for each in value] if isinstance(value, list) else value


def picture(data: bytes, boxes: Sequence[Box], scale: float) -> bytes:
    """The picture with these boxes (CSS px, at so many picture px each) filled, none given = all of it.

    What cannot be opened cannot be masked: no bytes are left of it.
    """
    table = settings()["picture"]
    pad, out = table["pad"], io.BytesIO()
    try:
        with opened(data) as image:
            form = image.format or "PNG"
            whole = Box(0, 0, image.width / scale, image.height / scale)
            drawn = image if form == "JPEG" and image.mode == "RGB" else loaded(image)
            drawn.load()
            pen = ImageDraw.Draw(drawn)
            for box in boxes or (whole,):
                sides = (box.x - pad, box.y - pad, box.x + box.w + pad, box.y + box.h + pad)
                pen.rectangle(tuple(round(side * scale) for side in sides), fill=table["fill"])
            drawn.save(out, form, **({"quality": "keep"} if drawn is image else {}))
    except (PictureFailed, OSError, ValueError, SyntaxError):
        return b""
    return out.getvalue()
