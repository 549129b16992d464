"""JUnit XML: each item of the standard as a test case, showing which fail and why others were not decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as Xml

from xuncha.ci.baseline import SortedShortfalls
from xuncha.ci.shortfalls import Severity, Shortfall
from xuncha.console.lang import Lang

Data = Mapping[str, Any]


def render_junit(record: Data, found: SortedShortfalls, worst: Severity, lang: Lang) -> bytes:
    """One test suite a chapter. A new shortfall at least as bad as ``worst`` is a failure; undecided items are skipped.

    A partly met item that does not fail the run passes, with a note of what it lacks.
    """
    chapters = {chapter["id"]: chapter["name"][lang] for chapter in record["standard"]["chapters"]}
    root = Xml.Element("testsuites", name=_clean(f"Xuncha {record['target']['url']}"))
    for id, name in chapters.items():
        items = [item for item in record["items"] if item["chapter"] == id]
        suite = Xml.SubElement(root, "testsuite", name=_clean(f"{id} {name}"), timestamp=record["started_at"][:19])
        for item in items:
            _case(suite, record, item, found, worst, lang)
        for kind, tag in (("tests", "testcase"), ("failures", "failure"), ("skipped", "skipped")):
            suite.set(kind, str(sum(1 for _ in suite.iter(tag))))
        suite.set("errors", "0")
    for kind in ("tests", "failures", "skipped", "errors"):
        root.set(kind, str(sum(int(suite.get(kind, "0")) for suite in root)))
    Xml.indent(root)
    data: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def _case(suite: Xml.Element, record: Data, item: Data, found: SortedShortfalls, worst: Severity, lang: Lang) -> None:
    case = Xml.SubElement(
        suite, "testcase", classname=f"xuncha.{item['clause']}", name=_clean(f"{item['item']} {item['name'][lang]}")
    )
    failing = [
        shortfall for shortfall in found.new if shortfall.item == item["item"] and shortfall.severity.rank <= worst.rank
    ]
    borne = [entry for shortfall, entry in found.accepted if shortfall.item == item["item"]]
    verdict = record["standard"]["verdicts"][item["verdict"]][lang]
    said = _clean(f"{verdict}: {item['because'][lang]}")
    if failing:
        failure = Xml.SubElement(case, "failure", message=said, type=item["verdict"])
        failure.text = "\n".join(_line(shortfall, lang) for shortfall in failing)
    elif borne:
        reasons = "; ".join(f"{entry.reason} (≤ {entry.until.isoformat()})" for entry in borne)
        Xml.SubElement(case, "skipped", message=_clean(f"{verdict}: {reasons}"))
    elif item["verdict"] not in ("pass", "partial"):
        Xml.SubElement(case, "skipped", message=said)
    elif item["verdict"] == "partial":
        Xml.SubElement(case, "system-out").text = said


def _line(shortfall: Shortfall, lang: Lang) -> str:
    because, remedy = (getattr(text, lang) for text in (shortfall.because, shortfall.remedy))
    return _clean(f"{shortfall.probe} ({', '.join(shortfall.devices)}): {because}\n  {shortfall.url}\n  → {remedy}")


def _clean(text: str) -> str:
    """The text without characters that XML 1.0 forbids; page text may hold any."""
    return "".join(
        character
        if character in "\t\n"
        or (character >= " " and not "\ud800" <= character <= "\udfff" and character not in "\ufffe\uffff")
        else " "
        for character in text
    )
