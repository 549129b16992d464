"""A promotion and a consent layer cover everything at the first visit."""

from tests.shops.answers import Shop, beside
from tests.shops.brand import LIZILI
from tests.shops.market import small_market

LAYER = beside(__file__, "layer.html")


def make() -> Shop:
    return small_market(LIZILI, extra=LAYER)
