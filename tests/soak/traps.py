"""What a trap is, and how one is laid: a change of a whole shop that leaves true what the shop declares, or hides it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from random import Random

from tests.shops.answers import Route, Shop, ShopAnswer, ShopRequest

PAGES = (
    "/", "/list", "/search", "/help", "/service", "/complaint", "/privacy", "/agreement", "/rules", "/about", "/license",
    "/delivery", "/after-sales", "/credit", "/guide", "/register", "/login", "/cart", "/member", "/payment", "/notice", "/item/*",
)  # fmt: skip
BODY = b"</body>"
HOME = 0.3  # of traps lie on the home page


@dataclass(frozen=True, slots=True)
class World:
    """Where nothing of a shop may ever come: hosts with ports of sentinels, as they stand in addresses."""

    places: tuple[str, ...]
    tag: str = ""  # begins every path there, so that whose page led there is told


Lay = Callable[[Shop, Random, World], Shop]


@dataclass(frozen=True, slots=True)
class Trap:
    """A way to be hostile. ``lay`` gives the shop with it."""

    name: str
    lay: Lay


def changed(shop: Shop, change: Callable[[Route], Route], paths: Iterable[str]) -> Shop:
    """The shop with the answers of these paths changed, where it has them."""
    return shop.but({path: change(shop.routes[path]) for path in paths if path in shop.routes})


def with_markup(markup: str, *, first: bool = False) -> Callable[[Route], Route]:
    """A page that has more at the end of its body, or at its beginning, and all it had."""
    more = markup.encode("utf-8", "surrogatepass")

    def change(route: Route) -> Route:
        def answer(request: ShopRequest) -> ShopAnswer:
            said = route if isinstance(route, ShopAnswer) else route(request)
            if not isinstance(said.body, bytes) or b"<body" not in said.body:
                return said
            at = said.body.index(b">", said.body.index(b"<body")) + 1 if first else said.body.rfind(BODY)
            return dataclasses.replace(said, body=said.body[:at] + more + said.body[at:])

        return answer

    return change


def with_headers(headers: Mapping[str, str]) -> Callable[[Route], Route]:
    """The same answer with more headers."""

    def change(route: Route) -> Route:
        def answer(request: ShopRequest) -> ShopAnswer:
            said = route if isinstance(route, ShopAnswer) else route(request)
            return dataclasses.replace(said, headers={**said.headers, **headers})

        return answer

    return change


def some(shop: Shop, chance: Random, most: int = 6) -> list[str]:
    """Paths of a few pages of the shop; the home page is seldom among them, or audits would see nothing else."""
    there = [path for path in PAGES if path in shop.routes and (path != "/" or chance.random() < HOME)]
    return chance.sample(there, min(len(there), chance.randint(1, most)))


def marked(name: str, markup: str | Callable[[Random, World], str], *, first: bool = False, most: int = 6) -> Trap:
    """A trap of markup that stands on a few pages besides what they say."""

    def lay(shop: Shop, chance: Random, world: World) -> Shop:
        said = markup if isinstance(markup, str) else markup(chance, world)
        return changed(shop, with_markup(said, first=first), some(shop, chance, most))

    return Trap(name, lay)


def replaced(name: str, route: Route, most: int = 3) -> Trap:
    """A trap that stands where pages stood, the home page excepted: what was there is not to be seen."""
    return replaced_by(name, lambda chance, world: route, most)


def replaced_by(name: str, make: Callable[[Random, World], Route], most: int = 3) -> Trap:
    """The same where the answer is made by chance, one for all these pages."""

    def lay(shop: Shop, chance: Random, world: World) -> Shop:
        paths = [path for path in some(shop, chance, most) if path != "/"]
        return shop.but(dict.fromkeys(paths, make(chance, world)))

    return Trap(name, lay)


def turning(name: str, least: int, most: int, then: Route) -> Trap:
    """A shop that answers well so many times and then everything alike, whatever is asked."""

    def lay(shop: Shop, chance: Random, world: World) -> Shop:
        after = chance.randint(least, most)

        def change(route: Route) -> Route:
            def answer(request: ShopRequest) -> ShopAnswer:
                chosen = then if request.number > after else route
                return chosen if isinstance(chosen, ShopAnswer) else chosen(request)

            return answer

        routes = {path: change(route) for path, route in shop.routes.items()}
        return Shop(routes, change(shop.missing), shop.headers)

    return Trap(name, lay)
