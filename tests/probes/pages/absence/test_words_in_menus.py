"""A page of which all words stand in a menu was read amiss, unless they are what menus hold."""

from __future__ import annotations

import pytest

from probes.pages.absence import unfinished
from tests.cases.build import view

MENUS = (
    (
        "in_menus",
        ("质量问题三十天内来回运费都由我们承担，退换随您。", "验货以后四十八小时内原路退回，请您留意短信。") * 2,
    ),
    ("", ("首页", "分类", "购物车", "个人") * 20),
    ("", ("满九十九元包邮；", "七天无理由。", "正品保障！") * 20),  # lines of a bar, each with a stop
    ("", ("床上用品 毛巾浴巾 枕芯枕套 窗帘桌布 婴童用品 地垫地毯",) * 9),  # kinds in a row
    ("", ("实付满八十八元全国包邮，新疆西藏除外，欢迎选购。",)),  # one line of news in a bar
)


@pytest.mark.parametrize(("sign", "lines"), MENUS)
def test_a_page_of_which_all_was_taken_for_a_menu_is_not_read(sign: str, lines: tuple[str, ...]) -> None:
    menu = [{"text": line, "region": "nav", "box": (0, 30 * at, 800, 24)} for at, line in enumerate(lines)]
    assert unfinished.unfinished_sign(view("privacy", None, menu, height=800)) == sign
    own = {"text": "退换货规则", "box": (20, 500, 300, 30)}  # what stands beside it was read, so the menu is one
    assert unfinished.unfinished_sign(view("privacy", None, [*menu, own], height=800)) == ""
