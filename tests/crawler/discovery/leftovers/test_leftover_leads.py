"""In which order what is left of a shop's entries is opened, and what is left alone."""

from crawler.discovery.leftovers.goods_addresses import GoodsAddresses, shown_beside_goods
from crawler.discovery.leftovers.leftover_leads import find_leftover_leads
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
    places = (("触屏版", "?m=phone", "footer"), ("限时抢", "?c=rush", "nav"), ("退款说明", "?c=help&id=10", "main"))
    links = [{"tag": "a", "text": label, "href": f"{SHOP}{url}", "region": region} for label, url, region in places]
    page = view(Role.HOME, elements=links, url=SHOP)
    ranked = sorted(find_leftover_leads(page, GoodsAddresses.learn([page])), key=lambda lead: lead[0])
    assert [lead.path[-1] for _, lead in ranked] == ["退款说明", "触屏版", "限时抢"]


def test_a_list_in_another_order_is_no_page_of_its_own() -> None:
    links = [
        {"tag": "a", "text": label, "href": f"{SHOP}?{query}", "region": "header"}
        for label, query in (("价格", "c=find&cate=6&sort=1"), ("时间", "orderby=new"), ("说说", "c=find&cate=6"))
    ]
    page = view(Role.OTHER, elements=links, url=f"{SHOP}x")
    assert [lead.path[-1] for _, lead in find_leftover_leads(page, GoodsAddresses.learn([page]))] == ["说说"]
