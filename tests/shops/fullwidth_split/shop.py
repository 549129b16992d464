"""Numbers in full-width figures and in pieces: every letter an element of its own."""

from tests.shops.answers import Shop
from tests.shops.brand import LIZILI
from tests.shops.market import small_market

WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def make() -> Shop:
    digits = "".join(filter(str.isdigit, LIZILI.icp.split("号")[0]))
    return small_market(LIZILI, legal="legal_split.html", wide=digits.translate(WIDE))
