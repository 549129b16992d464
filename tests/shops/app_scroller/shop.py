"""The complete shop in a root that scrolls inside: its window never moves, and the footer stands far below the fold."""

from tests.shops.answers import Shop
from tests.shops.brand import LIZILI
from tests.shops.market import small_market
from tests.shops.shell import shelled

STYLE = "html,body{height:100%;margin:0;overflow:hidden}#app{position:fixed;inset:0;overflow-y:auto}"


def make() -> Shop:
    return shelled(small_market(LIZILI), STYLE)
