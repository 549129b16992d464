"""How many of a search's results bear the word, and what the page counts of them."""

from __future__ import annotations

from typing import Any

import pytest

from crawler.vocabulary import Role
from probes.finding import Outcome
from tests.cases.build import view
from tests.probes.performance.shops import ask, good, swapped


@pytest.mark.parametrize(("names", "outcome"), [
    (("青花茶盏", "手工茶盏 六只"), Outcome.YES), (("老布围裙", "柳编簸箕"), Outcome.UNSURE),
])  # fmt: skip
def test_two_results_that_bear_the_word_are_results(names: tuple[str, ...], outcome: Outcome) -> None:
    goods = [{"text": name, "href": f"/product/{number}.html"} for number, name in enumerate(names, 1)]
    few = view(Role.SEARCH, elements=goods, path=("茶盏",)).elements
    answer = ask("performance.search_answers", swapped(good(), Role.SEARCH, elements=few, path=("茶盏",)))
    assert answer.outcome is outcome, answer.because


@pytest.mark.parametrize(("said", "outcome"), [
    ("共 2 条数据 共 1 页", Outcome.YES), ("共 38 条数据 共 2 页", Outcome.UNSURE), ("购物车共 0 件商品", Outcome.UNSURE),
])  # fmt: skip
def test_as_few_results_as_the_page_counts_are_all_it_has(said: str, outcome: Outcome) -> None:
    """A word that only the details of the goods hold finds them too."""
    goods: list[dict[str, Any]] = [{"text": f"柳编簸箕 {n} 号", "href": f"/product/{n}.html"} for n in (1, 2)]
    few = view(Role.SEARCH, elements=[*goods, {"text": said}], path=("茶盏",))
    answer = ask(
        "performance.search_answers",
        swapped(good(), Role.SEARCH, elements=few.elements, text=few.text, path=("茶盏",)),
    )
    assert answer.outcome is outcome, answer.because


def test_new_goods_in_a_column_at_the_side_are_no_results() -> None:
    """They stand beside every page; where nothing else is listed they may be all that a narrow layout shows."""
    column = [{"text": f"新到竹篮 {n} 号", "href": f"/product/9{n}.html", "region": "side"} for n in range(4)]
    found = [{"text": f"茶盏 {n} 号", "href": f"/product/{n}.html", "region": "main"} for n in range(4)]
    for pieces, named in (([*column, *found], "茶盏"), (column, "竹篮")):
        page = view(Role.SEARCH, elements=pieces, path=("茶盏",))
        answer = ask("performance.search_answers", swapped(good(), Role.SEARCH, elements=page.elements, path=("茶盏",)))
        assert answer.outcome is Outcome.YES, answer.because
        assert all(named in piece.quote for piece in answer.evidence if piece.quote)


@pytest.mark.parametrize(("found", "outcome"), [(0, Outcome.UNSURE), (4, Outcome.YES)])
@pytest.mark.parametrize("check", ["performance.search_answers", "performance.controls_work"])
def test_goods_at_the_same_place_of_a_log_in_are_no_results(check: str, found: int, outcome: Outcome) -> None:
    """A column of what sells best that is marked by no name of its own stands beside every page, also beside 没有商品."""
    column = [
        {"text": f"热卖竹篮 {n} 号", "href": f"/product/9{n}.html", "selector": f"#best>a:nth-child({n})"}
        for n in range(5)
    ]
    goods = [
        {"text": f"茶盏 {n} 号", "href": f"/product/{n}.html", "selector": f"#found>a:nth-child({n})"}
        for n in range(found)
    ]
    page = view(Role.SEARCH, elements=[*goods, *column], path=("茶盏",))
    beside = view(Role.LOGIN, elements=column)
    shop = swapped(good(), Role.SEARCH, elements=page.elements, text=page.text, path=("茶盏",))
    shop = swapped(shop, Role.LOGIN, elements=beside.elements)
    answer = ask(check, shop)
    assert answer.outcome is outcome, answer.because
    assert found == 0 or all("茶盏" in piece.quote for piece in answer.evidence if piece.quote)
