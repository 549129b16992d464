"""SARIF 2.1.0 (OASIS): shortfalls for tools that track results; accepted ones are suppressed with their reason."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from crawler.politeness import VERSION
from xuncha.ci.baseline import AcceptedShortfall, SortedShortfalls
from xuncha.ci.shortfalls import Severity, Shortfall
from xuncha.console.lang import Lang

Data = Mapping[str, Any]
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {Severity.FAIL: "error", Severity.PARTIAL: "warning", Severity.QUESTION: "note"}


def render_sarif(record: Data, found: SortedShortfalls, lang: Lang) -> bytes:
    """One SARIF run. Each probe is a rule, each shortfall a result; page addresses stand where source files would."""
    results = [(shortfall, None) for shortfall in found.new] + list(found.accepted)
    rules = {shortfall.probe: shortfall for shortfall, _ in results}
    index = {probe: number for number, probe in enumerate(rules)}
    said = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "Xuncha",
                        "version": VERSION,
                        "semanticVersion": VERSION,
                        "rules": [_rule(rule, lang) for rule in rules.values()],
                        "properties": {"ruleset": record["ruleset"], "looked_with": record["engine"]["xuncha"] or None},
                    }
                },
                "automationDetails": {"id": f"xuncha/{record['target']['url']}/{record['audit']['id']}"},
                "invocations": [
                    {
                        "executionSuccessful": True,
                        "startTimeUtc": record["started_at"],
                        "endTimeUtc": record["finished_at"],
                    }
                ],
                "columnKind": "unicodeCodePoints",
                "results": [_result(shortfall, entry, index[shortfall.probe], lang) for shortfall, entry in results],
            }
        ],
    }
    return (json.dumps(said, ensure_ascii=True, indent=1) + "\n").encode("ascii")


def _rule(shortfall: Shortfall, lang: Lang) -> dict[str, Any]:
    return {
        "id": shortfall.probe,
        "name": "".join(part.capitalize() for part in shortfall.probe.replace(".", "_").split("_")),
        "shortDescription": {"text": getattr(shortfall.asks, lang)},
        "help": {"text": getattr(shortfall.remedy, lang)},
    }


def _result(shortfall: Shortfall, entry: AcceptedShortfall | None, index: int, lang: Lang) -> dict[str, Any]:
    region = {"snippet": {"text": shortfall.quote}, "startLine": 1} if shortfall.quote else {"startLine": 1}
    place: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": {"uri": shortfall.url or "about:blank"}, "region": region}
    }
    if shortfall.selector:
        place["logicalLocations"] = [{"fullyQualifiedName": shortfall.selector, "kind": "element"}]
    made: dict[str, Any] = {
        "ruleId": shortfall.probe,
        "ruleIndex": index,
        "level": LEVELS[shortfall.severity],
        "message": {"text": getattr(shortfall.because, lang)},
        "locations": [place],
        "partialFingerprints": {"xuncha/v1": shortfall.fingerprint},
        "baselineState": "new" if entry is None else "unchanged",
        "properties": {"item": shortfall.item, "check": shortfall.check, "devices": list(shortfall.devices)},
    }
    if entry is not None:
        made["suppressions"] = [{"kind": "external", "status": "accepted", "justification": entry.reason}]
    return made
