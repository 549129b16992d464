"""Records of any content, for round trips: hostile words, odd numbers, every field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, get_args

from hypothesis import strategies as st

from crawler.record.network_record import Exchange, Host
from crawler.site import Box, Element, Fetch, Frame, Gap, Platform, Timing, View
from probes.finding import Answer, Evidence, Finding, Text

# Any code point but none left out: lone surrogates and NUL come from real pages.
words = st.text(st.characters(exclude_categories=()), max_size=20)
numbers = st.floats(allow_nan=False, allow_infinity=False)
moments = st.datetimes(
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=8))]), min_value=datetime(1970, 1, 1)
).map(lambda moment: moment.replace(fold=0))  # means nothing at a fixed offset
facts = st.recursive(
    st.none() | st.booleans() | st.integers() | numbers | words | moments,
    lambda inner: st.lists(inner, max_size=3) | st.tuples(inner, inner) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)


def _of(kind: type[Any], **given: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.builds(kind, **given)


boxes = _of(Box, x=numbers, y=numbers, w=numbers, h=numbers)
plain = {str: words, float: numbers | st.integers(), datetime: moments, Box: boxes}
for _kind, _strategy in plain.items():
    st.register_type_strategy(_kind, _strategy)


def _dictionaries(kind: Any) -> st.SearchStrategy[Any]:
    key, value = get_args(kind)
    return st.dictionaries(st.from_type(key), facts if value is object else st.from_type(value), max_size=3)


st.register_type_strategy(Mapping, _dictionaries)

elements = _of(
    Element,
    id=st.integers(0, 10**6),
    box=boxes,
    text=words,
    background=st.none() | words,
    parent=st.none() | st.integers(),
)
evidence = st.from_type(Evidence)
values: Any = st.dictionaries(
    words,
    st.none()
    | numbers
    | st.integers()
    | words
    | st.booleans()
    | st.lists(words).map(tuple)
    | st.lists(numbers).map(tuple),
    max_size=3,
)
answers = _of(
    Answer,
    fraction=st.none() | st.floats(0, 1),
    values=values,
    because=st.builds(Text, words, words),
    evidence=st.lists(evidence, max_size=3).map(tuple),
)
findings = _of(Finding, answer=answers)
views = st.from_type(View)
gaps, fetches, timings = st.from_type(Gap), st.from_type(Fetch), st.from_type(Timing)
hosts = _of(Host, tls=st.dictionaries(words, facts, max_size=3))
platforms = st.from_type(Platform)
exchanges, frames = st.from_type(Exchange), st.from_type(Frame)
