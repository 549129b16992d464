"""Customer service is kept out of the way, only merchants get a telephone, and paid membership renews by default."""

from tests.shops.answers import Shop
from tests.shops.brand import DOUYA
from tests.shops.market import small_market


def make() -> Shop:
    return small_market(DOUYA, service_full=False, renewal_fair=False, beside=True)
