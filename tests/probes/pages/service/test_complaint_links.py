"""Entries to complain: what they are for, and where the same words are none."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from probes.pages.service.complaint_links import ComplaintKind, classify_complaint_link, complaint_entries
from tests.cases.build import view


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("投诉", ComplaintKind.CONSUMER),
        ("投诉举报", ComplaintKind.CONSUMER),
        ("消费者维权热线", ComplaintKind.CONSUMER),
        ("線上投訴", ComplaintKind.CONSUMER),
        ("File a complaint", ComplaintKind.CONSUMER),
        ("申请介入", ComplaintKind.CONSUMER),
        ("争议调解", ComplaintKind.CONSUMER),
        ("消費申訴", ComplaintKind.CONSUMER),
        ("Disputes", ComplaintKind.CONSUMER),
        ("意见箱", ComplaintKind.FEEDBACK),
        ("吐槽大会", None),
        ("民事调解书", None),
        ("违法和不良信息举报电话", ComplaintKind.CONTENT),
        ("网上有害信息举报专区", ComplaintKind.CONTENT),
        ("知识产权侵权投诉", ComplaintKind.IP),
        ("侵权投诉指引", ComplaintKind.IP),
        ("廉正举报", ComplaintKind.INTEGRITY),
        ("不正当竞争举报", ComplaintKind.COMPETITION),
        ("算法推荐举报", ComplaintKind.ALGORITHM),
        ("全国12315平台", ComplaintKind.REGULATOR),
        ("互联网举报中心", ComplaintKind.REGULATOR),
        ("商家申诉", ComplaintKind.SELLER),
        ("意见反馈", ComplaintKind.FEEDBACK),
        ("购物车", None),
        ("0990-12345678", None),
    ],
)
def test_the_longest_word_decides(words: str, kind: ComplaintKind | None) -> None:
    known = classify_complaint_link(words)
    assert (known[0] if known else None) is kind


def test_a_footer_line_may_print_several_contacts() -> None:
    line = "经营许可证 | 违法和不良信息举报电话：4006561234 消费者维权热线：4006061234 | 版权所有"
    found = complaint_entries(view("home", "", [{"text": line, "region": "footer"}]))
    assert [(entry.kind, entry.printed) for entry in found] == [
        (ComplaintKind.CONTENT, True),
        (ComplaintKind.CONSUMER, True),
    ]


def test_a_word_in_running_text_is_no_entry() -> None:
    text = "如果您不满意，可以向平台投诉，我们会尽快处理您的问题并且给您一个满意的答复"
    assert complaint_entries(view("home", "", [{"text": text}])) == ()


@pytest.mark.parametrize("classes", ["news-list", "goods-item", "comment-box", "article-body"])
def test_articles_products_and_reviews_hold_no_entry(classes: str) -> None:
    page = view("home", "", [{"tag": "div", "classes": classes}, {"text": "消费维权", "href": "/x", "parent": 0}])
    assert complaint_entries(page) == ()


def test_the_footer_is_no_article_whatever_its_classes() -> None:
    page = view(
        "home",
        "",
        [{"tag": "div", "classes": "product-footer"}, {"text": "投诉", "href": "/x", "parent": 0, "region": "footer"}],
    )
    assert len(complaint_entries(page)) == 1


def test_icons_are_named_by_class_picture_or_alternative_text() -> None:
    page = view(
        "home",
        "",
        [
            {"href": "/a", "classes": "ico ico-tousu"},
            {"href": "/b", "name": "投诉"},
            {"href": "/c", "image": "/img/jubao.png"},
            {"tag": "i", "classes": "ico-tousu"},
        ],
    )
    assert [entry.kind for entry in complaint_entries(page)] == [
        ComplaintKind.CONSUMER,
        ComplaintKind.CONSUMER,
        ComplaintKind.CONTENT,
    ]


def test_a_badge_in_the_frame_is_what_its_picture_says_but_no_entry_for_buyers() -> None:
    said = {"tag": "div", "image": "https://shop.test/b.png", "region": "footer", "box": (0, 3000, 103, 32)}
    badges = [{**said, "ocr": "中国互联网\n举报中心"}, {**said, "ocr": "投诉入口"}, {**said, "ocr": "诚信网站"}]
    page = view("home", "", badges)
    assert [(entry.kind, entry.printed) for entry in complaint_entries(page)] == [(ComplaintKind.REGULATOR, True)]
    amid_goods = [{**badge, "region": "main"} for badge in badges]
    assert complaint_entries(view("home", "", amid_goods)) == ()


def test_what_cannot_be_seen_is_no_entry() -> None:
    assert complaint_entries(view("home", "", [{"text": "投诉", "href": "/c", "unseen": "display_none"}])) == ()


def test_a_link_and_the_words_inside_it_are_one_entry() -> None:
    page = view(
        "home",
        "",
        [{"text": "投诉", "own": "", "href": "/c"}, {"tag": "span", "text": "投诉", "clickable": True, "parent": 0}],
    )
    found = complaint_entries(page)
    assert [entry.element.id for entry in found] == [0]


@given(st.text())
def test_any_words_can_be_classified(words: str) -> None:
    known = classify_complaint_link(words)
    assert known is None or known[0] in ComplaintKind


def test_every_word_holds_a_stem_by_which_elements_are_passed_over() -> None:
    data = tomllib.loads(files("probes.pages.service").joinpath("complaint_links.toml").read_text("utf-8"))
    words = [word for group in data["words"].values() for word in group]
    stems = data["stems"]["raw"]
    assert [word for word in words if not any(stem in word for stem in stems)] == []
