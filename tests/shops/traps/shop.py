"""A good home page whose links lead into traps, each of another kind."""

from collections.abc import Iterator

from tests.shops.answers import Route, Shop, ShopAnswer, ShopRequest, beside, bomb, html, redirect
from tests.shops.brand import DOUYA
from tests.shops.market import market

MEGABYTE = b"<p>" + b"0" * 1_048_560 + b"</p>\n"


def onwards(request: ShopRequest) -> ShopAnswer:
    return redirect(f"/privacy?n={request.number}")


def heavy(request: ShopRequest) -> ShopAnswer:
    return ShopAnswer(MEGABYTE * 60)


def dripping(request: ShopRequest) -> ShopAnswer:
    def drops() -> Iterator[bytes]:
        yield b"<!doctype html><meta charset=utf-8><title>drip</title>"
        for _ in range(600):
            if request.pause(0.5):
                return
            yield b"."

    return ShopAnswer(drops())


def hanging(request: ShopRequest) -> ShopAnswer:
    request.pause(300)
    return ShopAnswer(b"late")


def make() -> Shop:
    pages = ("script_redirects", "script_loop", "dialogs", "windows", "restless", "growing")
    page = {name: html(beside(__file__, f"{name}.html")) for name in pages}
    download = ShopAnswer(
        b"0" * 4096, kind="application/octet-stream", headers={"Content-Disposition": "attachment; filename=a.bin"}
    )
    traps: dict[str, Route] = {
        "/privacy": onwards,
        "/agreement": page["script_redirects"],
        "/rules": page["script_loop"],
        "/help": page["dialogs"],
        "/service": page["windows"],
        "/complaint": page["restless"],
        "/poll": ShopAnswer(b"{}", kind="application/json"),
        "/after-sales": download,
        "/about": heavy,
        "/delivery": bomb(200),
        "/payment": dripping,
        "/register": page["growing"],
        "/cart": hanging,
    }
    return market(DOUYA).but(traps)
