"""The footer is a document of its own in a frame, the complaint entry floats in an open shadow root."""

from tests.shops.answers import Shop, html
from tests.shops.brand import LIZILI
from tests.shops.market import render_small, small_market


def make() -> Shop:
    frame = html(render_small("frame.html", LIZILI, header="", footer="", complaint_links=False))
    return small_market(LIZILI, footer="footer_frame.html", complaint_links=False).but({"/footer-frame": frame})
