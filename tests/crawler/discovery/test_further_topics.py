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
