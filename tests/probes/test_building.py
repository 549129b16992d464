"""What a table of TOML may hold is said in types; all else is refused by its place, in words that tell how to mend it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.table_builder import (
    AtLeastNone,
    ConfigurationError,
    EveryKey,
    FieldKey,
    Matching,
    Misbuilt,
    NumberBound,
    Said,
    Share,
    build_dataclass,
)
from probes.registry import load_checks
from probes.schema import probe_table


class Kind(StrEnum):
    ONE = "one"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    id: str
    points: AtLeastNone
    of: Annotated[str, FieldKey("class")] = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outer:
    name: Said
    share: Share | None = None
    count: Annotated[int, NumberBound(least=1)] = 1
    mark: Annotated[float, NumberBound(above=0, most=1)] = 1
    kind: Kind = Kind.ONE
    side: Literal["left", "right"] = "left"
    inner: tuple[Inner, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()
    by: Mapping[Kind, Inner] = field(default_factory=dict)
    flags: Mapping[str, bool] = field(default_factory=dict)
    until: date | None = None
    code: Annotated[str, Matching("[a-z]+", "must be small letters")] = "x"
    twice: int = field(init=False, default=0)


WHOLE = """
name = "名"
share = 0
count = 2
mark = 0.5
kind = "other"
side = "right"
groups = [["a"], ["b", "c"]]
flags = { food = true }
until = 2027-03-31
code = "ab"
[[inner]]
id = "4.2-2"
points = 6
class = "fine"
[by.one]
id = "x"
points = 0.5
"""


def test_a_table_becomes_what_its_type_says() -> None:
    made = build_dataclass(Outer, tomllib.loads(WHOLE))
    assert made == Outer(
        name="名",
        share=0.0,
        count=2,
        mark=0.5,
        kind=Kind.OTHER,
        side="right",
        inner=(Inner(id="4.2-2", points=6.0, of="fine"),),
        groups=(("a",), ("b", "c")),
        by={Kind.ONE: Inner(id="x", points=0.5)},
        flags={"food": True},
        until=date(2027, 3, 31),
        code="ab",
    )
    assert type(made.inner[0].points) is float
    assert type(made.share) is float
    assert build_dataclass(Outer, {"name": "n"}) == Outer(name="n")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('name = "名"', "", "name: is missing"),
        ('name = "名"', 'name = ""', "name: must not be empty"),
        ('name = "名"', "name = 7", "name: must be text, not a whole number"),
        ("share = 0", "share = 1.5", "share: must be at most 1"),
        ("share = 0", "share = -1", "share: must be at least 0"),
        ("share = 0", "share = nan", "share: must be a finite number"),
        ("share = 0", "share = true", "share: must be a number, not true or false"),
        ("share = 0", 'share = "0"', "share: must be a number, not text"),
        ("share = 0", f"share = 1{'0' * 400}", "share: must be a finite number"),
        ("count = 2", "count = 0", "count: must be at least 1"),
        ("count = 2", "count = 2.0", "count: must be a whole number, not a decimal number"),
        ("count = 2", "count = true", "count: must be a whole number, not true or false"),
        ("mark = 0.5", "mark = 0", "mark: must be greater than 0"),
        ('kind = "other"', 'kind = "othr"', "kind: must be one of one, other; did you mean 'other'?"),
        ('kind = "other"', "kind = []", "kind: must be one of one, other"),
        ('side = "right"', 'side = "rigth"', "side: must be one of left, right; did you mean 'right'?"),
        ("{ food = true }", "{ food = 1 }", "flags.food: must be true or false, not a whole number"),
        ("{ food = true }", "[]", "flags: must be a table, not a list"),
        ("until = 2027-03-31", "until = 2027-03-31T00:00:01", "until: must be a day such as 2027-03-31"),
        ("until = 2027-03-31", 'until = "2027-02-31"', "until: must be a day such as 2027-03-31"),
        ("until = 2027-03-31", "until = 20270331", "until: must be a day such as 2027-03-31"),
        ('code = "ab"', 'code = "ab\\n"', "code: must be small letters"),
        ('["b", "c"]', '["b", 1]', "groups.1.1: must be text, not a whole number"),
        ('["b", "c"]', '"bc"', "groups.1: must be a list, not text"),
        ("points = 6", "points = -6", "inner.4.2-2.points: must be at least 0"),
        ("points = 6", "pionts = 6", "inner.4.2-2.pionts: unknown key; did you mean 'points'?"),
        ("points = 6", "", "inner.4.2-2.points: is missing"),
        ('class = "fine"', 'of = "fine"', "inner.4.2-2.of: unknown key"),
        ('class = "fine"', "class = 2026-01-01", "inner.4.2-2.class: must be text, not date"),
        ("[by.one]", "[by.none]", "by.none: must be one of one, other; did you mean 'one'?"),
        ("mark = 0.5", "twice = 2", "twice: unknown key"),
    ],
)
def test_what_is_wrong_is_said_by_its_place(old: str, new: str, says: str) -> None:
    assert old in WHOLE
    raw = tomllib.loads(WHOLE.replace(old, new, 1))
    with pytest.raises(Misbuilt) as fault:
        build_dataclass(Outer, raw)
    assert fault.value.said(raw) == says


def test_a_misspelt_key_is_named_before_the_right_one_that_it_leaves_missing() -> None:
    with pytest.raises(Misbuilt, match="unknown key; did you mean 'name'"):
        build_dataclass(Outer, {"nmae": "n"})


@dataclass(frozen=True)
class Keyed:
    sides: Annotated[Mapping[Literal["left", "right"], int | float], EveryKey()]
    kinds: Annotated[Mapping[Kind, str], EveryKey()]
    named: Annotated[Mapping[str, str], EveryKey(("zh", "en"))]


KEYED: dict[str, Any] = {
    "sides": {"left": 1, "right": 1.5},
    "kinds": {"one": "1", "other": "2"},
    "named": {"zh": "中", "en": "e"},
}


def test_a_mapping_with_every_key_keeps_its_numbers_as_they_are_written() -> None:
    made = build_dataclass(Keyed, KEYED)
    assert (dict(made.sides), dict(made.kinds), dict(made.named)) == tuple(KEYED.values())
    assert [type(number) for number in made.sides.values()] == [int, float]


@pytest.mark.parametrize(
    ("table", "key", "new", "says"),
    [
        ("sides", "left", "lefft", "sides.lefft: unknown key; did you mean 'left'?"),
        ("sides", "right", "", "sides.right: is missing"),
        ("kinds", "other", "othr", "kinds.othr: unknown key; did you mean 'other'?"),
        ("named", "en", "", "named.en: is missing"),
        ("named", "en", "eng", "named.eng: unknown key; did you mean 'en'?"),
    ],
)
def test_a_mapping_without_one_of_its_keys_says_which(table: str, key: str, new: str, says: str) -> None:
    kept = {name: value for name, value in KEYED[table].items() if name != key}
    with pytest.raises(Misbuilt, match=f"^{re.escape(says)}$"):
        build_dataclass(Keyed, KEYED | {table: kept | ({new: KEYED[table][key]} if new else {})})


def test_a_mapping_with_every_key_is_a_table() -> None:
    with pytest.raises(Misbuilt, match=r"^sides: must be a table, not a list$"):
        build_dataclass(Keyed, KEYED | {"sides": []})


def test_what_is_no_table_is_refused_whole() -> None:
    with pytest.raises(Misbuilt) as fault:
        build_dataclass(Outer, [])
    assert fault.value.said([]) == "must be a table, not a list"


WORDS = {other_field.name for other_field in (*fields(Outer), *fields(Inner))} | {"class", "one", "more"}
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(WORDS)), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(sorted(WORDS)), anything, max_size=6))
def test_any_content_is_built_or_refused_and_never_breaks(raw: dict[str, Any]) -> None:
    refused: Misbuilt | None = None
    made = Outer(name="")
    try:
        made = build_dataclass(Outer, raw)
    except Misbuilt as fault:
        refused = fault
    assert made.name or refused is not None
    assert refused is None or refused.said(raw).startswith(tuple(raw) or ("name",)) or refused.what == "is missing"


# -- probes.toml -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('good = "no"', 'godo = "no"', "godo: unknown key; did you mean 'good'?"),
        ('good = "no"', 'good = "unsure"', "good: must be one of yes, no"),
        ("confidence = 0.", "confidence = 10.", "confidence: must be at most 1"),
        ("points = ", "point = ", "counts.0.point: unknown key; did you mean 'points'?"),
        ("profile = { goods", "profile = { gods", "profile: unknown flag 'gods'; did you mean 'goods'?"),
        ('tier = "V"', 'tier = "W"', "tier: must be one of V, S, K, P"),
        ("question = {", "question = [", "probes.toml: "),
        (
            "[disclosure.business_licence]",
            "[disclosure.business_licences]",
            "[disclosure.business_licence.limits] without their head: there is no [disclosure.business_licence]; "
            "did you mean 'disclosure.business_licences'?",
        ),
    ],
)
def test_a_wrong_table_of_a_probe_stops_the_start_with_one_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    text = probe_table.TABLE.read_text("utf-8")
    assert old in text
    wrong = tmp_path / "probes.toml"
    wrong.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ConfigurationError) as fault:
        load_checks(wrong)
    assert says in str(fault.value)
    assert str(fault.value).startswith("probes.toml: ")
    assert "\n" not in str(fault.value).strip()


def test_checks_that_nobody_can_ask_say_all_else_that_those_with_probes_say() -> None:
    asked, unasked = load_checks(), probe_table.read_checks()
    rest = [other_field.name for other_field in fields(asked[0]) if other_field.name != "probe"]
    assert len(asked) > 100
    assert [[getattr(check, name) for name in rest] for check in asked] == [
        [getattr(check, name) for name in rest] for check in unasked
    ]
