"""A page that only says where to get the app."""

from tests.shops.answers import Shop, ShopAnswer, beside, html

PAGE = beside(__file__, "page.html")


def make() -> Shop:
    return Shop({"/": html(PAGE), "/robots.txt": ShopAnswer(b"", 404)})
