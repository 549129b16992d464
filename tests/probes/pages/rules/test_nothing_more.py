"""What stands on a page with nothing of its own to press was read and not overlooked; with anything to press it may be."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.site import View
from crawler.vocabulary import GapReason, Region, Role
from probes.finding import INSTEAD, Answer, Outcome
from probes.known_absence import weigh_absence
from probes.pages.rules.nothing_more import find_opener, is_all_there
from probes.recall import Recalls
from tests.cases.build import gap, site, view
from tests.eval.recall.wordings import ask, shop_of
from tests.rules import real_checks

FRAME: tuple[dict[str, Any], ...] = (
    {"text": "首页", "href": "/", "region": "nav"},
    {"text": "", "name": "搜索商品", "input_type": "text", "region": "header"},
    {"text": "关于我们", "href": "/about", "region": "footer"},
)
HOME = view(Role.HOME, elements=[*FRAME, {"text": "示例商城，秋茶与山核桃"}])
CLAUSES = "\n".join(f"第{n}条 您使用本商城，应当遵守本协议的约定，爱惜账户，如实填写。" for n in range(1, 13))


def _page(role: Role, title: str, *more: dict[str, Any], text: str = CLAUSES) -> View:
    body: list[dict[str, Any]] = [
        {"text": title, "heading": 1, "tag": "h1"},
        *({"text": line} for line in text.split("\n")),
    ]
    return view(role, f"{title}\n{text}", [*FRAME, *body, *more], title=title)


@pytest.mark.parametrize(
    ("more", "opens"),
    [
        ((), False),
        (({"text": "服务热线 400-000-1234", "href": "tel:4000001234"},), False),
        (({"text": "返回首页", "href": "/"},), False),
        (({"text": "回到顶部", "href": "/rules#top"},), False),
        (({"text": "下一页", "href": "/rules?p=2"},), True),
        (({"text": "展开全文", "clickable": True},), True),
        (({"text": "目录", "tag": "button"},), True),
        (({"name": "搜索规则", "input_type": "text"},), True),
        (({"text": "", "clickable": True, "image": "/more.png"},), True),
        (({"text": "下一页", "href": "/rules?p=2", "unseen": "hidden"},), False),
    ],
)
def test_what_the_frame_of_the_shop_bears_opens_nothing_and_all_else_may(
    more: tuple[dict[str, Any], ...], opens: bool
) -> None:
    page = _page(Role.RULES, "平台规则", *more)
    shop = site(HOME, page)
    assert (find_opener(page, shop) is not None) is opens
    assert is_all_there(page, shop) is not opens


def test_where_home_was_not_seen_any_control_counts() -> None:
    page = _page(Role.RULES, "平台规则")
    assert not is_all_there(page, site(page, gap(Role.HOME, GapReason.TIMEOUT)))


def test_a_frame_that_was_not_read_may_hold_more() -> None:
    page = view(Role.RULES, "平台规则", thorough={"frames_read": False})
    assert not is_all_there(page, site(HOME, page))


def _known(id: str, page: View) -> Answer:
    """What is said where no reader was ever measured."""
    check = next(check for check in real_checks() if check.id == id)
    shop = shop_of(id, HOME, page)
    return weigh_absence(check, ask(id, HOME, page), shop, 0.9, Recalls())


def test_a_short_agreement_that_stands_open_is_a_finding_and_no_doubt_about_our_reading() -> None:
    answer = _known("trust.agreement_readable", _page(Role.AGREEMENT, "用户协议"))
    assert (answer.outcome, answer.values.get(INSTEAD)) == (Outcome.NO, "用户协议")


@pytest.mark.parametrize(
    "more",
    [{"text": "查看全文", "href": "/agreement/full"}, {"text": "展开", "clickable": True, "region": Region.MAIN}],
)
def test_a_short_agreement_that_may_go_on_is_not(more: dict[str, Any]) -> None:
    assert _known("trust.agreement_readable", _page(Role.AGREEMENT, "用户协议", more)).outcome is not Outcome.NO


def test_rules_without_anything_to_press_or_to_write_in_cannot_be_searched() -> None:
    assert _known("trust.rules_searchable", _page(Role.RULES, "平台规则")).outcome is Outcome.NO


@pytest.mark.parametrize("more", [{"name": "请输入", "input_type": "text"}, {"text": "第一章", "clickable": True}])
def test_rules_with_a_field_or_a_control_of_their_own_may_be(more: dict[str, Any]) -> None:
    assert _known("trust.rules_searchable", _page(Role.RULES, "平台规则", more)).outcome is not Outcome.NO


def test_a_field_is_called_by_what_stands_beside_it() -> None:
    pieces: list[dict[str, Any]] = [{"text": "规则搜索"}, {"input_type": "text", "parent": 0}]
    page = view(Role.RULES, "平台规则\n规则搜索", pieces, title="平台规则")
    assert ask("trust.rules_searchable", HOME, page).outcome is Outcome.YES
