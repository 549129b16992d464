"""Every address leads to a slider captcha, as at a large marketplace that does not know the visitor."""

from tests.shops.answers import Shop, ShopAnswer, ShopRequest, beside, html, redirect

WALL = beside(__file__, "wall.html")
PUNISH = "/_____tmd_____/punish"


def elsewhere(request: ShopRequest) -> ShopAnswer:
    return redirect(f"{PUNISH}?x5secdata=demo&x5step=1")


def make() -> Shop:
    return Shop({PUNISH: html(WALL), "/robots.txt": ShopAnswer(b"", 404), "/": elsewhere}, missing=elsewhere)
