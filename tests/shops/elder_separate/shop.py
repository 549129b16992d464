"""The elder version is a site of its own, linked from the header."""

from tests.shops.answers import Shop, ShopAnswer, ShopRequest, html
from tests.shops.brand import DOUYA
from tests.shops.market import FEW, render_small, small_market

ENTRY = '<a class="strong" href="/elder/">长辈版</a>'


def page(request: ShopRequest) -> ShopAnswer:
    number = request.path.rsplit("/", 1)[-1].removesuffix(".html")
    good = next((good for good in FEW if str(good.id) == number), None)
    return html(render_small("elder_home.html", DOUYA, good=good, chosen=FEW))


def make() -> Shop:
    return small_market(DOUYA, elder=False, quick=ENTRY).but({"/elder/*": page})
