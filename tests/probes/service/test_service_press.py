"""The entry to customer service that is pressed is one of the shop's own, not one that opens another program."""

from __future__ import annotations

from typing import Any

import pytest

from probes.service.service_opens import entry_to_press
from tests.cases.build import view

AT: dict[str, Any] = {"tag": "a", "region": "footer"}
QQ = AT | {"href": "http://wpa.qq.com/msgrd?v=3&uin=200002&site=qq", "text": "QQ交谈"}
SIGN = AT | {"href": "http://wpa.qq.com/msgrd?v=3&uin=200003&site=qq", "image": "/qq.png"}
CONTACT = AT | {"href": "/contact", "text": "联系我们"}


@pytest.mark.parametrize(
    ("shown", "pressed"), [((QQ, SIGN, CONTACT), "联系我们"), ((QQ, SIGN), ""), ((CONTACT,), "联系我们")]
)
def test_a_chat_in_another_program_is_not_pressed(shown: tuple[dict[str, Any], ...], pressed: str) -> None:
    entry = entry_to_press(view("home", None, shown))
    assert (entry.entry.words if entry else "") == pressed
