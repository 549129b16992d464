"""The shortfalls of an audit, one for each probe and item, with a fingerprint that stays the same across audits."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from probes.finding import Text

Data = Mapping[str, Any]
PERSON = "assessor"  # in place of a probe's name


class Severity(StrEnum):
    """How bad a shortfall is, from its item's verdict; worst first."""

    FAIL = "fail"
    PARTIAL = "partial"
    QUESTION = "question"  # a person must look before anything is claimed

    @property
    def rank(self) -> int:
        """The order of severities: 0 is the worst."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A bad or doubtful answer that cost its item points. Equal ``fingerprint``: the same words found again."""

    item: str
    check: str
    probe: str
    severity: Severity
    devices: tuple[str, ...]
    asks: Text
    because: Text
    remedy: Text
    url: str
    selector: str
    quote: str
    fingerprint: str


def list_shortfalls(record: Data) -> tuple[Shortfall, ...]:
    """The shortfalls of every item that is not met or needs a person's look, in the order of the standard.

    Items that were blocked, not seen or not applicable have none: what nobody saw is no shortfall.
    """
    findings = {found["id"]: found for found in record["findings"]}
    return tuple(shortfall for item in record["items"] for shortfall in _of_item(item, findings))


def _of_item(item: Data, findings: Mapping[str, Data]) -> Iterator[Shortfall]:
    severity = _severity(item)
    if severity is None:
        return
    known: dict[str, list[Data]] = {}
    checks: dict[str, str] = {}
    for check in item["checks"]:
        for id in check["findings"]:
            found = findings[id]
            if _bad(found, severity):
                known.setdefault(found["probe"], []).append(found)
                checks.setdefault(found["probe"], check["id"])
    for probe, answers in known.items():
        yield _shortfall(item, checks[probe], severity, answers)
    if not known and item["confirmed"]:
        yield _by_person(item, severity)


def _severity(item: Data) -> Severity | None:
    if item["verdict"] in (Severity.FAIL, Severity.PARTIAL):
        return Severity(item["verdict"])
    return Severity.QUESTION if item["verdict"] == "to_confirm" else None


def _bad(found: Data, severity: Severity) -> bool:
    if found["outcome"] == "unsure":
        return True
    if found["outcome"] not in ("yes", "no"):
        return False
    return found["outcome"] != found["good"] or (found["fraction"] is not None and found["fraction"] < 1.0)


def _shortfall(item: Data, check: str, severity: Severity, found: list[Data]) -> Shortfall:
    first = found[0]
    evidence = next(iter(first["evidence"]), {"url": "", "selector": "", "quote": ""})
    return Shortfall(
        item=item["item"],
        check=check,
        probe=first["probe"],
        severity=severity,
        devices=tuple(sorted({row["device"] for row in found})),
        asks=_text(first["asks"]),
        because=_text(first["because"]),
        remedy=_text(item["remedy"]),
        url=evidence["url"],
        selector=evidence["selector"],
        quote=evidence["quote"],
        fingerprint=_fingerprint(item["item"], found),
    )


def _by_person(item: Data, severity: Severity) -> Shortfall:
    """A shortfall found by a person where the machine found none or saw nothing; identified by the reasons given."""
    said = sorted((decision["verdict"], decision["value"], decision["reason"]) for decision in item["decisions"])
    return Shortfall(
        item=item["item"],
        check="",
        probe=PERSON,
        severity=severity,
        devices=(),
        asks=Text("评审员的判定", "what an assessor decided"),
        because=_text(item["because"]),
        remedy=_text(item["remedy"]),
        url="",
        selector="",
        quote="",
        fingerprint=_hash([item["item"], said]),
    )


def _text(words: Data | None) -> Text:
    return Text(words["zh"], words["en"]) if words else Text("", "")


def _fingerprint(item: str, found: list[Data]) -> str:
    """A hash of the answer and its quotes. It leaves out pictures and page positions, which change from day to day."""
    said = sorted(
        (row["probe"], row["device"], row["outcome"], sorted({shown["quote"] for shown in row["evidence"]}))
        for row in found
    )
    return _hash([item, said])


def _hash(said: object) -> str:
    return hashlib.sha256(json.dumps(said, ensure_ascii=True).encode("ascii")).hexdigest()[:32]
