"""earl.jsonld: the verdicts in the W3C's Evaluation and Report Language (EARL 1.0 Schema), one assertion an item.

Each has what the schema requires: ``assertedBy``, ``subject``, ``test`` and ``result`` with an ``outcome`` of passed,
failed, cantTell, inapplicable or untested, which the standard's table gives for each verdict. Pointers follow Pointer
Methods in RDF 1.0.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from probes.finding import Text
from xuncha.pack.documents.wording import flatten_line, format_text, load_words_table
from xuncha.pack.parts import DocumentFacts, PackPart
from xuncha.reports.words import format_number

NAME = "earl.jsonld"
Data = Mapping[str, Any]
Node = dict[str, Any]
OUTCOMES = frozenset({"passed", "failed", "cantTell", "inapplicable", "untested"})


def make_earl(facts: DocumentFacts) -> Iterator[PackPart]:
    """The one part. Raises ValueError where the standard names an outcome that EARL does not have (our own bug)."""
    record = facts.record
    people = sorted({decision["assessor"] for item in record["items"] for decision in item["decisions"]})
    persons = {name: f"#person-{place}" for place, name in enumerate(people, 1)}
    graph = [
        _software(record), _subject(record),
        *({"@id": id, "@type": ["foaf:Person", "earl:Assertor"], "foaf:name": flatten_line(name)} for name, id in persons.items()),
        *(_test(record, item) for item in record["items"]),
        *_assertions(record, persons),
    ]  # fmt: skip
    document = {"@context": dict(load_words_table("earl")["context"]), "@graph": graph}
    words = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n"
    yield PackPart(NAME, words.encode("utf-8"))


def _software(record: Data) -> Node:
    said = load_words_table("earl")
    return {
        "@id": "#software",
        "@type": ["earl:Software", "earl:Assertor"],
        "dct:title": said["software"],
        "dct:hasVersion": flatten_line(record["engine"]["xuncha"]),
        "dct:description": _both(format_text(said["purpose"], **record["standard"]["title"])),
        "dct:identifier": f"ruleset:{flatten_line(record['ruleset'])}",
    }


def _subject(record: Data) -> Node:
    target = record["target"]
    return {
        "@id": "#subject",
        "@type": "earl:TestSubject",
        "dct:title": flatten_line(target["name"]) or flatten_line(target["url"]),
        "dct:identifier": _address(target["url"]),
        "dct:date": _moment(record["started_at"]),
    }


def _test(record: Data, item: Data) -> Node:
    clause = next((clause for clause in record["standard"]["clauses"] if clause["id"] == item["clause"]), None)
    node: Node = {
        "@id": f"#item-{item['item']}",
        "@type": ["earl:TestRequirement", "earl:TestCriterion"],
        "dct:identifier": item["item"],
        "dct:title": _both(_text(item["name"])),
        "dct:description": {"@value": flatten_line(item["text"]), "@language": "zh"},
        "dct:isPartOf": _both(_text(record["standard"]["title"])),
    }
    if clause is not None:
        node["dct:subject"] = _both(_text(clause["name"]))
    return node


def _assertions(record: Data, persons: Mapping[str, str]) -> Iterator[Node]:
    by_id = {found["id"]: found for found in record["findings"]}
    views = {view["id"]: view for view in record["views"]}
    for item in record["items"]:
        ids = dict.fromkeys(id for check in item["checks"] for id in check["findings"])
        evidence = [piece for id in ids if id in by_id for piece in by_id[id]["evidence"]]
        decided = (
            dict.fromkeys(persons[decision["assessor"]] for decision in item["decisions"]) if item["confirmed"] else {}
        )
        yield {
            "@id": f"#assertion-{item['item']}",
            "@type": "earl:Assertion",
            "earl:assertedBy": _asserted(item["item"], list(decided)),
            "earl:subject": {"@id": "#subject"},
            "earl:test": {"@id": f"#item-{item['item']}"},
            "earl:mode": {"@id": "earl:semiAuto" if decided else "earl:automatic"},
            "earl:result": _result(record, item, _pointers(evidence, views)),
        }


def _asserted(item: str, persons: list[str]) -> Node:
    """Who asserts an item: the program alone, or a group whose people are responsible for the assertion."""
    if not persons:
        return {"@id": "#software"}
    return {
        "@id": f"#assertors-{item}",
        "@type": ["foaf:Group", "earl:Assertor"],
        "earl:mainAssertor": [{"@id": person} for person in persons],
        "foaf:member": [*({"@id": person} for person in persons), {"@id": "#software"}],
    }


def _result(record: Data, item: Data, pointers: list[Node]) -> Node:
    verdict = record["standard"]["verdicts"][item["verdict"]]
    if verdict["earl"] not in OUTCOMES:
        raise ValueError(f"EARL has no outcome {verdict['earl']!r}")
    said, words = load_words_table("earl"), _text(verdict)
    if item["value"] is not None:
        about = _filled(said["value"], words, value=format_number(item["value"], 2))
    elif verdict["earl"] == "inapplicable":
        about = words
    else:
        about = _filled(said["open"], words, low=format_number(item["low"], 2), high=format_number(item["high"], 2))
    info = [_both(_text(item["because"]))]
    if item["question"]:
        question = _text(item["question"])
        zh, en = (
            format_text(said["asked"], question=question.zh).zh,
            format_text(said["asked"], question=question.en).en,
        )
        info.append(_both(Text(zh, en)))
    node: Node = {
        "@type": "earl:TestResult",
        "earl:outcome": {"@id": f"earl:{verdict['earl']}"},
        "dct:title": _both(about),
        "earl:info": [row for both in info for row in both],
        "dct:date": _moment(record["audit"]["judged_at"]),
    }
    if pointers:
        node["earl:pointer"] = pointers
    return node


def _pointers(evidence: Iterable[Data], views: Mapping[str, Data]) -> list[Node]:
    """Each place once: in the page, in the page's data of the pack, and in its picture."""
    found: dict[str, Node] = {}
    for piece in evidence:
        node: Node = {"@type": "ptr:CSSSelectorPointer" if piece["selector"] else "ptr:Pointer"}
        if piece["selector"]:
            node["ptr:expression"] = flatten_line(piece["selector"])
        if piece["url"]:
            node["dct:source"] = _address(piece["url"])
        if piece["quote"]:
            node["dct:description"] = flatten_line(piece["quote"])
        view = views.get(piece["view"])
        if view is not None:
            node["ptr:reference"] = {"@id": f"views/{flatten_line(view['id'])}.json"}
            if view["screenshot"]:
                node["foaf:depiction"] = {
                    "@id": f"screenshots/{flatten_line(view['id'])}.jpg{_fragment(piece['box'], view)}"
                }
        found.setdefault(json.dumps(node, sort_keys=True), node)
    return list(found.values())


def _fragment(box: list[float] | None, view: Data) -> str:
    """The place in the picture, in its pixels, as a Media Fragments URI 1.0."""
    if not box or box[2] <= 0 or box[3] <= 0:
        return ""
    x, y, w, h = (round(max(0.0, side) * view["screenshot_scale"]) for side in box)
    return f"#xywh={x},{y},{max(w, 1)},{max(h, 1)}"


def _filled(entry: Mapping[str, str], verdict: Text, **values: object) -> Text:
    zh, en = format_text(entry, verdict=verdict.zh, **values), format_text(entry, verdict=verdict.en, **values)
    return Text(zh.zh, en.en)


def _text(words: Data) -> Text:
    return Text(words["zh"], words["en"])


def _both(words: Text) -> list[Node]:
    return [
        {"@value": flatten_line(words.zh), "@language": "zh"},
        {"@value": flatten_line(words.en), "@language": "en"},
    ]


def _address(url: str) -> Node:
    """An address as a literal: what a page gives need not be a valid one, and nothing should follow it."""
    return {"@value": flatten_line(url), "@type": "xsd:anyURI"}


def _moment(at: str) -> Node:
    return {"@value": at, "@type": "xsd:dateTime"}
