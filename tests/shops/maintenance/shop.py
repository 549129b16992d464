"""Closed for maintenance, with status 200."""

from tests.shops.answers import Shop, ShopAnswer, beside, html

PAGE = beside(__file__, "page.html")


def make() -> Shop:
    return Shop({"/robots.txt": ShopAnswer(b"", 404)}, missing=html(PAGE))
