"""Audits of golden shops with persons' words on them, as they come out of audit.json and decisions.json."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from crawler.site import Site
from probes.probe import Check
from probes.schema import probe_table
from scoring import judging
from scoring.decisions.decision import Decision, FlagDecision, LineDecision
from scoring.decisions.decision_reuse import PlatformDecisions
from scoring.standard_tables import Verdict
from storage.documents import Document
from storage.visits.audit import Audit
from tests.cases import items as golden
from tests.rules import real_rules
from tests.xuncha.keeping import made
from xuncha.judging.applied_decisions import apply_decisions, find_all_grounds
from xuncha.judging.judged import make_audit
from xuncha.reports import record

RULES = real_rules()
VISIT, EARLIER = "0011223344556677", "8899aabbccddeeff"
AT = datetime(2026, 11, 24, 9, 30, 0, 120, UTC)
Plain = dict[str, Any]


def decided_on(
    site: Site, words: dict[str, tuple[Verdict, float | None]], who: str, visit: str = VISIT, at: datetime = AT
) -> tuple[Decision, ...]:
    """One assessor's words about items, on what the pages of that site say."""
    by_item, _ = find_all_grounds(RULES, apply_decisions(RULES, (), site, visit, PlatformDecisions()).findings)
    return tuple(
        Decision(item, verdict, value, who, at.isoformat(), f"看过 {item}", (), "", "a1", visit, by_item[item].basis)
        for item, (verdict, value) in words.items()
    )


def on_lines(site: Site, **said: tuple[str, bool, str]) -> tuple[LineDecision, ...]:
    """Words about red lines: assessor, confirmed or not, the second audit."""
    _, by_line = find_all_grounds(RULES, apply_decisions(RULES, (), site, VISIT, PlatformDecisions()).findings)
    return tuple(
        LineDecision(line, confirmed, who, AT.isoformat(), "看过", second, "a1", VISIT, by_line[line].basis)
        for line, (who, confirmed, second) in said.items()
    )


def through(audit: Audit, site: Site, documents: tuple[Document, ...] = ()) -> tuple[Plain, Plain]:
    """The record and the decisions as they come out of their files."""
    facts = record.build_record(audit, site, RULES.standard, RULES.checks, documents)
    record.validate_record(facts)
    said = {
        "decisions": audit.decisions,
        "line_decisions": audit.line_decisions,
        "flag_decisions": audit.flag_decisions,
        "documents": documents,
    }
    plain = {name: [_plain(value) for value in group] for name, group in said.items()}
    return json.loads(json.dumps(facts, allow_nan=False)), json.loads(json.dumps(plain, default=str))


def derive(facts: Plain, said: Plain) -> judging.DerivedRecord:
    """As ``judging.derive_record`` without tables, but these are read once a process."""
    return judging.derive_record(facts, said, RULES.standard, _unasked_checks())


@functools.cache
def _unasked_checks() -> tuple[Check, ...]:
    return probe_table.read_checks()


def _plain(value: Any) -> Plain:
    return dataclasses.asdict(value)


@functools.cache
def shop(item: str, name: str) -> Site:
    reads = frozenset((need.role, need.state) for check in RULES.checks for need in check.probe.reads)
    return golden.build(item, name, reads)


@functools.cache
def all_decided() -> tuple[Audit, Site, tuple[Document, ...]]:
    """Two assessors on all that is open, near each other and far apart; a third on one; papers, red lines and a flag."""
    site = made()
    first = make_audit(RULES, site, VISIT)
    opens = [
        verdict.item
        for verdict in first.verdicts
        if verdict.value is None and verdict.verdict is not Verdict.NOT_APPLICABLE
    ]
    turns: list[tuple[Verdict, float | None]] = [(Verdict.PASS, 1.0), (Verdict.PARTIAL, 0.6), (Verdict.FAIL, 0.0)]
    ones = {item: turns[at % 3] for at, item in enumerate(opens)} | {opens[-1]: (Verdict.NOT_APPLICABLE, None)}
    others = ones | {opens[0]: (Verdict.PARTIAL, 0.5), opens[3]: (Verdict.FAIL, 0.0), opens[6]: (Verdict.FAIL, 0.0)}
    third: dict[str, tuple[Verdict, float | None]] = {opens[6]: (Verdict.PARTIAL, 0.3)}
    data = b"%PDF-1.7"
    paper = Document(
        opens[0], hashlib.sha256(data).hexdigest(), len(data), "application/pdf", "证明.pdf", AT, "a1", VISIT, "甲"
    )
    words = (
        *(dataclasses.replace(decision, evidence=(paper.sha256,)) for decision in decided_on(site, ones, "甲")),
        *decided_on(site, others, "乙"),
        *decided_on(site, third, "丙"),
    )
    # The flag is said without a red line's own change, and one red line each way.
    lines = on_lines(
        site, R1=("甲", True, EARLIER), R2=("甲", True, ""), R3=("甲", False, ""), R14=("甲", True, EARLIER)
    )
    flags = (FlagDecision("marketplace", False, "甲", AT.isoformat(), "全部自营", "a1", VISIT),)
    audit = make_audit(RULES, site, VISIT, decided=PlatformDecisions(words, lines, flags))
    return audit, site, (paper,)
