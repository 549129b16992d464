"""A shop whose pages are full of big words, run-out certificates and other companies' deeds, and prove nothing of its own."""

from tests.shops.answers import Shop, html
from tests.shops.brand import DOUYA
from tests.shops.market import render_small, small_market

PAGES = {
    "about": "关于我们",
    "honours": "荣誉资质",
    "news": "新闻动态",
    "tech": "技术动态",
    "social": "社会责任",
    "seller": "商家入驻",
}


def make() -> Shop:
    pages = {
        f"/{name}": html(render_small(f"slogans/{name}.html", DOUYA, title=title, standing=True))
        for name, title in PAGES.items()
    }
    return small_market(DOUYA, standing=True).but(pages)
