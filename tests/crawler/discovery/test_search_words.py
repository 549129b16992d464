"""A shop that shows no goods on its home page is searched for what its menu says it sells, before a word that any shop may know."""

from __future__ import annotations

import pytest

from crawler.discovery.search import search_shop
from crawler.discovery.search_words import search_words
from tests.cases.build import view as built
from tests.crawler.crawl_helpers import Reply, Shop, page, visiting

DOT = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="


def _link(said: str, path: str, region: str = "nav") -> dict[str, object]:
    return {"text": said, "href": path, "region": region}


MENU = [
    _link("首页", "/"),
    _link("全部商品", "/pots"),
    _link("保温杯", "/thermos"),
    _link("购物指南", "/guide"),
    _link("花瓶", "/vases"),
]


def test_classes_in_the_menu_are_words_to_search_for() -> None:
    assert search_words(built("home", elements=MENU), "手机") == ("保温杯", "花瓶", "手机")


@pytest.mark.parametrize("region", ["main", "footer"])
def test_what_stands_elsewhere_names_no_class(region: str) -> None:
    links = [_link("保温杯", "/thermos", region)]
    assert search_words(built("home", elements=links), "手机") == ("手机",)


def test_goods_on_the_page_come_first_and_alone() -> None:
    goods = [
        {"text": said, "href": f"/item/{at}.html", "region": "main"}
        for at, said in enumerate(("铸铁汤锅", "砂汤锅"), 1)
    ]
    assert search_words(built("home", elements=[*MENU, *goods]), "手机")[-2:] == ("铸铁汤锅", "手机")


def test_a_badge_on_several_cards_is_no_word_to_search_for() -> None:
    """Whole lines that cards say alike, unless what is said is the name of one thing that the page shows twice."""

    def card(name: str, path: str, badge: str, at: int) -> list[dict[str, object]]:
        link: dict[str, object] = {"text": f"{name} {badge}", "href": path, "region": "main"}
        return [link, *({"text": said, "own": said, "parent": at, "region": "main"} for said in (name, badge) if said)]

    cards = [
        *card("高山云雾茶", "/item/1.html", "店主推荐", 0),
        *card("野生竹荪", "/item/2.html", "店主推荐", 3),
        *card("铁观音茶叶", "/item/3.html", "店主推荐", 6),
        *card("陈年茶饼", "/item/4.html", "新茶", 9),
    ]
    words = search_words(built("home", elements=cards), "手机")
    assert not any(piece in word for word in words for piece in ("店主", "推荐"))
    assert words[0] == "高山云雾茶"[:6]

    twice = [*card("铁锅", "/item/1.html", "", 0), *card("铁锅", "/item/1.html", "", 2)]
    assert search_words(built("home", elements=twice), "手机")[0] == "铁锅"


@pytest.mark.browser
async def test_the_menu_s_word_finds_what_the_common_one_does_not() -> None:
    box = '<form action="/find"><input name="q" placeholder="搜索"></form><nav><a href="/thermos">保温杯</a></nav>'

    def found(target: str) -> Reply:
        goods = "%E4%BF%9D%E6%B8%A9%E6%9D%AF" in target  # 保温杯
        return Reply(page(box + ("<p>保温杯 白 ¥139</p>" if goods else "<p>没有找到商品</p>")).encode())

    async with visiting(Shop({"/": page(box), "/find": found})) as visitor:
        assert await visitor.open(visitor.trip.platform.url), visitor.stop
        view = await search_shop(visitor, visitor.here)
        assert "¥139" in getattr(view, "text", ""), view


@pytest.mark.browser
async def test_a_name_is_searched_for_up_to_its_first_blank() -> None:
    names = ("黄铜单铃 可刻字", "链条油 湿性", "竹编提篮 大号", "老布围裙 长款")
    cards = "".join(
        f'<li style="float:left;width:200px"><a href="/{name[:2]}"><img src="{DOT}" style="width:160px;height:160px" alt="">'
        f"<p>{name}</p></a><span>￥{at}6.50</span></li>"
        for at, name in enumerate(names, 1)
    )
    async with visiting(Shop({"/": page(f"<ul>{cards}</ul>", fill="")})) as visitor:
        assert await visitor.open(visitor.trip.platform.url), visitor.stop
        assert search_words(visitor.here, "手机") == ("黄铜单铃", "手机")
