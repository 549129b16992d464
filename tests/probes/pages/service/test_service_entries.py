"""Entries to customer service: a buyer's, told from a merchant's, an article's and a product's, and placed on the page."""

from __future__ import annotations

import pytest

from probes.pages.layout.prominence import Prominence
from probes.pages.service import service_entries
from probes.pages.service.service_entries import ServiceEntryKind
from tests.cases.build import view


@pytest.mark.parametrize(
    ("element", "kind"),
    [
        ({"text": "在线客服", "href": "/kefu"}, ServiceEntryKind.SERVICE),
        ({"text": "聯繫客服", "href": "/kefu"}, ServiceEntryKind.SERVICE),
        ({"text": "售前咨询", "href": "/kefu"}, ServiceEntryKind.SERVICE),
        ({"text": "全国热线", "href": "/kefu"}, ServiceEntryKind.SERVICE),
        ({"text": "Help desk", "href": "/kefu"}, ServiceEntryKind.SERVICE),
        ({"text": "联系电话", "href": "/contact"}, ServiceEntryKind.CONTACT),
        ({"text": "在线服务器", "href": "/x"}, None),
        ({"text": "Contact lenses", "href": "/x"}, None),
        ({"text": "心理咨询", "href": "/x"}, None),
        ({"text": "客户服务 ∨", "tag": "li", "region": "nav"}, ServiceEntryKind.SERVICE),
        ({"text": "Customer Service", "href": "/help"}, ServiceEntryKind.SERVICE),
        ({"text": "", "name": "在线客服", "tag": "button", "clickable": True}, ServiceEntryKind.SERVICE),
        ({"text": "", "tag": "div", "clickable": True, "classes": "meiqia-button"}, ServiceEntryKind.SERVICE),
        ({"text": "", "image": "/img/kefu.png", "clickable": True}, ServiceEntryKind.SERVICE),
        ({"text": "客服热线：400-200-3417"}, ServiceEntryKind.HOTLINE),
        ({"text": "客服热线 400-200-3417", "href": "tel:4002003417"}, ServiceEntryKind.HOTLINE),
        ({"text": "联系我们", "href": "/contact"}, ServiceEntryKind.CONTACT),
        ({"text": "联系卖家", "tag": "button", "clickable": True}, ServiceEntryKind.SELLER_CHAT),
        ({"text": "在线客服"}, None),  # words in the page's middle that nothing happens to
        ({"text": "商家客服", "href": "/seller"}, None),
        ({"text": "招商热线：400-200-3417"}, None),
        ({"text": "12315 消费者投诉", "href": "http://www.12315.cn/"}, None),
        ({"text": "客服系统软件", "href": "/item/3.html"}, None),
        ({"text": "在线客服", "href": "/kefu", "unseen": "display_none"}, None),
        ({"text": "在线客服与我们为您准备的购物指南大全", "href": "/a"}, None),
    ],
)
def test_kind(element: dict[str, object], kind: ServiceEntryKind | None) -> None:
    found = service_entries.service_entries(view("home", "", [element]))
    assert [entry.kind for entry in found] == ([] if kind is None else [kind])


def test_the_most_prominent_comes_first() -> None:
    footer = {"text": "在线客服", "href": "/a", "region": "footer", "box": (20, 3800, 80, 20)}
    floating = {"text": "客服", "tag": "div", "clickable": True, "region": "floating", "position": "fixed"}
    found = service_entries.place_service_entries((view("home", "", [footer, floating]),), ServiceEntryKind)
    assert [entry.level for entry in found] == [Prominence.P3, Prominence.P2]


def test_a_script_of_a_chat_service_is_known_by_its_host() -> None:
    loaded = {
        "url": "https://static.meiqia.com/a.js", "method": "GET", "kind": "script", "status": 200, "size": 1,
        "third_party": True, "initiator": "", "at_ms": 1.0,
    }  # fmt: skip
    assert service_entries.service_vendor(view("home", "", exchanges=[loaded])) == "static.meiqia.com"
    assert (
        service_entries.service_vendor(view("home", "", exchanges=[{**loaded, "url": "https://notmeiqia.com/a.js"}]))
        == ""
    )
