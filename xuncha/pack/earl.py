"""earl.jsonld: the verdicts in the W3C's Evaluation and Report Language (EARL 1.0 Schema), one assertion an item.

Each has what the schema requires: ``assertedBy``, ``subject``, ``test`` and ``result`` with an ``outcome`` of passed, failed, cantTell,
inapplicable or untested, which the standard's table names for each verdict. Pointers are those of Pointer Methods in RDF 1.0.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from probes.finding import Text
from xuncha.pack.parts import Facts, Part
from xuncha.pack.wording import plain, table, text
from xuncha.reports.words import number

NAME = "earl.jsonld"
Data = Mapping[str, Any]
Node = dict[str, Any]
OUTCOMES = frozenset({"passed", "failed", "cantTell", "inapplicable", "untested"})


def parts(facts: Facts) -> Iterator[Part]:
    """The one part. Raises ValueError where the standard names an outcome that EARL does not know (our own bug)."""
    record = facts.record
    people = sorted({each["assessor"] for item in record["items"] for each in item["decisions"]})
    persons = {name: f"#person-{place}" for place, name in enumerate(people, 1)}
    graph = [
        _software(record), _subject(record),
        *({"@id": id, "@type": ["foaf:Person", "earl:Assertor"], "foaf:name": plain(name)} for name, id in persons.items()),
        *(_test(record, item) for item in record["items"]),
        *_assertions(record, persons),
    ]  # fmt: skip
    document = {"@context": dict(table("earl")["context"]), "@graph": graph}
    words = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n"
    yield Part(NAME, words.encode("utf-8"))


def _software(record: Data) -> Node:
    said = table("earl")
    return {
        "@id": "#software",
        "@type": ["earl:Software", "earl:Assertor"],
        "dct:title": said["software"],
        "dct:hasVersion": plain(record["engine"]["xuncha"]),
        "dct:description": _both(text(said["purpose"], **record["standard"]["title"])),
        "dct:identifier": f"ruleset:{plain(record['ruleset'])}",
    }


def _subject(record: Data) -> Node:
    target = record["target"]
    return {
        "@id": "#subject",
        "@type": "earl:TestSubject",
        "dct:title": plain(target["name"]) or plain(target["url"]),
        "dct:identifier": _address(target["url"]),
        "dct:date": _moment(record["started_at"]),
    }


def _test(record: Data, item: Data) -> Node:
    clause = next((each for each in record["standard"]["clauses"] if each["id"] == item["clause"]), None)
    node: Node = {
        "@id": f"#item-{item['item']}",
        "@type": ["earl:TestRequirement", "earl:TestCriterion"],
        "dct:identifier": item["item"],
        "dct:title": _both(_text(item["name"])),
        "dct:description": {"@value": plain(item["text"]), "@language": "zh"},
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
        evidence = [each for id in ids if id in by_id for each in by_id[id]["evidence"]]
        decided = dict.fromkeys(persons[each["assessor"]] for each in item["decisions"]) if item["confirmed"] else {}
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
    """The program alone; or a group of whom the persons are responsible for what is asserted."""
    if not persons:
        return {"@id": "#software"}
    return {
        "@id": f"#assertors-{item}",
        "@type": ["foaf:Group", "earl:Assertor"],
        "earl:mainAssertor": [{"@id": each} for each in persons],
        "foaf:member": [*({"@id": each} for each in persons), {"@id": "#software"}],
    }


def _result(record: Data, item: Data, pointers: list[Node]) -> Node:
    verdict = record["standard"]["verdicts"][item["verdict"]]
    if verdict["earl"] not in OUTCOMES:
        raise ValueError(f"EARL has no outcome {verdict['earl']!r}")
    said, words = table("earl"), _text(verdict)
    if item["value"] is not None:
        about = _filled(said["value"], words, value=number(item["value"], 2))
    elif verdict["earl"] == "inapplicable":
        about = words
    else:
        about = _filled(said["open"], words, low=number(item["low"], 2), high=number(item["high"], 2))
    info = [_both(_text(item["because"]))]
    if item["question"]:
        question = _text(item["question"])
        zh, en = text(said["asked"], question=question.zh).zh, text(said["asked"], question=question.en).en
        info.append(_both(Text(zh, en)))
    node: Node = {
        "@type": "earl:TestResult",
        "earl:outcome": {"@id": f"earl:{verdict['earl']}"},
        "dct:title": _both(about),
        "earl:info": [each for both in info for each in both],
        "dct:date": _moment(record["audit"]["judged_at"]),
    }
    if pointers:
        node["earl:pointer"] = pointers
    return node


def _pointers(evidence: Iterable[Data], views: Mapping[str, Data]) -> list[Node]:
    """Each place once: where it stands in the page, in the page's data of the pack, and in the picture of it."""
    found: dict[str, Node] = {}
    for each in evidence:
        node: Node = {"@type": "ptr:CSSSelectorPointer" if each["selector"] else "ptr:Pointer"}
        if each["selector"]:
            node["ptr:expression"] = plain(each["selector"])
        if each["url"]:
            node["dct:source"] = _address(each["url"])
        if each["quote"]:
            node["dct:description"] = plain(each["quote"])
        view = views.get(each["view"])
        if view is not None:
            node["ptr:reference"] = {"@id": f"views/{plain(view['id'])}.json"}
            if view["screenshot"]:
                node["foaf:depiction"] = {"@id": f"screenshots/{plain(view['id'])}.jpg{_fragment(each['box'], view)}"}
        found.setdefault(json.dumps(node, sort_keys=True), node)
    return list(found.values())


def _fragment(box: list[float] | None, view: Data) -> str:
    """The place in the picture, in its pixels, as Media Fragments URI 1.0 writes it."""
    if not box or box[2] <= 0 or box[3] <= 0:
        return ""
    x, y, w, h = (round(max(0.0, each) * view["screenshot_scale"]) for each in box)
    return f"#xywh={x},{y},{max(w, 1)},{max(h, 1)}"


def _filled(entry: Mapping[str, str], verdict: Text, **values: object) -> Text:
    zh, en = text(entry, verdict=verdict.zh, **values), text(entry, verdict=verdict.en, **values)
    return Text(zh.zh, en.en)


def _text(words: Data) -> Text:
    return Text(words["zh"], words["en"])


def _both(words: Text) -> list[Node]:
    return [{"@value": plain(words.zh), "@language": "zh"}, {"@value": plain(words.en), "@language": "en"}]


def _address(url: str) -> Node:
    """A literal: what a page gives as an address need not be one, and nothing is to follow it."""
    return {"@value": plain(url), "@type": "xsd:anyURI"}


def _moment(at: str) -> Node:
    return {"@value": at, "@type": "xsd:dateTime"}
