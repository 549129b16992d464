"""Holds what is read of each product page against the facts that stand on it: ``python -m tests.eval.goods`` prints it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from crawler.site import View
from crawler.vocabulary import Role
from probes.pages.products.product_rows import DATA
from probes.pages.products.products import FieldState, read_product
from tests.eval.goods.draw_page import draw_page
from tests.eval.goods.product_pages import ProductPage, product_pages
from tests.eval.read import LabelledPage, Seen, look_at

FOLDER = "goods"
# A working buy button says that it is in stock; one stated specification leaves nothing to choose: neither is held against a reader.
_IMPLIED = frozenset({"stock", "sku"})


@dataclass(frozen=True, slots=True)
class FieldRead:
    """One field of one page: whether it stands there, whether its kind of goods needs it, and as what it was read."""

    page: str
    unseen: bool
    field: str
    stated: bool
    needed: bool
    state: FieldState
    value: str


def look_at_goods(cache: Path, stale: bool, say: Callable[[str], None]) -> dict[str, Seen]:
    """What each page showed, by its name. Raises NoBrowser."""
    folder = cache / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    wanted = []
    for page in product_pages():
        (folder / f"{page.name}.html").write_text(draw_page(page), "utf-8")
        wanted.append(LabelledPage(f"goods-{page.name}", "goods", f"/{page.name}.html", folder, {}))
    seen = look_at(wanted, cache, stale, say)
    return {page.name: seen[f"goods-{page.name}"] for page in product_pages()}


def view_of(seen: Seen) -> View:
    """The page as one of a product. Raises IndexError where it was not seen."""
    return dataclasses.replace(seen.views[-1], role=Role.PRODUCT)


def read_fields(seen: Mapping[str, Seen]) -> Iterator[FieldRead]:
    """Every field that stands on a page that was seen, or that its kind of goods needs; none of which readers might argue."""
    for page in product_pages():
        if not seen[page.name].views:
            continue
        product = read_product(view_of(seen[page.name]))
        kind = DATA.templates[page.kind]
        needed = {*kind.base, *kind.quality, *kind.operation}
        for name in DATA.fields:
            stated = name in page.stated
            if name in page.argued or (not stated and (name in _IMPLIED or name not in needed)):
                continue
            field = product.field(name)
            yield FieldRead(page.name, page.unseen, name, stated, name in needed, field.state, field.value)


def kinds_read(seen: Mapping[str, Seen]) -> Iterator[tuple[ProductPage, str, str]]:
    """Each page that was seen, what it was taken for and its kind of goods."""
    for page in product_pages():
        if seen[page.name].views:
            product = read_product(view_of(seen[page.name]))
            yield page, str(product.kind), product.template.name
