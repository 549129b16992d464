"""The box of consent is ticked before the visitor has read a word."""

from tests.shops.answers import Shop
from tests.shops.brand import LIZILI
from tests.shops.market import small_market


def make() -> Shop:
    return small_market(LIZILI, ticked=True)
