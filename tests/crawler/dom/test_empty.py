"""An empty page is evidence where it opened wholly, twice; where anything of it did not come it was not seen."""

from __future__ import annotations

import dataclasses
import time
from typing import Any

import pytest

from crawler.dom.empty import is_empty, is_refusal
from crawler.record.network_record import Exchange
from crawler.vocabulary import EMPTY, Device, GapReason, Role
from tests.cases.build import view
from tests.crawler.crawl_helpers import BOTH, FILL, Reply, Route, Shop, crawled, page, served, visiting

APP = """<script src="/app.js"></script>"""
FINE = b'{"code":1,"msg":"\xe8\x8e\xb7\xe5\x8f\x96\xe6\x88\x90\xe5\x8a\x9f","data":""}'  # 获取成功
DATA = "application/json"
DRAWS = """fetch('/api' + location.pathname).then((r) => r.json()).then((a) => {
    document.querySelector('#app').innerHTML = '<div><div>' + (a.data || '') + '</div></div>'; });"""


def shop(answer: Route | None, title: str = "", after: str = "") -> Shop:
    """A shop whose pages are drawn by one script from data; what the policy's data are is given."""
    blank = f'<!doctype html><meta charset=utf-8><title></title>{title}<div id="app"></div>{APP}{after}'
    home = f"""<a href="/privacy">隐私政策</a><a href="/help">帮助中心</a><p>{FILL}</p>"""
    routes: dict[str, Route] = {
        "/": f'<!doctype html><meta charset=utf-8><title>商城</title>{home}<div id="app"></div>{APP}',
        "/privacy": blank,
        "/help": page("<h1>帮助</h1>"),
        "/app.js": Reply(DRAWS.encode(), kind="text/javascript"),
        "/api/": Reply(FINE, kind=DATA),
    }
    return Shop(routes | ({"/api/privacy": answer} if answer is not None else {}))


@pytest.mark.browser
@pytest.mark.parametrize("title", ["", "<h3>隐私政策</h3>"])
async def test_a_policy_that_opened_wholly_and_says_nothing_is_seen_and_hides_no_other_page(title: str) -> None:
    async with served(shop(Reply(FINE, kind=DATA), title)) as one:
        site = await crawled(one, Role.PRIVACY, Role.HELP, Role.COMPLAINT, devices=BOTH)
    for device in Device:
        seen = site.only(1, device).view(Role.PRIVACY)
        assert seen is not None, site.gaps
        assert EMPTY in seen.thoroughness.notes
    assert {(gap.role, gap.reason) for gap in site.gaps} == {(Role.COMPLAINT, GapReason.NOT_OFFERED)}


@pytest.mark.browser
@pytest.mark.parametrize(
    ("answer", "after"),
    [
        (None, ""),  # no such data
        (Reply(b"{}", 500, DATA), ""),
        (Reply(b"oops", kind=DATA), ""),  # the script breaks off
        (Reply('{"code":0,"msg":"系统繁忙","data":[]}'.encode(), kind=DATA), ""),
        (Reply(FINE, kind=DATA), "<script src=/more.js></script>"),  # a script that does not come
        (Reply(FINE, kind=DATA), "<script>null.x</script>"),
        (Reply(FINE, kind=DATA), "<canvas width=300 height=300></canvas>"),
        (Reply(FINE, kind=DATA), "<iframe src=/none></iframe>"),
    ],
)
async def test_a_page_that_something_is_missing_from_is_a_gap(answer: Reply | None, after: str) -> None:
    async with served(shop(answer, after=after)) as one:
        site = await crawled(one, Role.PRIVACY)
    seen = site.view(Role.PRIVACY)
    assert seen is None or EMPTY not in seen.thoroughness.notes
    if seen is None:
        gap = site.gap(Role.PRIVACY)
        assert gap is not None
        assert not gap.reason.about_them


@pytest.mark.browser
@pytest.mark.parametrize(("usual", "told"), [({}, False), ({Device.DESKTOP: frozenset[str]()}, True)])
async def test_what_home_asks_for_beforehand_is_a_pages_own_where_an_earlier_look_saw_others_without_it(
    usual: dict[Device, frozenset[str]], told: bool
) -> None:
    one = shop(Reply(FINE, kind=DATA))
    ahead = Reply(f"{DRAWS} if (location.pathname == '/') fetch('/api/privacy');".encode(), kind="text/javascript")
    async with served(Shop({**one.routes, "/app.js": ahead})) as standing:
        site = await crawled(standing, Role.HOME, Role.PRIVACY, look=2, usual_data=usual)
    seen = site.view(Role.PRIVACY)
    assert told == (seen is not None and EMPTY in seen.thoroughness.notes)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("label", "answer", "told"),
    [
        ("《服务协议》、", Reply(FINE, kind=DATA), True),
        ("《服务协议》、", None, False),  # its data did not come
        ("夏日里的小店", Reply(FINE, kind=DATA), False),  # no paper by its name
    ],
)
async def test_a_blank_page_is_the_paper_that_its_label_names_in_an_app_that_home_is_no_part_of(
    label: str, answer: Route | None, told: bool
) -> None:
    routes = dict(shop(None).routes)
    routes["/"] = page(f'<a href="/about">关于我们</a><p>{FILL}</p>')
    routes["/about"] = f'<!doctype html><meta charset=utf-8><a href="/terms">{label}</a><p>{FILL}</p><p id="app">{APP}'
    routes |= {
        "/terms": routes["/privacy"],
        **({"/api/terms": answer} if answer is not None else {"/api/": Reply(b"{}", 500)}),
    }
    async with served(Shop(routes)) as one:
        site = await crawled(one, Role.ABOUT, Role.HELP)
    seen = site.view(Role.AGREEMENT)
    assert (seen is not None and EMPTY in seen.thoroughness.notes) is told
    assert told or all(not view.url.endswith("/terms") for view in site.views)


@pytest.mark.browser
async def test_another_blank_page_with_scripts_of_its_own_is_none_of_the_shops() -> None:
    check = "<!doctype html><title></title><div id=a><div></div></div><script src=/wall.js></script>"
    one = shop(None)
    routes = dict(one.routes) | {"/privacy": check, "/wall.js": Reply(b"fetch('/api/')", kind="text/javascript")}
    async with served(Shop(routes)) as walled:
        site = await crawled(walled, Role.PRIVACY)
    gap = site.gap(Role.PRIVACY)
    assert gap is not None
    assert gap.reason is GapReason.BLANK


@pytest.mark.browser
async def test_words_that_come_late_are_read() -> None:
    late = (
        "<script>setTimeout(() => { document.body.append('"
        + "我们只收集送货需要的信息。" * 20
        + "'); }, 2600)</script>"
    )
    async with served(shop(Reply(FINE, kind=DATA), after=late)) as one:
        site = await crawled(one, Role.PRIVACY)
    seen = site.view(Role.PRIVACY)
    assert seen is not None
    assert "我们只收集" in seen.text
    assert EMPTY not in seen.thoroughness.notes


@pytest.mark.browser
async def test_waiting_for_words_ends_as_soon_as_they_come() -> None:
    """Scripts say nothing to a reader, so that their text ends no wait."""
    one = shop(Reply(FINE, kind=DATA), after="<script>'我们只收集送货需要的信息。'</script>")
    async with visiting(one) as visitor:
        tab = visitor.tab
        assert await tab.open(f"{one.url}privacy") is None
        assert not await tab.words_come(8, 0.1)
        await tab.page.evaluate("() => void setTimeout(() => document.body.append('我们只收集送货需要的信息。'), 300)")
        began = time.monotonic()
        assert await tab.words_come(8, 60.0)
        assert time.monotonic() - began < 50


def exchange(url: str, kind: str, status: int | None = 200, failed: str = "") -> Exchange:
    return Exchange(url, "GET", kind, status, 9, False, "", 1.0, failed)


SCRIPT = exchange("https://shop.example/app.js", "script")
HOME = view(
    exchanges=[SCRIPT, exchange("https://shop.example/api/user", "xhr")], console_errors=["TypeError: x\n at a"]
)
USER = ["https://shop.example/api/user"]
OWN = exchange("https://shop.example/api/policy", "xhr")
PLAIN = view("privacy", "", exchanges=[SCRIPT, OWN], height=768)


def test_what_goes_wrong_on_the_home_page_too_is_no_sign() -> None:
    assert is_empty(PLAIN, HOME, (), USER)
    noisy = dataclasses.replace(PLAIN, console_errors=("TypeError: x\n at b", "Failed to load resource: x.png"))
    assert is_empty(noisy, HOME, USER, USER)
    assert not is_empty(PLAIN, HOME, ["https://shop.example/api/policy"], USER)
    assert not is_empty(dataclasses.replace(PLAIN, console_errors=("TypeError: y",)), HOME, (), USER)


@pytest.mark.parametrize(
    "given",
    [
        {"status": 202}, {"text": "隐私政策正在整理中，请稍候"}, {"exchanges": (SCRIPT,)},
        {"exchanges": (SCRIPT, exchange(USER[0], "xhr"))}, {"exchanges": (OWN,)},
        {"exchanges": (SCRIPT, OWN, exchange("https://shop.example/late.js", "script", status=None))},
        {"exchanges": (SCRIPT, OWN, exchange("https://shop.example/b", "fetch", failed="net::ERR_FAILED"))},
        {"elements": view(elements=[{"image": "/policy.png", "box": (0, 0, 800, 900)}]).elements},
        {"elements": view(elements=[{"text": "全文", "seen": False, "unseen": "off_screen"}]).elements},
        {"elements": view(elements=[{"text": "本店只收集送货所需要的那些信息", "seen": False, "unseen": "display_none"}] * 2).elements},
        {"exchanges": ()},
    ],
)  # fmt: skip
def test_what_is_not_proven_is_not_said(given: dict[str, Any]) -> None:
    assert not is_empty(dataclasses.replace(PLAIN, **given), HOME, (), USER)


@pytest.mark.parametrize(("body", "told"), [
    ('{"code":1,"msg":"获取成功","data":""}', False), ('{"code":0,"message":"ok","data":null}', False),
    ('{"code":0,"msg":"系统繁忙","data":[]}', True), ('{"success":false,"data":{"a":1}}', True), ('{"errmsg":"denied"}', True),
    ('{"code":1,"msg":"请求处理完毕","data":{"content":""}}', False), ('[]', False), ('<html>', False), ('{"data":""}', False),
    ("[" * 100000, False),
])  # fmt: skip
def test_answers_that_say_that_something_went_wrong(body: str, told: bool) -> None:
    assert is_refusal(body.encode()) is told
