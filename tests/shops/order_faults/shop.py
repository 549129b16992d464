"""Insurance nobody asked for, cancelling by telephone, money to somebody's own account."""

from tests.shops.answers import Shop, ShopAnswer, html
from tests.shops.brand import LIZILI
from tests.shops.market import render_small, small_market

INSURANCE = '<p><label class="addon"><input type="checkbox" name="insurance" checked> 退货运费险 ¥2.50</label></p>'
WARRANTY = '<p><label class="addon"><input type="checkbox" name="warranty" checked> 延保服务一年 ¥59.00</label></p>'
PAGES = {
    "/agreement": ("agreement.html", "用户服务协议"),
    "/rules": ("rules.html", "平台规则"),
    "/help": ("help.html", "帮助中心"),
    "/guide": ("help.html", "购物说明"),
    "/payment": ("payment.html", "付款说明"),
    "/after-sales": ("after_sales.html", "售后服务"),
}


def make() -> Shop:
    pages: dict[str, ShopAnswer] = {
        path: html(render_small(f"order_faults/{template}", LIZILI, title=title, path=path, beside=True))
        for path, (template, title) in PAGES.items()
    }
    gone = ShopAnswer(b"Not Found", 404, "text/plain; charset=utf-8")
    articles = {"/help/order": gone, "/help/cancel": gone, "/help/safety": gone}
    return small_market(LIZILI, beside=True, item_extra=INSURANCE, cart_extra=WARRANTY).but({**pages, **articles})
