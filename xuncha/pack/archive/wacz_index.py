"""The indexes/ of a web archive: sorted lines for the records in compressed blocks, and the list of blocks.

A line is ``KEY TIME JSON``: the address's key, the time as 14 digits, and where the record is: CDXJ, as WACZ 1.1.1
requires. ``index.cdx.gz`` holds the lines in blocks, each a gzip member; ``index.idx`` gives first line, offset, length
and hash of each.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator

from xuncha.pack.archive.address_key import make_address_key
from xuncha.pack.archive.sent_body import body_as_query

DATA = "index.cdx.gz"
_LINES = 1024  # lines per block
_FOUND = frozenset({"response", "revisit", "resource", "metadata"})
_SENT = frozenset({"POST", "PUT"})  # methods whose bodies distinguish one answer from another
_DIGITS = 14  # of a time: to the second
_REVISIT = "warc/revisit"
_MEDIA = re.compile(r"[;\s]")


@dataclass(slots=True)
class _Line:
    """A record that can be found; ``body`` is what its request sent, as a query, where its method may send anything."""

    url: str
    time: str
    told: dict[str, Any]
    method: str = ""
    body: str = ""

    def written(self) -> str:
        url = self.url
        if self.method:
            self.told |= {"requestBody": self.body, "method": self.method}
            sent = f"__wb_method={self.method}" + (f"&{self.body}" if self.body else "")
            url += ("&" if "?" in url else "?") + sent
        return f"{make_address_key(url)} {self.time} {json.dumps(self.told)}\n"


@dataclass(slots=True)
class WaczIndex:
    """The two index files."""

    data: bytes = b""
    blocks: str = field(default="!meta 0 " + json.dumps({"format": "cdxj-gzip-1.0", "filename": DATA}) + "\n")


def index_archive(archive: Path) -> WaczIndex:
    """Index a WARC file whose records are gzip members. Raises warcio's ArchiveLoadFailed where it is not one."""
    index, lines = WaczIndex(), sorted({line.written() for line in _lines(archive)})
    for first in range(0, len(lines), _LINES):
        packed = _packed("".join(lines[first : first + _LINES]).encode("ascii"))
        told = {"offset": len(index.data), "length": len(packed), "digest": _sha256(packed)}
        index.blocks += f"{lines[first].partition('{')[0].strip()} {json.dumps(told)}\n"
        index.data += packed
    return index


def _lines(archive: Path) -> list[_Line]:
    found: dict[str, _Line] = {}
    with archive.open("rb") as stream, archive.open("rb") as again:
        records = ArchiveIterator(stream)
        for record in records:
            if record.rec_type == "request":
                answer = found.get(record.rec_headers["WARC-Concurrent-To"] or "")
                if answer is not None and answer.told["mime"] != _REVISIT:
                    _join(answer, record)
            elif record.rec_type in _FOUND:
                line = _line(record, archive.name)
                found[record.rec_headers["WARC-Record-ID"]] = line
                record.content_stream().read()  # to its end: only then is its length known
                offset, length = records.get_record_offset(), records.get_record_length()
                again.seek(offset)
                line.told |= {"length": str(length), "offset": str(offset), "recordDigest": _sha256(again.read(length))}
    return list(found.values())


def _line(record: Any, file: str) -> _Line:
    head, http = record.rec_headers, record.http_headers
    media = (http if http is not None else head)["Content-Type"] or ""
    told = {"url": head["WARC-Target-URI"], "mime": _MEDIA.split(media, maxsplit=1)[0], "filename": file}
    if record.rec_type == "revisit":
        told["mime"] = _REVISIT
    if http is not None:
        told["status"] = http.get_statuscode()
    if head["WARC-Payload-Digest"]:
        told["digest"] = head["WARC-Payload-Digest"]
    return _Line(head["WARC-Target-URI"], "".join(filter(str.isdigit, head["WARC-Date"]))[:_DIGITS], told)


def _join(answer: _Line, request: Any) -> None:
    """Add what the request sent to its answer's key, so that players tell apart two answers of one address."""
    http = request.http_headers
    for name, key in (("Referer", "referrer"), ("Cookie", "req.http:cookie")):
        if http[name]:
            answer.told[key] = http[name]
    if http.protocol.upper() in _SENT:
        answer.method = http.protocol.upper()
        answer.body = body_as_query(http["Content-Type"] or "", request.content_stream().read())


def _packed(lines: bytes) -> bytes:
    """A gzip member without date or name, the same wherever it is made."""
    deflate = zlib.compressobj(wbits=16 + zlib.MAX_WBITS)
    return deflate.compress(lines) + deflate.flush()


def _sha256(data: bytes) -> str:
    return "sha256:" + hashlib.sha256(data).hexdigest()
