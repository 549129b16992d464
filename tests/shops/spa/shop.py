"""A single-page shop: hash routes, words by fetch, a footer that appears when its place is scrolled to."""

import json
import re

from tests.shops.answers import Shop, ShopAnswer, ShopRequest, beside, html, split, text
from tests.shops.brand import LIZILI
from tests.shops.market import market, render

_PART = {part: re.compile(rf"<{part}[^>]*>.*</{part}>", re.S) for part in ("header", "main", "footer")}
_TITLE = re.compile(r"<title>(.*?)</title>", re.S)


def make() -> Shop:
    whole = market(LIZILI, elder=False)

    def answer(path: str, request: ShopRequest) -> str:
        bare, query = split(path)
        asked = ShopRequest(bare, query, request.headers, request.number, request.pause)
        body = whole.answer(asked).body
        assert isinstance(body, bytes)
        return body.decode()

    def page(request: ShopRequest) -> ShopAnswer:
        words = answer(request.query.get("path", "/"), request)
        main = _part(words, "main").removeprefix('<main id="main">').removesuffix("</main>")
        title = _TITLE.search(words)
        return _json({"title": title[1] if title else "", "header": _part(words, "header"), "main": main})

    def footer(request: ShopRequest) -> ShopAnswer:
        return _json({"html": _part(answer("/", request), "footer")})

    index = html(render("spa/index.html", LIZILI))
    files = {path: route for path, route in whole.routes.items() if path.endswith((".css", ".svg", ".png", ".ico"))}
    script = text(beside(__file__, "app.js"), "text/javascript")
    return Shop({**files, "/": index, "/app.js": script, "/api/page": page, "/api/footer": footer})


def _part(words: str, part: str) -> str:
    found = _PART[part].search(words)
    return found[0] if found else ""


def _json(values: dict[str, str]) -> ShopAnswer:
    return text(json.dumps(values, ensure_ascii=False), "application/json")
