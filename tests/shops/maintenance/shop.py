"""Closed for maintenance, with status 200."""

from tests.shops.answers import Answer, Shop, beside, html

PAGE = beside(__file__, "page.html")


def make() -> Shop:
    return Shop({"/robots.txt": Answer(b"", 404)}, missing=html(PAGE))
