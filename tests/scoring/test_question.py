"""What a person is asked: never what was found, and what is not told with it by name."""

from __future__ import annotations

from dataclasses import replace

from crawler.vocabulary import Device
from probes.finding import Answer, Outcome, Text
from probes.probe import Check
from scoring.standard_tables import Item, ItemClass
from scoring.verdict import ItemVerdict, judge_items
from tests.rules import real_checks, real_standard
from tests.scoring.made import find, said

LONG = 150  # letters of a sentence: one is told in a reason, two are too many


def asked_item() -> tuple[Item, list[Check]]:
    """An item without a question of its own, and its checks."""
    item = next(
        item
        for item in real_standard().items
        if item.item_class is ItemClass.ASSISTED and item.ask is None and not item.applies and not item.caps
    )
    return item, [check for check in real_checks() if any(count.item == item.id for count in check.counts)]


def judge(item: Item, own: list[Check], answers: dict[str, Answer]) -> ItemVerdict:
    findings = [
        find(check.id, device, look, answers[check.id]) for check in own for device in Device for look in (1, 2)
    ]
    found = judge_items(real_standard(), real_checks(), findings)
    return next(verdict for verdict in found if verdict.item == item.id)


def tell_sentence(check: Check, length: int) -> Answer:
    words = (check.id + " ") * length
    return replace(said(Outcome(check.good), fraction=1.0), because=Text(words[:length], words[:length]))


def test_where_every_check_is_answered_the_question_names_what_the_reason_leaves_out_and_asks_nothing_found() -> None:
    item, own = asked_item()
    found = judge(item, own, {check.id: tell_sentence(check, LONG) for check in own})
    assert found.question is not None
    assert found.question not in [check.question for check in own]
    names = {check.id: check.name.zh for check in item.checks}
    counting = {check.id: next(count.check for count in check.counts if count.item == item.id) for check in own}
    told = {names[counting[check.id]] for check in own if check.id in found.because.zh}
    named = {name for name in names.values() if name in found.question.zh}
    assert len(told) == 1
    assert named
    assert not named & told


def test_where_the_reason_tells_all_the_question_names_nothing() -> None:
    item, own = asked_item()
    found = judge(item, own, {check.id: tell_sentence(check, 20) for check in own})
    assert found.question is not None
    assert not [check.name.zh for check in item.checks if check.name.zh in found.question.zh]


def test_what_is_asked_about_is_told_first_however_much_else_there_is() -> None:
    item, own = asked_item()
    asked = min(own, key=lambda check: (sum(count.points for count in check.counts), check.id))
    doubt = Answer(
        Outcome.UNSURE, Text("此处有疑", "this is doubtful"), fraction=0.0, question=Text("是吗？", "is it?")
    )
    found = judge(item, own, {check.id: doubt if check is asked else tell_sentence(check, LONG) for check in own})
    assert found.question == doubt.question
    assert found.because.zh.startswith("此处有疑")
