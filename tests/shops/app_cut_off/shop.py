"""The complete shop in a root of which the middle scrolls, with the footer below that, cut off and scrolled to by nothing."""

from tests.shops.answers import Shop, ShopAnswer
from tests.shops.brand import LIZILI
from tests.shops.market import market
from tests.shops.shell import shelled

STYLE = (
    "html,body{height:100%;margin:0;overflow:hidden}#app{height:100%;overflow:hidden}#main{height:100%;overflow-y:auto}"
)


def make() -> Shop:
    gone = ShopAnswer(b"Not Found", 404, "text/plain; charset=utf-8")
    return shelled(market(LIZILI, licence_links=False).but({"/license": gone}), STYLE)
