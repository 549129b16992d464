"""What stands on our product pages as samples of recall: each fact for the check that asks for its group, each page for those that ask of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from crawler.vocabulary import Role
from probes.pages.products.product_rows import DATA
from probes.pages.products.products import FieldState, read_product
from tests.eval.goods.measure import read_fields, view_of
from tests.eval.goods.product_pages import ProductPage, product_pages
from tests.eval.read import Seen
from tests.eval.recall.sample import Sample, Source, heard_samples, hit
from tests.eval.recall.wordings import frame, judge_one, shop_of
from tests.eval.table import checks

# Every product page has these, so they say nothing of how well the rest is found.
_EVERYWHERE = frozenset({"title", "image", "price"})
_GROUPS = {
    field: group
    for kind in DATA.templates.values()
    for group in ("base", "quality", "operation")
    for field in getattr(kind, group)
}
# Checks that one page answers, by the fact that makes them say yes.
_OF_A_PAGE = {
    "service.shipping_on_product": "fee",
    "performance.reviews": "reviews",
    "trust.scores_shown": "score",
    "disclosure.product_struck": "struck",
}


def goods_samples(seen: Mapping[str, Seen]) -> Iterator[Sample]:
    """``seen`` are the pages as they were frozen; one that was not seen is left out."""
    for read in read_fields(seen):
        if read.stated and read.needed and read.field not in _EVERYWHERE:
            found = None if read.state is FieldState.UNCLEAR else read.state is FieldState.PRESENT
            subject = f"checks.disclosure.product_{_GROUPS[read.field]}"
            yield Sample(subject, _source(read.unseen), f"{read.page} {read.field}", found)
    for page in product_pages():
        if seen[page.name].views:
            yield from _of_terms(page, seen[page.name])
            yield from _of_page(page, seen[page.name])


def _source(unseen: bool) -> Source:
    return Source.GOODS if unseen else Source.GOODS_MENDED


def _of_terms(page: ProductPage, seen: Seen) -> Iterator[Sample]:
    """Who sells and on which terms goods come back: what no sale can do without, and a page may lack."""
    product = read_product(view_of(seen))
    for fact, field in (("seller", "seller"), ("returns", "after_sales")):
        if fact in page.stated:
            state = product.field(field).state
            found = None if state is FieldState.UNCLEAR else state is FieldState.PRESENT
            yield Sample("checks.disclosure.product_critical", _source(page.unseen), f"{page.name} {field}", found)


def _of_page(page: ProductPage, seen: Seen) -> Iterator[Sample]:
    for id, fact in _OF_A_PAGE.items():
        if fact in page.stated:
            site = shop_of(id, frame(Role.HOME), view_of(seen))
            answer, source = judge_one(id, site), _source(page.unseen)
            yield Sample(f"checks.{id}", source, page.name, hit(answer))
            yield from heard_samples(checks()[id], site, source, page.name, answer)
