"""The standard's table is complete and strict, and binds only probes whose points add up."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.table_builder import ConfigurationError
from scoring.standard import TABLE, bind_standard, load_standard, needed_checks
from scoring.standard_tables import ItemClass
from tests.scoring.made import check, checks_of, item, small

REAL = load_standard()


def test_the_table_holds_every_item_with_its_class_and_weight() -> None:
    weights = {
        kind: sum(other_item.weight for other_item in REAL.items if other_item.item_class is kind) for kind in ItemClass
    }
    counts = {kind: sum(other_item.item_class is kind for other_item in REAL.items) for kind in ItemClass}
    assert counts == {ItemClass.OBSERVED: 16, ItemClass.ASSISTED: 28, ItemClass.DOCUMENTARY: 14}
    assert weights == pytest.approx({ItemClass.OBSERVED: 45.5, ItemClass.ASSISTED: 41.5, ItemClass.DOCUMENTARY: 13})
    assert len(REAL.clauses) == 21
    assert [line.id for line in REAL.red_lines] == [f"R{n}" for n in range(1, 15)]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('weight = 6\n', 'weigth = 6\n', "items.4.2-2.weigth: unknown key; did you mean 'weight'?"),
        ('weight = 6\n', 'weight = 7\n', "the weights of the items sum to 101"),
        ('pass = 85\n', 'pass = 105\n', "4.2-2: marks must hold"),
        ('partial = 50\n', 'partial = 0\n', "partial mark must be above 0"),
        ('{ id = "a", points = 35,', '{ id = "a", points = 30,', "the points of its checks sum to 95, its total is 100"),
        ('{ check = "a", at_least = 0.85 }', '{ check = "z", at_least = 0.85 }', "4.2-2: unknown check 'z'"),
        ('{ check = "a", at_least = 0.85 }', '{ chekc = "a", at_least = 0.85 }', "did you mean 'check'?"),
        ('{ check = "a", at_least = 0.85 }', '{ at_least = 0.85 }', "must name either a check or a probe"),
        ('id = "4.2-2"\n', 'id = "4.2-1"\n', "'4.2-1' stands there twice"),
        ('id = "4.2-2"\nclause = "4.2"', 'id = "4.2-2"\nclause = "4.3"', "unknown clause '4.3'"),
        ('cap = "D"', 'cap = "E"', "unknown grade 'E'"),
        ('title = {', 'title = [', "standard.toml"),
        ('class = "observed"', 'class = "observd"', "items.4.1-1.class"),
    ],
)  # fmt: skip
def test_a_wrong_table_stops_the_start_with_one_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    text = TABLE.read_text("utf-8")
    assert old in text
    wrong = tmp_path / "standard.toml"
    wrong.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ConfigurationError) as fault:
        load_standard(wrong)
    assert says in str(fault.value)
    assert "\n" not in str(fault.value).strip()


def test_checks_that_add_up_are_bound_and_so_are_none_at_all() -> None:
    bind_standard(REAL, checks_of(REAL))
    bind_standard(small(item()), ())
    bind_standard(small(item()), [check("made.a", ("1.1-1", "a", 60))])


@pytest.mark.parametrize(
    ("counts", "says"),
    [
        ([("1.1-9", "a", 60.0)], "unknown item '1.1-9'; did you mean '1.1-1'?"),
        ([("1.1-1", "z", 60.0)], "unknown check 'z' of 1.1-1"),
        ([("1.1-1", "a", 50.0)], "1.1-1 (a) has 60 points, but made.x give 50"),
        ([("1.1-1", "a", 61.0)], "1.1-1 (a) has 60 points, but made.x give 61"),
        ([("1.1-1", "a", 30.0), ("1.1-1", "a", 20.0)], "give 50"),
    ],
)
def test_points_that_do_not_add_up_stop_the_start(counts: list[tuple[str, str, float]], says: str) -> None:
    with pytest.raises(ConfigurationError) as fault:
        bind_standard(small(item()), [check("made.x", *counts)])
    assert says in str(fault.value)


def test_points_on_a_check_that_counts_none_stop_the_start() -> None:
    with pytest.raises(ConfigurationError, match="has 0 points"):
        bind_standard(small(item(points=(60, 0))), [check("made.x", ("1.1-1", "b", 5))])


def test_a_condition_or_a_red_line_must_name_an_enabled_probe() -> None:
    capped = small(item(caps=[{"probe": "made.capp", "below": 0.5}]))
    with pytest.raises(
        ConfigurationError, match=r"names 'made.capp', which is no enabled probe; did you mean 'made.cap'"
    ):
        bind_standard(capped, [check("made.x", ("1.1-1", "a", 60)), check("made.cap")])
    bind_standard(capped, ())


def test_one_item_alone_needs_its_own_probes_and_those_its_conditions_name() -> None:
    capped = small(item(caps=[{"probe": "made.cap", "below": 0.5}]), item("1.1-2"))
    checks = [check("made.x", ("1.1-1", "a", 60)), check("made.y", ("1.1-2", "a", 60)), check("made.cap")]
    assert [other_check.id for other_check in needed_checks(capped, checks, ["1.1-1"])] == ["made.x", "made.cap"]
    with pytest.raises(ConfigurationError, match="unknown item"):
        needed_checks(capped, checks, ["9.9-9"])
