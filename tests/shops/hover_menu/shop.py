"""The way to complain hangs in a menu that opens by hover, or by a press on a touch screen."""

from tests.shops.answers import Shop
from tests.shops.brand import LIZILI
from tests.shops.market import small_market

MENU = """<span class="drop" tabindex="0" onclick="this.classList.toggle('open')"><span>客户服务</span>
<div><a href="/service">在线客服</a><a href="/complaint">我要投诉</a><a href="/after-sales">退换货</a></div></span>"""


def make() -> Shop:
    return small_market(LIZILI, complaint_links=False, quick=MENU)
