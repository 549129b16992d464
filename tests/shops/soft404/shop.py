"""Addresses that lead nowhere answer 200 with a page that says so, the privacy policy's among them."""

from tests.shops.answers import Shop, ShopAnswer, ShopRequest, html
from tests.shops.brand import LIZILI
from tests.shops.market import render_small, small_market


def missing(request: ShopRequest) -> ShopAnswer:
    return html(render_small("missing.html", LIZILI, title="页面不存在"))


def make() -> Shop:
    shop = small_market(LIZILI, policy="/privacy-2026")
    return shop.but({"/privacy": missing}, missing)
