"""A good shop whose links to its privacy policy are answered by 404, wherever they stand: the page was taken away."""

from tests.shops.answers import Shop, ShopAnswer, ShopRequest, html
from tests.shops.brand import LIZILI
from tests.shops.market import render_small, small_market


def deny_page(request: ShopRequest) -> ShopAnswer:
    return html(render_small("missing.html", LIZILI, title="页面不存在"), status=404)


def make() -> Shop:
    return small_market(LIZILI).but({"/privacy": deny_page})
