"""A shop that does all the standard asks of a public page."""

from tests.shops.answers import Shop
from tests.shops.brand import LIZILI
from tests.shops.market import market


def make() -> Shop:
    return market(LIZILI)
