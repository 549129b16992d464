"""A shop in English; its numbers are Chinese all the same."""

from tests.shops.answers import Shop, html
from tests.shops.brand import DOUYA
from tests.shops.market import render_small, small_market


def make() -> Shop:
    titles = {"home": "Home", "license": "Business License", "complaint": "Complaints"}
    pages = {name: html(render_small(f"english/{name}.html", DOUYA, title=title)) for name, title in titles.items()}
    shop = small_market(DOUYA, elder=False)
    return shop.but({"/": pages["home"], "/license": pages["license"], "/complaint": pages["complaint"]})
