"""On a desktop the page is one frame of a phone's width, held by a fixed box, with the whole shop in it; phones get the shop itself."""

from tests.shops.answers import Shop, ShopAnswer, ShopRequest, html
from tests.shops.brand import LIZILI
from tests.shops.market import render_small, small_market


def make() -> Shop:
    whole = small_market(LIZILI, elder=False)
    shell = html(render_small("phone_frame/index.html", LIZILI))

    def home(request: ShopRequest) -> ShopAnswer:
        phone = "Mobile" in request.headers.get("User-Agent", "") or "inner" in request.query
        return whole.answer(request) if phone else shell

    return whole.but({"/": home})
