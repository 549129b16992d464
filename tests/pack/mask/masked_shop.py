"""A shop whose pages, data and pictures leak what its customers are, and which publishes what it must."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from PIL import Image

from crawler.network import exchange_log
from crawler.site import Fetch, Site
from probes import run
from storage.visits.audit import Audit
from tests.cases.build import AT, SHOP, gap, site, view
from xuncha.judging.rules import load_rules
from xuncha.pack.parts import PackFacts
from xuncha.reports.judged_record import serialize_findings
from xuncha.reports.seen import serialize_view as told_view

MADE = datetime(2026, 11, 25, 12, tzinfo=UTC)
MOBILE, OTHER, IDENTITY, CARD = "13812345678", "15987654321", "11010519491231002X", "6222021234567890128"
NAME, NICK, MAIL = "欧阳明月", "吃瓜小能手88", "zhang.buyer@qq.com"
ADDRESS = "浙江省杭州市西湖区文三路90号2栋301室"
TOKEN = "a8f3c91be77d40f2b6"
WIDE = OTHER.translate({48 + number: 0xFF10 + number for number in range(10)})
STREET = "文三路90号2栋301室"
SECRETS = (MOBILE, OTHER, IDENTITY, CARD, NAME, NICK, MAIL, ADDRESS, TOKEN, WIDE, STREET)
# What the law or the shop itself publishes.
HOTLINE, SERVICE, CONTACT, COMPANY_MAIL = "400-820-8820", "13900001111", "13700002222", "kefu@shop.example"
LICENCE, LEGAL, PLACE, ICP = "91330106MA27XXXX0Q", "王建国", "杭州市西湖区文一路1号", "浙ICP备10046444号"
PUBLIC = (HOTLINE, SERVICE, CONTACT, COMPANY_MAIL, LICENCE, LEGAL, PLACE, ICP, "95338", "0571-88001234")
FOOTER = (
    f"客服热线 {HOTLINE} 投诉电话：{SERVICE} 传真 0571-88001234\n联系电话：{CONTACT}\n客服邮箱：{COMPANY_MAIL}\n"
    f"统一社会信用代码：{LICENCE} 法定代表人：{LEGAL}\n公司地址：{PLACE}\n{ICP}\n订单编号 13600001234"
)


def spelt(secret: str) -> Iterator[bytes]:
    """How any file could say it."""
    for said in {
        secret,
        quote(secret),
        quote(secret).lower(),
        json.dumps(secret)[1:-1],
        json.dumps(secret)[1:-1].upper().replace("\\U", "\\u"),
        "".join(f"&#{ord(c)};" for c in secret),
        secret.translate({48 + n: 0xFF10 + n for n in range(10)}),
    }:
        yield said.encode("utf-8", "replace")
        yield said.encode("gb18030", "replace")


class Blobs(dict[str, bytes]):
    def put(self, data: bytes) -> str:
        sha = hashlib.sha256(data).hexdigest()
        self[sha] = data
        return sha


def picture(width: int, height: int, form: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#ffffff").save(out, form)
    return out.getvalue()


def _record(blobs: Blobs, api: bytes, page: bytes) -> bytes:
    def entry(id: str, url: str, gave: bytes, **more: Any) -> dict[str, Any]:
        response = {
            "status": 200, "status_text": "OK", "protocol": "h2", "as_received": True, "media": "text/html", "charset": "",
            "from": "network", "timing": {},
            "headers": [
                ["Content-Type", "text/html"], ["Set-Cookie", "sid=top-secret-session; Path=/; HttpOnly"], ["set-cookie", "uid=\"q;1\"; Max-Age=5"],
            ],
        }  # fmt: skip
        said = {
            "sha256": blobs.put(gave),
            "size": len(gave),
            "whole": len(gave),
            "text": True,
            "cut": "",
            "earlier": False,
        }
        asked = {
            "headers": [
                ["Cookie", "sid=top-secret-session; theme=dark"],
                ["Authorization", "Bearer abc.def.ghi"],
                ["Accept", "*/*"],
            ],
            "as_sent": True,
        }
        asked |= more
        return {
            "id": id, "hop": 0, "at": "2026-11-24T02:00:00.000+00:00", "kind": "document", "url": url, "method": "GET", "initiator": "",
            "request": asked, "response": response, "body": said,
        }  # fmt: skip

    posted = json.dumps({"receiverMobile": OTHER, "receiverName": NAME, "deep": json.dumps({"consignee": NAME})})
    return exchange_log.pack_record(
        {
            "schema": exchange_log.SCHEMA,
            "page": {"url": SHOP, "exchange": 0},
            "addresses": {},
            "certificates": [],
            "left_out": 0,
            "exchanges": [
                entry("1", SHOP, page),
                entry(
                    "2", f"{SHOP}api?mobile={MOBILE}&token={TOKEN}", api, body=exchange_log.posted_body(posted.encode())
                ),
                entry(
                    "3",
                    f"{SHOP}track",
                    b"ok",
                    body=exchange_log.posted_body(f"收货人：{NAME} {MOBILE}".encode("gb18030")),
                ),
            ],
        }
    )


def leaking() -> tuple[Site, Blobs]:
    """The Site and its blobs."""
    blobs = Blobs()
    review = f"好用，要的加我 {MOBILE}，或者 138-1234-5678"
    words = f"商品\n{NICK}\n{review}\n收货人：{NAME} 电话 {OTHER} 邮箱 {MAIL}\n收货地址：{ADDRESS}"
    words += f"\n身份证 {IDENTITY}\n银行卡号：6222 0212 3456 7890 128\n{FOOTER}"
    html = (
        f"<meta charset=gb18030><div class=review><b class=user-nick>{NICK}</b><p>{review}</p></div>"
        f"<p>收货人：<b>{NAME}</b> 电话 <i>159</i>8765<i>4321</i> 邮箱 {MAIL}</p><p>收货地址：{ADDRESS}</p>"
        f"<p>浙江省<b>杭州市</b>西湖区<i>{STREET}</i> {WIDE}</p>"
        f"<p>身份证 {IDENTITY}</p>"
        f"<a href='/my?mobile={MOBILE}&amp;token={TOKEN}'>我的</a><p>{FOOTER}</p>"
        f'<script>var state={{"buyerNick":"{NICK}","mobile":{MOBILE},"tel":"{CONTACT}"}}</script>'
    )
    api = json.dumps(
        {
            "reviews": [{"nickName": NICK, "content": f"加我 {MOBILE} {WIDE}", "user": {"mobile": int(MOBILE)}}],
            "order": {"receiverName": NAME, "receiverMobile": OTHER, "receiverAddress": ADDRESS,
                      "userEmail": MAIL, "idCard": IDENTITY, "bankCard": CARD},
            "shop": {"servicePhone": SERVICE, "company": "示例有限公司", "address": PLACE, "id": 13600001234},
        }
    ).encode()  # fmt: skip
    gbk = html.encode("gb18030")
    shot = blobs.put(picture(683, 1000))
    card = blobs.put(picture(60, 40, "PNG"))
    wired = blobs.put(_record(blobs, api, gbk))
    exchanges: list[dict[str, Any]] = [
        {"url": url, "method": "GET", "kind": kind, "status": 200, "size": 1, "third_party": False, "initiator": "", "at_ms": 1.0,
         "body": body, "media": media}
        for url, kind, body, media in (
            (f"{SHOP}product", "document", blobs.put(gbk), "text/html"),
            (f"{SHOP}api?mobile={MOBILE}&token={TOKEN}", "xhr", blobs.put(api), "application/json"),
            (f"{SHOP}card.png", "image", card, "image/png"),
        )
    ]  # fmt: skip
    product = view(
        "product",
        words,
        [
            {"text": "商品", "heading": 1},
            {"text": f"{NICK} {review}", "own": "", "classes": "review-item", "box": (20, 80, 400, 60)},
            {"text": NICK, "classes": "user-nick", "parent": 1, "box": (20, 80, 100, 20)},
            {"text": review, "classes": "content", "parent": 1, "box": (20, 110, 400, 30)},
            {"text": f"收货人：{NAME} 电话 {OTHER}", "box": (20, 200, 400, 30)},
            {"image": "card.png", "ocr": f"身份证 {IDENTITY}", "box": (20, 300, 60, 40)},
            {"text": "投诉电话：" + SERVICE, "region": "footer", "box": (20, 1800, 300, 30)},
            {"text": "我的", "href": f"/my?mobile={MOBILE}&token={TOKEN}"},
        ],
        url=f"{SHOP}product?mobile={MOBILE}",
        html=html,
        height=2000,
        screenshot=shot,
        screenshot_scale=0.5,
        exchanges_record=wired,
        exchanges=exchanges,
        headers={"set-cookie": "sid=top-secret-session; Path=/"},
    )
    home = view(
        "home", FOOTER, [{"text": line, "region": "footer"} for line in FOOTER.split("\n")], html=f"<p>{FOOTER}</p>"
    )
    fetched = Fetch(
        "x1",
        "product",
        1,
        f"{SHOP}p2",
        f"{SHOP}p2?phone={OTHER}",
        200,
        AT,
        0.1,
        "text/html",
        words,
        blobs.put(words.encode()),
    )
    missing = gap("cart", detail=f"waited for {SHOP}order?mobile={OTHER}", url=f"{SHOP}order?mobile={OTHER}")
    return site(home, product, fetched, missing), blobs


def facts(seen: Site, blobs: Blobs) -> PackFacts:
    """Judged by the real probes."""
    rules = load_rules()
    findings = run.judge_site(rules.checks, seen)
    audit = Audit("0011223344556677", "ab" * 32, MADE, findings, (), {}, id="8899aabbccddeeff")
    told = {
        "findings": serialize_findings(rules.checks, findings),
        "views": [told_view(page) for page in seen.views],
        "target": {"url": seen.platform.url, "name": seen.platform.name},
        "flag_decisions": [{"reason": f"致电 {MOBILE} 核实"}],
    }
    return PackFacts(audit, seen, rules, told, (), blobs.get, MADE)


def readable(data: bytes) -> bytes:
    """The bytes that a reader of the pack may come to see."""
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
