"""Customer service is kept out of the way, only merchants get a telephone, and paid membership renews by default."""

from tests.shops.answers import Shop
from tests.shops.brand import DOUYA
from tests.shops.market import market


def make() -> Shop:
    return market(DOUYA, service_full=False, renewal_fair=False)
