"""Every page makes the visitor wait for its first byte."""

from tests.shops.answers import Shop, late
from tests.shops.brand import LIZILI
from tests.shops.market import small_market

SECONDS = 1.95


def make() -> Shop:
    shop = small_market(LIZILI)
    files = (".css", ".js", ".svg", ".png", ".txt", ".ico")
    return shop.but(
        {path: route if path.endswith(files) else late(route, SECONDS) for path, route in shop.routes.items()}
    )
