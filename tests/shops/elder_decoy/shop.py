"""Shoes for the elderly, news of an elder mode, and a button of that name that does nothing."""

from tests.shops.answers import Shop
from tests.shops.brand import DOUYA
from tests.shops.goods import Good
from tests.shops.market import FEW, small_market

SHOE = Good(5001, "老年鞋 防滑软底 送长辈", "home", "shoe", "129.00", "轻便不累脚", "36-44 码", "浙江温州", "4300+")
NEWS = """<section class="wrap shelf"><h2>平台资讯</h2><p><a href="/notice?news=3">本站长辈版上线，三百名老人率先体验</a></p></section>"""


def make() -> Shop:
    return small_market(
        DOUYA,
        elder=False,
        goods=(*FEW, SHOE),
        more_categories='<a href="/search?q=老年鞋">老年鞋</a>',
        quick='<button type="button">长辈版</button>',
        promotion=NEWS,
    )
