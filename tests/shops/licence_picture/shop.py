"""Name, credit code and filing numbers stand in one picture of the footer and nowhere as text."""

from tests.shops.answers import Shop
from tests.shops.brand import LIZILI
from tests.shops.market import small_market


def make() -> Shop:
    return small_market(LIZILI, legal="legal_picture.html")
