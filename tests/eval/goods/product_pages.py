"""Product pages in the layouts of Chinese shop programs, each with the facts that stand on it (pages.toml, more_pages.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("pages.toml")
MORE = Path(__file__).with_name("more_pages.toml")
_NO_FACT = "-"
_ARGUED = "?"


@dataclass(frozen=True, slots=True)
class Fact:
    """What stands in one place of a page.

    ``place`` is ``top`` (beside the price), ``reviews`` or ``details``; ``label`` is empty where there are only words.
    """

    place: str
    fields: tuple[str, ...]
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class ProductPage:
    """One page: ``params`` and ``top`` name the layouts of its details and of the lines beside its price.

    ``stated`` are the fields that stand on it, ``argued`` those of which careful readers might say either.
    """

    name: str
    kind: str
    title: str
    params: str
    top: str
    facts: tuple[Fact, ...]
    noise: tuple[tuple[str, tuple[str, ...]], ...]
    unseen: bool
    stated: frozenset[str]
    argued: frozenset[str]


@cache
def product_pages() -> tuple[ProductPage, ...]:
    """All pages, in their order. Raises KeyError for further facts of a page that is none."""
    raw = tomllib.loads(TABLE.read_text("utf-8"))
    drawn = (*raw["page"], *tomllib.loads(MORE.read_text("utf-8"))["page"])
    more: dict[str, list[str]] = raw["more"]
    pages = tuple(_page(one, index, more.pop(one["name"], []), raw["noise"]) for index, one in enumerate(drawn))
    if more:
        raise KeyError(f"facts of no page: {', '.join(more)}")
    return pages


def _page(raw: dict[str, Any], index: int, more: list[str], noise: dict[str, list[str]]) -> ProductPage:
    facts = tuple(_fact(line) for line in (*raw["facts"], *more))
    fields = [field for fact in facts for field in fact.fields]
    stated = {"title", "image", *(field for field in fields if field[0] not in (_NO_FACT, _ARGUED))}
    argued = {field.removeprefix(_ARGUED) for field in fields if field.startswith(_ARGUED)} - stated
    blocks = tuple((name, tuple(noise[name])) for name in raw["noise"])
    return ProductPage(
        raw["name"], raw["kind"], raw["title"], raw["params"], raw["top"], facts, blocks, bool(index % 2),
        frozenset(stated), frozenset(argued),
    )  # fmt: skip


def _fact(line: str) -> Fact:
    place = {"^": "top", "~": "reviews"}.get(line[0], "details")
    fields, *said = (part.strip() for part in line.lstrip("^~").split(" | ", 2))
    label, words = said if len(said) == 2 else ("", said[0])
    return Fact(place, tuple(fields.split(",")), label, words.rstrip("| ").strip())


def list_facts(page: ProductPage, place: str) -> Iterator[Fact]:
    """The facts in that place."""
    return (fact for fact in page.facts if fact.place == place)
