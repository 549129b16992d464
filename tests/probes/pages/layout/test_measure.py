"""Shares by characters, decidable contrast, real controls: what a person would count."""

from __future__ import annotations

import pytest

from crawler.vocabulary import Role
from probes.pages.layout import measure
from tests.cases.build import view


def test_font_shares_weigh_characters_not_elements() -> None:
    page = view(
        Role.HOME,
        elements=[
            {"text": "大" * 90, "font_px": 20.0},
            *[{"text": "小", "font_px": 10.0} for _ in range(10)],
            {"text": "藏" * 500, "font_px": 9.0, "unseen": "hidden"},
            {"text": "\ue600\ue601", "font_px": 40.0},  # glyphs of an icon font are no text
        ],
    )
    found = measure.font_share(page, 18.0)
    assert (found.value, found.weight) == (0.9, 100)
    assert [element.text for element in found.failing] == ["小"] * 3
    assert measure.median_font(page) == 20.0


def test_the_text_of_a_parent_is_not_counted_twice() -> None:
    page = view(
        Role.HOME,
        elements=[
            {"tag": "div", "text": "甲乙丙丁", "own": "", "font_px": 12.0},
            {"text": "甲乙丙丁", "parent": 0, "font_px": 20.0},
        ],
    )
    assert measure.font_share(page, 18.0).value == 1.0


def test_contrast_over_pictures_is_undecided() -> None:
    page = view(
        Role.HOME,
        elements=[
            {"text": "黑", "colour": "#000000"},
            {"text": "灰", "colour": "#999999"},
            {"text": "灰大", "colour": "#949494", "font_px": 24.0},
            {"text": "图上", "background": None},
        ],
    )
    found = measure.contrast_share(page, 4.5, 3.0, 18.0)
    assert found.value == pytest.approx(2 / 3)
    assert found.undecided == pytest.approx(1 / 4)
    assert [element.text for element in found.failing] == ["灰"]


def test_normal_line_height_is_undecided() -> None:
    page = view(Role.HOME, elements=[{"text": "一二", "line_px": 0.0}, {"text": "三四", "line_px": 18.2}])
    found = measure.spacing_share(page, 1.3)
    assert (found.value, found.undecided) == (1.0, 0.5)


def test_controls_are_outermost_seen_and_not_inline() -> None:
    page = view(
        Role.HOME,
        elements=[
            {"text": "登录", "href": "/login"},  # 0
            {"text": "登录", "tag": "span", "parent": 0, "clickable": True},  # its inside
            {"tag": "div", "clickable": True},  # 2: a wrapper
            {"text": "购买", "tag": "button", "clickable": True, "parent": 2},  # 3
            {"text": "收藏", "tag": "div", "clickable": True},  # 4: a control of its own
            {"own": "这是一段介绍商品来历的长长的话，其中带有一个链接", "text": "…"},  # 5
            {"text": "链接", "href": "/x", "parent": 5},  # inline
            {"text": "藏", "href": "/y", "unseen": "display_none"},
            {"input_type": "hidden"},
            {"input_type": "text", "name": "搜索"},  # 9
        ],
    )
    assert [control.id for control in measure.find_controls(page)] == [0, 3, 4, 9]


def test_targets_forgive_rounding_and_may_leave_the_footer_out() -> None:
    page = view(
        Role.HOME,
        elements=[
            {"text": "甲", "href": "/1", "box": (0, 0, 59.6, 60)},
            {"text": "乙", "href": "/2", "box": (0, 100, 60, 20), "region": "footer"},
        ],
    )
    assert measure.target_share(page, 60, footer=False).value == 1.0
    assert measure.target_share(page, 60).value == 0.5


def test_text_that_is_cut_or_runs_out_is_clipped() -> None:
    page = view(
        Role.HOME,
        elements=[
            {"text": "切", "unseen": "clipped"},
            {"text": "出", "box": (1300, 0, 200, 20)},
            {"text": "在", "box": (100, 0, 200, 20)},
        ],
    )
    assert [element.text for element in measure.clipped_elements(page)] == ["切", "出"]


def test_overlaps_are_between_strangers() -> None:
    page = view(
        Role.HOME,
        elements=[
            {"text": "标题", "box": (0, 100, 100, 20)},
            {"text": "压住", "box": (10, 105, 80, 20)},
            {"text": "子", "parent": 0, "box": (0, 100, 100, 20)},
            {"text": "浮", "position": "fixed", "region": "floating", "box": (0, 100, 100, 20)},
            {"text": "下", "box": (0, 200, 100, 20)},
        ],
    )
    found = {tuple(element.text for element in pair) for pair in measure.find_overlaps(page, 0.5) or ()}
    assert ("标题", "子") not in found
    assert found == {("标题", "压住"), ("子", "压住")}


def test_a_page_of_thousands_of_texts_at_one_place_is_measured_within_bounds() -> None:
    apart = [{"text": "甲", "box": (20 * number, 0, 10, 10)} for number in range(6000)]
    assert measure.find_overlaps(view(Role.HOME, elements=apart), 0.5) is None  # not all could be compared
    one_place = [{"text": "甲", "box": (0, 0, 10, 10)} for _ in range(6000)]
    assert len(measure.find_overlaps(view(Role.HOME, elements=one_place), 0.5) or ()) == 1000
    nested = [{"text": "甲", "box": (0, 0, 10, 10), "parent": number - 1 if number else None} for number in range(1500)]
    assert measure.find_overlaps(view(Role.HOME, elements=nested), 0.5) == ()


def test_names_of_controls_and_pictures() -> None:
    page = view(
        Role.HOME,
        elements=[
            {"text": "首页", "href": "/"},
            {"href": "/cart", "classes": "icon"},
            {"image": "/a.png", "name": "横幅", "box": (0, 0, 90, 90)},
            {"image": "/b.png", "box": (0, 0, 90, 90)},
            {"image": "/dot.gif", "box": (0, 0, 1, 1)},
        ],
    )
    assert measure.name_share(page).value == 0.5
    assert (measure.alt_share(page, 24).value, measure.alt_share(page, 24).weight) == (0.5, 2)


def test_what_stands_inside_a_control_names_it_unless_it_is_not_displayed() -> None:
    page = view(
        Role.HOME,
        elements=[
            {"href": "/a"},
            {"image": "/a.png", "name": "登录", "parent": 0},
            {"tag": "button", "clickable": True},
            {"own": "菜单", "text": "", "unseen": "clipped", "parent": 2},
            {"tag": "button", "clickable": True},
            {"own": "菜单", "text": "", "unseen": "display_none", "parent": 4},
            {"name": "菜单", "unseen": "display_none", "parent": 4},
            {"input_type": "checkbox"},
        ],
    )
    assert measure.name_share(page).value == 0.5


def test_an_empty_page_has_no_shares() -> None:
    page = view(Role.HOME)
    assert measure.font_share(page, 18).weight == 0
    assert measure.median_font(page) is None
    assert measure.find_controls(page) == ()


@pytest.mark.parametrize(("tag", "inside", "found"), [("div", 1, [0]), ("button", 1, [1]), ("button", 2, [1, 2])])
def test_a_box_in_a_box_that_listens_is_one_control(tag: str, inside: int, found: list[int]) -> None:
    """As frameworks draw a tab; a wrapper around buttons is no control beside them."""
    piece = {"tag": tag, "clickable": True, "text": "首页", "parent": 0, "box": (5, 5, 40, 40)}
    page = view(
        "home", None, [{"tag": "div", "clickable": True, "text": "首页", "box": (0, 0, 98, 50)}, *[piece] * inside]
    )
    assert [control.id for control in measure.find_controls(page)] == found
