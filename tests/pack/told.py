"""Facts of a made-up audit of all 58 items, as a pack's makers are given them."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from crawler.site import Element, Gap, Site
from crawler.vocabulary import Device, GapReason, Role
from storage.visits.audit import Audit
from tests.xuncha.reports.conftest import FOOTER, things
from tests.xuncha.reports.test_page import poisoned
from xuncha.judging.judged import make_audit
from xuncha.judging.rules import Rules, load_rules
from xuncha.pack.parts import PackFacts
from xuncha.reports import record

MADE = datetime(2026, 11, 25, 12, 30, 15, tzinfo=UTC)
BY = {"person": "甲", "body": "某检测机构", "purpose": "年度检测", "authority": "委托书 7 号"}
AROUND = {
    "xuncha": "0.1.0", "chromium": "156", "gate": "up, refusing", "gate_refuses": "metadata, link_local", "time_zone": "UTC+0800 (CST)",
    "data_disk_free_bytes": "82000000000", "clock_offset_seconds": "-0.4", "clock_spread_seconds": "-0.6..+0.2",
    "clock_hosts": "3", "clock_answers": "41",
}  # fmt: skip
SHA = "ab" * 32
NEVER_FILLED_IN = "京ICP备xxxxxxxx号"


@cache
def _rules() -> Rules:
    return load_rules()


def seen(gap_at: datetime | None = None) -> Site:
    """The site of the report tests with its surroundings, and three pages more that were missed in one moment."""
    site = things()
    walled = tuple(
        Gap(role, "landed", Device.MOBILE, 1, GapReason.BLOCKED, "captcha", site.platform.url, at=gap_at)
        for role in (Role.RULES, Role.HELP, Role.CART)
    )
    around = {**AROUND, "checked_at": site.at.isoformat()}
    return dataclasses.replace(site, gaps=site.gaps + walled, environment=around)


@cache
def _judged(gap_at: datetime | None) -> tuple[Site, Audit]:
    site = seen(gap_at)
    audit = make_audit(_rules(), site, "0011223344556677")
    return site, dataclasses.replace(audit, id="8899aabbccddeeff", created_at=site.at + timedelta(hours=1))


def told(
    by: Mapping[str, Any] | None = None, gap_at: datetime | None = None, parts: Mapping[str, Any] | None = None
) -> PackFacts:
    """``parts`` replace those of the record."""
    site, audit = _judged(gap_at)
    audit = dataclasses.replace(audit, facts={**audit.facts, "by": by or {}})
    made = copy.deepcopy(record.build_record(audit, site, _rules().standard, _rules().checks))
    return given({**made, **(parts or {})})


@cache
def failing() -> PackFacts:
    """Facts of the same shop whose filing number was never filled in, with no page behind a captcha: an item fails by the rules."""
    site = seen()
    views = tuple(
        dataclasses.replace(view, elements=tuple(map(_unfilled, view.elements)), text=_blank(view.text))
        for view in site.views
    )
    gaps = tuple(gap for gap in site.gaps if gap.reason is not GapReason.BLOCKED)
    site = dataclasses.replace(site, views=views, gaps=gaps)
    audit = make_audit(_rules(), site, "0011223344556677")
    audit = dataclasses.replace(
        audit, id="8899aabbccddeeff", created_at=site.at + timedelta(hours=1), facts={**audit.facts, "by": {}}
    )
    made = record.build_record(audit, site, _rules().standard, _rules().checks)
    return PackFacts(audit, site, _rules(), made, (), _nothing, MADE)


def _blank(said: str) -> str:
    return said.replace(FOOTER, NEVER_FILLED_IN)


def _unfilled(element: Element) -> Element:
    return dataclasses.replace(element, text=_blank(element.text), own=_blank(element.own), name=_blank(element.name))


def _nothing(sha: str) -> bytes | None:
    return None


def given(made: Mapping[str, Any]) -> PackFacts:
    """Facts with that record."""
    site, audit = _judged(None)
    return PackFacts(audit, site, _rules(), made, (), _nothing, MADE)


def decided(facts: PackFacts) -> PackFacts:
    """The same, with one item that two persons decided, one of whom filed a paper, and a red line and a flag that they spoke of."""
    made = copy.deepcopy(dict(facts.record))
    signed = {"at": "2026-11-25T08:00:01+00:00", "reason": "已核对", "carried": False, "audit": "8899aabbccddeeff"}
    said = {"verdict": "pass", "value": 1.0, "reference": "合同", "documents": [SHA], **signed}
    item = made["items"][0]
    item |= {"verdict": "pass", "value": 1.0, "confirmed": True}
    item["decisions"] = [{**said, "assessor": name} for name in ("=甲", "乙")]
    paper = {"sha256": SHA, "name": "=材料.pdf", "media": "application/pdf", "size": 1234, "note": None, "device": None}
    item["documents"] = [
        {
            **paper,
            "filed_at": "2026-11-25T07:59:59+00:00",
            "filed_by": None,
            "shown_at": None,
            "audit": "8899aabbccddeeff",
        }
    ]
    made["red_lines"][0]["decisions"] = [{"confirmed": False, "assessor": "乙", "second_audit": None, **signed}]
    flag = {"flag": "food", "name": {"zh": "经营食品", "en": "sells food"}, "value": True, "assessor": "乙"}
    made["flag_decisions"] = [{**flag, **signed, "carried": True}]
    record.validate_record(made)
    return given(made)


def hostile() -> PackFacts:
    """Hostile words wherever the record takes any, but for what EARL calls the verdicts, which is our own."""
    clean = dict(told().record)
    made, _ = poisoned(clean)
    for verdict, words in made["standard"]["verdicts"].items():
        words["earl"] = clean["standard"]["verdicts"][verdict]["earl"]
    made["environment"]["checked_at"] = clean["environment"]["checked_at"]  # our own as well
    return given(made)
