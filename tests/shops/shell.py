"""Puts every page of a shop into a root of its own, as single-page apps do: the window stands still and the root has the rest."""

from __future__ import annotations

import dataclasses

from tests.shops.answers import Route, Shop, ShopAnswer, ShopRequest


def shelled(shop: Shop, style: str) -> Shop:
    """The same shop with each page's body inside ``<div id="app">``, under that style."""
    return Shop(
        {path: _inside(route, style) for path, route in shop.routes.items()}, _inside(shop.missing, style), shop.headers
    )


def _inside(route: Route, style: str) -> Route:
    def answer(request: ShopRequest) -> ShopAnswer:
        said = route if isinstance(route, ShopAnswer) else route(request)
        if not isinstance(said.body, bytes) or b"<body>" not in said.body:
            return said
        opened = f"<style>{style}</style></head>".encode()
        body = said.body.replace(b"</head>", opened, 1).replace(b"<body>", b'<body><div id="app">', 1)
        return dataclasses.replace(said, body=body.replace(b"</body>", b"</div></body>", 1))

    return answer
