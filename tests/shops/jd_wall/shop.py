"""The home page sends strangers to a quick check that does not call itself a captcha."""

from tests.shops.answers import Shop, ShopAnswer, ShopRequest, beside, html, redirect

WALL = beside(__file__, "wall.html")
HANDLER = "/privatedomain/risk_handler/index.html"


def elsewhere(request: ShopRequest) -> ShopAnswer:
    return redirect(f"{HANDLER}?returnurl=demo&evtype=2")


def make() -> Shop:
    return Shop({HANDLER: html(WALL), "/robots.txt": ShopAnswer(b"", 404)}, missing=elsewhere)
