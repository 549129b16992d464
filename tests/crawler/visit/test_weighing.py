"""What ends a page is recorded under its own name: a bomb, a stream without end and a page too large to be drawn are no crash."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator

import pytest

from crawler.failure import LoadFailure
from crawler.limits import PAGE
from crawler.site import Site
from crawler.vocabulary import GapReason, Role
from probes.pages.absence.absence import gap_words
from tests.crawler.crawl_helpers import Reply, Shop, crawled, page, served, shrink, visiting

pytestmark = pytest.mark.browser

HELP = page('<a href="/trap">帮助中心</a><a href="/about">关于我们</a>')
ABOUT = page("<h1>关于我们</h1>", "关于我们")


async def looked_at(trap: Reply | str, more: dict[str, Reply | str] | None = None) -> Site:
    shop = Shop({"/": HELP, "/about": ABOUT, "/trap": trap, **(more or {})})
    async with served(shop):
        site = await crawled(shop, Role.HELP, Role.ABOUT)
    assert site.view(Role.ABOUT) is not None
    assert shop.methods() <= {"GET", "HEAD"}
    return site


def told(site: Site) -> tuple[GapReason, str, str, str]:
    gap = site.gap(Role.HELP)
    assert gap is not None
    assert not gap.reason.about_them  # never a fail
    return gap.reason, gap.detail, *gap_words(gap)


def bomb(megabytes: int, head: bytes = b"<p>", unit: bytes = b"a") -> Reply:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    piece = unit * (1_000_000 // len(unit))
    body = b"".join([packer.compress(head), *(packer.compress(piece) for _ in range(megabytes)), packer.flush()])
    return Reply(body, headers={"Content-Encoding": "gzip"})


@pytest.mark.parametrize("unit", [b"a", b"<b>aa</b>"])
async def test_a_bomb_that_kills_its_page_is_called_a_bomb(monkeypatch: pytest.MonkeyPatch, unit: bytes) -> None:
    """With the limits of every audit, but that memory runs out sooner: nothing is counted before the process is gone."""
    shrink(monkeypatch, rss_bytes=300_000_000, watch_seconds=0.1)
    site = await looked_at(bomb(300, unit=unit))
    reason, detail, zh, en = told(site)
    assert reason is GapReason.TRAP
    assert detail.startswith("a compressed bomb: ")
    assert detail.endswith(f" bytes unpack to more than {PAGE.bytes} decoded bytes")
    assert "压缩炸弹：" in zh
    assert "字节解开后超过 60000000 字节" in zh
    assert "a compressed bomb" in en
    (weighed,) = [fetch for fetch in site.fetches if fetch.purpose == "weighed"]
    assert (weighed.error, weighed.text) == ("too_large: more than 60000000 bytes", "")


async def test_a_bomb_beside_a_page_is_called_a_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    shrink(monkeypatch, bytes=20_000_000, rss_bytes=300_000_000, watch_seconds=0.1)
    script = bomb(300, b"//")
    sub = Reply(script.body, kind="text/javascript", headers=script.headers)
    site = await looked_at(page("<h1>帮助中心</h1><script src=/sub></script>"), {"/sub": sub})
    assert told(site)[1].startswith("a compressed bomb: ")


async def test_a_flood_is_called_an_answer_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    shrink(monkeypatch, bytes=3_000_000)

    async def flood() -> AsyncIterator[bytes]:
        while True:
            yield b"<p>" + b"x" * 50_000
            await asyncio.sleep(0.005)

    reason, detail, zh, _ = told(await looked_at(Reply(b"<p>", chunks=flood)))
    assert (reason, detail) == (GapReason.TRAP, "an answer without end: more than 3000000 decoded bytes")
    assert "没有尽头的应答：超过 3000000 字节" in zh


async def test_a_document_that_drips_on_is_said_not_to_have_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    shrink(monkeypatch, load_seconds=3.0, settle_seconds=1.0, rest_seconds=0.5)

    async def drip() -> AsyncIterator[bytes]:
        while True:
            await asyncio.sleep(0.2)
            yield b"<p>.</p>"

    reason, detail, zh, en = told(await looked_at(Reply(b"<title>drip</title>", chunks=drip)))
    assert (reason, detail) == (GapReason.TIMEOUT, "the document had not ended after 3 s")
    assert "页面内容没有传完，时限 3 秒" in zh
    assert "the document had not ended after 3 s" in en


@pytest.mark.parametrize("by", ["its own text", "its script"])
async def test_a_page_of_200000_elements_says_so(by: str) -> None:
    script = "<script>for (let i = 0; i < 200000; i++) document.body.append(document.createElement('p'))</script>"
    reason, detail, zh, en = told(await looked_at(page("<p>行</p>" * 200_000 if by == "its own text" else script)))
    assert (reason, detail) == (GapReason.TRAP, "a page of more than 150000 elements")
    assert "页面元素超过 150000 个" in zh
    assert "a page of more than 150000 elements" in en


async def test_a_page_that_dies_of_something_else_keeps_its_name() -> None:
    shop = Shop({"/": page("<h1>一</h1>")})
    async with visiting(shop) as visitor:
        from crawler.visit.weighing import weigh_answer

        assert await visitor.load(shop.url) is None
        died = LoadFailure(GapReason.CRASHED, "the page's process died")
        asked = shop.count("/")
        assert await weigh_answer(died, visitor.tab, visitor.trip) == died
        assert await weigh_answer(died, visitor.tab, visitor.trip) == died
        assert shop.count("/") == asked + 1  # once for each address
        slow = LoadFailure(GapReason.TIMEOUT, "no document within 25 s")
        assert await weigh_answer(slow, visitor.tab, visitor.trip) == slow
        assert shop.count("/") == asked + 1
