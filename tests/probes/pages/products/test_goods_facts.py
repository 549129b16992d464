"""Facts of goods: told in whatever layout, not by other goods, names of terms or closed tabs, and open only where something was unread."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.site import View
from probes.pages.products.products import FieldState, read_product
from tests.cases.build import view

HEAD: list[dict[str, Any]] = [
    {"text": "青釉马克杯 400ml", "heading": 1, "tag": "h1"},
    {"text": "¥49.00", "font_px": 28},
    {"text": "立即购买", "tag": "button", "clickable": True},
]


def page(*more: dict[str, Any], **given: Any) -> View:
    return view("product", elements=[*HEAD, *more], url="https://shop.example/item/1.html", **given)


def state(name: str, *more: dict[str, Any]) -> FieldState:
    return read_product(page(*more)).field(name).state


def test_words_of_other_goods_in_one_box_are_not_the_pages_own() -> None:
    card = {"own": "", "text": "秋茶 包邮 七天无理由 ¥39.00", "href": "/item/7.html", "parent": 3}
    box: list[dict[str, Any]] = [
        {"own": "", "text": "猜你喜欢 秋茶 包邮 七天无理由 ¥39.00", "tag": "div"},
        {"text": "猜你喜欢", "tag": "h3", "heading": 3, "parent": 3},
        card,
        {"text": "秋茶 包邮 七天无理由", "parent": 5},
        {"text": "¥39.00", "parent": 5},
    ]
    product = read_product(page(*box))
    assert product.field("freight").state is FieldState.MISSING
    assert product.field("returns").state is FieldState.MISSING
    assert state("freight", {"text": "包邮"}, *({**one, "parent": one["parent"] + 1} if "parent" in one else one for one in box)) is (
        FieldState.PRESENT
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ({"text": "【产地】福建德化"}, "福建德化"),
        ({"text": "品牌：栗果，产地：福建德化，容量：400毫升。"}, "福建德化"),
        ({"own": "品牌:栗果产地:福建德化容量:400毫升", "text": "品牌:栗果 产地:福建德化 容量:400毫升"}, "福建德化"),
        ({"own": "品牌:栗果产地:福建德化", "text": "品牌:栗果\n产地:福建德化"}, "福建德化"),
    ],
)
def test_rows_within_one_paragraph(said: dict[str, Any], value: str) -> None:
    found = read_product(page(said)).field("origin")
    assert (found.state, found.value) == (FieldState.PRESENT, value)


def test_a_comma_within_a_value_parts_no_rows() -> None:
    found = read_product(page({"text": "配料：核桃仁，腰果，蔓越莓干，产地：安徽芜湖"}))
    assert found.field("ingredients").value == "核桃仁，腰果，蔓越莓干"
    assert found.field("origin").value == "安徽芜湖"


def test_the_head_of_a_part_that_folds_is_its_label() -> None:
    folding = {"text": "产地", "tag": "summary", "clickable": True, "box": [20, 300, 200, 28]}
    assert state("origin", folding, {"text": "福建德化", "box": [20, 330, 200, 28]}) is FieldState.PRESENT
    assert state("origin", {**folding, "tag": "a", "href": "/origin"}) is FieldState.MISSING


@pytest.mark.parametrize(
    ("name", "said", "found"),
    [
        ("freight", "退货运费由买家承担", False),
        ("freight", "赠运费险", False),
        ("freight", "运费说明", False),
        ("freight", "运费自理", False),
        ("freight", "运费 8元", True),
        ("freight", "运费到付", True),
        ("returns", "退换货政策", False),
        ("returns", "如何退货的常见问题", False),
        ("returns", "支持7天无理由退货", True),
        ("returns", "鲜果不支持无理由退货", True),
        ("warranty", "非质量问题七天内可退", False),
        ("warranty", "质量问题30天换新", True),
        ("warranty", "正品保障，付款安全", False),
        ("warranty", "正品保障，保修12个月", True),
        ("delivery", "闪电发货", False),
        ("delivery", "闪电发货，付款后24小时内发出", True),
        ("spec", "商品货号：XC10013", False),
        ("spec", "货号：XC10013", False),
        ("spec", "款号：LZ-T26", True),
        ("published", "上架时间：2026-10-09", False),
        ("published", "出版时间：2024年3月", True),
        ("produced", "2026 年 11 月 20 日后捡蛋", True),
        ("produced", "2026年11月20日后发货", False),
        ("shelf_life", "冷藏可放 30 天", True),
        ("shelf_life", "冷藏后风味更佳", False),
        ("material", "表带材质：不锈钢", True),
        ("shelf_life", "请在24小时内食用完毕", True),
        ("shelf_life", "24小时内发货", False),
        ("shelf_life", "最佳食用期为生产之日起9个月", True),
        ("produced", "下单后当天制作", True),
        ("produced", "下单后当天发出", False),
        ("warranty", "断墨、漏墨包换", True),
        ("warranty", "颜色不喜欢包换", False),
        ("warranty", "使用时请勿覆盖，远离窗帘等易燃物", True),
        ("warranty", "敏感肌请先在耳后试用", True),
        ("warranty", "敏感肌专用配方", False),
        ("warranty", "三年内板结免费翻新", True),
        ("warranty", "十年老店，三年销量第一", False),
        ("validity", "团购券须在2027年3月31日前使用", True),
        ("validity", "3月31日前下单享八折", False),
        ("seller", "由毡房食品旗舰店发货并开票", True),
        ("seller", "本商品由山径户外用品有限公司销售", True),
        ("seller", "由北京仓直接发货", False),
        ("seller", "由入驻商家“槐树布坊”销售和发货", True),
        ("seller", "由店铺「半坡陶社」发货", True),
        ("seller", "由商家自行发货", False),
        ("delivery", "江浙沪次日送到，其他地方另算", True),
        ("delivery", "现货，隔天就到货", True),
        ("delivery", "收货次日起七天可退", False),
        ("delivery", "断货的次日到货通知您", False),
        ("delivery", "退款次日到账", False),
        ("returns", "不合脚七天包退换", True),
        ("returns", "不合脚可换鞋垫", False),
        ("seller", "店家：栗园五金铺", True),
        ("seller", "适用商家：餐饮、酒店", False),
        ("after_sales", "退换政策：15天质量问题换货", True),
        ("after_sales", "定制商品不退不换，质量问题除外", True),
        ("after_sales", "换季上新，退烧降价", False),
        ("after_sales", "30天保温", False),
    ],
)
def test_words_that_state_a_fact_and_words_that_only_name_it(name: str, said: str, found: bool) -> None:
    assert (state(name, {"text": said}) is FieldState.PRESENT) is found


def tab(said: str, x: int, **given: Any) -> dict[str, Any]:
    return {"text": said, "tag": "a", "clickable": True, "box": [x, 400, 100, 40]} | given


def placed(*tabs: dict[str, Any]) -> list[dict[str, Any]]:
    """The tabs in one row."""
    return [one | {"selector": f"main>ul>li:nth-child({index})>a"} for index, one in enumerate(tabs, 1)]


@pytest.mark.parametrize(
    "tabs",
    [
        [tab("商品详情", 20, classes="current"), tab("商品评价(0)", 130)],
        [tab("商品详情", 20, checked=True), tab("商品评价(0)", 130)],
        [tab("商品详情", 20), tab("商品评价(0)", 130)],
        [tab("规格参数", 20, href="#spec"), {"text": "额定容量 400 毫升", "classes": "spec"}],
        [tab("规格参数", 20), {"text": "规格参数", "tag": "h3", "heading": 3}],
        [tab("规格参数", 20), {"text": "品牌：栗果", "unseen": "display_none"}, {"text": "容量：400毫升", "unseen": "display_none"}],
    ],
)  # fmt: skip
def test_a_tab_whose_part_was_read_leaves_nothing_open(tabs: list[dict[str, Any]]) -> None:
    assert state("origin", *placed(*tabs)) is FieldState.MISSING


@pytest.mark.parametrize(
    "tabs",
    [
        [tab("商品详情", 20, classes="current"), tab("规格参数", 130)],
        [tab("规格参数", 20), tab("商品评价(0)", 130)],
        [tab("商品评价(3)", 20), tab("商品详情", 130)],
        [tab("商品评价(3)", 20, classes="current"), tab("商品详情", 130)],
        [tab("规格参数", 20, href="#spec")],
        [tab("规格参数", 20), {"text": "去评价", "unseen": "display_none"}],
        [tab("规格参数", 20, classes="hover item"), tab("商品评价(0)", 130, classes="hover item")],
    ],
)
def test_a_tab_that_nobody_opened_leaves_its_facts_open(tabs: list[dict[str, Any]]) -> None:
    assert state("origin", *placed(*tabs)) is FieldState.UNCLEAR


FOLDED = {"text": "属性", "tag": "div", "clickable": True, "box": [0, 500, 390, 44]}
CLOSED = [{"text": said, "unseen": "display_none"} for said in ("品牌：栗果", "容量：400毫升")]


@pytest.mark.parametrize(
    ("rows", "open_yet"),
    [
        ([FOLDED], True),
        ([FOLDED | {"text": "规格 请选择"}], True),
        ([FOLDED | {"text": "已选 请选择颜色、尺码 >"}], True),
        ([FOLDED, *CLOSED], False),  # what it opens stands on the page
        ([FOLDED | {"box": [0, 500, 60, 44]}], False),  # no row
        ([FOLDED | {"clickable": False}], False),
        ([FOLDED | {"text": "请选择收货地址"}], False),
        ([FOLDED | {"text": "规格 大号"}], False),
    ],
)
def test_a_row_to_press_that_shows_no_detail_leaves_those_of_the_goods_open(
    rows: list[dict[str, Any]], open_yet: bool
) -> None:
    assert (state("origin", *rows) is FieldState.UNCLEAR) is open_yet
    assert state("seller", *rows) is FieldState.MISSING  # how they are sold stands in no such row


PANEL = ("净含量：500克", "品牌：栗果", "出产日期：2026-03-01", "保质期：十二个月", "寄送方式：包邮")


@pytest.mark.parametrize("name", ["brand", "produced", "shelf_life", "freight"])
def test_rows_in_a_part_that_only_bears_the_name_of_a_navigation_are_facts(name: str) -> None:
    """A tab's part is called nav1: it holds no link and several details."""
    rows = [{"text": said, "tag": "li", "region": "nav"} for said in PANEL]
    assert state(name, *rows) is FieldState.PRESENT
    assert state(name, *rows[:2]) is FieldState.MISSING  # 品牌：全部 of a filter
    assert (
        state(name, *(row | {"href": f"/list/{at}", "clickable": True} for at, row in enumerate(rows)))
        is not FieldState.PRESENT
    )


def test_a_long_picture_that_was_read_and_says_nothing_hides_nothing() -> None:
    picture = {"image": "/long.jpg", "box": [100, 900, 790, 2400]}
    assert state("origin", picture) is FieldState.UNCLEAR
    assert state("origin", {**picture, "ocr_engine": "reader 1"}) is FieldState.MISSING


def test_a_trail_of_wrapped_links_is_no_row_of_other_goods() -> None:
    trail: list[dict[str, Any]] = [
        {"own": "", "text": "首页 » 杯壶 » 马克杯", "tag": "ul", "classes": "breadcrumb", "box": [20, 4, 400, 20]},
        {"own": "", "text": "» 杯壶", "tag": "li", "parent": 0, "box": [60, 4, 60, 20]},
        {"text": "杯壶", "href": "/list/3.html", "parent": 1, "box": [66, 4, 50, 20]},
        {"text": "¥49.00", "font_px": 28, "box": [60, 40, 90, 30]},
        {"text": "青釉马克杯 400ml", "heading": 1, "tag": "h1", "box": [60, 80, 400, 30]},
    ]
    found = read_product(view("product", elements=trail, url="https://shop.example/item/1.html"))
    assert found.field("category").state is FieldState.PRESENT


@pytest.mark.parametrize("label", ["销售者", "销售单位", "卖家"])
def test_a_seller_is_named_in_the_words_of_the_law_too(label: str) -> None:
    said = f"{label}：北京示例茶业有限公司。发货地：北京；付款后 24 小时内发货。"
    found = read_product(page({"text": said, "tag": "p"})).field("seller")
    assert (found.state, found.value) == (FieldState.PRESENT, "北京示例茶业有限公司")


@pytest.mark.parametrize(
    ("name", "said", "found"),
    [
        ("brand", "牌子：飞鹿，配一个快拆扣。", FieldState.PRESENT),
        ("spec", "型号 C8，配一个快拆扣。", FieldState.PRESENT),
        ("spec", "鞋带长 70 厘米，一对装。", FieldState.PRESENT),
        ("spec", "型号请咨询掌柜。", FieldState.MISSING),
        ("spec", "首重 1 公斤八元。", FieldState.MISSING),
        ("warranty", "小孩别玩，轧到会夹手。", FieldState.PRESENT),
        ("warranty", "不能放微波炉。", FieldState.PRESENT),
        ("warranty", "保修半年，断了换新。", FieldState.PRESENT),
        ("warranty", "孩子特别爱玩，过年送人正好。", FieldState.MISSING),
    ],
)
def test_facts_told_in_everyday_words(name: str, said: str, found: FieldState) -> None:
    assert state(name, {"text": said}) is found


@pytest.mark.parametrize(("top", "found"), [(400, FieldState.PRESENT), (-40, FieldState.MISSING)])
def test_a_row_of_tabs_written_as_a_nav_is_the_products_where_it_stands_below_its_words(
    top: float, found: FieldState
) -> None:
    row: dict[str, Any] = {"role": "tablist", "tag": "ul", "region": "nav", "own": "", "box": (0, top, 600, 40)}
    tab: dict[str, Any] = {"role": "tab", "tag": "li", "region": "nav", "own": "", "clickable": True, "parent": 3}
    said = {"text": "商品评价", "tag": "span", "region": "nav", "parent": 4, "box": (80, top, 80, 40)}
    assert state("reviews", row, tab, said) is found


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("速干中性笔 十支", "general"),
        ("《小水獭去上学》精装", "book"),
        ("钢笔 礼盒装", "general"),
        ("长篇小说 白渡口", "book"),
    ],
)
def test_writing_things_in_a_class_beside_books_are_none(title: str, kind: str) -> None:
    trail = {"text": "首页 > 文具图书 > 热卖"}
    head = {"text": title, "heading": 1, "tag": "h1"}
    goods = view("product", elements=[trail, head, *HEAD[1:]], url="https://shop.example/item/2.html")
    assert read_product(goods).template.name == kind
