"""Nothing that decides can be altered in audit.json or the decisions unseen, and what cannot be read is one clear fault."""

from __future__ import annotations

import copy
import functools
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring import judging
from scoring.record_proof import prove_record
from tests.xuncha.judging.deriving import Plain, all_decided, derive, through

Place = tuple[str | int, ...]


@functools.cache
def plain() -> tuple[Plain, Plain, judging.DerivedRecord]:
    audit, site, papers = all_decided()
    facts, said = through(audit, site, papers)
    return facts, said, judging.derive_record(facts, said)  # by the tables that lie beside the source


def leaves(value: Any, place: Place = ()) -> Iterator[Place]:
    """The place of everything in plain data that holds nothing further."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    if not inner or not value:
        yield place
        return
    for key, part in inner:
        yield from leaves(part, (*place, key))


ITEM = (
    "verdict",
    "value",
    "low",
    "high",
    "guess_low",
    "guess_high",
    "suggested",
    "machine",
    "confirmed",
    "weight",
    "class",
    "reason",
)
LINE = ("id", "state", "cap", "points", "lone")


def decides(place: Place) -> bool:
    """Whether what stands at that place of a record is a verdict, a red line or a score."""
    match place:
        case ("items", int(), str(key), *_):
            return key in ITEM
        case ("items", int(), "checks", int(), str(key)):
            return key not in ("name", "probes")
        case ("red_lines", int(), str(key), *_):
            return key in LINE
        case ("scores", *_) | ("deducted",) | ("stage",):
            return True
        case ("presets", str(), "scores", *_):
            return True
        case _:
            return False


def altered(value: Any, by: float) -> Any:
    """Another value of the same kind: a number moved by at least a millionth."""
    match value:
        case bool():
            return not value
        case int() | float():
            return value + (by if by else 1e-6)
        case str():
            return {"pass": "fail", "none": "suspected", "A": "B"}.get(value, value + "x")
        case None:
            return 0.5
        case _:
            return ["f1"] if value == [] else {"more": 1}


@functools.cache
def deciding() -> tuple[Place, ...]:
    facts, _, _ = plain()
    return tuple(place for place in leaves(facts) if decides(place))


def changed(value: Any, place: Place, change: Callable[[Any], Any]) -> Any:
    """A copy in which one thing is another; all else is shared."""
    if not place:
        return change(value)
    again = copy.copy(value)
    again[place[0]] = changed(value[place[0]], place[1:], change)
    return again


@settings(max_examples=100, deadline=None)
@given(st.data(), st.sampled_from([1e-6, -1e-6, 0.25, -1.0, 40.0]))
def test_whatever_is_altered_is_told_by_its_place(data: st.DataObject, by: float) -> None:
    facts, _, derived = plain()
    place = data.draw(st.sampled_from(deciding()))
    told = judging.find_record_differences(changed(facts, place, lambda value: altered(value, by)), derived)
    assert told
    assert all("\n" not in line and line.isascii() for line in told)
    assert all(line.startswith(str(place[0])) for line in told)


def test_there_is_much_to_alter() -> None:
    assert len(deciding()) > 1000


def test_the_line_says_what_stands_there_and_what_follows() -> None:
    facts, _, derived = plain()
    at = next(n for n, item in enumerate(facts["items"]) if item["verdict"] == "pass")
    id = facts["items"][at]["item"]
    told = judging.find_record_differences(changed(facts, ("items", at, "verdict"), lambda _: "fail"), derived)
    assert told == (f'items.{id}.verdict: audit.json says "fail", but "pass" follows',)


@pytest.mark.parametrize(
    ("place", "change", "says"),
    [
        (("items",), lambda items: items[1:], "is missing in audit.json"),
        (("items",), lambda items: [*items, items[0]], "stands in audit.json 2 times"),
        (("items",), lambda items: [*items, items[0] | {"item": "99\u202e\n"}], 'audit.json has "99\\u202e\\n", which nothing'),
        (("items",), lambda items: None, "items: must be a list"),
        (("items",), lambda items: [7], "items: must be a list"),
        (("red_lines",), lambda lines: lines[:-1], "red_lines.R14: is missing"),
        (("scores", "final", "value"), lambda value: float("nan"), "scores.final.value"),
        (("scores", "final", "value"), lambda value: 10**400, "scores.final.value"),
        (("scores", "final", "value"), lambda value: True, "scores.final.value"),
        (("scores", "final"), lambda value: [], "scores.final: audit.json says []"),
        (("scores",), lambda scores: {}, "scores.auto: is missing"),
        (("profile", "marketplace", "value"), lambda value: True, "profile.marketplace.value: audit.json says true"),
        (("standard", "bands", 0, "from"), lambda value: 50, "standard.bands.0.from"),
        (("items", 0, "decisions"), lambda value: [*value, {}], "decisions"),
    ],
)  # fmt: skip
def test_other_alterations_are_told_too(place: Place, change: Callable[[Any], Any], says: str) -> None:
    facts, _, derived = plain()
    told = judging.find_record_differences(changed(facts, place, change), derived)
    assert any(says in line for line in told), told
    assert all(line.isascii() for line in told)


def test_an_altered_finding_or_decision_moves_what_follows() -> None:
    facts, said, _ = plain()
    item = said["decisions"][0]["item"]
    other = copy.deepcopy(said)
    other["decisions"][0] |= {"verdict": "fail", "value": 0.0}
    told = judging.find_record_differences(facts, derive(facts, other))
    assert any(line.startswith(f"items.{item}.") for line in told)
    assert any(line.startswith("scores.final") for line in told)

    good = next(
        n for n, finding in enumerate(facts["findings"]) if finding["outcome"] == finding["good"] and finding["counts"]
    )
    flipped = {"yes": "no", "no": "yes"}[facts["findings"][good]["good"]]
    moved = changed(facts, ("findings", good), lambda found: found | {"outcome": flipped, "fraction": None})
    assert judging.find_record_differences(moved, derive(moved, said))


@pytest.mark.parametrize(
    ("group", "names"),
    [
        ("decisions", ("assessor", "reason", "reference")),
        ("line_decisions", ("assessor", "reason")),
        ("flag_decisions", ("assessor", "reason")),
    ],
)
def test_who_decided_and_why_cannot_be_altered(group: str, names: tuple[str, ...]) -> None:
    facts, said, _ = plain()
    for name in names:
        other = copy.deepcopy(said)
        for value in other[group]:
            value[name] = f"{value[name]}二"
        told = judging.find_record_differences(facts, derive(facts, other))
        assert [line for line in told if f".{name}: audit.json says" in line]


@pytest.mark.parametrize(
    ("place", "change", "says"),
    [
        (("findings",), lambda value: None, "findings: must be a list"),
        (("findings", 0), lambda value: 7, "findings.0: must be a table"),
        (("findings", 0, "outcome"), lambda value: "maybe", "findings.0.outcome: must be one of"),
        (("findings", 0, "look"), lambda value: 0, "findings.0.look: must be at least 1"),
        (("findings", 0, "fraction"), lambda value: 2, "findings.0.fraction: must be at most 1"),
        (("findings", 0, "probe"), lambda value: "x.y\n", 'findings: the rules do not know "x.y\\n"'),
        (("findings", 1, "id"), lambda value: "f1", "findings: two have the same id"),
        (("profile",), lambda value: [], "profile: must be a table"),
        (("profile", "marketplace"), lambda value: {"value": "no"}, "profile.marketplace.value: must be true or false"),
        (("asked",), lambda value: ["99"], 'asked: the rules do not know "99"'),
    ],
)
def test_a_record_that_cannot_be_read_is_one_clear_fault(place: Place, change: Callable[[Any], Any], says: str) -> None:
    facts, said, _ = plain()
    broken = changed(facts, place, change)
    with pytest.raises(judging.RecordFault) as fault:
        derive(broken, said)
    assert str(fault.value).startswith(says)
    assert "\n" not in str(fault.value)
    assert proven(json.dumps(broken).encode(), json.dumps(said).encode()) == f"nothing can be derived: {fault.value}"


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"verdict": "pass", "value": 0.5}, "decisions.0: "),
        ({"verdict": "to_confirm"}, "decisions.0: "),
        ({"at": "yesterday"}, "decisions.0.at: must be a time"),
        ({"at": "2026-11-24T09:30:00"}, "decisions.0.at: must be a time with its zone"),
        ({"item": "99"}, 'decisions: the rules do not know "99"'),
        ({"more": 1}, "decisions.0.more: unknown key"),
        ({"carried": None}, "decisions.0.carried: must be true or false"),
    ],
)
def test_decisions_that_cannot_be_read_are_one_clear_fault(change: Plain, says: str) -> None:
    facts, said, _ = plain()
    broken = copy.deepcopy(said)
    broken["decisions"][0] |= change
    with pytest.raises(judging.RecordFault) as fault:
        derive(facts, broken)
    assert str(fault.value).startswith(says)


@pytest.mark.parametrize("text", [b"", b"\xff", b"[]", b"{}", b"7", b"[" * 100_000])
def test_files_that_are_no_record_prove_nothing(text: bytes) -> None:
    for pair in ((text, b"{}"), (json.dumps(plain()[0]).encode(), text)):
        assert proven(*pair).startswith("nothing can be derived: ")


def proven(record: bytes, decisions: bytes) -> str:
    """The last that is said of these files by the rules; it is wrong."""
    files = {"audit.json": record, "decisions/decisions.json": decisions, "manifest.json": b"{}"}
    last = list(prove_record(lambda name: files.get(name, b""), files))[-1]
    assert last.ok is False
    return last.en
