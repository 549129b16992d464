"""Rows of a foot that open one page in a new window each are pressed, and the page is loaded no more than twice."""

from __future__ import annotations

import pytest

from crawler.vocabulary import Role
from tests.crawler.crawl_helpers import Shop, crawled, page, served

pytestmark = pytest.mark.browser

ROWS = {
    "购物指南": Role.HELP,
    "配送方式": Role.DELIVERY,
    "支付方式": Role.PAYMENT,
    "售后服务": Role.AFTER_SALES,
    "会员介绍": Role.MEMBER,
}
PRESS = "sessionStorage.said='{row}';window.open('/help')"
FOOT = "".join(f"<li style='cursor:pointer' onclick=\"{PRESS.format(row=row)}\">{row}</li>" for row in ROWS)
ALL = f"<p>{'、'.join(ROWS)}：每一件事都在这里说明，请按标题查看，有疑问请联系我们的工作人员，谢谢您的支持。</p>"
EACH = "<p id=own></p><script>own.textContent = (sessionStorage.said + '的说明，逐条写在下面。').repeat(9)</script>"


@pytest.mark.parametrize(("body", "loads"), [(ALL, 2), (EACH, len(ROWS))], ids=["one text", "a text for each row"])
async def test_a_window_that_two_labels_opened_alike_is_not_loaded_for_a_third(body: str, loads: int) -> None:
    shop = Shop(
        {
            "/": page(f"<main>每日上新的好物</main><footer><ul>{FOOT}</ul></footer>"),
            "/help": page(body, "集市", fill=""),
        }
    )
    async with served(shop) as there:
        site = await crawled(there, *ROWS.values())
    for row, role in ROWS.items():
        shown = site.view(role)
        assert shown is not None, row
        assert (shown.path, shown.url.rpartition("/")[2]) == ((row,), "help")
        assert row in shown.text
    assert shop.count("/help") == loads
