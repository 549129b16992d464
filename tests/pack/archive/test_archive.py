"""The web archive of a pack: valid, whole, the same each time, with every page that was met and nothing a page could forge."""

import gzip
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from crawler.crawl import crawl_site
from crawler.network import exchange_log
from crawler.plan import Plan
from crawler.site import Platform, Site
from crawler.vocabulary import Role
from storage.visits.audit import Audit
from tests.crawler.crawl_helpers import (
    DESKTOP,
    FILL,
    Memory,
    Reply,
    Route,
    Shop,
    crawled,
    page,
    redirect,
    served,
    shrink,
    wants,
)
from tests.shops.server import serving
from xuncha.judging.rules import load_rules
from xuncha.pack.archive import http_record, wacz
from xuncha.pack.parts import PackFacts

pytestmark = pytest.mark.browser

MADE = datetime(2026, 11, 25, 12, tzinfo=UTC)
BODY = """<script src='/packed.js'></script><iframe src='/frame'></iframe><script>
navigator.sendBeacon('/beacon', 'seen=1'); fetch('/api', {method: 'POST', body: 'a=1'});
fetch('http://127.0.0.1:9/nobody').catch(() => 0);</script><a href='/help'>帮助中心</a>"""


def facts(site: Site, keep: Memory, blob: Callable[[str], bytes | None] | None = None) -> PackFacts:
    audit = Audit("visit", "ruleset", MADE, (), (), {}, id="audit1")
    return PackFacts(audit, site, load_rules(), {}, (), blob or keep.blobs.get, MADE)


def made(given: PackFacts) -> bytes:
    (part,) = wacz.make_web_archive(given)
    assert part.name == "archive.wacz"
    return part.data


def valid(data: bytes, folder: Path) -> None:
    """Both programs that know the formats say so."""
    file = folder / "archive.wacz"
    file.write_bytes(data)
    command = [sys.executable, "-m", "wacz", "validate", "-f", str(file)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    with zipfile.ZipFile(file) as archive:
        (folder / "data.warc.gz").write_bytes(archive.read("archive/data.warc.gz"))
    checker = Checker(_Checking([str(folder / "data.warc.gz")]))
    checker.process_all()
    assert checker.exit_value == 0


class _Checking:
    def __init__(self, inputs: list[str]) -> None:
        self.inputs = inputs
        self.verbose = False


def pages(data: bytes) -> list[dict[str, Any]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        head, *lines = archive.read("pages/pages.jsonl").splitlines()
    assert json.loads(head)["format"] == "json-pages-1.0"
    return [json.loads(line) for line in lines]


def records(data: bytes) -> Iterator[tuple[str, str, Any, bytes]]:
    """Kind, address, record and payload of each record."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for record in ArchiveIterator(io.BytesIO(archive.read("archive/data.warc.gz"))):
            yield record.rec_type, record.rec_headers["WARC-Target-URI"] or "", record, record.content_stream().read()


def indexed(data: bytes) -> set[tuple[str, str]]:
    """Address and second of all that a player can find."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        lines = gzip.decompress(archive.read("indexes/index.cdx.gz")).decode().splitlines()
    return {(json.loads(line.split(" ", 2)[2])["url"], line.split(" ", 2)[1]) for line in lines}


async def visited() -> tuple[Site, Memory, str]:
    packed = b"var a = 1;" * 400
    in_gbk = page("帮助<script src='/packed.js'></script>", "帮助").replace('charset="utf-8"', 'charset="gbk"')
    routes: dict[str, Route] = {
        "/": redirect("/home"),
        "/home": Reply(page(BODY).encode(), headers={"Set-Cookie": "visit=7", "X-Odd": "odd"}),
        "/packed.js": Reply(
            gzip.compress(packed),
            kind="text/javascript",
            headers={"Content-Encoding": "gzip", "Cache-Control": "no-store"},
        ),
        "/frame": page("框内的字"),
        "/beacon": Reply(status=204),
        "/api": Reply(b'{"ok": 1}', kind="application/json"),
        "/help": Reply(in_gbk.encode("gbk"), kind="text/html"),
    }
    keep = Memory()
    async with served(Shop(routes)) as shop:
        site = await crawled(shop, Role.HELP, keep=keep)
    return site, keep, shop.url


async def test_an_archive_holds_every_exchange_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shrink(monkeypatch, body_bytes=3_000)
    site, keep, base = await visited()
    data = made(facts(site, keep))
    valid(data, tmp_path)
    assert made(facts(site, keep)) == data

    found = list(records(data))
    assert found[0][0] == "warcinfo"
    by = {(kind, url.removeprefix(base)): (record, payload) for kind, url, record, payload in reversed(found)}
    first, _ = by["response", ""]
    assert (first.http_headers.get_statuscode(), first.http_headers["Location"]) == ("302", "/home")
    home, html = by["response", "home"]
    assert html[:15] == b"<!doctype html>"
    assert home.http_headers["Set-Cookie"] == "visit=7"
    assert home.rec_headers["WARC-IP-Address"] == "127.0.0.1"
    assert home.rec_headers["WARC-Payload-Digest"].startswith("sha256:")
    script, cut = by["response", "packed.js"]
    assert (script.rec_headers["WARC-Truncated"], len(cut)) == ("length", 3_000)
    assert script.http_headers["X-Archive-Orig-Content-Encoding"] == "gzip"
    assert script.http_headers["Content-Encoding"] is None
    assert script.http_headers["Content-Length"] == "3000"
    again, _ = by["revisit", "packed.js"]
    assert again.rec_headers["WARC-Payload-Digest"] == script.rec_headers["WARC-Payload-Digest"]
    assert again.rec_headers["WARC-Refers-To-Date"] == script.rec_headers["WARC-Date"]
    beacon, sent = by["request", "beacon"]
    assert (beacon.http_headers.protocol, sent) == ("POST", b"seen=1")
    assert by["request", "api"][1] == b"a=1"
    assert by["response", "api"][1] == b'{"ok": 1}'
    assert "框内的字".encode() in by["response", "frame"][1]
    assert ("request", "http://127.0.0.1:9/nobody") in by
    assert ("response", "http://127.0.0.1:9/nobody") not in by  # our gate's own words are nobody's answer
    help_, text = by["response", "help"]
    assert "帮助" in text.decode("utf-8")
    assert help_.http_headers["Content-Type"] == "text/html; charset=utf-8"  # over the page's own word, which is GBK
    assert help_.http_headers["X-Archive-Orig-Content-Type"] == "text/html"

    view = site.view(Role.HOME)
    assert view is not None
    assert by["resource", f"urn:screenshot:{view.url}"][1] == keep.blobs[view.screenshot]
    assert by["resource", f"urn:text:{view.url}"][1].decode() == view.text
    told = json.loads(by["metadata", f"urn:xuncha:exchanges:{view.id}"][1])
    assert told == exchange_log.unpack_record(keep.blobs[view.exchanges_record])
    assert json.loads(by["metadata", "urn:xuncha:host:127.0.0.1"][1])["addresses"] == ["127.0.0.1"]


async def test_every_view_is_a_page_that_can_be_found(tmp_path: Path) -> None:
    site, keep, _ = await visited()
    data = made(facts(site, keep))
    listed = pages(data)
    assert [one["id"] for one in listed] == [view.id for view in site.views]
    assert [one["text"] for one in listed] == [view.text for view in site.views]
    for one in listed:
        assert (one["url"], "".join(filter(str.isdigit, one["ts"]))) in indexed(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert json.loads(archive.read("datapackage.json"))["created"] == "2026-11-25T12:00:00Z"


@pytest.mark.parametrize(("shop", "least"), [("bare", 1), ("blocked", 0), ("jd_wall", 0)])
async def test_a_demo_shop_has_a_valid_archive(shop: str, least: int, tmp_path: Path) -> None:
    keep = Memory()
    plan = Plan(wants([Role.HELP, Role.LICENCE]), devices=DESKTOP, pace=0, allow_private=True, ocr=False, brief=True)
    with serving(shop) as url:
        site = await crawl_site(Platform(url), plan, keep)
    data = made(facts(site, keep))
    valid(data, tmp_path)
    assert len(site.views) >= least
    seen = {view.id for view in site.views}
    walls = {gap.exchanges_record for gap in site.gaps} - {""}
    assert seen | {f"gap-{number}" for number in range(1, len(walls) + 1)} == {one["id"] for one in pages(data)}
    if not site.views:
        (wall,) = pages(data)
        assert wall["title"].startswith("blocked: ")
        assert any(url == wall["url"] and kind == "response" for kind, url, _, _ in records(data))


async def test_a_visit_that_asked_nobody_has_an_archive_without_pages(tmp_path: Path) -> None:
    keep = Memory()
    shop = Shop({"/robots.txt": Reply(b"User-agent: *\nDisallow: /\n", kind="text/plain")})
    async with served(shop):
        site = await crawled(shop, keep=keep)
    assert not site.views
    data = made(facts(site, keep))
    valid(data, tmp_path)
    assert pages(data) == []
    assert [kind for kind, *_ in records(data)] == ["warcinfo", "metadata"]


async def test_what_was_masked_says_so_and_what_is_gone_too(tmp_path: Path) -> None:
    site, keep, base = await visited()
    view = site.view(Role.HOME)
    assert view is not None
    html = next(one.body for one in view.exchanges if one.url == base + "home")
    script = next(one.body for one in view.exchanges if one.url == base + "packed.js")

    def blob(sha: str) -> bytes | None:
        if sha == html:
            return keep.blobs[sha].replace(FILL.encode()[:30], b"***")
        return None if sha == script else keep.blobs.get(sha)

    (part,) = wacz.make_web_archive(facts(site, keep, blob), lambda sha: 3 * (sha == html))
    valid(part.data, tmp_path)
    by = {(kind, url.removeprefix(base)): (record, payload) for kind, url, record, payload in records(part.data)}
    home, payload = by["response", "home"]
    assert home.http_headers["X-Xuncha-Masked"] == "3"
    assert b"***" in payload
    assert home.http_headers["Content-Length"] == str(len(payload))
    assert by["response", "help"][0].http_headers["X-Xuncha-Masked"] is None
    assert (by["response", "packed.js"][0].rec_headers["WARC-Truncated"], by["response", "packed.js"][1]) == (
        "unspecified",
        b"",
    )


def test_a_page_cannot_forge_headers() -> None:
    entry = {
        "url": "http://x.example/a?b",
        "method": "GET\r\nX: y",
        "request": {"headers": [["A", "b\r\nForged: yes"], ["bad name", "x"], [":path", "/"]], "as_sent": True},
        "response": {
            "status": 200,
            "status_text": "OK\r\nForged: yes",
            "headers": [["C", "d\nForged: yes"]],
            "media": "",
        },
    }
    head, _, _ = http_record.make_request_message(entry)
    for written in (head, http_record.make_response_head(entry, b"", 0)):
        assert not [line for line in written.to_bytes().split(b"\r\n") if line.startswith(b"Forged")]
        assert not [name for name, _ in written.headers if name in ("bad name", ":path")]


@pytest.mark.parametrize(
    ("media", "sent"),
    [
        ("multipart/form-data; boundary=b", {"text": '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\ncut off', "cut": "length"}),
        ("multipart/form-data; boundary=b", {"text": "", "cut": "unspecified"}),
        ("multipart/form-data; boundary=", {"text": "--\r\n"}),
        ("Multipart/mixed", {"base64": "//79AA=="}),
        ("application/x-amf", {"base64": "//79AA=="}),
        ("application/json", {"text": "[" * 9_000}),
        ("application/x-www-form-urlencoded", {"base64": "//79AA=="}),
    ],
)  # fmt: skip
async def test_what_a_page_sends_and_a_server_says_never_breaks_the_archive(
    media: str, sent: dict[str, str], tmp_path: Path
) -> None:
    async with served(Shop({"/": page("<a href='/help'>帮助中心</a>")})) as shop:
        keep = Memory()
        site = await crawled(shop, Role.HELP, keep=keep)
    view = site.views[0]
    record = exchange_log.unpack_record(keep.blobs[view.exchanges_record])
    odd = record["exchanges"][record["page"]["exchange"]]
    odd["method"] = "POST"
    odd["request"] |= {"headers": [["Content-Type", media]], "body": {"size": 9, "cut": "", **sent}}
    odd["response"]["status_text"] = "正常 é"
    odd["url"] += "?q=中文"
    blobs = {**keep.blobs, view.exchanges_record: exchange_log.pack_record(record)}
    data = made(facts(site, keep, blobs.get))
    valid(data, tmp_path)
    assert ("request", odd["url"]) in {(kind, url) for kind, url, _, _ in records(data)}
