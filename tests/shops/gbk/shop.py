"""A shop in GBK: no header says so, and its search form sends its words in GBK."""

from tests.shops.answers import Shop
from tests.shops.brand import LIZILI
from tests.shops.market import small_market


def make() -> Shop:
    return small_market(LIZILI, charset="gbk")
