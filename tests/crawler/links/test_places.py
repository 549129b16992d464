"""Which place an element stands in is told alike whether each is asked about by itself or all of a page at once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crawler.links.places import Enclosures, places_around

STEP = st.sampled_from(["", "a", "a ", "#b", "p:nth-child(1)", "p:nth-child(2)"])
PLACE = st.lists(STEP, max_size=7).flatmap(
    lambda steps: st.sampled_from([">", " > "]).map(lambda mark: mark.join(steps))
)


@given(st.frozensets(PLACE, max_size=4), st.lists(PLACE, max_size=8))
def test_the_innermost_place_around_is_found_with_its_distance(places: frozenset[str], selectors: list[str]) -> None:
    around = Enclosures(places)
    for selector in selectors:
        way = enumerate(places_around(selector))
        assert around.find(selector) == next(((place, steps) for steps, place in way if place in places), None)


def test_a_place_is_around_itself_and_what_stands_in_it_alone() -> None:
    around = Enclosures({"body > div", "body > div > p > i"})
    assert around.find("body > div") == ("body > div", 0)
    assert around.find("body > div > p > b") == ("body > div", 2)
    assert around.find("body > div > p > i") == ("body > div > p > i", 0)
    assert around.find("body > divan") is None
    assert around.find("body") is None
    assert around.find("") is None
