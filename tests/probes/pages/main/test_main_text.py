"""What a page says in its own words, told from its frame, its links and what others wrote on it."""

from __future__ import annotations

import dataclasses
import time
from typing import Any

import pytest

from crawler.site import Platform, Site
from crawler.vocabulary import Role
from probes.finding import Outcome
from probes.pages.main.main_text import main_surface, main_text
from probes.run import judge_site
from tests.cases.build import SHOP, element, gap, site, view
from tests.rules import real_checks

RULE = "我们在收到退货后7日内退款。"
CHECK = next(check for check in real_checks() if check.id == "service.refund_limit")
NONE = [gap(role, "not_offered") for role in (Role.HELP, Role.RULES, Role.AGREEMENT, Role.COMPLAINT)]


@pytest.mark.parametrize(
    "around",
    [
        {"region": "footer"},
        {"region": "header"},
        {"region": "nav"},
        {"region": "side"},
        {"href": "news/8.html"},
        {"classes": "am-breadcrumb"},
        {"classes": "comment-item"},
        {"classes": "goods-recommend"},
    ],
    ids=str,
)
def test_what_stands_around_the_main_text_is_none_of_it(around: dict[str, str]) -> None:
    page = view(Role.AFTER_SALES, elements=[{"text": "退款说明"}, {"text": RULE, **around}])
    assert main_text(page) == "退款说明"
    plain = view(Role.AFTER_SALES, elements=[{"text": "退款说明"}, {"text": RULE}])
    assert main_text(plain) == plain.text


def test_a_trail_of_links_from_home_is_none_of_it_and_a_way_to_follow_is() -> None:
    trail: list[dict[str, Any]] = [
        {"text": "网站首页", "href": "/"},
        {"text": ">"},
        {"text": "验货与签收"},
        {"text": RULE, "tag": "p"},
    ]
    page = view(Role.HELP, f"网站首页 > 验货与签收\n{RULE}", trail)
    assert main_text(page) == RULE
    told = "首页 > 我的 > 售后进度"
    way = view(Role.HELP, f"{told}\n{RULE}", [{"text": "帮助", "href": "/help"}, {"text": told}, {"text": RULE}])
    assert main_text(way) == f"{told}\n{RULE}"


def test_names_of_the_shop_s_goods_beside_a_text_are_no_words_of_it() -> None:
    thing = view(Role.PRODUCT, elements=[{"tag": "h1", "heading": 1, "text": "手工黑陶砂锅 配送货上门专用木箱 3升"}])
    beside = "手工黑陶砂锅 配送货上门专用…"
    told = view(Role.DELIVERY, f"配送说明\n{beside}\n手工打包需要两天。\n{RULE}")
    read = main_surface(site(thing, told)).views
    assert read[0].text == thing.text
    assert read[1].text == f"配送说明\n手工打包需要两天。\n{RULE}"
    assert main_surface(site(told)).views[0].text == told.text


@pytest.mark.parametrize(
    "pane", [{"classes": "el-tab-pane"}, {"classes": "tab-pane active"}, {"classes": "x", "role": "tabpanel"}]
)
def test_what_stands_in_the_pane_of_a_tab_is_the_page_s_own(pane: dict[str, str]) -> None:
    told: list[dict[str, Any]] = [
        {"text": f"退款说明 {RULE}", "own": "", "classes": "goods-tabs"},
        {"text": "退款说明", "classes": "tab-item", "parent": 0},
        {"text": RULE, "own": "", "parent": 0, **pane},
        {"text": RULE, "tag": "p", "parent": 2},
    ]
    page = view(Role.AFTER_SALES, f"退款说明\n{RULE}", told)
    assert main_text(page) == RULE
    bare = view(Role.AFTER_SALES, f"退款说明\n{RULE}", [told[0], {**told[3], "parent": 0}])
    assert main_text(bare) == "退款说明"


STRIP = "正品保障，七日内退款，闪电发货"
TELLING = (Role.HELP, Role.DELIVERY, Role.AFTER_SALES)


def _shop(strip_on: tuple[Role, ...]) -> Site:
    """A shop whose home page, goods and help pages each say one thing of their own; those of these roles show the strip as well."""
    pages = []
    for number, role in enumerate((Role.HOME, Role.PRODUCT, *TELLING)):
        lines = [f"这一页自己的话{number}", *([STRIP] if role in strip_on else [])]
        pages.append(view(role, "\n".join(lines), [{"text": line} for line in lines], url=f"{SHOP}{number}"))
    return site(*pages)


def test_a_line_on_pages_that_sell_and_on_pages_that_tell_is_frame() -> None:
    texts = [page.text for page in main_surface(_shop((Role.HOME, Role.PRODUCT, *TELLING))).views]
    assert texts == [f"这一页自己的话{number}" for number in range(5)]


@pytest.mark.parametrize("roles", [TELLING, (Role.HOME, Role.PRODUCT, Role.HELP), (Role.HOME, *TELLING)])
def test_what_stands_on_one_kind_of_pages_or_on_few_is_their_own(roles: tuple[Role, ...]) -> None:
    kept = [page.role for page in main_surface(_shop(roles)).views if STRIP in page.text]
    assert set(kept) == set(roles)


def test_a_page_keeps_its_heading_though_every_menu_names_it() -> None:
    shop = _shop(())
    menu = [dataclasses.replace(page, text=f"{page.text}\n退款说明") for page in shop.views]
    titled = view(
        Role.COMPLAINT, f"退款说明\n{RULE}", [{"text": "退款说明", "heading": 1}, {"text": RULE}], url=f"{SHOP}9"
    )
    shop = dataclasses.replace(shop, views=(*menu, titled))
    texts = [page.text for page in main_surface(shop).views]
    assert texts == [*(f"这一页自己的话{number}" for number in range(5)), f"退款说明\n{RULE}"]


def test_a_hostile_page_takes_no_long_time() -> None:
    links = [element(at, SHOP, text=f"第{at}条链接{at * 7919}", href=f"help/{at}.html") for at in range(4000)]
    lines = "\n".join(f"{at}甲乙丙丁{at * 31}戊己庚辛" * 8 for at in range(20_000))
    began = time.process_time()
    main_text(view(Role.HELP, lines, links))
    assert time.process_time() - began < 5


def test_what_stands_both_inside_and_outside_is_said() -> None:
    page = view(Role.AFTER_SALES, elements=[{"text": RULE}, {"text": RULE, "region": "footer"}])
    assert RULE in main_text(page)


def test_the_title_in_the_header_of_an_article_is_kept() -> None:
    page = view(
        Role.AFTER_SALES,
        elements=[
            {"text": "退换货政策", "tag": "h1", "heading": 1, "region": "header"},
            {"text": RULE},
            {"text": "退换货政策", "href": "help/18.html", "region": "footer"},
        ],
    )
    assert main_text(page).split("\n") == ["退换货政策", RULE, "退换货政策"]


def test_words_inside_a_link_and_inside_a_footer_of_pieces_are_none() -> None:
    made = [
        element(0, SHOP, text="正文在此。"),
        element(1, SHOP, text="七天无理由退货", href="help/1.html"),
        element(2, SHOP, text="七天无理由退货", parent=1, tag="span"),
        element(3, SHOP, text="客服电话", region="footer"),
        element(4, SHOP, text="400-200-3417", region="footer"),
    ]
    page = view(Role.HELP, "正文在此。\n七天无理由退货\n客服电话 400-200-3417", made)
    assert main_text(page) == "正文在此。"


def test_a_row_of_links_is_none_though_one_of_them_is_the_title_of_the_page() -> None:
    names = ("退货与换货办法", "客诉受理指引", "配送须知", "联络")
    made = [
        element(0, SHOP, text=names[0], tag="h1", heading=1),
        element(1, SHOP, text="七日内得退货。"),
        *(element(at, SHOP, text=said, href=f"/{at}", region="footer") for at, said in enumerate(names, 2)),
    ]
    page = view(Role.HELP, f"{names[0]}\n七日内得退货。\n{''.join(names)}\n{names[0]}三日内答复", made)
    assert main_text(page).split("\n") == [names[0], "七日内得退货。", f"{names[0]}三日内答复"]


def test_lines_that_end_in_a_clause_run_on_and_other_companies_rules_are_left_out() -> None:
    page = view(Role.AFTER_SALES, "退货由您寄回，\n运费由我们承担。\n淘宝网规定七天内退款。\n请选择京东快递配送。")
    told = main_surface(site(page)).views[0].text
    assert told == "退货由您寄回，运费由我们承担。\n\n请选择京东快递配送。"
    own = main_surface(site(page, platform=Platform("https://www.taobao.com/", "淘宝网"))).views[0].text
    assert "淘宝网规定七天内退款。" in own


@pytest.mark.parametrize("region", ["main", "footer"])
def test_a_rule_decides_in_the_main_text_and_asks_outside_of_it(region: str) -> None:
    page = view(Role.AFTER_SALES, elements=[{"text": "售后服务"}, {"text": RULE, "region": region}])
    finding, *_ = judge_site((CHECK,), site(view(Role.HOME, "示例商城首页"), page, *NONE), strict=True)
    if region == "main":
        assert finding.outcome is Outcome.YES
        return
    assert (finding.outcome, finding.answer.reason) == (Outcome.UNSURE, "aside")
    assert RULE in finding.answer.evidence[0].quote
    assert finding.answer.question is not None
    assert "正文之外" in finding.answer.because.zh


def _paragraph(at: int, text: str, **more: str) -> dict[str, object]:
    return {"tag": "p", "selector": f"#box>div>p:nth-child({at})", "text": text, **more}


def test_the_first_and_last_paragraphs_of_a_page_without_a_frame_are_its_own_words() -> None:
    body = [_paragraph(at, f"第{at}条说的是退货和退款的办法。") for at in (2, 3, 4)]
    bare = [_paragraph(1, "生效日期：2026年9月1日", region="header"), *body, _paragraph(5, RULE, region="footer")]
    page = view(Role.AFTER_SALES, elements=bare)
    assert main_text(page) == page.text
    alone = [
        {**row, "selector": f"#foot>p:nth-child({at})"} if row["text"] == RULE else row for at, row in enumerate(bare)
    ]
    assert RULE not in main_text(view(Role.AFTER_SALES, elements=alone))
    linked = [{**row, "href": "/refunds"} if row["text"] == RULE else row for row in bare]
    assert RULE not in main_text(view(Role.AFTER_SALES, elements=linked))


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("您当前的位置： 首页 » 退换与售后", False),
        ("当前位置：首页 > 帮助中心 > 退款", False),
        ("首页 > 我的订单 > 申请退款，7日内退款。", True),
        ("您的位置信息只用于送货。", True),
        ("上一篇: 十五日内无理由退款", False),
        ("下一条：怎样辨认冒充的客服 »", False),
        ("上一篇：交易安全提醒 下一篇：隐私政策", False),
        ("上一篇文章说过的退款办法，本篇不再重复。", True),
        ("上一年：退款三千二百笔，均在七日内到账。", True),
    ],
)
def test_a_trail_that_says_where_one_is_states_nothing(line: str, kept: bool) -> None:
    here = [{"text": line}, {"text": "首页", "href": "index.html"}, {"text": RULE}]
    assert (line in main_text(view(Role.HELP, f"{line}\n{RULE}", elements=here))) is kept


def _boxes(count: int, side: float, **box: Any) -> list[dict[str, Any]]:
    """That many boxes side by side, each with a picture and the rule in words of its own."""
    found: list[dict[str, Any]] = []
    for number in range(count):
        at = len(found) + 1  # behind the heading
        place = f"#app>div>div:nth-child({number + 1})"
        found += [
            {"text": "", "own": "", "tag": "div", "clickable": True, "selector": place} | box,
            {"tag": "img", "text": "", "image": f"/{number}.jpg", "box": [20, 20, side, side], "parent": at},
            {"text": f"{RULE}第{number}家", "tag": "div", "parent": at},
        ]
    return found


@pytest.mark.parametrize(
    ("boxes", "own"),
    [
        (_boxes(5, 180), False),  # what brands and topics are told of leads to them
        (_boxes(3, 180), True),
        (_boxes(5, 24), True),  # questions with a sign to unfold them
        (_boxes(5, 180, clickable=False), True),
    ],
)
def test_words_beside_pictures_in_boxes_that_are_pressed_are_titles_of_what_is_behind(
    boxes: list[dict[str, Any]], own: bool
) -> None:
    page = view(Role.OTHER, elements=[{"text": "品牌直供"}, *boxes])
    assert (RULE in main_text(page)) is own
