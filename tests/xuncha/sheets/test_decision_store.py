"""Whoever stores a decision, it goes one way: under a name nobody can borrow, with a line in the log, and a signature before it is void."""

from __future__ import annotations

import dataclasses
import getpass
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from scoring.judging import derive_record, find_record_differences
from storage.db.people_tables import Role
from storage.db.session import Store, open_store
from storage.people.action_log import list_actions
from storage.people.signoffs import add_signoff, list_signoffs
from storage.people.user_accounts import Membership, create_account
from storage.visits.audit import Audit
from tests.rules import real_rules
from tests.xuncha.keeping import kept, made
from tests.xuncha.sheets.filling import filled
from xuncha.commands.run_sheet import make_sheet
from xuncha.console.lang import Lang
from xuncha.pack.documents.filed import make_decision_files
from xuncha.reports.decided import serialize_decision
from xuncha.reports.record import build_record
from xuncha.sheets.decide import import_decisions

ITEM = real_rules().standard.items[0].id
NOW = datetime(2026, 11, 28, tzinfo=UTC)
READER = f"cli:{getpass.getuser()}"


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(tmp_path / "data") as opened:
        yield opened


async def read_in(store: Store, tmp_path: Path, assessor: str) -> Audit:
    audit = await kept(store, made())
    await add_account(store)
    await add_signoff(store, audit.visit, audit.id, 1, "0" * 64, audit.ruleset, "password", NOW)
    sheet = tmp_path / "review.xlsx"
    await make_sheet(store.data, audit.id, sheet, Lang.ZH)
    row = {ITEM: {"verdict": "符合", "reason": "看过", "assessor": assessor}}
    taken = await import_decisions(store, audit.id, filled(sheet, tmp_path / "a.xlsx", row))
    assert not taken.faults
    assert taken.done is not None
    return taken.done.now


async def add_account(store: Store) -> None:
    await create_account(store, "anna", "Anna", "", [Membership(Role.ASSESSOR)], "en", NOW)


@pytest.mark.parametrize(
    ("written", "stored"), [("", READER), ("甲", "甲"), ("Anna (anna)", f"Anna (anna) ({READER})")]
)
async def test_a_sheet_cannot_speak_for_an_account(store: Store, tmp_path: Path, written: str, stored: str) -> None:
    audit = await read_in(store, tmp_path, written)
    assert [decision.assessor for decision in audit.decisions] == [stored]
    told = [action for action in await list_actions(store) if action.action == "decide"]
    assert [(action.actor, action.subject) for action in told] == [(READER, f"visit:{audit.visit}")]


async def test_a_decision_makes_what_was_signed_before_void(store: Store, tmp_path: Path) -> None:
    audit = await read_in(store, tmp_path, "甲")
    (signed,) = await list_signoffs(store, audit.visit)
    assert signed.voided_at is not None
    assert signed.voided_why == f"decision {ITEM}"


async def test_agreement_stands_in_the_record_only_where_there_is_one_and_follows_from_the_pack(
    store: Store, tmp_path: Path
) -> None:
    audit = await read_in(store, tmp_path, "甲")
    (plain,) = audit.decisions
    agreed = dataclasses.replace(plain, agreed=True)
    assert "agreed" not in serialize_decision(plain)
    assert serialize_decision(agreed)["agreed"] is True
    for decision in (plain, agreed):
        judged = dataclasses.replace(audit, decisions=(decision,))
        site, rules = made(), real_rules()
        record = build_record(judged, site, rules.standard, rules.checks, ())
        filed = filed_decisions(judged)
        assert ("agreed" in filed["decisions"][0]) is decision.agreed
        derived = derive_record(record, filed, rules.standard, rules.checks)
        assert [
            difference for difference in find_record_differences(record, derived) if "decisions" in difference
        ] == []


def filed_decisions(audit: Audit) -> Any:
    """What stands in decisions/decisions.json of its pack."""
    facts: Any = SimpleNamespace(audit=audit, documents=(), blob=lambda _: None)
    return json.loads(next(make_decision_files(facts)).data)
