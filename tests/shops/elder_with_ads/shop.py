"""An elder mode with advertising, and a layer that comes up by itself and lures."""

from tests.shops.answers import Shop, beside
from tests.shops.brand import DOUYA
from tests.shops.market import small_market

POPUP = beside(__file__, "popup.html")


def make() -> Shop:
    return small_market(DOUYA, elder_ads=True, extra=POPUP)
