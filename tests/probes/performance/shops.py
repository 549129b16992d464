"""A shop that does everything right, for both subjects: each test breaks one thing."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from crawler.record.network_record import Host
from crawler.site import Element, Fetch, Past, Site, Timing, View
from crawler.vocabulary import ARRIVED, ELDER, MENUS, Device, Role
from probes.finding import Answer
from probes.run import judge_site
from tests.cases.build import AT, SHOP, site, view
from tests.rules import real_checks

CHECKS = {check.id: check for check in real_checks() if check.id.split(".")[0] in ("inclusion", "performance")}
BIG: dict[str, Any] = {"font_px": 20.0, "line_px": 30.0, "box": (20, 100, 200, 64)}

HEADER: list[dict[str, Any]] = [
    {"text": text, "href": href, "region": "header", "box": (20 + 90 * at, 10, 80, 30)}
    for at, (text, href) in enumerate(
        [
            ("首页", "/"),
            ("全部分类", "/category"),
            ("购物车", "/cart"),
            ("请登录", "/login"),
            ("我的订单", "/orders"),
            ("帮助中心", "/help"),
            ("长辈版", "/elder"),
            ("在线客服", "/service"),
        ]
    )
] + [{"input_type": "search", "name": "搜索商品", "box": (800, 10, 300, 40)}]
HOME_LINKS: list[dict[str, Any]] = [
    {"text": text, "href": href}
    for text, href in [
        ("新手指南", "/help"),
        ("支付方式", "/pay"),
        ("配送方式", "/delivery"),
        ("退换货", "/returns"),
        ("发票说明", "/invoice"),
        ("字号放大", "/zoom"),
        ("朗读", "/read"),
        ("高对比度", "/contrast"),
        ("信息无障碍标识", "/a11y"),
    ]
]
PRODUCTS: list[dict[str, Any]] = [{"text": f"商品{n} ¥{n}9", "href": f"/item/{n}"} for n in range(1, 6)]
HELP = "注册登录 下单流程 支付方式 配送说明 退换货 发票 账号安全 长辈来电可以一键转人工，也可以用亲情付。 等级保护三级 如何开启长辈版：点击页头"
TOLD = {
    Role.PAYMENT: "可以用银行卡或者转账付款，付款以后订单立即确认。",
    Role.DELIVERY: "下单后两天内发货，由快递送到门口，运费八元。",
    Role.AFTER_SALES: "签收后七天内可以退货，退款按原路退回。",
}
HEADERS = {
    "Strict-Transport-Security": "max-age=1",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "origin",
}


def enlarged(elements: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same elements as an elder mode draws them."""
    return [element | BIG | {"box": (20, 80 * at + 10, 200, 64)} for at, element in enumerate(elements)]


def timings(role: Role, count: int = 5, **given: Any) -> list[Timing]:
    plain: dict[str, Any] = {
        "ttfb_ms": 200.0,
        "fcp_ms": 900.0,
        "lcp_ms": 1500.0,
        "cls": 0.02,
        "tbt_ms": 50.0,
        "load_ms": 2000.0,
        "connect_ms": 20.0,
        "control_ms": 100.0,
    }
    return [
        Timing(role, Device.DESKTOP, 1, run, AT, f"{SHOP}{role}", True, **(plain | given))
        for run in range(1, count + 1)
    ]


def page(role: Role, elements: list[dict[str, Any]], **given: Any) -> View:
    return view(role, elements=[*HEADER, *elements], headers=HEADERS, **given)


def things() -> list[Any]:
    """Every view, timing, fetch and past of the good shop, on the desktop."""
    document: dict[str, Any] = {
        "url": SHOP, "method": "GET", "kind": "document", "status": 200, "size": 9000, "third_party": False,
        "initiator": "", "at_ms": 0.0,
    }  # fmt: skip
    image = document | {"url": f"{SHOP}a.png", "kind": "image", "at_ms": 600.0}
    back = {"text": "返回标准版", "href": "/"}
    home = [*HOME_LINKS, *PRODUCTS, {"image": "/a.png", "name": "横幅"}]
    return [
        page(Role.HOME, home, exchanges=[document, image]),
        page(Role.HOME, home, state=ARRIVED),
        page(Role.HOME, home, state=MENUS),
        view(Role.HOME, elements=enlarged([*HEADER, *home, back]), state=ELDER, path=("长辈版",)),
        view(Role.HOME, elements=enlarged([*HEADER, *home, back]), state="elder_waited"),
        view(Role.HOME, elements=[*HEADER, *home], state="elder_left", path=("长辈版", "返回标准版")),
        page(Role.LIST, PRODUCTS),
        view(Role.LIST, elements=enlarged([*HEADER, *PRODUCTS]), state=ELDER),
        page(
            Role.PRODUCT, [{"text": "加入购物车", "tag": "button", "clickable": True}, {"text": "评价", "href": "#r"}]
        ),
        view(Role.PRODUCT, elements=enlarged([*HEADER, *PRODUCTS]), state=ELDER),
        page(Role.SEARCH, PRODUCTS, url=f"{SHOP}search?q=cup", exchanges=[document, image]),
        view(Role.SEARCH, elements=PRODUCTS, state="elder_asked", url=f"{SHOP}elder/"),
        page(Role.HELP, [{"text": HELP}, {"input_type": "text", "name": "搜索您的问题"}], text=HELP),
        page(Role.LOGIN, [{"input_type": "password", "name": "密码", "action": "/login"}]),
        page(Role.LOGIN, [{"input_type": "password", "name": "密码"}, {"text": "密码不能为空"}], state="left_empty"),
        page(Role.REGISTER, []),
        page(Role.ERROR, [{"text": "抱歉，页面不存在"}, {"text": "返回首页", "href": "/"}], status=404),
        *(page(role, []) for role in (Role.SERVICE, Role.ABOUT, Role.SOCIAL, Role.PRIVACY, Role.CART)),
        *(page(role, [{"text": said}]) for role, said in TOLD.items()),
        *(timing for role in (Role.HOME, Role.LIST, Role.PRODUCT) for timing in timings(role)),
        *(Fetch(f"x{n}", "link", 1, f"{SHOP}l{n}", f"{SHOP}l{n}", 200, AT, 0.1) for n in range(30)),
        *(Past(AT - timedelta(hours=8 * n), "beat", {"ok": True}) for n in range(24)),
    ]


def good() -> Site:
    """The good shop as a Site, with a certificate that lasts."""
    tls = {
        "subject": "shop",
        "issuer": "ca",
        "not_after": "2027-06-01T00:00:00+00:00",
        "protocol": "TLSv1.3",
        "chain_valid": True,
    }
    return dataclasses.replace(site(*things()), hosts=(Host("shop.example", ("203.0.113.1",), tls),))


def without(whole: Site, keep: Callable[[View], bool]) -> Site:
    return dataclasses.replace(whole, views=tuple(other_view for other_view in whole.views if keep(other_view)))


def swapped(whole: Site, role: Role, state: str = "landed", **changes: Any) -> Site:
    """The site with fields of that view changed; ``add`` appends elements and their words."""
    add = changes.pop("add", [])

    def change(other: View) -> View:
        if other.role is not role or other.state != state:
            return other
        more = view(role, elements=add).elements
        shifted = tuple(
            dataclasses.replace(
                one,
                id=one.id + len(other.elements),
                parent=None if one.parent is None else one.parent + len(other.elements),
            )
            for one in more
        )
        text = "\n".join([other.text, *(one.text for one in more)])
        return dataclasses.replace(other, **({"elements": (*other.elements, *shifted), "text": text} | changes))

    return dataclasses.replace(whole, views=tuple(change(other_view) for other_view in whole.views))


def redrawn(whole: Site, role: Role, state: str, draw: Callable[[Element], Element]) -> Site:
    """The site with every element of that view drawn anew."""
    found = whole.view(role, state)
    assert found is not None
    return swapped(whole, role, state, elements=tuple(draw(element) for element in found.elements))


def ask(id: str, whole: Site) -> Answer:
    """What that probe says of the desktop in the first look; its bugs surface."""
    findings = judge_site((CHECKS[id],), whole, strict=True)
    return next(finding.answer for finding in findings if finding.device is Device.DESKTOP and finding.look == 1)
