"""The footer of a shop template whose numbers were never filled in."""

from tests.shops.answers import Shop, ShopAnswer
from tests.shops.brand import LIZILI
from tests.shops.market import small_market


def make() -> Shop:
    gone = ShopAnswer(b"Not Found", 404, "text/plain; charset=utf-8")
    return small_market(LIZILI, legal="legal_placeholder.html", licence_links=False).but({"/license": gone})
