"""The home page sends strangers to a quick check that does not call itself a captcha."""

from tests.shops.answers import Answer, Request, Shop, beside, html, redirect

WALL = beside(__file__, "wall.html")
HANDLER = "/privatedomain/risk_handler/index.html"


def elsewhere(request: Request) -> Answer:
    return redirect(f"{HANDLER}?returnurl=demo&evtype=2")


def make() -> Shop:
    return Shop({HANDLER: html(WALL), "/robots.txt": Answer(b"", 404)}, missing=elsewhere)
