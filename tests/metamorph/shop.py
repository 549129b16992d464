"""The shop that does everything right, with what it has no occasion to show: a layer with its button, a captcha, a notice, cookies."""

from __future__ import annotations

from typing import Any

from crawler.record.network_record import Cookie
from crawler.site import Site
from crawler.vocabulary import ELDER, Role
from tests.probes.performance.shops import CHECKS, swapped
from tests.probes.performance.shops import good as good_shop

SHOP_CHECKS = CHECKS
_LAYER: dict[str, Any] = {
    "text": "已切换到长辈模式",
    "font_px": 20.0,
    "line_px": 30.0,
    "region": "dialog",
    "position": "fixed",
    "box": (100, 100, 400, 300),
}
_CLOSE: dict[str, Any] = {
    "text": "关闭", "font_px": 20.0, "line_px": 30.0, "tag": "button", "clickable": True, "region": "dialog", "parent": 0, "box": (450, 100, 50, 50),
}  # fmt: skip
_HOME: list[dict[str, Any]] = [
    {"text": "系统维护公告：本周日 2 点至 4 点升级"},
    *({"href": "/heart", "name": "收藏", "classes": "icon-heart"} for _ in range(2)),
]
_PUZZLE: list[dict[str, Any]] = [
    {"image": "/captcha.png", "box": (0, 900, 90, 40)},
    {"text": "语音验证码", "href": "#v"},
]


def fitted() -> Site:
    """That shop as a Site."""
    cookie = Cookie("SESSIONID", "shop.example", True, True, "Lax", True, False)
    whole = swapped(good_shop(), Role.HOME, cookies=(cookie,), add=_HOME)
    whole = swapped(whole, Role.HOME, ELDER, add=[_LAYER, _CLOSE])
    whole = swapped(whole, Role.SEARCH, add=[{"text": "您是不是要找：保温杯"}])
    return swapped(whole, Role.LOGIN, add=_PUZZLE)
