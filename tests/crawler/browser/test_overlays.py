"""What covers a page on a first visit is closed as a careful person would, and said to be open where it is not."""

import pytest

from crawler.browser.overlays import SCRIPT, choose_controls, classify_closer
from crawler.urls import page_identity
from crawler.vocabulary import Device
from tests.crawler.crawl_helpers import FILL, Reply, Shop, page, redirect, visiting

MASK = "position:fixed;inset:0;background:rgba(0,0,0,.6);z-index:999"
BOX = "position:absolute;left:30%;top:30%;width:40%;height:40%;background:#fff"


def layered(inside: str, mask: str = MASK) -> str:
    links = "".join(f'<a href="/item/{n}">商品{n}</a> ' for n in range(12))
    close = "onclick=\"window.how='{}';document.getElementById('m').remove()\""
    for name in ("ok", "no", "x", "go"):
        inside = inside.replace(f"@{name}", close.format(name))
    return page(f'{links}<div id="m" style="{mask}"><div style="{BOX}">{inside}</div></div>')


async def closed(
    body: str, device: Device = Device.DESKTOP, more: dict[str, Reply | str] | None = None
) -> tuple[object, bool, bool]:
    """Which control was pressed, whether the page is free, whether consent was given."""
    shop = Shop({"/": body, **(more or {})})
    async with visiting(shop, device) as visitor:
        assert await visitor.load(shop.url) is None
        assert await visitor.prepare() is None
        assert page_identity(visitor.tab.page.url) == page_identity(shop.url)
        how = await visitor.tab.page.evaluate("window.how")
        view = visitor._closing
        return how, not view.still_covered, view.consented


@pytest.mark.parametrize(
    ("inside", "how", "consented"),
    [
        ("<p>限时大促</p><button @go>立即领取</button><span @x>×</span>", "x", False),
        ("<p>我们使用 Cookie</p><button @ok>接受全部</button><button @no>拒绝</button>", "no", False),
        ("<p>我们使用 Cookie</p><button @ok>同意并继续</button>", "ok", True),
        ("<p>本店售酒</p><button @ok>我已满18岁</button><button>离开</button>", "ok", False),
        ('<p>新人礼</p><i class="dialog-close-icon" style="display:block;width:24px;height:24px" @x></i>', "x", False),
        ('<p>广告</p><a href="#" class="close" @x>关闭</a>', "x", False),
        (
            '<p>登录享优惠</p><input placeholder="手机号"><button @go>登录</button><span class="close" @x>关闭</span>',
            "x",
            False,
        ),
        ("<p>Cookies</p><button @ok>Agree</button><button @no>Disagree, decline</button>", "no", False),
    ],
)
@pytest.mark.browser
async def test_a_layer_is_closed_by_its_most_careful_control(inside: str, how: str, consented: bool) -> None:
    assert await closed(layered(inside)) == (how, True, consented)


@pytest.mark.browser
async def test_a_second_layer_and_a_dead_close_are_got_over() -> None:
    two = layered("<span>关闭</span><p>一</p><button @ok>知道了</button>")
    assert await closed(two) == ("ok", True, False)


@pytest.mark.parametrize(
    "inside", ["<p>请先登录</p><button @go>登录</button>", '<p>下载</p><a href="/app" @go>打开APP</a>']
)
@pytest.mark.browser
async def test_a_layer_that_cannot_be_closed_is_said_to_cover(inside: str) -> None:
    assert await closed(layered(inside)) == (None, False, False)


@pytest.mark.browser
async def test_a_refusal_that_leads_away_is_not_taken_twice() -> None:
    body = layered("<button onclick=\"location.href='/bye'\">不同意</button><button @ok>同意</button>")
    assert await closed(body, more={"/bye": page("再见"), "/x": redirect("/bye")}) == ("ok", True, True)


@pytest.mark.browser
async def test_a_bar_at_the_bottom_and_the_root_of_an_app_do_not_cover() -> None:
    bar = layered(
        "<button @ok>接受全部</button>",
        "position:fixed;left:0;right:0;bottom:0;height:80px;background:#eee;z-index:999",
    )
    assert await closed(bar) == (None, True, False)
    things = "".join(f'<a href="/i/{n}">商品{n}</a><button>确定</button>' for n in range(20))
    root = page(
        f'<div id="app" style="position:fixed;inset:0;overflow:auto">{things}<p>{"商城" * 400}</p></div>', fill=""
    )
    assert await closed(root, Device.MOBILE) == (None, True, False)


def test_what_pressing_a_control_would_mean() -> None:
    def control(text: str, name: str = "", classes: str = "", leads: bool = False) -> dict[str, object]:
        return {
            "text": text,
            "name": name,
            "classes": classes,
            "leads": leads,
            "clickable": True,
            "w": 30,
            "h": 30,
            "x": 1,
            "y": 1,
        }

    said = {
        word: classify_closer(control(word))
        for word in ("登录", "暂不登录", "Book now", "OK", "disagree", "agree", "×", "立即购买", "关 闭")
    }
    assert said == {
        "登录": None, "暂不登录": "refuse", "Book now": None, "OK": "acknowledge", "disagree": "refuse", "agree": "consent", "×": "close",
        "立即购买": None, "关 闭": "close",
    }  # fmt: skip
    assert classify_closer(control("", classes="icon guanbi")) == "classes"
    assert classify_closer(control("", name="关闭弹窗")) == "close"
    assert choose_controls([control("关闭", leads=True), control("同意")])[0][0] == "consent"
    assert choose_controls([control("同意"), control("拒绝")], frozenset({"refuse"}))[0][0] == "consent"


@pytest.mark.browser
async def test_a_phones_frame_in_the_middle_of_a_wide_screen_does_not_cover() -> None:
    links = "".join(f'<p><a href="/item/{n}">商品{n}</a></p>' for n in range(12))
    frame = "position:fixed;top:0;bottom:0;left:50%;width:390px;margin-left:-195px;overflow-y:auto;background:#fff"
    body = f'<div style="{frame}"><button onclick="window.how=1">关闭</button>{links}<p>{FILL}</p></div>'
    assert await closed(page(body, fill="")) == (None, True, False)


@pytest.mark.browser
async def test_a_menu_laid_over_the_banner_does_not_cover() -> None:
    place = "position:absolute;z-index:1000;left:12px;top:220px;width:330px;height:270px;background:#333"
    menu = "".join(f'<li style="padding:20px"><a href="/list/{n}">分类{n}</a></li>' for n in range(4))
    shop = Shop(
        {"/": page(f'<div id="m" style="{place}"><ul>{menu}</ul></div><p>{FILL}</p>' + f"<p>{FILL}</p>" * 3, fill="")}
    )
    async with visiting(shop, Device.MOBILE) as visitor:
        assert await visitor.load(shop.url) is None
        tab = visitor.tab.page
        assert (await tab.evaluate(SCRIPT))["layer"] is None
        box = '<a href="/app">打开APP</a><p>新人专享礼包，今日到账，先到先得</p>'
        await tab.evaluate("(box) => { document.getElementById('m').innerHTML = box }", box)
        assert (await tab.evaluate(SCRIPT))["layer"]["covering"]


@pytest.mark.browser
async def test_a_banner_with_nothing_beneath_it_does_not_cover() -> None:
    """A carousel is often placed absolutely beside a menu; the same box over words covers them."""
    place = "position:absolute;z-index:98;left:0;top:0;width:100%;height:600px;background:#ecd"
    banner = f'<div style="position:relative;height:600px" id="hold"><div style="{place}"><a href="/sale">&nbsp;</a></div></div>'
    shop = Shop({"/": page(f"{banner}<p>{FILL}</p>" + f"<p>{FILL}</p>" * 3, fill="")})
    async with visiting(shop, Device.DESKTOP) as visitor:
        assert await visitor.load(shop.url) is None
        tab = visitor.tab.page
        assert (await tab.evaluate(SCRIPT))["layer"] is None
        under = "(words) => document.getElementById('hold').insertAdjacentHTML('afterbegin', words)"
        await tab.evaluate(under, f"<p style='height:500px'>{FILL}</p>")
        assert (await tab.evaluate(SCRIPT))["layer"]["covering"]
        fixed = "const hold = document.getElementById('hold'); hold.firstElementChild.remove(); hold.style.cssText += "
        await tab.evaluate("() => { " + fixed + "';position:fixed;top:0;left:0;width:100%' }")
        assert (await tab.evaluate(SCRIPT))["layer"]["covering"]
