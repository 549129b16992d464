"""Rules on returns that the law does not allow: three days, nothing once sold, and the last word for the shop."""

from tests.shops.answers import Shop, html
from tests.shops.brand import LIZILI
from tests.shops.market import render_small, small_market


def make() -> Shop:
    refused = html(render_small("returns_refused.html", LIZILI, title="售后服务", path="/after-sales"))
    return small_market(LIZILI).but({"/after-sales": refused})
