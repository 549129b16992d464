"""A shop whose entries to complain and to its service are links to nowhere; all else is there."""

from tests.shops.answers import Shop
from tests.shops.brand import DOUYA
from tests.shops.market import small_market

ENTRIES = '<a href="javascript:void(0)">投诉中心</a><a href="#">在线客服</a>'


def make() -> Shop:
    return small_market(DOUYA, complaint_links=False, service_full=False, quick=ENTRIES)
