"""In which order what is left of a shop's entries is opened, and what is left alone."""

from crawler.discovery.leftovers.goods_addresses import GoodsAddresses
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
