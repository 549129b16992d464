"""Whatever a page says comes back exactly; whatever is not ours is refused."""

from __future__ import annotations

import dataclasses
import json
import zlib
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from crawler.record.thoroughness import Thoroughness
from crawler.site import Box, Element, Gap, View
from storage.db.codec import decode_record, encode_record
from storage.errors import RecordDamaged
from tests.cases.build import element, view
from tests.storage import making

quick = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@dataclass(frozen=True, slots=True)
class Row:
    x: int
    held: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rows:
    rows: tuple[Row, ...]


def same(thing: Any) -> None:
    data = encode_record(thing)
    back = decode_record(type(thing), data)
    assert back == thing
    assert repr(back) == repr(thing)  # 1, 1.0 and True are equal and not the same
    assert encode_record(back) == data


@pytest.mark.parametrize("ink", [0, 0.0, -0.0, 0.5])
def test_a_zero_comes_back_as_what_it_was(ink: float) -> None:
    same(Thoroughness(ink=ink))
    same(dataclasses.replace(view("home"), thoroughness=Thoroughness(ink=ink)))  # where the whole is equal to a default


@quick
@given(making.views)
def test_any_view_comes_back_the_same(made: View) -> None:
    same(made)


@quick
@given(making.gaps | making.fetches | making.timings | making.hosts | making.findings)
def test_any_other_record_comes_back_the_same(made: object) -> None:
    same(made)


@quick
@given(making.platforms)
def test_any_platform_comes_back_equal(made: Any) -> None:
    assert decode_record(type(made), encode_record(made)) == made  # a frozenset has no order to compare


def test_lone_surrogates_and_nul_of_a_page_survive() -> None:
    same(view("home", "价\ud83d格\x00\udc00", [{"text": "\udfff"}]))


def test_a_column_of_more_kinds_than_a_palette_has_letters() -> None:
    rows = [element(index, text=f"行{index % 25000}") for index in range(60000)]
    made = view("home", "", rows)
    assert decode_record(View, encode_record(made)).elements == tuple(rows)


def test_values_equal_but_of_different_types_share_no_palette_entry() -> None:
    boxes = [(0, 0.0, 1, 1.0), (0.0, 0, 1.0, 1)] * 4
    made = view("home", "", [Element(index, "p", "p", Box(*sides)) for index, sides in enumerate(boxes)])
    same(made)


def test_a_known_record_that_says_the_same_stays_as_it_was_packed() -> None:
    thing = Rows((Row(1), Row(2)))
    other_zlib = zlib.compress(zlib.decompress(encode_record(thing), 31), 1, 31)
    assert other_zlib != encode_record(thing)
    assert encode_record(thing, other_zlib) == other_zlib
    for no_help in (
        encode_record(Rows((Row(1), Row(3)))),
        encode_record(Row(1)),
        other_zlib[:-9],
        other_zlib + b"0",
        b"no record",
    ):
        assert encode_record(thing, no_help) == encode_record(thing)


def test_equal_records_are_equal_bytes() -> None:
    assert encode_record(view("home", "甲", [{"text": "乙"}])) == encode_record(view("home", "甲", [{"text": "乙"}]))


def _tampered(change: Any) -> bytes:
    document = json.loads(zlib.decompress(encode_record(view("home", "", [{"text": "乙"}, {"text": "丙"}])), 31))
    change(document)
    return zlib.compress(json.dumps(document).encode(), wbits=31)


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d.__setitem__(0, 99),
        lambda d: d.__setitem__(1, "Gap"),
        lambda d: d.append("more"),
        lambda d: d[2].update(unheard_of=1),
        lambda d: d[2].pop("role"),
        lambda d: d[2].update(role="casino"),
        lambda d: d[2].update(at="yesterday"),
        lambda d: d[2]["elements"]["columns"].update(unheard_of=[1, 2]),
        lambda d: d[2]["elements"]["columns"].pop("id"),
        lambda d: d[2]["elements"]["columns"].update(id=[1]),
        lambda d: d[2]["elements"]["columns"].update(text={"palette": ["乙"], "letters": '!"'}),
    ],
)
def test_what_is_not_as_we_wrote_it_is_refused(change: Any) -> None:
    with pytest.raises(RecordDamaged):
        decode_record(View, _tampered(change))


def test_a_cut_record_is_refused() -> None:
    with pytest.raises(RecordDamaged):
        decode_record(View, encode_record(view("home"))[:-20])


def test_a_field_that_came_later_takes_its_default() -> None:
    @dataclass(frozen=True, slots=True)
    class Older:
        x: int

    @dataclass(frozen=True, slots=True)
    class Newer:
        x: int
        notes: tuple[str, ...] = ()

    Older.__name__ = Newer.__name__ = "Note"
    assert decode_record(Newer, encode_record(Older(3))) == Newer(3)


def test_rows_with_defaults_made_anew_share_nothing() -> None:
    first, second = decode_record(Rows, encode_record(Rows((Row(1), Row(2))))).rows
    assert first.held == {}
    assert first.held is not second.held


def test_a_wrong_type_is_our_bug_and_loud() -> None:
    made = view("home")
    with pytest.raises(TypeError):
        encode_record(dataclasses.replace(made, cookies=(Gap,)))  # type: ignore[arg-type]  # the point of this test
    with pytest.raises(TypeError):
        encode_record(dataclasses.replace(made, headers={"a": object()}))  # type: ignore[dict-item]  # the point of this test


def test_a_column_tells_zero_from_minus_zero() -> None:
    zeros = tuple(Box(zero, 1.0, 2.0, 3.0) for zero in (0.0, -0.0) * 12)
    elements = tuple(dataclasses.replace(element(n), box=box) for n, box in enumerate(zeros))
    same(dataclasses.replace(view("home"), elements=elements))
