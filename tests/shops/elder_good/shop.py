"""A button switches the elder mode, the browser remembers it, and it can be switched back."""

from tests.shops.answers import Shop
from tests.shops.brand import DOUYA
from tests.shops.market import small_market


def make() -> Shop:
    return small_market(DOUYA, elder_entry="elder_button.html")
