"""A way to a chat is one only as far as what it opened was a chat: a box without words or field is none."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.site import Fetch, Site
from crawler.vocabulary import Device, GapReason
from probes.pages.service.chat import ChatTarget, look_behind
from tests.cases.build import AT, SHOP, gap, site, view

ENTRY: dict[str, Any] = {"text": "客服", "tag": "div", "clickable": True, "region": "floating"}
DEAD = "pressing the control brought up nothing that we could see"


def _behind(*views: Any, **given: Any) -> ChatTarget:
    home = view("home", None, [ENTRY])
    return look_behind(site(home, *views, **given), home, home.elements[0])


def _pressed(*elements: dict[str, Any], label: str = "客服", by: str = "click") -> ChatTarget:
    return _behind(view("service", None, elements, path=[label], found_by=by))


def test_what_was_never_pressed_may_be_a_chat() -> None:
    assert _behind() is ChatTarget.CHAT


def test_a_box_that_a_press_opened_is_a_chat_where_one_can_write_in_it() -> None:
    assert _pressed({"text": "关闭"}) is ChatTarget.NONE
    assert _pressed({"tag": "textarea", "input_type": "textarea", "name": "请输入您的问题"}) is ChatTarget.CHAT
    assert _pressed({"text": "关闭"}, label="联系我们") is ChatTarget.CHAT  # that was another control
    assert _pressed({"text": "关闭"}, by="link") is ChatTarget.CHAT


@pytest.mark.parametrize(("text", "target"), [("客服", ChatTarget.NONE), ("商家客服", ChatTarget.CHAT)])
def test_a_control_that_was_pressed_in_vain_opens_no_chat(text: str, target: ChatTarget) -> None:
    error = f"{GapReason.CONTROL}: {DEAD}"
    tried = Fetch("x1", "entry", 1, SHOP, "", None, AT, 0.0, text=text, error=error, device=Device.DESKTOP)
    found: Site = site(view("home", None, [ENTRY]), gap("service", GapReason.CONTROL, detail=DEAD), tried)
    home = found.views[0]
    assert look_behind(found, home, home.elements[0]) is target
