"""Each item of the standard is shown met, not met and undecided by golden shops, judged whole (tests/cases/items)."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import pytest

from crawler.vocabulary import Role
from probes.finding import Outcome
from probes.probe import Check
from probes.profile import effective_profile
from probes.run import judge_site
from scoring import standard
from scoring.standard import needed_checks
from scoring.standard_tables import Item, ItemClass, Standard, Verdict
from scoring.verdict import ItemVerdict, judge_items
from tests.cases import items as golden
from tests.rules import real_checks
from tests.wording.faults import unsigned
from tests.wording.said import of_verdict

WRITTEN = golden.items()
ALL = [(item, name) for item in WRITTEN for name in golden.names(item)]
OPEN = (Verdict.INCONCLUSIVE, Verdict.NOT_OBSERVED, Verdict.TO_CONFIRM)


@functools.cache
def rules() -> tuple[Standard, tuple[Check, ...]]:
    return standard.load_standard(), real_checks()


@functools.cache
def judged(item: str, name: str, looks: int = 2) -> ItemVerdict:
    """The item's verdict in that case; ``looks`` leaves later looks away."""
    table, checks = rules()
    asked = needed_checks(table, checks, [item])
    reads = frozenset((need.role, need.state) for check in asked for need in check.probe.reads)
    site = golden.build(item, name, reads)
    flags = effective_profile(site)
    findings = [finding for finding in judge_site(asked, site, profile=flags, strict=True) if finding.look <= looks]
    return next(verdict for verdict in judge_items(table, asked, findings, profile=flags) if verdict.item == item)


def of(item: str) -> Item:
    return rules()[0].by_id[item]


def asks_nothing_that_was_found(verdict: ItemVerdict) -> None:
    """The question is none of a check whose points are known."""
    answered = {check.id for check in verdict.checks if check.outcome in (Outcome.YES, Outcome.NO)}
    probes = [rule for rule in rules()[1] if any(c.item == verdict.item and c.check in answered for c in rule.counts)]
    assert verdict.question not in [probe.question for probe in probes], verdict.question


def said(verdict: ItemVerdict) -> str:
    """All that was found, for a failing test."""
    checks = " ".join(f"{check.id}={check.outcome}:{check.points:g}/{check.of:g}" for check in verdict.checks)
    hint = verdict.hint.zh if verdict.hint else ""
    return (
        f"{verdict.verdict} {verdict.value} {verdict.suggested} {verdict.reason} [{checks}] {verdict.because.zh} {hint}"
    )


def test_every_item_has_its_golden_shops() -> None:
    assert len(rules()[0].items) == 58
    assert sorted(WRITTEN) == sorted(rules()[0].by_id)


@pytest.mark.parametrize("item", WRITTEN)
def test_every_item_is_shown_in_both_directions_and_undecided(item: str) -> None:
    assert {"yes", "no", "undecided"} <= golden.cases(item).keys()
    ways = {"yes", "no", "undecided"}
    assert {name for name in golden.cases(item) if name.split("_")[0] not in ways} == set()
    assert list(golden.cases(item)) == golden.names(item)
    if of(item).item_class is ItemClass.DOCUMENTARY:
        for name in golden.cases(item):
            hints_alone_decide_nothing(judged(item, name))


@pytest.mark.parametrize(("item", "name"), ALL, ids=[f"{item}-{name}" for item, name in ALL])
def test_the_verdict_is_the_expected_one_and_shows_what_its_name_says(item: str, name: str) -> None:
    verdict = judged(item, name)
    is_expected(verdict, golden.expected(item, name))
    assert unsigned(of_verdict(verdict)) == []
    asks_nothing_that_was_found(verdict)
    WAYS[name.split("_")[0]](of(item), verdict)
    if name.startswith("no"):
        one_look_fails_nothing(judged(item, name, 1))


def is_expected(verdict: ItemVerdict, wanted: Mapping[str, Any]) -> None:
    words = said(verdict)
    assert verdict.verdict == wanted["verdict"], words
    assert (verdict.suggested.verdict if verdict.suggested else "") == wanted.get("suggested", _same(verdict)), words
    if "reason" in wanted:
        assert verdict.reason == wanted["reason"], words
    outcomes = {check.id: check.outcome for check in verdict.checks}
    assert {key: outcomes[key] for key in wanted.get("checks", {})} == wanted.get("checks", {}), words
    for value in wanted.get("says", ()):
        assert value in words


def _same(verdict: ItemVerdict) -> str:
    """What is suggested where a case names nothing: the verdict itself, or nothing."""
    return str(verdict.verdict) if verdict.verdict.decided else ""


def _yes(item: Item, verdict: ItemVerdict) -> None:
    if item.item_class is ItemClass.DOCUMENTARY:
        assert verdict.verdict is Verdict.PENDING_DOCUMENT
        assert verdict.hint is not None, said(verdict)
        assert Outcome.YES in {check.outcome for check in verdict.checks}, said(verdict)
    elif item.item_class is ItemClass.ASSISTED:
        assert verdict.verdict is Verdict.TO_CONFIRM
        assert verdict.suggested, said(verdict)
        assert verdict.suggested.verdict is Verdict.PASS, said(verdict)
    else:
        assert verdict.verdict is Verdict.PASS, said(verdict)


def _no(item: Item, verdict: ItemVerdict) -> None:
    if item.item_class is ItemClass.DOCUMENTARY:
        assert verdict.verdict is Verdict.PENDING_DOCUMENT
        assert Outcome.YES not in {check.outcome for check in verdict.checks}, said(verdict)
    elif item.item_class is ItemClass.ASSISTED:
        assert verdict.verdict is Verdict.TO_CONFIRM
        assert verdict.suggested, said(verdict)
        assert verdict.suggested.verdict is Verdict.FAIL, said(verdict)
    else:
        assert verdict.verdict is Verdict.FAIL, said(verdict)


def _undecided(item: Item, verdict: ItemVerdict) -> None:
    if item.item_class is ItemClass.DOCUMENTARY:
        assert verdict.verdict is Verdict.PENDING_DOCUMENT
        assert verdict.hint is None, said(verdict)
    else:
        assert verdict.verdict in OPEN, said(verdict)
        assert verdict.value is None
        # Of an assisted item nothing is suggested either; of an observed one a person may be asked what unread pictures say.
        asked = item.item_class is ItemClass.OBSERVED and verdict.verdict is Verdict.TO_CONFIRM
        assert asked or verdict.suggested is None or verdict.suggested.verdict is not Verdict.FAIL, said(verdict)


WAYS: dict[str, Any] = {"yes": _yes, "no": _no, "undecided": _undecided}


def one_look_fails_nothing(verdict: ItemVerdict) -> None:
    assert verdict.verdict is not Verdict.FAIL, said(verdict)
    assert verdict.suggested is None or verdict.suggested.verdict is not Verdict.FAIL, said(verdict)


def hints_alone_decide_nothing(verdict: ItemVerdict) -> None:
    assert verdict.verdict is Verdict.PENDING_DOCUMENT
    assert verdict.value is None
    assert verdict.suggested is None
    assert (verdict.low, verdict.high) == (0.0, 1.0)


def test_the_pages_of_a_case_are_read_as_written() -> None:
    made = golden.elements("# 退货\n请看[退货说明](/r)。\n@footer\n[帮助](/h)")
    assert [(element["text"], element.get("href"), element["region"]) for element in made] == [
        ("退货", None, "main"),
        ("请看退货说明。", None, "main"),
        ("退货说明", "/r", "main"),
        ("帮助", "/h", "footer"),
    ]
    assert Role.HOME in {view.role for view in golden.build(WRITTEN[0], "yes", frozenset()).views}
