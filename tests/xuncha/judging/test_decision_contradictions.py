"""What people say of an item and of a red line of the same checks must go together; where it does not, they are asked, and not stopped."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from storage.db.session import Store, open_store
from storage.visits.audit import Audit
from tests.rules import real_rules
from tests.xuncha.keeping import kept, made
from tests.xuncha.sheets.filling import filled
from xuncha.commands.run_decide import run_decide
from xuncha.commands.run_sheet import make_sheet
from xuncha.console.lang import Lang
from xuncha.judging.decision_contradictions import find_contradictions, find_items_of_line
from xuncha.sheets.decide import import_decisions

RULES = real_rules()
LINE = next(line for line in RULES.standard.red_lines if find_items_of_line(line, RULES.checks))
ITEM = find_items_of_line(LINE, RULES.checks)[0]
MET = {ITEM: {"verdict": "符合", "reason": "看过", "assessor": "甲"}}
CONFIRMED = {LINE.id: {"verdict": "确认", "reason": "看过", "assessor": "甲"}}


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "data") as opened:
        yield opened


async def decided(store: Store, tmp_path: Path, items: Mapping[str, Any], lines: Mapping[str, Any]) -> Audit:
    audit = await kept(store, made())
    sheet = tmp_path / "review.xlsx"
    await make_sheet(store.data, audit.id, sheet, Lang.ZH)
    taken = await import_decisions(store, audit.id, filled(sheet, tmp_path / "a.xlsx", items, lines))
    assert not taken.faults
    assert taken.done is not None
    return taken.done.now


def test_every_red_line_that_a_check_raises_knows_its_items() -> None:
    for line in RULES.standard.red_lines:
        for item in find_items_of_line(line, RULES.checks):
            assert item in RULES.standard.by_id
    assert sum(bool(find_items_of_line(line, RULES.checks)) for line in RULES.standard.red_lines) > 8


async def test_a_confirmed_line_beside_an_item_that_is_met_is_asked_about_and_kept(
    store: Store, tmp_path: Path
) -> None:
    now = await decided(store, tmp_path, MET, CONFIRMED)
    found = [
        contradiction
        for contradiction in find_contradictions(RULES.standard, RULES.checks, now)
        if contradiction.item == ITEM
    ]
    assert [contradiction.line for contradiction in found] == [LINE.id]
    assert "哪一个对" in found[0].question.zh
    assert now.line_decisions  # asked, not refused


async def test_what_goes_together_is_not_asked_about(store: Store, tmp_path: Path) -> None:
    failed = {ITEM: {"verdict": "不符合", "reason": "看过", "assessor": "甲"}}
    now = await decided(store, tmp_path, failed, CONFIRMED)
    assert ITEM not in {
        contradiction.item
        for contradiction in find_contradictions(RULES.standard, RULES.checks, now)
        if contradiction.line == LINE.id
    }


async def test_where_nobody_decided_nothing_is_asked(store: Store) -> None:
    assert find_contradictions(RULES.standard, RULES.checks, await kept(store, made())) == ()


async def test_decide_asks_in_the_language_of_the_person(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    audit = await kept(store, made())
    sheet = tmp_path / "review.xlsx"
    await make_sheet(store.data, audit.id, sheet, Lang.EN)
    path = filled(sheet, tmp_path / "a.xlsx", MET, CONFIRMED)
    capsys.readouterr()
    assert await run_decide(store.data, audit.id, path, "", (), "", None, Lang.EN) == 0
    assert f"please check: red line {LINE.id} (" in capsys.readouterr().out
