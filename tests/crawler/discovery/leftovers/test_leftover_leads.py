"""In which order what is left of a shop's entries is opened, and what is left alone."""

from typing import Any

import pytest

from crawler.discovery.leftovers.goods_addresses import GoodsAddresses, is_bare_list, shown_beside_goods
from crawler.discovery.leftovers.leftover_leads import find_dead_entries, find_leftover_leads
from crawler.discovery.leftovers.shop_switches import turns_shop
from crawler.site import View
from crawler.vocabulary import Role
from tests.cases.build import SHOP, view

LINKS = (
    ("2", "help?page=2"),
    ("下一页", "help?page=2&from=1"),
    ("首页", "help?page=1"),
    ("商家与商品怎么审", "help?id=14"),
    ("商家入驻", "help?id=15"),
    ("少一点包装", "help?id=21"),
)


def _labels(role: Role, region: str) -> list[str]:
    links = [{"tag": "a", "text": label, "href": f"{SHOP}{url}", "region": region} for label, url in LINKS]
    page = view(role, elements=links, url=f"{SHOP}help")
    ranked = sorted(find_leftover_leads(page, GoodsAddresses.learn([page])), key=lambda lead: lead[0])
    return [lead.path[-1] for _, lead in ranked]


def test_pages_of_the_shop_come_before_what_speaks_of_merchants_and_further_parts_of_a_list() -> None:
    assert _labels(Role.HELP, "main") == ["少一点包装", "商家与商品怎么审", "商家入驻", "2", "下一页"]


def test_the_first_part_of_a_list_and_what_home_calls_the_merchants_own_pages_are_left_alone() -> None:
    assert {"首页", "商家入驻"}.isdisjoint(_labels(Role.HOME, "footer"))
    assert "首页" not in _labels(Role.PAYMENT, "side")


def test_what_the_footer_names_comes_before_what_stands_above() -> None:
    """Search words, accounts and kinds of goods stand above, and would take all loads."""
    places = {"header": "热搜", "nav": "专场", "footer": "箱子与旧帐", "side": "扫一扫"}
    links = [
        {"tag": "a", "text": label, "href": f"{SHOP}x/{region}", "region": region} for region, label in places.items()
    ]
    page = view(Role.HOME, elements=links, url=SHOP)
    ranked = sorted(find_leftover_leads(page, GoodsAddresses.learn([page])), key=lambda lead: lead[0])
    assert [lead.path[-1] for _, lead in ranked] == ["箱子与旧帐", "热搜", "专场", "扫一扫"]


def test_what_puts_a_list_in_another_order_comes_after_pages_of_the_shop() -> None:
    """On a home page such a label may name a part of the shop."""
    rows = (
        ("最新", "lists/leaf/rank/new.html"),
        ("价格从低到高", "lists/leaf/rank/low.html"),
        ("最新上线", "lists/new"),
    )
    for role, order in (
        (Role.OTHER, ["箱子与旧帐", "最新上线", "最新", "价格从低到高"]),
        (Role.HOME, ["箱子与旧帐", "最新", "价格从低到高", "最新上线"]),
    ):
        links = [
            {"tag": "a", "text": label, "href": f"{SHOP}{url}", "region": region}
            for (label, url), region in ((("箱子与旧帐", "box"), "footer"), *((row, "header") for row in rows))
        ]
        page = view(role, elements=links, url=f"{SHOP}lists/leaf.html" if role is Role.OTHER else SHOP)
        ranked = sorted(find_leftover_leads(page, GoodsAddresses.learn([page])), key=lambda lead: lead[0])
        assert [lead.path[-1] for _, lead in ranked] == order


def test_what_a_press_showed_on_a_page_of_goods_hides_no_address_of_goods() -> None:
    """A chat that opens in a box is seen at the address of what is sold; pages that share one address tell none apart."""
    goods = [view(Role.PRODUCT, "秋茶", url=f"{SHOP}d/{number}", id=f"g{number}") for number in (4, 7, 9)]
    box = view(Role.SERVICE, "客服在线", url=f"{SHOP}d/4", id="box", found_by="click")
    assert GoodsAddresses.learn([*goods, box]).hold(f"{SHOP}d/12")
    assert shown_beside_goods([*goods, box]) == {"box"}
    rule = view(Role.RULES, "平台规则", url=f"{SHOP}d/4", id="rule")
    assert not GoodsAddresses.learn([*goods, box, rule]).hold(f"{SHOP}d/12")
    article = view(Role.HELP, "帮助", url=f"{SHOP}d/5", id="help")
    assert not GoodsAddresses.learn([*goods, article]).hold(f"{SHOP}d/12")


def test_what_is_called_as_a_document_comes_before_all_else_even_amid_goods() -> None:
    """A shop's list of help stands in the own part of its home page, below its goods, and the footer leads elsewhere."""
    places = (("旧帐与箱子", "?m=box", "footer"), ("限时抢", "?c=rush", "nav"), ("退款说明", "?c=help&id=10", "main"))
    links = [{"tag": "a", "text": label, "href": f"{SHOP}{url}", "region": region} for label, url, region in places]
    page = view(Role.HOME, elements=links, url=SHOP)
    ranked = sorted(find_leftover_leads(page, GoodsAddresses.learn([page])), key=lambda lead: lead[0])
    assert [lead.path[-1] for _, lead in ranked] == ["退款说明", "旧帐与箱子", "限时抢"]


def test_a_list_in_another_order_is_no_page_of_its_own() -> None:
    links = [
        {"tag": "a", "text": label, "href": f"{SHOP}?{query}", "region": "header"}
        for label, query in (("价格", "c=find&cate=6&sort=1"), ("时间", "orderby=new"), ("说说", "c=find&cate=6"))
    ]
    page = view(Role.OTHER, elements=links, url=f"{SHOP}x")
    assert [lead.path[-1] for _, lead in find_leftover_leads(page, GoodsAddresses.learn([page]))] == ["说说"]


def test_what_stands_around_goods_comes_after_what_stands_around_the_home_page() -> None:
    """The way back to the kind of goods, and to those before and after, would take all loads of a shop that hides its texts at the side."""
    crumbs = [
        {"tag": "a", "text": label, "href": f"{SHOP}x?way={label}", "region": "nav"} for label in ("木器", "下一件")
    ]
    notes = [{"tag": "a", "text": "箱子与旧帐", "href": f"{SHOP}y?id=3", "region": "side"}]
    goods = view(Role.PRODUCT, elements=crumbs, url=f"{SHOP}item/1")
    home = view(Role.HOME, elements=notes, url=SHOP)
    learnt = GoodsAddresses.learn([home, goods])
    ranked = sorted((rank, lead.path[-1]) for page in (goods, home) for rank, lead in find_leftover_leads(page, learnt))
    assert ranked[0][1] == "箱子与旧帐"
    assert {label for _, label in ranked} == {"箱子与旧帐", "木器", "下一件"}  # they are opened all the same


def _thing(number: str, role: Role) -> View:
    """A page that sells one thing, opened for that role."""
    pieces = [
        {"tag": "h1", "text": f"木梳{number}", "heading": 1},
        {"text": "￥36.00", "font_px": 24},
        {"tag": "button", "text": "加入购物车", "clickable": True, "role": "button"},
    ]
    return view(
        role, elements=[piece | {"region": "main"} for piece in pieces], url=f"{SHOP}?show=thing&kind=3_1&no={number}"
    )


def test_goods_opened_by_chance_do_not_make_their_addresses_those_of_documents() -> None:
    sold = [_thing(number, Role.PRODUCT) for number in ("11", "12", "13")]
    chance = _thing("14", Role.OTHER)
    assert GoodsAddresses.learn([*sold, chance]).hold(f"{SHOP}?show=thing&kind=3_1&no=15")
    told = view(
        Role.OTHER, elements=[{"text": "木梳怎么养护，不要泡水。" * 9}], url=f"{SHOP}?show=thing&kind=3_1&no=14"
    )
    assert not GoodsAddresses.learn([*sold, told]).hold(f"{SHOP}?show=thing&kind=3_1&no=15")


def _beside(region: str) -> View:
    """A page with three goods in that place."""
    pieces: list[dict[str, object]] = []
    for at in range(3):
        place = f"body>div>div:nth-child({at + 1})"
        pieces += [
            {
                "image": f"/img/{at}.jpg",
                "selector": f"{place}>img",
                "box": (30, 400 + 160 * at, 100, 80),
                "region": region,
            },
            {"text": f"木梳第{at}把", "href": f"/x/{at}", "selector": f"{place}>a", "region": region},
            {"text": f"{at + 20}.00元", "selector": f"{place}>span", "region": region},
        ]
    return view(Role.OTHER, elements=[*pieces, {"text": "须知", "region": "main"}], url=f"{SHOP}?page=notes")


def test_a_column_of_goods_beside_a_page_makes_it_no_list() -> None:
    assert not is_bare_list(_beside("side"))
    assert is_bare_list(_beside("main"))


@pytest.mark.parametrize(
    "within", [[{"text": "帛琴", "href": f"{SHOP}item/4"}], [{"text": "没有相关数据"}]], ids=["one", "none"]
)
def test_a_kind_that_holds_one_thing_or_none_is_a_list_as_others_are(within: list[dict[str, object]]) -> None:
    goods = [view(Role.PRODUCT, url=f"{SHOP}item/{number}") for number in (4, 7)]
    full = view(Role.LIST, "茶", url=f"{SHOP}kind/1/1")
    thin = view(Role.OTHER, elements=[{**piece, "region": "main"} for piece in within], url=f"{SHOP}kind/6/1")
    assert GoodsAddresses.learn([*goods, full, thin]).hold(f"{SHOP}kind/8/1")
    text = view(Role.OTHER, elements=[{"text": "签收后七天内可以退。" * 9, "region": "main"}], url=f"{SHOP}kind/9/1")
    assert not GoodsAddresses.learn([*goods, full, thin, text]).hold(f"{SHOP}kind/8/1")


def test_a_key_that_names_goods_tells_their_address_whatever_page_it_is_of() -> None:
    """A shop asks for all its pages by one address and a query; goods that were filed as another page tell of no kind."""
    goods = [
        view(Role.PRODUCT, "秋茶", url=f"{SHOP}?page=info&path={number}_2&product_id={number}") for number in (4, 7)
    ]
    lists = [view(Role.LIST, "茶", url=f"{SHOP}?page=list&path={path}") for path in ("4", "4_2")]
    filed = view(Role.DELIVERY, "免运费的茶", url=f"{SHOP}?page=free_shipping&product_id=9")
    known = GoodsAddresses.learn([*goods, *lists, filed])
    assert known.hold(f"{SHOP}?page=info&product_id=12")
    assert known.hold(f"{SHOP}?page=reviews&product_id=12")
    assert known.hold(f"{SHOP}?page=list&path=5_3_1")
    assert not known.hold(f"{SHOP}?page=text&id=12")
    assert not known.hold(f"{SHOP}?page=shipping")


def test_the_shop_in_the_layout_of_another_device_is_not_opened() -> None:
    labels = ("电脑版", "手机版怎么用", "诚信经营")
    links = [
        {"tag": "a", "text": label, "href": f"{SHOP}x/{at}", "region": "footer"} for at, label in enumerate(labels)
    ]
    page = view(Role.HOME, elements=links, url=SHOP)
    found = {lead.path[-1] for _, lead in find_leftover_leads(page, GoodsAddresses.learn([page]))}
    assert found == {"手机版怎么用", "诚信经营"}


def test_what_sends_on_from_an_advertisement_is_opened_only_under_the_name_of_a_document() -> None:
    links = [
        {"tag": "a", "text": label, "href": f"{SHOP}?p=redirect&action=banner&goto={at}", "region": "side"}
        for at, label in enumerate(("海边小店", "退款说明"))
    ]
    page = view(Role.HOME, elements=links, url=SHOP)
    assert [lead.path[-1] for _, lead in find_leftover_leads(page, GoodsAddresses.learn([page]))] == ["退款说明"]


def test_kinds_of_goods_on_a_list_of_no_known_name_come_after_what_may_be_a_text() -> None:
    cards: list[dict[str, Any]] = []
    for at in range(6):
        box: dict[str, Any] = {
            "tag": "div",
            "selector": f"#list>div:nth-child({at + 1})",
            "box": [100, 200 + 300 * at, 220, 280],
        }
        inside: dict[str, Any] = {"parent": 4 * at, "region": "main"}
        cards += [
            {**box, "region": "main"},
            {
                "tag": "img",
                "image": f"/{at}.jpg",
                "box": [100, 200 + 300 * at, 220, 200],
                "selector": f"{box['selector']}>a>img",
                "href": f"{SHOP}g/{at}",
                **inside,
            },
            {
                "tag": "a",
                "text": f"秋茶 {at} 号",
                "href": f"{SHOP}g/{at}",
                "selector": f"{box['selector']}>a",
                **inside,
            },
            {"text": f"¥{at + 10}.00", "selector": f"{box['selector']}>b", **inside},
        ]
    more = {"tag": "a", "text": "更早的茶", "href": f"{SHOP}older", "region": "main"}
    text = {"tag": "a", "text": "诚信经营", "href": f"{SHOP}honest", "region": "main"}
    listed = view(Role.OTHER, elements=[*cards, more], url=f"{SHOP}new", id="listed")
    told = view(Role.OTHER, elements=[text], url=f"{SHOP}text", id="told")
    goods = GoodsAddresses.learn([listed, told])
    assert is_bare_list(listed)
    ranks = {lead.path[-1]: rank for page in (listed, told) for rank, lead in find_leftover_leads(page, goods)}
    assert ranks["更早的茶"] > ranks["诚信经营"]


@pytest.mark.parametrize(
    "label", ["English", "简体中文", "EN", "$ USD", "€ 欧元", "日本語", "中文 (繁體)", "🇬🇧 English", "English (US)"]
)
def test_what_turns_the_shop_into_another_language_or_currency_is_no_lead(label: str) -> None:
    assert turns_shop(label)
    assert _leads_of(label, "x/7") == []


@pytest.mark.parametrize(
    "label", ["英语培训须知", "人民币支付说明", "English breakfast tea", "语言学习机", "外币与汇率说明"]
)
def test_what_only_speaks_of_languages_or_money_is_opened(label: str) -> None:
    assert not turns_shop(label)
    assert _leads_of(label, "x/7") == [label]


def test_a_flag_is_known_by_its_address_and_a_text_is_not() -> None:
    """A shop may write the language of a visit into every link of its own."""
    assert turns_shop("", f"{SHOP}lang/en")
    assert turns_shop("界面", f"{SHOP}lang/en")
    assert turns_shop("", f"{SHOP}?lang=zh-tw")
    assert _leads_of("少一点包装", "help?id=3&lang=zh-cn") == ["少一点包装"]
    assert not turns_shop("", f"{SHOP}language/books")
    assert not turns_shop("", f"{SHOP}?lang=12")


def test_an_entry_without_an_address_that_turns_the_shop_is_not_pressed() -> None:
    entries = [
        {"tag": "a", "text": label, "href": "javascript:void(0)", "region": "header"} for label in ("English", "老友记")
    ]
    leads = find_dead_entries(view(Role.HOME, elements=entries, url=SHOP), ())
    assert [lead.path[-1] for lead in leads] == ["老友记"]


def _leads_of(label: str, url: str) -> list[str]:
    link = {"tag": "a", "text": label, "href": f"{SHOP}{url}", "region": "footer"}
    page = view(Role.HOME, elements=[link], url=SHOP)
    return [lead.path[-1] for _, lead in find_leftover_leads(page, GoodsAddresses.learn([page]))]
