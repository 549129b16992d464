"""earl.jsonld has what the EARL 1.0 Schema requires of each assertion, loads nothing, and holds together."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from scoring import standard as standards
from tests.pack.told import decided, failing, hostile, told
from xuncha.pack.documents import earl
from xuncha.pack.parts import PackFacts

OUTCOMES = {f"earl:{word}" for word in ("passed", "failed", "cantTell", "inapplicable", "untested")}


def made(facts: PackFacts) -> dict[str, Any]:
    (part,) = earl.make_earl(facts)
    assert part.name == "earl.jsonld"
    found: dict[str, Any] = json.loads(part.data.decode("utf-8"))
    return found


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


def by_type(document: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [node for node in nodes(document["@graph"]) if kind in (node.get("@type"), *_list(node.get("@type")))]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


@pytest.mark.parametrize(
    ("tell", "outcomes"), [(told, {"untested", "cantTell"}), (failing, {"failed", "untested", "cantTell"})]
)
def test_each_item_is_asserted_once_with_all_that_is_required(
    tell: Callable[[], PackFacts], outcomes: set[str]
) -> None:
    facts = tell()
    document = made(facts)
    assertions = by_type(document, "earl:Assertion")
    assert [assertion["earl:test"]["@id"] for assertion in assertions] == [
        f"#item-{item['item']}" for item in facts.record["items"]
    ]
    assert len(assertions) == 58
    for assertion, item in zip(assertions, facts.record["items"], strict=True):
        assert assertion["earl:subject"] == {"@id": "#subject"}
        assert assertion["earl:assertedBy"] == {"@id": "#software"}
        assert assertion["earl:result"]["@type"] == "earl:TestResult"
        verdict = facts.record["standard"]["verdicts"][item["verdict"]]
        assert assertion["earl:result"]["earl:outcome"]["@id"] == f"earl:{verdict['earl']}"
        assert assertion["earl:result"]["earl:outcome"]["@id"] in OUTCOMES
    said = {assertion["earl:result"]["earl:outcome"]["@id"] for assertion in assertions}
    assert {f"earl:{word}" for word in outcomes} <= said
    assert any(assertion["earl:result"].get("earl:pointer") for assertion in assertions)


def test_every_verdict_has_an_outcome_that_earl_knows() -> None:
    assert {words.earl for words in standards.load_standard().verdicts.values()} == earl.OUTCOMES


def test_the_context_is_inline_and_every_name_of_the_graph_leads_somewhere() -> None:
    document = made(decided(told()))
    assert all(isinstance(value, str) for value in document["@context"].values())
    prefixes = set(document["@context"])
    known = {node["@id"] for node in document["@graph"]}
    for node in nodes(document["@graph"]):
        used = [key for key in node if not key.startswith("@")] + _list(node.get("@type"))
        assert {name.split(":")[0] for name in used} <= prefixes
        if set(node) == {"@id"} and node["@id"].startswith("#"):
            assert node["@id"] in known


def test_what_persons_decided_is_asserted_by_them_with_the_program() -> None:
    document = made(decided(told()))
    names = {node["@id"]: node["foaf:name"] for node in by_type(document, "foaf:Person")}
    assert sorted(names.values()) == ["=甲", "乙"]
    first = by_type(document, "earl:Assertion")[0]
    group = first["earl:assertedBy"]
    assert {row["@id"] for row in group["earl:mainAssertor"]} == set(names)
    assert {"@id": "#software"} in group["foaf:member"]
    assert first["earl:mode"] == {"@id": "earl:semiAuto"}


def test_a_place_in_a_picture_is_given_in_its_pixels() -> None:
    facts = told()
    view = next(dict(view) for view in facts.record["views"])
    views = [
        {**other, "screenshot_scale": 0.5} if other["id"] == view["id"] else other for other in facts.record["views"]
    ]
    found = [
        node["foaf:depiction"]["@id"] for node in by_type(made(told(parts={"views": views})), "ptr:CSSSelectorPointer")
    ]
    boxes = [
        piece["box"] for one in facts.record["findings"] for piece in one["evidence"] if piece["view"] == view["id"] and piece["box"]
    ]  # fmt: skip
    assert boxes
    x, y, w, h = (round(box * 0.5) for box in boxes[0])
    assert f"screenshots/{view['id']}.jpg#xywh={x},{y},{w},{h}" in found


def test_hostile_words_are_one_clean_line_and_equal_facts_equal_bytes() -> None:
    facts = hostile()
    (one,), (two,) = earl.make_earl(facts), earl.make_earl(facts)
    assert one.data == two.data
    words = [value for node in nodes(made(facts)) for value in node.values() if isinstance(value, str)]
    assert all(ord(letter) >= 32 for word in words for letter in word)
    assert not any("\u202e" in word for word in words)
