"""From audit.json and the decisions alone every verdict, red line and score follows again."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest

from probes.profile import effective_profile
from scoring import judging
from scoring.decisions.decision_reuse import PlatformDecisions
from scoring.red_lines import RedLineState
from scoring.score import Stage
from scoring.standard_tables import Verdict
from storage.visits.audit import Audit
from tests.cases import items as golden
from tests.xuncha.judging.deriving import (
    AT,
    EARLIER,
    RULES,
    VISIT,
    Plain,
    all_decided,
    decided_on,
    derive,
    shop,
    through,
)
from tests.xuncha.keeping import made
from xuncha.judging.applied_decisions import apply_decisions, find_all_grounds
from xuncha.judging.judged import make_audit

NAMES = [(item, sorted(golden.cases(item))) for item in golden.items()]
CASES = [(item, names[at % len(names)]) for at, (item, names) in enumerate(NAMES)]


def follows(facts: Plain, said: Plain) -> judging.DerivedRecord:
    """What is derived; all of the record is said to follow from it."""
    derived = derive(facts, said)
    assert judging.find_record_differences(facts, derived) == ()
    return derived


def same(audit: Audit, derived: judging.DerivedRecord) -> None:
    """To the last digit, and in words too where nothing was masked."""
    assert derived.judged.verdicts == audit.verdicts
    assert derived.judged.red_lines == audit.red_lines
    assert dict(derived.judged.scores) == dict(audit.scores)


@pytest.mark.parametrize(("item", "name"), CASES[::3])
def test_a_golden_shop_comes_to_the_same_again(item: str, name: str) -> None:
    audit = make_audit(RULES, shop(item, name), VISIT)
    same(audit, follows(*through(audit, shop(item, name))))


@pytest.mark.parametrize(("item", "name"), CASES[1::6])
def test_an_audit_of_some_items_alone_comes_to_the_same_again(item: str, name: str) -> None:
    audit = make_audit(RULES, shop(item, name), VISIT, items=(item,))
    derived = follows(*through(audit, shop(item, name)))
    same(audit, derived)
    assert sum(verdict.reason == "not_looked" for verdict in derived.judged.verdicts) > 30


def test_persons_words_come_to_the_same_again() -> None:
    audit, site, papers = all_decided()
    derived = follows(*through(audit, site, papers))
    same(audit, derived)
    now = {verdict.item: verdict for verdict in audit.verdicts}
    reasons = {verdict.reason for verdict in audit.verdicts}
    assert "assessors_apart" in reasons
    assert {line.state for line in audit.red_lines} == set(RedLineState)
    assert derived.profile["marketplace"] is False
    assert effective_profile(site).get("marketplace") is not False
    assert audit.scores[Stage.FINAL].score.coverage > 0.8
    assert audit.scores[Stage.FINAL].score != audit.scores[Stage.AUTO].score
    documentary = [item.id for item in RULES.standard.items if item.item_class == "documentary"]
    assert any(now[id].confirmed for id in documentary)
    assert len({decision.assessor for decision in audit.decisions}) == 3


def test_what_is_carried_over_comes_to_the_same_again() -> None:
    site = shop(*CASES[0])
    later = dataclasses.replace(site, at=AT + timedelta(days=30))
    by_item, _ = find_all_grounds(RULES, apply_decisions(RULES, (), site, VISIT, PlatformDecisions()).findings)
    seen = [item for item, ground in by_item.items() if ground.seen]
    words = decided_on(site, dict.fromkeys(seen, (Verdict.PASS, 1.0)), "甲", EARLIER)
    audit = make_audit(RULES, later, VISIT, decided=PlatformDecisions(words))
    assert {decision.carried for decision in audit.decisions} == {True}
    assert len(audit.decisions) > 20
    derived = follows(*through(audit, later))
    same(audit, derived)
    assert any(verdict.because.zh.startswith("沿用") for verdict in derived.judged.verdicts)


def test_an_audit_that_was_kept_without_pages_comes_to_the_same_again() -> None:
    bare = dataclasses.replace(made(), views=(), timings=(), fetches=(), gaps=())
    audit = make_audit(RULES, bare, VISIT)
    assert audit.scores[Stage.AUTO].score.value is None
    same(audit, follows(*through(audit, bare)))
