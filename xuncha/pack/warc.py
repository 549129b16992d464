"""The exchanges of a visit as a WARC 1.1 file, with pictures and texts of the pages; equal facts make equal bytes.

Record ids are made from the audit and the record's place. Digests are SHA-256. A body is what the browser decoded: the headers that
speak of its coding are kept as X-Archive-Orig-…, one that is not whole says so in WARC-Truncated.
"""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from typing import IO, Any
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

from crawler.manners import VERSION
from xuncha.pack import http_record
from xuncha.pack.parts import Facts
from xuncha.pack.sights import Key, Sight, answered, fullest, key, read, sights

JSON = "application/json"


class _Writer(WARCWriter):  # type: ignore[misc] # warcio has no types
    @staticmethod
    def _create_digester() -> Any:
        return Digester("sha256")


@dataclass(frozen=True, slots=True)
class Page:
    """A page whose response is in the archive; ``at`` as its WARC-Date says, to the second."""

    id: str
    url: str
    at: str
    title: str
    text: str


@dataclass(slots=True)
class _Written:
    """Where a body of an address lies already: the date of its record, its digest."""

    at: str
    digest: str


def write(facts: Facts, out: IO[bytes], masked: Callable[[str], int]) -> list[Page]:
    """Write all of it; returns the pages in the order of their views. ``masked`` says how often a blob was masked.

    Raises ValueError where a record is damaged.
    """
    return _Archive(facts, out, masked).whole()


@dataclass(slots=True)
class _Archive:
    facts: Facts
    out: IO[bytes]
    masked: Callable[[str], int]
    writer: Any = None
    number: int = 0
    bodies: dict[tuple[str, str], _Written] = field(default_factory=dict)
    answers: dict[Key, str] = field(default_factory=dict)  # dates of the responses
    fullest: dict[Key, str] = field(default_factory=dict)
    addresses: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def whole(self) -> list[Page]:
        facts = self.facts
        self.writer = _Writer(self.out, gzip=True, warc_version="1.1")
        self.fullest = fullest(facts.site, facts.blob)
        self.addresses = {host.host: host.addresses for host in facts.site.hosts}
        self._info()
        for host in facts.site.hosts:
            self._host(host.host, host.addresses, host.tls)
        asked: list[tuple[Sight, dict[str, Any]]] = []
        for sight in sights(facts.site):
            self._seen(sight)
            record = read(sight, facts.blob)
            if record is None:
                continue
            for entry in record["exchanges"]:
                if self.fullest.get(key(entry)) == sight.id and key(entry) not in self.answers:
                    self._exchange(entry, record["addresses"])
            at = record["exchanges"][0]["at"] if record["exchanges"] else facts.made_at.isoformat()
            text = json.dumps(record, sort_keys=True, separators=(",", ":"))
            self._extra("metadata", f"urn:xuncha:exchanges:{sight.id}", _date(at), text.encode("ascii"), JSON)
            place = record["page"]["exchange"]
            if place is not None:
                asked.append((sight, record["exchanges"][place]))
        return [page for sight, entry in asked if (page := self._page(sight, entry)) is not None]

    def _page(self, sight: Sight, entry: dict[str, Any]) -> Page | None:
        at = self.answers.get(key(entry), "")
        return Page(sight.id, entry["url"], f"{at[:19]}Z", sight.title, sight.text) if at else None

    def _headers(self, at: str, **more: str) -> dict[str, str]:
        self.number += 1
        id = uuid.uuid5(uuid.NAMESPACE_URL, f"xuncha:{self.facts.audit.id}:{self.number}")
        return {"WARC-Record-ID": f"<urn:uuid:{id}>", "WARC-Date": at, **more}

    def _info(self) -> None:
        said = {
            "software": f"Xuncha/{VERSION}",
            "format": "WARC File Format 1.1",
            "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            "isPartOf": f"xuncha audit {self.facts.audit.id}",
            "robots": "obey",
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in said.items()).encode("utf-8")
        at = _date(self.facts.made_at.isoformat())
        self._write("warcinfo", "", lines, self._headers(at), content_type="application/warc-fields")

    def _host(self, host: str, addresses: tuple[str, ...], tls: Any) -> None:
        """Where a host was and the certificates it showed in a handshake of our own."""
        told = {"host": host, "addresses": list(addresses), "tls": tls}
        text = json.dumps(told, sort_keys=True, separators=(",", ":"), default=str)
        at = _date(self.facts.site.at.isoformat())
        self._extra("metadata", f"urn:xuncha:host:{host}", at, text.encode("ascii"), JSON)
        pem = self.facts.blob(str(tls["chain_pem"])) if tls.get("chain_pem") else None
        if pem is not None:
            self._extra("resource", f"urn:xuncha:certificates:{host}", at, pem, "application/pem-certificate-chain")

    def _seen(self, sight: Sight) -> None:
        """The picture and the words of a view."""
        view = sight.view
        if view is None:
            return
        at = _date(view.at.isoformat())
        picture = self.facts.blob(view.screenshot) if view.screenshot else None
        if picture is not None:
            self._extra("resource", f"urn:screenshot:{view.url}", at, picture, "image/jpeg")
        self._extra("resource", f"urn:text:{view.url}", at, view.text.encode("utf-8", "replace"), "text/plain")

    def _exchange(self, entry: dict[str, Any], addresses: dict[str, list[str]]) -> None:
        at, url = _date(entry["at"]), entry["url"]
        where = self._address(url, addresses)
        if not answered(entry):
            self._request(entry, at, where, "")
            return
        body = entry.get("body", {})
        sha = body.get("sha256", "")
        known = self.bodies.get((url, sha)) if sha and entry["method"] == "GET" else None
        if known is not None and entry["response"]["from"] == "cache":
            self.answers[key(entry)] = known.at  # nobody was asked
            return
        self.answers[key(entry)] = at
        more = {"WARC-IP-Address": where} if where else {}
        if entry["response"]["protocol"]:
            more["WARC-Protocol"] = entry["response"]["protocol"]
        headers = self._headers(at, **more)
        if known is not None and entry["kind"] != "document":
            self._revisit(entry, known, headers, url)
        else:
            self._response(entry, headers, at)
        self._request(entry, at, where, headers["WARC-Record-ID"])

    def _response(self, entry: dict[str, Any], headers: dict[str, str], at: str) -> None:
        body, url = entry.get("body", {}), entry["url"]
        sha = body.get("sha256", "")
        data = self.facts.blob(sha) if sha else None
        cut = body.get("cut", "") or ("unspecified" if sha and data is None else "")
        if cut:
            headers["WARC-Truncated"] = cut
        head = http_record.replied(entry, data or b"", self.masked(sha) if data is not None else 0)
        self._write("response", url, data or b"", headers, head)
        if data is not None:
            self.bodies.setdefault((url, sha), _Written(at, _digest(data)))

    def _revisit(self, entry: dict[str, Any], known: _Written, headers: dict[str, str], url: str) -> None:
        sha = entry["body"]["sha256"]
        head = http_record.replied(entry, b"", self.masked(sha))
        record = self.writer.create_revisit_record(url, known.digest, url, known.at, head, headers)
        self.writer.write_record(record)

    def _request(self, entry: dict[str, Any], at: str, where: str, response: str) -> None:
        head, body, cut = http_record.asked(entry)
        more = {"WARC-Concurrent-To": response} if response else {}
        more |= {"WARC-IP-Address": where} if where else {}
        more |= {"WARC-Truncated": cut} if cut else {}
        self._write("request", entry["url"], body, self._headers(at, **more), head)

    def _extra(self, kind: str, url: str, at: str, data: bytes, media: str) -> None:
        self._write(kind, url, data, self._headers(at), content_type=media)

    def _write(
        self,
        kind: str,
        url: str,
        data: bytes,
        headers: dict[str, str],
        head: StatusAndHeaders | None = None,
        content_type: str = "",
    ) -> None:
        record = self.writer.create_warc_record(
            url, kind, payload=BytesIO(data), length=len(data), warc_content_type=content_type,
            warc_headers_dict=headers, http_headers=head,
        )  # fmt: skip
        self.writer.write_record(record)

    def _address(self, url: str, addresses: dict[str, list[str]]) -> str:
        """Where the packets went, where that can only be one place."""
        host = urlsplit(url).hostname or ""
        found = addresses.get(host) or list(self.addresses.get(host, ()))
        return found[0] if len(found) == 1 else ""


def _date(at: str) -> str:
    """A moment as WARC 1.1 writes it."""
    moment = datetime.fromisoformat(at).astimezone(UTC)
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def _digest(data: bytes) -> str:
    return "sha256:" + base64.b32encode(hashlib.sha256(data).digest()).decode("ascii")
