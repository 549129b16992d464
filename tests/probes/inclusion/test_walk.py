"""The elder mode is switched on for real: Chromium walks through shops served on loopback, and the probes judge what it saw."""

from __future__ import annotations

import asyncio
import dataclasses
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from crawler.crawl import crawl_site
from crawler.plan import Plan
from crawler.site import Fetch, Gap, Platform, Site, Timing, View
from crawler.vocabulary import ELDER, Device, Role
from probes.finding import Answer, Outcome
from probes.probe import Check, Limit, Params
from probes.run import judge_site, plan_checks
from tests.rules import real_checks

pytestmark = pytest.mark.browser

TEXT = "这里是商城首页的正文，介绍当季商品与服务，价格公道，品质可靠，欢迎选购。" * 12
MODE = """<script>
const on = () => localStorage.getItem("elder") === "1";
const draw = () => { document.body.style.fontSize = on() ? "22px" : "14px";
  document.getElementById("mode").textContent = on() ? "返回标准版" : "长辈版"; };
addEventListener("DOMContentLoaded", () => { draw(); document.getElementById("mode").onclick = () => {
  localStorage.setItem("elder", on() ? "0" : "1"); draw(); POPUP }; });
</script>"""
DECOY = "<script>addEventListener('DOMContentLoaded', () => { document.getElementById('mode').onclick = () => {}; });</script>"
POPUP = """if (on()) setTimeout(() => { const box = document.createElement("div"); box.setAttribute("role", "dialog");
  box.style = "position:fixed;left:100px;top:100px;width:240px;height:200px;background:#fff"; box.textContent = "限时优惠，立即领取大额礼包";
  document.body.append(box); }, 300);"""


def pages(script: str, entry: str) -> dict[str, str]:
    links = '<a href="/list">全部商品</a> <a href="/item/1">保温杯 ¥39</a> <a href="/category/shoes">老年鞋</a>'
    frame = '<!doctype html><meta charset="utf-8"><title>商城</title>{s}<body><header><a href="/">首页</a> {e}</header><main>{b}</main>'
    body = f"{links}<p>{TEXT}</p>"
    made = {path: frame.format(s=script, e=entry, b=body) for path in ("/", "/list", "/item/1", "/category/shoes")}
    big = f'<!doctype html><meta charset="utf-8"><title>长辈版</title><body style="font-size:24px"><a href="/">返回标准版</a>{body}'
    return made | {"/elder/": big.replace('href="/list"', 'href="/elder/list"'), "/elder/list": big}


@asynccontextmanager
async def served(shop: dict[str, str]) -> AsyncIterator[str]:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        body = shop.get(request.split(" ")[1].split("?")[0], "")
        status = "200 OK" if body else "404 Not Found"
        data = body.encode()
        head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(data)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + data)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"


class Memory:
    """Keeps nothing: the Site holds all these tests look at."""

    async def blob(self, data: bytes, media: str) -> str:
        return hashlib.sha256(data).hexdigest()

    async def view(self, view: View) -> None: ...

    async def gap(self, gap: Gap) -> None: ...

    async def fetch(self, fetch: Fetch) -> None: ...

    async def timing(self, timing: Timing) -> None: ...


ELDER_CHECKS = tuple(
    check.id for check in real_checks() if check.id.startswith("inclusion.") and not check.id.endswith("_search")
)


def checks(ids: tuple[str, ...]) -> tuple[Check, ...]:
    """Those checks, waiting a second for pop-ups instead of the full time."""
    found = []
    for check in real_checks():
        if check.id not in ids:
            continue
        if "pop_up_s" in check.params.limits:
            limits = {**check.params.limits, "pop_up_s": Limit(1.0, "s")}
            check = dataclasses.replace(check, params=Params(check.params.words, limits))
        found.append(check)
    return tuple(found)


async def visited(shop: dict[str, str], ids: tuple[str, ...] = ELDER_CHECKS) -> tuple[Site, dict[str, Answer]]:
    asked = checks(ids)
    async with served(shop) as url:
        wanted: Plan = dataclasses.replace(
            plan_checks(asked, (Device.DESKTOP,)), pace=0, allow_private=True, ocr=False, timed=frozenset()
        )
        whole = await crawl_site(Platform(url), wanted, Memory())
    answers = {
        finding.probe: finding.answer
        for finding in judge_site(asked, whole, strict=True)
        if finding.device is Device.DESKTOP
    }
    return whole, answers


BUTTON = '<button id="mode">长辈版</button>'


async def test_a_toggle_is_pressed_followed_and_left_again() -> None:
    whole, said = await visited(pages(MODE.replace("POPUP", ""), BUTTON))
    assert said["inclusion.elder_entry"].outcome is Outcome.YES
    assert said["inclusion.elder_mode"].values["font_before"] == 14.0
    assert said["inclusion.elder_mode"].values["font_after"] == 22.0
    for name in ("elder_mode", "elder_persists", "elder_leaves", "elder_keeps", "elder_font", "elder_ads"):
        assert said[f"inclusion.{name}"].outcome is Outcome.YES, (name, said[f"inclusion.{name}"].because)
    assert whole.view(Role.PRODUCT, ELDER) is not None


async def test_a_separate_elder_site_is_followed() -> None:
    whole, said = await visited(pages("", '<a id="mode" href="/elder/">长辈版</a>'))
    mode = whole.view(Role.HOME, ELDER)
    assert mode is not None
    assert mode.url.endswith("/elder/")
    assert said["inclusion.elder_mode"].outcome is Outcome.YES
    assert said["inclusion.elder_leaves"].outcome is Outcome.YES
    assert said["inclusion.elder_keeps"].outcome is Outcome.NO  # the product page is the standard one


async def test_a_button_that_does_nothing_is_no_entry() -> None:
    _, said = await visited(pages(DECOY, BUTTON))
    assert said["inclusion.elder_entry"].outcome is Outcome.NO
    assert said["inclusion.elder_mode"].outcome is Outcome.NO


async def test_an_article_about_the_mode_is_not_taken_for_its_switch() -> None:
    about = '<a href="/about?id=25" style="font-size:20px">长辈版</a> '  # stands first and larger
    shop = pages(MODE.replace("POPUP", ""), about + BUTTON)
    whole, said = await visited(shop | {"/about": f'<!doctype html><meta charset="utf-8"><h1>长辈版</h1><p>{TEXT}</p>'})
    mode = whole.view(Role.HOME, ELDER)
    assert mode is not None
    assert not mode.url.endswith("/about?id=25")
    for name in ("elder_entry", "elder_mode", "elder_persists", "elder_leaves", "elder_keeps"):
        assert said[f"inclusion.{name}"].outcome is Outcome.YES, (name, said[f"inclusion.{name}"].because)


async def test_entries_are_tried_one_after_another() -> None:
    dead = '<button id="other">关怀版</button> '
    _, said = await visited(pages(MODE.replace("POPUP", ""), dead + BUTTON))
    assert said["inclusion.elder_mode"].outcome is Outcome.YES
    assert said["inclusion.elder_entry"].outcome is Outcome.YES


async def test_a_mere_article_is_asked_about() -> None:
    shop = pages("", '<a href="/about?id=25">长辈版</a>')
    _, said = await visited(shop | {"/about": f'<!doctype html><meta charset="utf-8"><h1>长辈版</h1><p>{TEXT}</p>'})
    assert said["inclusion.elder_entry"].outcome is Outcome.UNSURE
    assert said["inclusion.elder_mode"].outcome is Outcome.NO


async def test_a_pop_up_inside_the_mode_is_noticed() -> None:
    _, said = await visited(pages(MODE.replace("POPUP", POPUP), BUTTON))
    assert said["inclusion.elder_mode"].outcome is Outcome.YES
    assert said["inclusion.elder_ads"].outcome is Outcome.NO
    assert said["inclusion.elder_close"].outcome is Outcome.NO


async def test_goods_for_elder_people_are_no_mode() -> None:
    whole, said = await visited(pages("", ""))
    assert said["inclusion.elder_entry"].outcome is Outcome.NO
    assert said["inclusion.elder_entry"].by_absence
    gap = whole.gap(Role.HOME, ELDER)
    assert gap is not None
    assert gap.reason.about_them


async def test_search_and_login_fields_are_tried_without_typing_or_sending() -> None:
    shop = pages("", '<a href="/login">登录</a> <form action="/search"><input name="q" placeholder="搜索"></form>')
    shop["/search"] = shop["/"].replace("<main>", '<main><a href="/elder/">长辈版</a>')
    shop["/login"] = (
        '<!doctype html><meta charset="utf-8"><title>登录</title><body><form action="/login" method="post">'
        '<input type="tel" placeholder="手机号" onblur="said.textContent = this.value ? String() : this.placeholder + '
        '\'不能为空\'"><p id="said"></p><input type="password" placeholder="密码"><button>登录</button></form>'
    )
    whole, said = await visited(shop, ("inclusion.elder_search", "performance.inline_messages"))
    assert said["inclusion.elder_search"].outcome is Outcome.YES, said["inclusion.elder_search"].because
    assert said["performance.inline_messages"].outcome is Outcome.YES, said["performance.inline_messages"].because
    assert all(exchange.method == "GET" for view in whole.views for exchange in view.exchanges)
