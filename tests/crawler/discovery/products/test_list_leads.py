"""Which of the entries that only look like categories are tried first."""

from crawler.discovery.products.list_leads import is_guessed, is_numbered, list_leads, lists_above, menu_lists
from crawler.site import View
from tests.cases.build import view


def draw_row(place: str, region: str, links: dict[str, str]) -> list[dict[str, object]]:
    return [
        {
            "text": said,
            "tag": "a",
            "href": f"https://shop.example{path}",
            "region": region,
            "selector": f"{place}>a:nth-child({at})",
        }
        for at, (said, path) in enumerate(links.items(), 1)
    ]


WORDS = draw_row("header>p", "header", {"蓝莓": "/find/1", "香蕉": "/find/2", "红提": "/find/3", "香梨": "/find/4"})
KINDS = draw_row(
    "nav>p",
    "nav",
    {
        "蔬果": "/go?s=/article/index/category/a",
        "山货": "/go?s=/article/index/category/b",
        "手信": "/go?s=/article/index/category/c",
    },
)
OTHERS = draw_row("nav>p", "nav", {"蔬果": "/kind/x", "山货": "/kind/y", "手信": "/kind/z"})


def tell_first(*rows: list[dict[str, object]]) -> list[str]:
    home: View = view(elements=[element for row in rows for element in row])
    return [lead.path[-1] for lead in list_leads(home)]


def test_an_address_that_speaks_of_a_list_comes_before_words_to_search_for() -> None:
    assert tell_first(WORDS, KINDS) == ["蔬果", "山货", "手信"]


def test_where_no_address_tells_they_come_as_they_stand() -> None:
    assert tell_first(WORDS, OTHERS) == ["蓝莓", "香蕉", "红提"]


def test_a_category_in_the_address_of_news_or_of_one_thing_makes_no_list() -> None:
    menu = draw_row("nav>p", "nav", {"首页": "/", "关于我们": "/about.php", "商品展示": "/goods.php"})
    texts = draw_row(
        "main>ul",
        "main",
        {
            "紫砂壶怎么开壶": "/newsshow.php?cid=4&id=1",
            "会员约定": "/about.php?cid=26",
            "新闻中心": "/news.php?cid=4",
            "白瓷盖碗": "/show.php?cid=5&id=3",
        },
    )
    assert tell_first(menu, texts) == ["商品展示"]


def test_a_category_in_any_other_address_makes_a_list() -> None:
    kinds = draw_row(
        "main>ul", "main", {"茶壶": "/goods.php?cid=12", "茶杯": "/newgoods.php?cat=3", "茶席": "/all?category=7"}
    )
    assert sorted(tell_first(kinds)) == ["茶壶", "茶席", "茶杯"]


def test_only_a_number_that_tells_nothing_of_goods_asks_for_them() -> None:
    links = {
        "茶壶": "/goods.php?cid=12",
        "怎么挑": "/show.php?cid=9",
        "茶席": "/show.php?cat=3",
        "商品展示": "/show.php?cid=2",
    }
    home: View = view(elements=draw_row("main>ul", "main", links))
    assert [lead.path[-1] for lead in list_leads(home) if is_numbered(lead)] == ["怎么挑"]


def test_what_a_product_links_above_its_own_address_may_be_its_list() -> None:
    said = {
        "首页": "/",
        "瓷器": "/ware",
        "杯盏": "/ware/cups",
        "另一只": "/ware/cups/black",
        "筛选": "/ware?color=1",
        "说明": "/help",
    }
    found = lists_above(view(url="https://shop.example/ware/cups/white", elements=draw_row("main>p", "main", said)))
    assert [lead.path[-1] for lead in found] == ["杯盏", "瓷器"], "the nearest first, never home, a sibling or a filter"
    assert all(is_guessed(lead) for lead in found), "each must show goods"
    assert not lists_above(view(url="https://shop.example/item-7", elements=draw_row("main>p", "main", said)))


def test_a_menu_that_opens_over_the_pages_own_part_leads_to_lists_by_their_addresses() -> None:
    def drawn(region: str, href: str) -> list[str]:
        hidden = {"text": "山货", "tag": "a", "href": f"https://shop.example{href}", "region": region, "seen": False}
        return [lead.path[-1] for lead in menu_lists(view(elements=[hidden]))]

    assert drawn("main", "/search?goodsCategoryId=31") == ["山货"]
    assert drawn("main", "/goods/detail/31") == []  # goods that a carousel will turn to
    assert drawn("footer", "/search?goodsCategoryId=31") == []
