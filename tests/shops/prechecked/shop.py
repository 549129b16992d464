"""The box of consent is ticked before the visitor has read a word."""

from tests.shops.answers import Shop
from tests.shops.brand import LIZILI
from tests.shops.market import market


def make() -> Shop:
    return market(LIZILI, ticked=True)
