"""Findings that are taken over are those that judging everything again would give, whatever was edited in the rules."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from probes.finding import Answer
from probes.probe import Check
from storage.audits import load_answers
from storage.db.judging_bases import hash_visit, load_audit_basis
from storage.db.session import Store
from tests.storage import conftest
from tests.xuncha.rejudge.edits import make_edits
from tests.xuncha.rejudge.many import judged_here, newest, rules_moved, several, without_complaints
from xuncha.judging.basis import read_basis
from xuncha.judging.rules import load_rules
from xuncha.rejudge.worker import RejudgeManner, RejudgeOutcome, rejudge_and_keep

pytestmark = pytest.mark.commands

server, fresh, database, store = conftest.server, conftest.fresh, conftest.database, conftest.store  # both databases

VISITS = 6
EDITS, MOST_EDITS = 5, 40  # the second only while no edit has changed a finding yet


def test_whatever_is_edited_the_findings_are_those_of_judging_all_again(tmp_path: Path) -> None:
    moved = spared = False
    for number, edit in enumerate(make_edits(tmp_path, VISITS, random.Random(1)), 1):
        assert not edit.differing, f"{edit.file}: {edit.differing}"
        moved, spared = moved or edit.moved > 0, spared or edit.spared > 0
        if number >= (EDITS if moved and spared else MOST_EDITS):
            break
    assert moved, "no edit changed any finding: this proves nothing"
    assert spared, "no edit left any check as it was: this proves nothing"


async def test_only_what_changed_is_asked_again(store: Store) -> None:
    await several(store, 2)
    await judged_here(store)
    await rules_moved(store)
    rules, basis = load_rules(), read_basis()
    asked: list[str] = []

    def asking(check: Check, ask: Callable[[], Answer | None]) -> Answer | None:
        asked.append(check.id)
        return ask()

    heard = dataclasses.replace(rules, asking=asking)
    one = rules.checks[7].id
    moved = dataclasses.replace(basis, name="1" * 64, checks={**basis.checks, one: "0" * 64})
    for visit, standing in (await newest(store)).items():
        asked.clear()
        came = await rejudge_and_keep(store, standing, heard, RejudgeManner(moved))
        assert set(asked) <= {one}
        assert came.came is RejudgeOutcome.SAME
        assert await load_answers(store, came.now) == await load_answers(store, standing.audit)
        noted = await load_audit_basis(store, came.now)
        assert noted is not None
        assert (noted.seen, noted.checks) == (await hash_visit(store, visit), moved.checks)


async def test_where_a_visit_was_altered_all_is_asked_again(store: Store) -> None:
    (visit,) = await several(store, 1)
    await judged_here(store)
    await without_complaints(store, visit)
    standing = (await newest(store))[visit]
    again = await rejudge_and_keep(store, standing, load_rules(), RejudgeManner(read_basis()))
    assert again.came is RejudgeOutcome.MOVED
    whole = await rejudge_and_keep(
        store, (await newest(store))[visit], load_rules(), RejudgeManner(read_basis(), reuse=False)
    )
    assert whole.came is RejudgeOutcome.SAME
