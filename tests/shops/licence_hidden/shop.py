"""All numbers are in the page and none can be seen: not displayed, in the colour of the ground, off the screen, of no size."""

from tests.shops.answers import Shop, ShopAnswer
from tests.shops.brand import LIZILI
from tests.shops.market import small_market


def make() -> Shop:
    gone = ShopAnswer(b"Not Found", 404, "text/plain; charset=utf-8")
    shop = small_market(LIZILI, legal="legal_hidden.html")
    bare = small_market(LIZILI, legal="legal_hidden.html", licence_links=False)
    return shop.but({**bare.routes, "/license": gone})
