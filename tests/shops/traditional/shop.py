"""A shop in traditional characters."""

from tests.shops.answers import Shop, html
from tests.shops.brand import DOUYA
from tests.shops.market import render_small, small_market


def make() -> Shop:
    titles = {"home": "首頁", "license": "營業執照", "complaint": "投訴舉報中心"}
    pages = {name: html(render_small(f"traditional/{name}.html", DOUYA, title=title)) for name, title in titles.items()}
    shop = small_market(DOUYA, elder=False)
    return shop.but({"/": pages["home"], "/license": pages["license"], "/complaint": pages["complaint"]})
