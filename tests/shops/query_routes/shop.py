"""Every page is one script's with a query, and a picture without words is what one buys by, beside eight other goods."""

import re

from tests.shops.answers import Route, Shop, ShopAnswer, ShopRequest, split, text
from tests.shops.brand import LIZILI
from tests.shops.goods import GOODS
from tests.shops.market import market, render

_LINK = re.compile(
    r'(?P<before>(?:href|action)=")/(?P<path>[a-z][\w/-]*)(?:\.html)?(?:\?cat=(?P<cat>\w+))?(?P<end>["#])'
)
_BUTTONS = re.compile(
    r'<a class="button" href="/cart\?add=(\d+)">加入购物车</a> <a class="button ghost" href="/cart\?buy=\d+">立即购买</a>'
)
_PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="40"><rect width="120" height="40" rx="8" fill="#a33"/>'
    '<path d="M30 12h8l6 16h20l6-12H44" stroke="#fff" fill="none"/></svg>'
)


def make() -> Shop:
    whole = market(LIZILI, elder=False, structured=False)
    kept = {
        path: route for path, route in whole.routes.items() if path.endswith((".css", ".js", ".svg", ".png", ".ico"))
    }

    def page(request: ShopRequest) -> ShopAnswer:
        target = _inner(request)
        bare, query = split(target)
        given = whole.answer(
            ShopRequest(bare, {**request.query, **query}, request.headers, request.number, request.pause)
        )
        assert isinstance(given.body, bytes)
        words = given.body.decode()
        if bare.startswith("/item/"):
            words = _BUTTONS.sub(
                r'<a class="go-buy" href="#" onclick="return false"><img src="/buy.svg" alt="" data-id="\1"></a>', words
            )
            words = words.replace("</main>", _others() + "</main>")
        return ShopAnswer(_LINK.sub(_queried, words).encode(), given.status, given.kind, given.headers)

    robots = text("User-agent: *\nDisallow: /cart/checkout\n")
    routes: dict[str, Route] = {**kept, "/": page, "/robots.txt": robots, "/buy.svg": text(_PICTURE, "image/svg+xml")}
    return Shop(routes, whole.missing, whole.headers)


def _inner(request: ShopRequest) -> str:
    """The market's own path of a page: ``goods/index/id/3.html`` is /item/3.html, ``search/index/cat/tea.html`` /list?cat=tea."""
    parts = request.query.get("s", "").removesuffix(".html").split("/")
    if parts[:2] == ["goods", "index"]:
        return f"/item/{parts[-1]}.html"
    if parts[:2] == ["search", "index"]:
        return f"/list?cat={parts[-1]}" if len(parts) > 2 else "/list"
    return "/" + "/".join(parts[1:]) if parts[0] == "page" else "/"


def _queried(match: re.Match[str]) -> str:
    path, cat = match["path"], match["cat"]
    if path.startswith("item/"):
        inner = f"goods/index/id/{path.removeprefix('item/')}.html"
    elif path == "list":
        inner = f"search/index/cat/{cat}.html" if cat else "search/index.html"
    else:
        inner = f"page/{path}.html"
    if match["before"].startswith("action"):
        return f'{match["before"]}/"><input type="hidden" name="s" value="{inner}" data-end="'
    return f"{match['before']}/?s={inner}{match['end']}"


def _others() -> str:
    """A row of eight goods, as shops show them below a product."""
    cards = "".join(render("card.html", LIZILI, header="", footer="", good=good) for good in GOODS[:8])
    return f'<section class="wrap shelf"><h2>看了又看</h2><div class="grid">{cards}</div></section>'
