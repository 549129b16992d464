"""Reviews on a product page: told from tabs, descriptions and rules, with their filters, scores and counts."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.site import View
from crawler.vocabulary import Role
from probes.pages.products.reviews import Reviews, read_reviews
from tests.cases.build import view

HEADING: dict[str, Any] = {"tag": "h2", "heading": 2, "text": "商品评价（2300+）"}
TEXT: dict[str, Any] = {"text": "包装很结实，比想象中好用。"}


def page(*elements: dict[str, Any]) -> View:
    return view(Role.PRODUCT, None, [{"tag": "h1", "heading": 1, "text": "青釉马克杯"}, *elements])


def seen(*elements: dict[str, Any]) -> Reviews:
    return read_reviews(page(*elements))


def test_a_block_of_reviews_ends_at_the_next_heading() -> None:
    found = seen(HEADING, TEXT, {"tag": "h2", "heading": 2, "text": "商品详情"}, {"text": "杯身如有破损，商家包赔。"})
    assert found.label is not None
    assert found.label.heading == 2
    assert [element.own for element in found.texts] == [TEXT["text"]]
    assert found.low is None


def test_a_sentence_that_holds_a_word_of_sorting_sorts_nothing() -> None:
    assert seen(HEADING, {"text": "扫描二维码，随手关注最新动态"}, TEXT).sort is None
    assert seen(HEADING, {"tag": "a", "text": "最新评价"}, TEXT).sort is not None


def test_filters_scores_and_counts_are_read() -> None:
    found = seen(
        HEADING,
        {"text": "商品评分 4.8 分"},
        {"tag": "button", "text": "好评", "clickable": True},
        {"tag": "button", "text": "差评", "clickable": True},
        {"tag": "span", "text": "默认按时间排序"},
        TEXT,
    )
    assert found.score is not None
    assert found.counted is not None
    assert found.sort is not None
    assert [element.text for element in found.filters] == ["好评", "差评"]
    assert found.low is not None
    assert found.low.text == "差评"


def test_a_rate_of_praise_is_no_filter() -> None:
    found = seen(HEADING, {"text": "好评率 98%"}, TEXT)
    assert found.filters == ()
    assert found.score is not None


def test_minutes_are_no_score_and_rules_no_reviews() -> None:
    found = seen({"text": "送货约 30 分钟"}, {"text": "信用评价规则"}, {"text": "我的评价"}, {"text": "去评价"})
    assert found.score is None
    assert found.label is None
    assert not found.opened


def test_below_a_row_of_tabs_stands_what_the_open_one_shows() -> None:
    tabs = [
        {"tag": "label", "text": said, "clickable": True, "selector": f"main>div>label:nth-child({at})"}
        for at, said in enumerate(("商品详情", "商品评价(1)", "购买记录"), 1)
    ]
    weight = {"tag": "p", "text": "净含量 2.5 千克，当年新米", "selector": "main>article>p"}
    assert seen(*tabs, weight).texts == ()
    assert not seen(*tabs, weight).opened
    assert TEXT["text"] in [text.own for text in seen(*tabs, weight, TEXT, {"text": "2026-11-02"}).texts]
    assert len(seen(tabs[1], TEXT).texts) == 1  # a control alone is a heading that folds


def test_a_hidden_panel_between_a_tab_and_its_reviews_ends_nothing() -> None:
    """Details wait behind the tab that was pressed, under whatever place a thing without a box is given."""
    tab = {"tag": "a", "text": "评价(2)", "href": "#reviews", "clickable": True}
    details = {"tag": "li", "text": "产地：福建福州", "seen": False, "region": "footer"}
    found = seen(tab, details, {"tag": "span", "text": "匿名"}, TEXT)
    assert [text.own for text in found.texts] == [TEXT["text"]]
    assert seen(tab, {**details, "seen": True}, {"tag": "span", "text": "匿名"}, TEXT).texts == ()
    assert seen(tab, details, {"tag": "span", "text": "匿名"}, {"text": "3分(50%)"}).texts == ()  # of all scores


def test_a_tab_alone_has_not_opened_the_reviews() -> None:
    found = seen({"tag": "a", "text": "商品评价(300)", "clickable": True}, {"region": "footer", "text": "首页 帮助"})
    assert found.label is not None
    assert not found.opened


def test_walls_and_empty_blocks_are_quoted() -> None:
    assert seen({"text": "登录后查看评价"}).login == "登录后查看评价"
    assert seen(HEADING, {"text": "暂无评价"}).empty == "暂无评价"
    assert not seen(HEADING, {"text": "暂无评价"}).texts


def test_the_shops_own_words_below_reviews_are_none() -> None:
    found = seen(HEADING, TEXT, {"text": "评价来自真实订单，默认隐藏昵称，规则见信用评价规则。"})
    assert len(found.texts) == 1


def test_what_the_seller_shows_below_the_reviews_is_none() -> None:
    goods = {"tag": "a", "href": "/goods/8", "text": "竹节保温杯大容量 ¥59.00"}
    title = {"text": "竹节保温杯大容量", "parent": 3}
    found = seen(HEADING, TEXT, goods | {"own": ""}, title, {"text": "订单满 59 元包邮，48 小时内发货。"})
    assert [element.own for element in found.texts] == [TEXT["text"]]


def test_a_buyer_who_signs_may_speak_of_the_delivery() -> None:
    found = seen(HEADING, {"text": "张**", "classes": "nick"}, {"text": "发货很快，第二天送达，满意。"})
    assert [element.own for element in found.texts] == ["发货很快，第二天送达，满意。"]


def test_goods_that_a_box_recommends_are_none() -> None:
    box = {"tag": "div", "classes": "recommend-list", "text": ""}
    found = seen(HEADING, TEXT, box, {"text": "竹节保温杯大容量便携", "parent": 3})
    assert [element.own for element in found.texts] == [TEXT["text"]]


def test_what_says_that_there_are_none_yet_is_none() -> None:
    for words in ("还没有评论，快来抢沙发", "No reviews yet", "Be the first to review this product", "该评价暂不展示"):
        assert not seen({"tag": "h2", "heading": 2, "text": "商品评价"}, {"text": words}).texts, words
    assert seen({"tag": "h2", "heading": 2, "text": "商品评价"}, {"text": "还没有评论，快来抢沙发"}).empty


def test_what_stands_where_one_writes_is_none() -> None:
    form = {"tag": "form", "classes": "comment-post", "text": ""}
    picker = {"text": "从相册里选照片上传", "parent": 1}
    assert not seen(form, picker).texts
    block = {"tag": "div", "classes": "comment-list", "text": ""}
    assert [element.own for element in seen(block, {**TEXT, "parent": 1}).texts] == [TEXT["text"]]


def test_a_filter_is_a_control() -> None:
    plain = {"tag": "span", "text": "好评"}
    assert seen(HEADING, plain, TEXT).filters == ()
    assert len(seen(HEADING, plain | {"clickable": True}, TEXT).filters) == 1


def test_who_wrote_it_and_how_others_voted_is_no_text() -> None:
    byline = {"tag": "small", "text": "在2026年11月27日 15:17评论了"}
    vote = {"text": "该评论没有投票。"}
    assert [element.own for element in seen(HEADING, TEXT, byline, vote).texts] == [TEXT["text"]]


def test_a_score_apart_from_its_label_or_drawn_as_stars_is_read() -> None:
    label = {"text": "顾客评分：", "box": [20, 400, 60, 15]}
    stars = {"text": "", "tag": "span", "classes": "star star_4", "box": [90, 400, 70, 13]}
    assert seen(label, stars).score is not None
    assert seen(label, {**stars, "classes": "star star_0"}).score is None
    assert seen(label, {**stars, "box": [90, 900, 70, 13]}).score is None
    assert seen({"text": "收藏本店", "box": [20, 400, 60, 15]}, stars).score is None
    box = {"own": "", "text": "综合评分 4.8", "tag": "div"}
    assert seen(box, {"text": "综合评分", "parent": 1}, {"text": "4.8", "parent": 1}).score is not None
    assert seen({**box, "text": "评分规则"}, {"text": "评分规则", "parent": 1}).score is None


def test_a_line_that_only_counts_reviews_is_none() -> None:
    number = {"tag": "b", "text": "1", "parent": 2}
    counting = {"own": "该商品共累计评价 条", "text": "该商品共累计评价 1 条"}
    assert seen(HEADING, counting, number).texts == ()
    spoken = {"own": "第 次回购，评价一如既往地好", "text": "第 3 次回购，评价一如既往地好"}
    assert [element.own for element in seen(HEADING, spoken).texts] == [spoken["own"]]


def test_a_mark_beside_written_stars_is_a_score_in_a_box_of_its_own() -> None:
    box: dict[str, Any] = {"own": "", "text": "4.9 ★★★★★ 查看 73 条点评", "box": [20, 400, 300, 30]}
    mark: dict[str, Any] = {"text": "4.9", "box": [20, 400, 60, 15], "parent": 1}
    stars: dict[str, Any] = {"text": "★★★★★", "box": [90, 400, 70, 15], "parent": 1}
    found = seen(box, mark, stars).score
    assert found is not None
    assert found.text == box["text"]
    assert seen({**box, "text": "4.9 全部 ★★★★★" + "很好用" * 20}, mark, stars).score is None
    assert seen(box, mark, {**stars, "box": [90, 900, 70, 15]}).score is None
    assert seen({**box, "text": "¥4.9 两只装"}, {**mark, "text": "¥4.9"}, {**stars, "text": "两只装"}).score is None


def test_scores_of_several_kinds_out_of_full_marks_and_in_english_are_read() -> None:
    for said in (
        "5星，满分5星",
        "综合 4.9 ｜ 口味 4.8",
        "质量 4.9 服务 4.8 物流 4.9",
        "Rating 4.5 out of 5",
        "4.5 星",
        "推荐指数 4.8",
    ):
        assert seen(HEADING, {"text": said}).score is not None, said
    for said in ("包装 5.0L", "质量 4.9 公斤", "满分服务", "五星级大厨", "口碑好店 12 年", "3 out of stock"):
        assert seen(HEADING, {"text": said}).score is None, said


@pytest.mark.parametrize(
    ("href", "found"),
    [("/#/goods", False), ("/#/goods?id=7&tab=reviews", True), ("/#/reviews?id=7", True), ("javascript:;", True)],
)
def test_a_link_that_drops_the_product_leads_to_no_reviews_of_it(href: str, found: bool) -> None:
    page = view("product", None, [{"text": "用户评价", "href": href}], url="https://shop.example/#/goods?id=7")
    assert (read_reviews(page).label is not None) is found


@pytest.mark.parametrize("row", [
    "排风量(m3/min)： 24m³/min",
    "产品尺寸（长*宽*高mm）： 896*455*610",  # stars between words are no masked name here
    "生产/经销/进口厂家： 青石镇电器厂",
    "不适用人群/注意事项： 乳糖不耐受者不建议饮用",
])  # fmt: skip
def test_a_detail_of_the_goods_with_its_unit_or_two_names_is_no_review(row: str) -> None:
    found = seen(
        {"tag": "a", "text": "用户评价(0)"},
        {"tag": "li", "text": "产品尺寸（长*宽*高mm）： 896*455*610"},
        {"tag": "li", "text": row},
    )
    assert found.texts == ()
    assert found.empty


def test_a_tab_whose_number_stands_in_a_part_of_its_own_says_that_there_is_none() -> None:
    tab = {"tag": "div", "text": "用户评价(0)", "own": "用户评价", "clickable": True}
    block = {"tag": "p", "text": "由商家发货并提供售后的保证", "classes": "review-list"}
    assert seen(tab, block).texts == ()
    assert seen(tab, block).empty == "用户评价(0)"
    assert [one.own for one in seen({**tab, "text": "用户评价(3)"}, block).texts] == [block["text"]]


def test_a_tab_of_their_details_is_theirs_and_the_row_of_stars_is_not_pressed() -> None:
    row, tabs = {"text": "评 价："}, ({"text": "商品详情", "href": "#a"}, {"text": "评价详情", "href": "#b"})
    reviews = read_reviews(view(Role.PRODUCT, elements=[row, *tabs]))
    assert reviews.label is not None
    assert reviews.label.text == "评价详情"
    assert reviews.folded


def read_beside_questions(*labels: dict[str, Any]) -> Reviews:
    """Reviews in a table, its cells told apart by tags alone, and questions about the goods below them."""
    question = [
        {"tag": "div", "text": "商品咨询"},
        {"tag": "li", "text": "冷泡可以吗？"},
        {"tag": "span", "text": "2026-05-02"},
    ]
    row = [
        {"tag": "th", "text": "一片没碎，包得很严实。"},
        {"tag": "td", "text": "茶客31"},
        {"tag": "span", "text": "2026-05-11"},
    ]
    return seen(*labels, {"tag": "div", "text": "商品评论"}, *row, *question)


def test_questions_about_the_goods_below_the_reviews_are_none() -> None:
    assert [text.own for text in read_beside_questions().texts] == ["一片没碎，包得很严实。"]


def test_a_tab_of_questions_beside_that_of_reviews_ends_nothing() -> None:
    tabs = ({"tag": "a", "href": "#review", "text": "商品评论"}, {"tag": "a", "href": "#ask", "text": "商品咨询"})
    assert [text.own for text in seen(*tabs, TEXT, {"text": "2026-05-11"}).texts] == [TEXT["text"]]
    assert read_beside_questions(*tabs).texts


def test_the_head_of_a_column_is_no_review() -> None:
    table = [{"tag": "th", "text": "购买日期与评价内容"}, {"tag": "td", "text": "2026-05-11"}]
    assert seen({"tag": "div", "text": "商品评论"}, *table).texts == ()


@pytest.mark.parametrize(("label", "read"), [("贮存条件", False), ("出版社", False), ("茶客31", True)])
def test_a_detail_of_the_goods_beside_a_day_is_no_review(label: str, read: bool) -> None:
    tabs = [{"tag": "a", "clickable": True, "text": "商品评价"}, {"tag": "a", "clickable": True, "text": "商品详情"}]
    table = [
        {"tag": "td", "text": label},
        {"tag": "td", "text": "避光密封放在阴凉干燥的地方"},
        {"tag": "td", "text": "生产日期"},
        {"tag": "td", "text": "2026-05-11"},
    ]
    assert bool(seen(*tabs, *table).texts) is read


@pytest.mark.parametrize(
    ("day", "read"), [("57\u00a0分钟前", 1), ("1 周, 2 天前", 1), ("3个月前", 1), ("两天前到的，比想的快", 2)]
)
def test_how_long_ago_it_was_written_is_no_review(day: str, read: int) -> None:
    assert len(seen(HEADING, {"text": "茶**3"}, {"text": day}, TEXT).texts) == read
