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
        each
        for each in standard.items
        if each.item_class is ItemClass.ASSISTED and each.ask is None and not each.applies and not each.caps
    )
    own = [each for each in checks if any(count.item == item.id for count in each.counts)]
    findings = [
        find(each.id, device, look, said(Outcome(each.good), fraction=1.0))
        for each in own
        for device in Device
        for look in (1, 2)
    ]
    found = next(each for each in judge_items(standard, checks, findings) if each.item == item.id)
    assert found.question is not None
    dearest = max(item.checks, key=lambda each: each.points)
    assert dearest.name.zh in found.question.zh
    assert found.question not in [each.question for each in own]
