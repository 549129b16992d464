"""A page that only says where to get the app."""

from tests.shops.answers import Answer, Shop, beside, html

PAGE = beside(__file__, "page.html")


def make() -> Shop:
    return Shop({"/": html(PAGE), "/robots.txt": Answer(b"", 404)})
