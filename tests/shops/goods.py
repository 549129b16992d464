"""What the demo shops sell and who sells it, with a drawing for each: goods.toml as frozen types."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from tests.shops.brand import credit_code

_HERE = Path(__file__).parent
_DRAWINGS = tomllib.loads((_HERE / "static" / "drawings.toml").read_text("utf-8"))
_DATA = tomllib.loads((_HERE / "goods.toml").read_text("utf-8"))
CATEGORIES: dict[str, str] = _DATA["categories"]
Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Seller:
    """A merchant on the platform."""

    id: str
    name: str
    company: str
    uscc: str

    @property
    def url(self) -> str:
        return f"/shop/{self.id}"


@dataclass(frozen=True, slots=True)
class Good:
    """One thing for sale; the price is in yuan. Without a ``seller`` the shop itself sells it.

    ``listed`` is the price on cards and ``stated`` that of the structured data; empty = the same. ``struck`` is a crossed-out price.
    """

    id: int
    name: str
    category: str
    drawing: str
    price: str
    note: str
    spec: str
    origin: str
    sold: str
    seller: Seller | None = None
    brand: str = ""
    maker: str = ""
    options: tuple[str, ...] = ()
    facts: Facts = ()
    listed: str = ""
    stated: str = ""
    struck: str = ""
    in_stock: bool = True
    service: bool = False

    @property
    def url(self) -> str:
        return f"/item/{self.id}.html"

    @property
    def picture(self) -> str:
        return f"/img/{self.id}.svg"


SELLERS: dict[str, Seller] = {
    id: Seller(id, raw["name"], raw["company"], credit_code(raw["division"], raw["body"]))
    for id, raw in _DATA["sellers"].items()
}


def _good(raw: dict[str, object]) -> Good:
    category, own = str(raw["category"]), raw.pop("facts", {})
    assert isinstance(own, dict)
    facts = {**own, **{name: value for name, value in _DATA["shared"][category].items() if name not in own}}
    options = raw.pop("options", [])
    assert isinstance(options, list)
    seller = SELLERS.get(str(raw.pop("seller", "")))
    plain = {**raw, "seller": seller, "options": tuple(options), "facts": tuple(facts.items())}
    return Good(**plain, service=category == "visits")  # type: ignore[arg-type]  # a wrong key or type in goods.toml stops every test


GOODS: tuple[Good, ...] = tuple(_good(raw) for raw in _DATA["goods"])


def drawing(good: Good) -> str:
    """The picture of a good as SVG."""
    tone: dict[str, str] = _DRAWINGS["tones"][good.id % len(_DRAWINGS["tones"])]
    shapes = str(_DRAWINGS["shapes"][good.drawing]).replace("{b}", tone["dark"]).replace("{c}", tone["light"])
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" width="400" height="400">'
        f'<rect width="400" height="400" fill="{tone["ground"]}"/><circle cx="310" cy="80" r="120" fill="#fff" opacity=".35"/>'
        f'<ellipse cx="200" cy="342" rx="110" ry="14" fill="{tone["dark"]}" opacity=".16"/>{shapes}</svg>'
    )
