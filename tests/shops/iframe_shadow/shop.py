"""The footer is a document of its own in a frame, the complaint entry floats in an open shadow root."""

from tests.shops.answers import Shop, html
from tests.shops.brand import LIZILI
from tests.shops.market import market, render


def make() -> Shop:
    frame = html(render("frame.html", LIZILI, header="", footer="", complaint_links=False))
    return market(LIZILI, footer="footer_frame.html", complaint_links=False).but({"/footer-frame": frame})
