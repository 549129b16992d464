"""Our pages of goods: every fact names a field there is and is drawn, and both halves hold the same layouts."""

from __future__ import annotations

from html import unescape

import pytest

from probes.pages.products.product_rows import DATA
from tests.eval.goods.draw_page import draw_page
from tests.eval.goods.product_pages import ProductPage, product_pages

PAGES = product_pages()
# Facts beside those of products.toml: what freight costs, scores, and what a struck-through price means.
OTHERS = frozenset({"fee", "score", "struck"})


def test_there_are_enough_pages_in_both_halves() -> None:
    assert len(PAGES) >= 50
    assert len({page.name for page in PAGES}) == len(PAGES)
    seen, unseen = ({page.params for page in PAGES if page.unseen is half} for half in (False, True))
    assert len(seen & unseen) >= 12, "layouts that both halves hold"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_fact_names_a_field_and_is_drawn(page: ProductPage) -> None:
    assert page.kind in DATA.templates
    assert page.stated | page.argued <= set(DATA.fields) | OTHERS
    drawn = unescape(draw_page(page))
    for fact in page.facts:
        assert all(part[-2:] in drawn for part in map(str.strip, fact.words.split("/"))), fact


def test_what_stands_nowhere_is_not_stated() -> None:
    bare = next(page for page in PAGES if page.name == "uni-bare")
    assert bare.stated == {"title", "image", "price"}
    assert "下次更好找" in draw_page(bare)
