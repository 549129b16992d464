"""What a page shows of licences, read in a real browser: drawn, named, pictured, linked, split, hidden."""

from __future__ import annotations

import asyncio
import dataclasses
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.async_api import async_playwright

from crawler.browser import launch
from crawler.dom import snapshot
from crawler.site import View
from crawler.vocabulary import Region, Role
from probes.pages.layout.prominence import Prominence
from probes.pages.operator import licences
from probes.pages.operator.licence_links import LinkKind
from probes.pages.operator.licence_places import WordSource
from probes.pages.operator.licences import LicenceWord
from probes.text.numbers.number_grammar import NumberKind
from probes.text.remember import judging_cache
from tests.cases.build import view

CODE = "91110105MA07XYW26X"
SERIAL = f"https://zzlz.gsxt.gov.cn/businessCheck/verifKey.do?showType=p&amp;serial={CODE}-SAIC_SHOW_1"
FOOTER = f"""<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><meta name="icp" content="沪ICP备2022000009号">
<style>.vat::after {{ content: "京B2-20210001" }}</style></head><body><!-- 津ICP备2022000008号 -->
<header><a href="/login">登录</a></header><main style="height:1500px">商品<p>商家入驻需提供营业执照复印件</p></main>
<footer style="font-size:14px;color:#333">
<p id="icp">京<span>ICP</span>备<b>2021000001</b>号<a href="https://beian.miit.gov.cn/">-1</a></p>
<p><a id="police" href="https://beian.mps.gov.cn/#/query/webSearch?code=11010802099999">
<img alt="" width="20" height="20">京公网安备　１１０１０８０２０９９９９９号</a></p>
<p class="vat">增值电信业务经营许可证：</p>
<p><a href="/licence"><span>营业执照</span></a> | <a href="{SERIAL}"><img id="shield" alt="" width="40" height="40"></a></p>
<p style="display:none">粤ICP备2022000007号</p><p style="color:#fff;background:#fff">浙ICP备2022000006号</p>
<p style="position:absolute;left:-9999px">苏ICP备2022000005号</p>
<img width="80" height="30" alt="新出发京零字第朝120001号">
</footer></body></html>"""


@asynccontextmanager
async def served(page: str) -> AsyncIterator[str]:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        body = page.encode()
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n")
        writer.write(b"Content-Length: " + str(len(body)).encode() + b"\r\n\r\n" + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"


async def seen(page: str) -> View:
    """The page as the browser shows it, as a home page."""
    async with served(page) as url, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=launch.find_chromium().path, args=["--no-sandbox"])
        context = await browser.new_context(viewport={"width": 1366, "height": 768})
        tab = await context.new_page()
        await tab.goto(url)
        read = await snapshot.read_page(tab, await context.new_cdp_session(tab))
        await browser.close()
        return view("home", read.text, read.elements, url=url, html=read.html, height=read.height, width=read.width)


@pytest.mark.asyncio
@pytest.mark.browser
async def test_a_footer_is_read_as_a_person_sees_it() -> None:
    page = await seen(FOOTER)
    stock = licences.read_licences(page)
    found = {(number.number.kind, number.number.normalised, number.place.source) for number in stock.numbers}
    assert found == {
        (NumberKind.ICP_FILING, "京ICP备2021000001号-1", WordSource.TEXT),
        (NumberKind.PSB, "京公网安备11010802099999号", WordSource.TEXT),
        (NumberKind.VAT_LICENCE, "京B2-20210001", WordSource.TEXT),
        (NumberKind.PUBLICATION, "新出发京零字第朝120001号", WordSource.NAME),
        (NumberKind.USCC, CODE, WordSource.LINK),
    }
    assert {number.normalised for number in stock.hidden} == {
        "粤ICP备2022000007号",
        "浙ICP备2022000006号",
        "苏ICP备2022000005号",
    }
    assert {link.link.kind for link in stock.links} == {
        LinkKind.ICP_REGISTRY,
        LinkKind.PSB_REGISTRY,
        LinkKind.BUSINESS_LICENCE_LINK,
    }
    assert all(number.place.level is Prominence.P2 for number in stock.numbers)
    entries = [entry for entry in stock.entries if entry.word is LicenceWord.LICENCE]
    assert entries
    assert {entry.href for entry in entries} == {f"{page.url}licence"}
    assert licences.shown_licences(page) == licences.ShownLicences(True, True, True, True, True, True)


@pytest.mark.asyncio
@pytest.mark.browser
async def test_a_number_stands_where_the_smallest_element_holds_it() -> None:
    page = await seen(FOOTER)
    icp = next(number for number in licences.read_licences(page).numbers if number.number.kind is NumberKind.ICP_FILING)
    assert icp.place.element is not None
    assert icp.place.element.selector.endswith("#icp")
    assert icp.place.element.region is Region.FOOTER
    police = next(number for number in licences.read_licences(page).numbers if number.number.kind is NumberKind.PSB)
    assert police.place.element is not None
    assert police.place.element.href.endswith("code=11010802099999")


@pytest.mark.asyncio
@pytest.mark.browser
async def test_numbers_in_a_script_or_a_form_are_not_shown() -> None:
    page = await seen(
        "<meta charset=utf-8><script>var icp='京ICP备2021000001号'</script><input type=hidden value='京ICP备2021000001号'>"
        "<template>京公网安备11010802099999号</template><noscript>京公网安备11010802099999号</noscript>全部商品"
    )
    assert licences.read_licences(page).numbers == ()
    assert licences.shown_licences(page) == licences.ShownLicences(False, False, False, False, False, None)


def test_pictures_say_what_was_read_in_them() -> None:
    page = view(
        "licence", elements=[{"image": "/y.jpg", "ocr": f"营业执照\n统一社会信用代码 {CODE}", "box": (0, 0, 600, 800)}]
    )
    stock = licences.read_licences(page)
    assert [(number.number.normalised, number.place.source) for number in stock.numbers] == [(CODE, WordSource.OCR)]
    assert [(entry.word, entry.place.source) for entry in stock.entries] == [(LicenceWord.LICENCE, WordSource.OCR)]


@pytest.mark.parametrize(
    "words",
    [
        "商家入驻请上传营业执照",
        "代办营业执照",
        "店铺营业执照",
        "提供营业执照副本复印件加盖公章后邮寄至本公司并等待审核",
    ],
)
def test_a_merchants_licence_is_no_entry(words: str) -> None:
    assert not licences.read_licences(view("home", elements=[{"text": words, "href": "/x"}])).entries


def test_a_placeholder_shows_nothing_and_a_masked_number_something() -> None:
    blank = licences.shown_licences(view("home", elements=[{"text": "沪ICP备xxx号"}]))
    masked = licences.shown_licences(view("home", elements=[{"text": "京ICP备*******8号"}]))
    assert (blank.icp, blank.any, blank.wellformed) == (False, False, None)
    assert (masked.icp, masked.any, masked.wellformed) == (True, True, False)


def test_the_most_prominent_of_several_places_counts() -> None:
    low = {"text": "京ICP备2021000001号", "region": "footer", "box": (20, 3800, 200, 24)}
    high = {"text": "京ICP备2021000001号", "region": "header", "box": (20, 10, 200, 24)}
    numbers = licences.read_licences(view("home", elements=[high, low])).numbers
    assert {number.place.level for number in numbers} == {Prominence.P4}


def test_what_is_remembered_belongs_to_that_view_alone() -> None:
    one = view("home", elements=[{"text": "京ICP备2021000001号"}])
    other = dataclasses.replace(one, text="", elements=())
    with judging_cache():
        assert licences.read_licences(one).numbers
        assert not licences.read_licences(other).numbers
        assert licences.read_licences(one) is licences.read_licences(one)


@given(st.lists(st.text("京ICP备公网安证照营业执:0123456789xX* -|\n（）号", max_size=60), max_size=6), st.booleans())
def test_no_text_makes_it_raise_and_every_number_is_a_part_of_what_was_said(lines: list[str], named: bool) -> None:
    elements = [{"name" if named else "text": line, "href": line[:20]} for line in lines]
    page = view("home", elements=elements)
    said = "\n".join(part for element in page.elements for part in (element.text, element.name, element.href))
    flat = "".join(said.split())
    for number in licences.read_licences(page).numbers:
        assert "".join(number.number.raw.split()) in flat
    assert licences.shown_licences(page).any or not licences.read_licences(page).entries


def test_elsewhere_than_at_home_nothing_is_prominent() -> None:
    page = view(Role.LICENCE, elements=[{"text": f"统一社会信用代码：{CODE}"}])
    assert [number.place.level for number in licences.read_licences(page).numbers] == [Prominence.P1]


def test_a_heap_of_numbers_does_not_make_it_slow() -> None:
    lines = [f"京ICP备20{number:08}号 营业执照{number}" for number in range(4000)]
    page = view("home", elements=[{"text": line} for line in lines])
    began = time.process_time()
    assert len(licences.read_licences(page).numbers) == len(lines)
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    ("picture", "mute"),
    [
        ({}, True),  # nobody read it
        ({"ocr_engine": "reader 1"}, False),  # read, without a word, and leading nowhere: a code to scan
        ({"ocr_engine": "reader 1", "href": "https://register.example/shield"}, True),
        ({"ocr_engine": "reader 1", "ocr": "扫码关注"}, False),
    ],
)
def test_a_wordless_picture_at_the_foot_may_be_a_mark_if_it_was_not_read_or_leads_somewhere(
    picture: dict[str, str], mute: bool
) -> None:
    shown = {
        "tag": "img",
        "image": "https://shop.example/mark.png",
        "region": "footer",
        "box": [800, 2300, 130, 140],
        **picture,
    }
    assert bool(licences.mute_badges(view("home", "示例商城", [{"text": "示例商城"}, shown]))) is mute
