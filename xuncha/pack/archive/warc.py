"""A visit's exchanges as a WARC 1.1 file, with pictures and texts of its pages. Equal facts give equal bytes.

Record ids are made from the audit and the record's place. Digests are SHA-256. A body is what the browser decoded:
headers about its encoding are kept as X-Archive-Orig-…, and an incomplete body says so in WARC-Truncated.

An answer without any kept body is only in the exchange record if its address gave a body at another time: a player
takes the answer nearest in time, and would show nothing instead. Documents are always included, complete or not.

A body that an address gave before is a revisit of the first answer that brought it, whichever page that was for. Its
head is the one a response with this body would have, since a player shows that head above the body it looks up.
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

from crawler.politeness import VERSION
from xuncha.pack.archive import http_record
from xuncha.pack.archive.recorded_pages import (
    ExchangeKey,
    FullestRecord,
    RecordedPage,
    exchange_key,
    find_first_exchanges,
    find_fullest_records,
    is_answered,
    is_body_reusable,
    list_recorded_pages,
    read_page_record,
)
from xuncha.pack.parts import PackFacts

JSON = "application/json"


class _Writer(WARCWriter):  # type: ignore[misc] # warcio has no types
    @staticmethod
    def _create_digester() -> Any:
        return Digester("sha256")


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """A page whose response is in the archive; ``at`` as in its WARC-Date, to the second."""

    id: str
    url: str
    at: str
    title: str
    text: str


def write_warc(facts: PackFacts, out: IO[bytes], masked: Callable[[str], int]) -> list[ArchivedPage]:
    """Write the whole file; returns the pages in the order of their views.

    ``masked`` gives the number of masked places of a blob. Raises ValueError where a record is damaged.
    """
    return _Archive(facts, out, masked).whole()


@dataclass(slots=True)
class _Archive:
    facts: PackFacts
    out: IO[bytes]
    masked: Callable[[str], int]
    writer: Any = None
    number: int = 0
    answers: dict[ExchangeKey, str] = field(default_factory=dict)  # dates of the responses
    fullest: dict[ExchangeKey, FullestRecord] = field(default_factory=dict)
    firsts: dict[tuple[str, str], ExchangeKey] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()  # addresses that have bodies
    addresses: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def whole(self) -> list[ArchivedPage]:
        facts = self.facts
        self.writer = _Writer(self.out, gzip=True, warc_version="1.1")
        self.fullest = find_fullest_records(facts.site, facts.blob)
        self.firsts = find_first_exchanges(self.fullest)
        self.kept = frozenset(url for url, _ in self.firsts)
        self.addresses = {host.host: host.addresses for host in facts.site.hosts}
        self._info()
        for host in facts.site.hosts:
            self._host(host.host, host.addresses, host.tls)
        asked: list[tuple[RecordedPage, dict[str, Any]]] = []
        for sight in list_recorded_pages(facts.site):
            self._seen(sight)
            record = read_page_record(sight, facts.blob)
            if record is None:
                continue
            for entry in record["exchanges"]:
                if self.fullest[exchange_key(entry)].sight == sight.id and exchange_key(entry) not in self.answers:
                    self._exchange(entry, record["addresses"])
            at = record["exchanges"][0]["at"] if record["exchanges"] else facts.made_at.isoformat()
            text = json.dumps(record, sort_keys=True, separators=(",", ":"))
            self._extra("metadata", f"urn:xuncha:exchanges:{sight.id}", _date(at), text.encode("ascii"), JSON)
            place = record["page"]["exchange"]
            if place is not None:
                asked.append((sight, record["exchanges"][place]))
        return [page for sight, entry in asked if (page := self._page(sight, entry)) is not None]

    def _page(self, sight: RecordedPage, entry: dict[str, Any]) -> ArchivedPage | None:
        at = self.answers.get(exchange_key(entry), "")
        return ArchivedPage(sight.id, entry["url"], f"{at[:19]}Z", sight.title, sight.text) if at else None

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
        """Write a host's addresses, and the certificates it showed in a TLS handshake of our own."""
        told = {"host": host, "addresses": list(addresses), "tls": tls}
        text = json.dumps(told, sort_keys=True, separators=(",", ":"), default=str)
        at = _date(self.facts.site.at.isoformat())
        self._extra("metadata", f"urn:xuncha:host:{host}", at, text.encode("ascii"), JSON)
        pem = self.facts.blob(str(tls["chain_pem"])) if tls.get("chain_pem") else None
        if pem is not None:
            self._extra("resource", f"urn:xuncha:certificates:{host}", at, pem, "application/pem-certificate-chain")

    def _seen(self, sight: RecordedPage) -> None:
        """Write the picture and the text of a view."""
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
        if not is_answered(entry) or self._hollow(entry):
            self._request(entry, at, where, "")
            return
        sha = entry.get("body", {}).get("sha256", "")
        first = self.firsts[(url, sha)] if sha and is_body_reusable(entry) else exchange_key(entry)
        if first != exchange_key(entry) and entry["response"]["from"] == "cache":
            self.answers[exchange_key(entry)] = _date(first[2])  # no request was sent
            return
        self.answers[exchange_key(entry)] = at
        more = {"WARC-IP-Address": where} if where else {}
        if entry["response"]["protocol"]:
            more["WARC-Protocol"] = entry["response"]["protocol"]
        headers = self._headers(at, **more)
        data = self.facts.blob(sha) if sha else None
        if first != exchange_key(entry) and data is not None and entry["kind"] != "document":
            self._revisit(entry, data, _date(first[2]), headers)
        else:
            self._response(entry, data, headers)
        self._request(entry, at, where, headers["WARC-Record-ID"])

    def _hollow(self, entry: dict[str, Any]) -> bool:
        """Whether an answer's body was not kept, while another body of its address is."""
        body = entry.get("body", {})
        lost = body.get("cut") and not body.get("sha256") and entry["kind"] != "document" and is_body_reusable(entry)
        return bool(lost) and entry["url"] in self.kept

    def _response(self, entry: dict[str, Any], data: bytes | None, headers: dict[str, str]) -> None:
        body = entry.get("body", {})
        sha = body.get("sha256", "")
        cut = body.get("cut", "") or ("unspecified" if sha and data is None else "")
        if cut:
            headers["WARC-Truncated"] = cut
        head = http_record.make_response_head(entry, data or b"", self.masked(sha) if data is not None else 0)
        self._write("response", entry["url"], data or b"", headers, head)

    def _revisit(self, entry: dict[str, Any], data: bytes, first: str, headers: dict[str, str]) -> None:
        """Write the answer as a revisit of ``first``, an earlier answer of the same address with the same body."""
        url = entry["url"]
        if entry["body"]["cut"]:
            headers["WARC-Truncated"] = entry["body"]["cut"]
        head = http_record.make_response_head(entry, data, self.masked(entry["body"]["sha256"]))
        self.writer.write_record(self.writer.create_revisit_record(url, _digest(data), url, first, head, headers))

    def _request(self, entry: dict[str, Any], at: str, where: str, response: str) -> None:
        head, body, cut = http_record.make_request_message(entry)
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
        """The IP address of the host, where it can only be one."""
        host = urlsplit(url).hostname or ""
        found = addresses.get(host) or list(self.addresses.get(host, ()))
        return found[0] if len(found) == 1 else ""


def _date(at: str) -> str:
    """A time in the format of WARC 1.1."""
    moment = datetime.fromisoformat(at).astimezone(UTC)
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def _digest(data: bytes) -> str:
    return "sha256:" + base64.b32encode(hashlib.sha256(data).digest()).decode("ascii")
