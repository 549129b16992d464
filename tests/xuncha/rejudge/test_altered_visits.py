"""Altered visits are other visits: each way changes something of a visit, and the same chance the same."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from crawler.site import Site
from tests.xuncha.keeping import made
from tests.xuncha.rejudge.altered_visits import WAYS, alter_visit, count_on, leave_out, leave_unread
from tests.xuncha.rejudge.edits import choose_visits


@pytest.mark.parametrize("way", WAYS)
def test_each_way_makes_another_visit_of_one_it_fits(way: Callable[[Site, Random], Site]) -> None:
    shop = made()
    others = [way(shop, Random(seed)) for seed in range(40)]
    assert any(other != shop for other in others) or way is leave_unread
    assert way(shop, Random(7)) == others[7]


def test_a_number_changes_in_the_text_and_in_the_elements_that_say_it() -> None:
    shop = made()
    changed = [count_on(shop, Random(seed)) for seed in range(60)]
    pairs = [(was, now) for site in changed for was, now in zip(shop.views, site.views, strict=True) if was != now]
    assert any("8日" in now.text and "8日" not in was.text for was, now in pairs)
    assert any(was.elements != now.elements for was, now in pairs)
    assert all(
        [len(element.own) for element in was.elements] == [len(element.own) for element in now.elements]
        for was, now in pairs
    )


def test_a_line_that_is_left_out_stands_nowhere() -> None:
    shop = made()
    for seed in range(20):
        for was, now in zip(shop.views, leave_out(shop, Random(seed)).views, strict=True):
            gone = set(was.text.splitlines()) - set(now.text.splitlines())
            assert not any(line and line == element.own for line in gone for element in now.elements)


def test_visits_are_known_ones_and_then_the_same_altered() -> None:
    chosen = [visit.site for visit in choose_visits(20, Random(3))]
    assert len(chosen) == 20
    assert all(site not in chosen[:10] for site in chosen[10:] if site.views)
    assert [site.platform for site in chosen[10:]] == [site.platform for site in chosen[:10]]
    assert [visit.site for visit in choose_visits(20, Random(3))] == chosen
    assert alter_visit(chosen[0], Random(1)) == alter_visit(chosen[0], Random(1))
