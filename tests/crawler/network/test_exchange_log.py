"""What goes over the wire for a page is written down as it was: headers, redirects, bodies sent and received, and what is missing of them."""

import gzip
from collections.abc import AsyncIterator
from typing import Any

import pytest

from crawler.limits import PAGE
from crawler.network import exchange_log
from crawler.site import Site, View
from crawler.vocabulary import Device, Role
from tests.crawler.crawl_helpers import Memory, Reply, Route, Shop, crawled, page, redirect, served, shrink

SCRIPT = b"var greeting = '" + "你好".encode() * 900 + b"';"
BODY = """<script src='/packed.js'></script><img src='/gone.png'><iframe src='/frame'></iframe>
<script src='/large.js'></script><script src='/huge.js'></script><script>
navigator.sendBeacon('/beacon', 'seen=1'); fetch('/api', {method: 'POST', body: 'x'.repeat(9000)});
fetch('/half').then(one => one.text()).catch(() => 0); fetch('http://127.0.0.1:9/nobody').catch(() => 0);</script>"""


async def _half() -> AsyncIterator[bytes]:
    yield b"half"


def _routes() -> dict[str, Route]:
    return {
        "/": redirect("/home"),
        "/home": Reply(page(BODY).encode(), headers={"Set-Cookie": "visit=7", "X-Spelled-Oddly": "Yes"}),
        "/packed.js": Reply(gzip.compress(SCRIPT), kind="text/javascript", headers={"Content-Encoding": "gzip"}),
        "/frame": page("框内的字", "框"),
        "/beacon": Reply(status=204),
        "/api": Reply(b"{}", kind="application/json"),
        "/large.js": Reply(b"//" + b"x" * 3000, kind="text/javascript"),
        "/huge.js": Reply(b"//" + b"x" * 60_000, kind="text/javascript"),
        "/half": Reply(chunks=_half, headers={"Content-Length": "9"}, kind="text/plain"),
    }


@pytest.mark.browser
async def test_the_whole_exchange_is_written_down(monkeypatch: pytest.MonkeyPatch) -> None:
    shrink(monkeypatch, body_bytes=2_500, body_fetch_bytes=20_000, request_bytes=4_000)
    keep = Memory()
    async with served(Shop(_routes())) as shop:
        site = await crawled(shop, keep=keep)
        base = shop.url
    view, record = _seen(site, keep)
    named = {one["url"].removeprefix(base): one for one in record["exchanges"]}

    assert [one["url"] for one in record["exchanges"]] == [one.url for one in view.exchanges]
    assert record["page"] == {"url": base + "home", "exchange": 1}
    assert record["addresses"] == {"127.0.0.1": ["127.0.0.1"]}
    assert (record["left_out"], record["certificates"]) == (0, [])

    first, home = record["exchanges"][:2]
    assert (first["response"]["status"], first["hop"], home["hop"]) == (302, 0, 1)
    assert first["id"] == home["id"]
    assert first["at"] < home["at"]
    assert ["Location", "/home"] in first["response"]["headers"]
    assert ["X-Spelled-Oddly", "Yes"] in home["response"]["headers"]
    assert ["Set-Cookie", "visit=7"] in home["response"]["headers"]  # which no page may see
    assert home["response"] | {"headers": 0, "timing": 0} == {
        "status": 200, "status_text": "X", "protocol": "http/1.1", "headers": 0, "as_received": True, "media": "text/html",
        "charset": "utf-8", "from": "network", "timing": 0,
    }  # fmt: skip
    assert home["response"]["timing"]["receiveHeadersEnd"] > 0
    assert home["request"]["as_sent"]
    assert ["Cookie", "visit=7"] in named["packed.js"]["request"]["headers"]
    assert any(name == "Host" for name, _ in home["request"]["headers"])

    packed = named["packed.js"]
    assert ["Content-Encoding", "gzip"] in packed["response"]["headers"]
    assert packed["wire"] < packed["body"]["whole"] == len(SCRIPT)
    assert packed["body"]["cut"] == "length"
    assert keep.blobs[packed["body"]["sha256"]] == SCRIPT[:2_500]
    assert (named["large.js"]["body"]["size"], named["large.js"]["body"]["whole"]) == (2_500, 3_002)
    huge = named["huge.js"]["body"]
    assert (huge["sha256"], huge["size"], huge["whole"], huge["cut"]) == ("", 0, 60_002, "length")

    assert named["beacon"]["method"] == "POST"
    assert named["beacon"]["request"]["body"] == {"text": "seen=1", "size": 6, "cut": ""}
    assert named["beacon"]["body"]["cut"] == ""  # 204 has none
    sent = named["api"]["request"]["body"]
    assert (sent["text"], sent["size"], sent["cut"]) == ("x" * 4_000, 9_000, "length")
    assert named["gone.png"]["response"]["status"] == 404
    assert named["frame"]["kind"] == "document"
    assert "框内的字".encode() in keep.blobs[named["frame"]["body"]["sha256"]]
    half = named["half"]
    assert (half["failed"], half["body"]["cut"]) == ("net::ERR_CONTENT_LENGTH_MISMATCH", "disconnect")
    nobody = named["http://127.0.0.1:9/nobody"]
    assert nobody["failed"]
    assert "body" not in nobody


@pytest.mark.browser
async def test_text_is_kept_as_the_browser_read_it(monkeypatch: pytest.MonkeyPatch) -> None:
    keep = Memory()
    home = page("商城首页", "国标").replace('charset="utf-8"', 'charset="gbk"').encode("gbk")
    async with served(Shop({"/": Reply(home, kind="text/html; charset=gbk")})) as shop:
        site = await crawled(shop, keep=keep)
    _, record = _seen(site, keep)
    body = record["exchanges"][0]["body"]
    assert body["text"]
    assert body["whole"] == len(home)
    assert "商城首页" in keep.blobs[body["sha256"]].decode("utf-8")


@pytest.mark.browser
async def test_a_wall_keeps_what_was_answered() -> None:
    keep = Memory()
    wall = Reply("<title>安全验证</title>请完成验证码，拖动滑块完成拼图".encode(), 403, headers={"X-Waf": "challenge"})
    async with served(Shop({}, missing=wall)) as shop:
        site = await crawled(shop, Role.HELP, keep=keep)
    assert not site.views
    assert len({gap.exchanges_record for gap in site.gaps}) == 1
    record = exchange_log.unpack_record(keep.blobs[site.gaps[0].exchanges_record])
    page_ = record["exchanges"][record["page"]["exchange"]]
    assert (page_["response"]["status"], page_["url"]) == (403, shop.url)
    assert ["X-Waf", "challenge"] in page_["response"]["headers"]
    assert "拖动滑块" in keep.blobs[page_["body"]["sha256"]].decode()


@pytest.mark.browser
async def test_a_shop_that_is_not_there_has_answered_nothing() -> None:
    keep = Memory()
    shop = Shop({})
    async with served(shop):
        pass  # its port is closed again
    site = await crawled(shop, keep=keep, platform={"consents": frozenset({"robots"})})
    (gap,) = site.gaps
    (only,) = exchange_log.unpack_record(keep.blobs[gap.exchanges_record])["exchanges"]
    assert only["url"] == shop.url
    assert only["response"]["from"] == "gate"  # what stands there are our own words


@pytest.mark.browser
async def test_a_body_that_the_address_gave_before_is_not_fetched_again_unless_it_is_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keep = Memory()
    asked: list[str] = []

    def changing(target: str) -> Reply:
        asked.append(target)
        return Reply(
            b"var a = " + b"1" * len(asked) + b";", kind="text/javascript", headers={"Cache-Control": "no-store"}
        )

    same = Reply(b"var b = 2;", kind="text/javascript", headers={"Cache-Control": "no-store"})
    body = "<script src='/a.js'></script><script src='/b.js'></script>"
    routes: dict[str, Route] = {"/": page(body + "<a href='/help'>帮助中心</a>"), "/help": page(body + "帮助")}
    async with served(Shop({**routes, "/a.js": changing, "/b.js": same})) as shop:
        site = await crawled(shop, Role.HELP, keep=keep)
    bodies: dict[str, list[dict[str, Any]]] = {"a.js": [], "b.js": []}
    for view in (site.view(Role.HOME), site.view(Role.HELP)):
        assert view is not None
        for one in exchange_log.unpack_record(keep.blobs[view.exchanges_record])["exchanges"]:
            name = one["url"].removeprefix(shop.url)
            if name in bodies:
                bodies[name].append(one["body"])
    assert [one["earlier"] for one in bodies["b.js"]] == [False, True]
    assert [one["earlier"] for one in bodies["a.js"]] == [False, False]
    assert len({one["sha256"] for one in bodies["a.js"]}) == 2


def test_equal_records_are_equal_bytes_and_come_back() -> None:
    heard = exchange_log.LoggedExchange(
        "1", "http://x.example/", "GET", "document", "other", 1.0, wall=1_700_000_000.25
    )
    record = exchange_log.write_record([heard], 0, "http://x.example/")
    assert exchange_log.pack_record(record) == exchange_log.pack_record(dict(reversed(record.items())))
    assert exchange_log.unpack_record(exchange_log.pack_record(record)) == record
    assert record["exchanges"][0]["at"] == "2023-11-14T22:13:20.250+00:00"


@pytest.mark.parametrize(
    "damaged", [b"", b"nothing", exchange_log.pack_record({"schema": "another/1"}), exchange_log.pack_record({})[:-9]]
)
def test_what_is_no_record_is_refused(damaged: bytes) -> None:
    with pytest.raises(ValueError, match="record of exchanges"):
        exchange_log.unpack_record(damaged)


def test_a_page_with_too_many_requests_is_written_down_in_part() -> None:
    heard = [
        exchange_log.LoggedExchange(str(n), f"http://x.example/{n}", "GET", "image", "other", float(n))
        for n in range(PAGE.record_exchanges + 3)
    ]
    record = exchange_log.write_record(heard, 0, "http://x.example/")
    assert (len(record["exchanges"]), record["left_out"]) == (PAGE.record_exchanges, 3)


def test_what_a_request_sent_that_is_no_text_is_kept_in_base64() -> None:
    assert exchange_log.posted_body(b"\xff\x00") == {"base64": "/wA=", "size": 2, "cut": ""}
    assert exchange_log.posted_body(None) == {"text": "", "size": 0, "cut": "unspecified"}


def _seen(site: Site, keep: Memory) -> tuple[View, dict[str, Any]]:
    view = site.view(Role.HOME)
    assert view is not None
    assert view.device is Device.DESKTOP
    return view, exchange_log.unpack_record(keep.blobs[view.exchanges_record])
