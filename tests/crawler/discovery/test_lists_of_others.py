"""Rows of a foot that all open the start of a help centre: it is not the page of a matter of which it says nothing."""

from __future__ import annotations

import pytest

from crawler.links.fitting import SILENT
from crawler.vocabulary import Role
from tests.crawler.crawl_helpers import Shop, crawled, page, served

pytestmark = pytest.mark.browser

ROWS = ("购物指南", "支付方式", "隐私政策")
FOOT = "".join(f"<li style='cursor:pointer' onclick=\"window.open('/help')\">{row}</li>" for row in ROWS)
LINKS = '<a href="/login">请登录</a>'
FORM = '<form><input placeholder="用户名"><input type="password" placeholder="密码"><button>登录</button></form>'
TOPICS = "".join(
    f"<li style='cursor:pointer' onclick=\"this.after(`内容`)\">{one}</li>"
    for one in ("新手入门", "下单的步骤", "支付方式", "怎样收货", "会员等级", "积分怎么用", "发票怎么开", "运费怎么算")
)
POLICY = "".join(f"<p>我们收集您的收货地址，用于配送，第{number}条。</p>" for number in range(9))


async def test_the_start_of_a_help_centre_is_no_page_of_a_matter_that_it_does_not_name() -> None:
    shop = Shop(
        {
            "/": page(f"{LINKS}<main>每日上新的好物</main><footer><ul>{FOOT}</ul></footer>"),
            "/help": page(f"<main>{TOPICS}</main>", "集市", fill=""),
            "/login": page(f'<main>{FORM}</main><a href="/read?id=3">隐私</a>', "集市", fill=""),
            "/read": page(f"<main><h2>隐私政策</h2>{POLICY}</main>", "集市", fill=""),
        }
    )
    async with served(shop) as there:
        site = await crawled(there, Role.HELP, Role.PAYMENT, Role.PRIVACY, Role.LOGIN)
    payment = site.view(Role.PAYMENT)
    assert payment is not None
    assert payment.url.endswith("/help")  # which names it
    assert [one.url.rpartition("/")[2] for one in site.all(Role.PRIVACY)] == ["read?id=3"]
    refused = {fetch.text for fetch in site.fetches if fetch.error == f"{SILENT.reason}: {SILENT.detail}"}
    assert refused == {"隐私政策"}
