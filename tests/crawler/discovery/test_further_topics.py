"""An entry of a member's own pages names no page of rules, whatever word it shares with them."""

from __future__ import annotations

import pytest

from crawler.discovery.further_pages import find_topic_leads
from crawler.vocabulary import Role
from tests.cases.build import view


def _named(label: str, role: Role) -> list[str]:
    menu = [{"text": label, "tag": "a", "href": "/user/one", "region": "footer"}]
    home = view("home", elements=menu, url="https://shop.example/")
    return [lead.url for _, _, lead in find_topic_leads(home, role, frozenset())]


@pytest.mark.parametrize(
    ("label", "role"), [("商品评价", Role.CREDIT), ("我的评价", Role.CREDIT), ("收货地址", Role.DELIVERY)]
)
def test_what_a_member_keeps_is_no_topic(label: str, role: Role) -> None:
    assert _named(label, role) == []


@pytest.mark.parametrize(
    ("label", "role"), [("商品评价怎么写", Role.CREDIT), ("评价规则", Role.CREDIT), ("收货须知", Role.DELIVERY)]
)
def test_a_text_about_it_is_one(label: str, role: Role) -> None:
    assert _named(label, role) == ["https://shop.example/user/one"]


def _beside(priced: bool) -> list[str]:
    """What of a column of three things beside a page of rules is taken for a further page of rules."""
    pieces: list[dict[str, object]] = []
    for at, name in enumerate(("木梳 促销规则版", "评价规则抄本", "竹篮")):
        place = f"body>aside>div:nth-child({at + 1})"
        pieces += [
            {
                "image": f"/img/{at}.jpg",
                "selector": f"{place}>img",
                "box": (30, 400 + 160 * at, 100, 80),
                "region": "side",
            },
            {"text": name, "href": f"/x?no={at}", "selector": f"{place}>a", "region": "side"},
        ]
        if priced:
            pieces.append({"text": f"{at + 20}.00元", "selector": f"{place}>b", "region": "side"})
    page = view("rules", elements=pieces, url="https://shop.example/rules")
    return [lead.url for _, _, lead in find_topic_leads(page, Role.RULES, frozenset())]


def test_the_name_of_goods_beside_a_page_of_rules_is_no_further_rule() -> None:
    assert _beside(priced=True) == []
    assert _beside(priced=False)


@pytest.mark.parametrize(
    ("label", "href", "followed"),
    [
        ("促销价100元无条件", "/?p=list&path=5_1", False),  # a kind of goods
        ("促销规则版木梳", "/?p=info&product_id=9", False),
        ("促销规则", "/?p=text&id=9", True),
    ],
)
def test_goods_and_their_kinds_on_a_page_of_rules_are_no_further_rules(label: str, href: str, followed: bool) -> None:
    link = {"text": label, "tag": "a", "href": href, "region": "main"}
    page = view("rules", elements=[link], url="https://shop.example/rules")
    assert bool(list(find_topic_leads(page, Role.RULES, frozenset()))) is followed
