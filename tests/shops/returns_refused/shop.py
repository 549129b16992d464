"""Rules on returns that the law does not allow: three days, nothing once sold, and the last word for the shop."""

from tests.shops.answers import Shop, html
from tests.shops.brand import LIZILI
from tests.shops.market import market, render


def make() -> Shop:
    refused = html(render("returns_refused.html", LIZILI, title="售后服务", path="/after-sales"))
    return market(LIZILI).but({"/after-sales": refused})
