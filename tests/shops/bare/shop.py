"""A shop that sells and says nothing about itself: no licences, no policy, no way to complain."""

from tests.shops.answers import Shop, html, text
from tests.shops.brand import DOUYA
from tests.shops.goods import GOODS, drawing
from tests.shops.market import HERE, render


def make() -> Shop:
    pages = {good.url: html(render("bare_item.html", DOUYA, header="", footer="", good=good)) for good in GOODS}
    pictures = {good.picture: text(drawing(good), "image/svg+xml") for good in GOODS}
    style = text((HERE / "static" / "shop.css").read_text("utf-8"), "text/css")
    home = html(render("bare.html", DOUYA, header="", footer=""))
    return Shop({"/": home, "/shop.css": style, "/shop.js": text("", "text/javascript"), **pages, **pictures})
