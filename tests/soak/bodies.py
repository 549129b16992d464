"""Bodies that are small on the wire and large or endless to whoever unpacks, parses or draws them."""

from __future__ import annotations

import base64
import gzip
import io
import struct
import tomllib
import zipfile
import zlib
from functools import cache
from pathlib import Path

MEGABYTE = 1_048_576
_PACKED = tomllib.loads((Path(__file__).parent / "bombs.toml").read_text("utf-8"))
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/{part}" ContentType="application/vnd.openxmlformats-officedocument.{kind}.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{part}"/></Relationships>'
)
_LAUGHS = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "哈哈">{}]><x>&a12;</x>'


@cache
def inflating(coding: str) -> bytes:
    """A body in ``br`` or ``zstd`` of 64 MB, or in ``gzip`` of 200 MB of markup."""
    if coding == "gzip":
        return gzip.compress(b"<p>0</p>" * (200 * MEGABYTE // 8), 9)
    return gzip.decompress(base64.b64decode(_PACKED[coding]))


@cache
def zipped(kind: str, laughs: bool) -> bytes:
    """A ``docx`` or ``xlsx`` whose main part is 150 MB of the same, or entities that grow with each other."""
    part = "word/document.xml" if kind == "docx" else "xl/workbook.xml"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        word = "wordprocessingml.document" if kind == "docx" else "spreadsheetml.sheet"
        archive.writestr("[Content_Types].xml", _TYPES.format(part=part, kind=word))
        archive.writestr("_rels/.rels", _RELATIONS.format(part=part))
        if laughs:
            grown = "".join(
                f'<!ENTITY a{n + 1} "{text}">' for n, text in enumerate([f"&a{n};" * 10 for n in range(12)])
            )
            archive.writestr(part, _LAUGHS.format(grown))
        else:
            with archive.open(part, "w", force_zip64=True) as file:
                for _ in range(150):
                    file.write(b"<w:p>0</w:p>    " * (MEGABYTE // 16))
    return made.getvalue()


@cache
def pdf(kind: str) -> bytes:
    """A PDF whose page inflates to 150 MB (``stream``), whose page tree leads to itself (``circle``), or of many pages (``pages``)."""
    if kind == "stream":
        packed = zlib.compress(b"(0) Tj " * (150 * MEGABYTE // 7), 9)
        tree = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
        page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>"
        content = b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed)
        objects = [b"<</Type/Catalog/Pages 2 0 R>>", tree, page, content]
    elif kind == "circle":
        tree = b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 999999999/Parent 2 0 R>>"
        objects = [b"<</Type/Catalog/Pages 2 0 R/Outlines 1 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>", tree]
    else:
        kids = b"3 0 R " * 60_000
        objects = [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[%s]/Count 60000>>" % kids,
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        ]
    body, places = b"%PDF-1.7\n", []
    for number, other_object in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, other_object)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        count, table, count, len(body),
    )  # fmt: skip
    return body + end


@cache
def png(width: int, height: int) -> bytes:
    """A picture of one colour and so many pixels, whose file is small."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    line = bytes(1 + (width + 7) // 8)
    packed = b"".join(packer.compress(line) for _ in range(height)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def svg() -> bytes:
    """A drawing whose parts name each other ten times over, ten deep."""
    uses = [f'<use href="#a{n}"/>' * 10 for n in range(10)]
    parts = "".join(f'<g id="a{n}">{use}</g>' for n, use in enumerate(uses, 1))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400"><script>for(;;){}</script>'
        f'<defs><rect id="a0" width="9" height="9"/>{parts}</defs><use href="#a10"/></svg>'
    ).encode()
