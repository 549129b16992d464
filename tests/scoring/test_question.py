"""What a person is asked: never what was found, and always with what to look at."""

from __future__ import annotations

from crawler.vocabulary import Device
from probes.finding import Outcome
from scoring.standard_tables import ItemClass
from scoring.verdict import judge_items
from tests.rules import real_checks, real_standard
from tests.scoring.made import find, said


def test_where_every_check_is_answered_the_question_names_what_to_look_at_and_asks_nothing_found() -> None:
    standard, checks = real_standard(), real_checks()
    item = next(
        item
        for item in standard.items
        if item.item_class is ItemClass.ASSISTED and item.ask is None and not item.applies and not item.caps
    )
    own = [check for check in checks if any(count.item == item.id for count in check.counts)]
    findings = [
        find(check.id, device, look, said(Outcome(check.good), fraction=1.0))
        for check in own
        for device in Device
        for look in (1, 2)
    ]
    found = next(verdict for verdict in judge_items(standard, checks, findings) if verdict.item == item.id)
    assert found.question is not None
    dearest = max(item.checks, key=lambda check: check.points)
    assert dearest.name.zh in found.question.zh
    assert found.question not in [check.question for check in own]
