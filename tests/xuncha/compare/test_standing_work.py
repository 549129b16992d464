"""A standing is worked out once and read from then on, until its platform is judged again, time passes or the rules change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine, event

from bench.large import fill
from storage.audits import load_audit, save_audit
from storage.db.session import Store
from storage.overview.platform_standings import (
    WorkedOut,
    keep_standings,
    load_kept_standings,
    load_standing_turns,
)
from storage.standings import load_judged_visits
from tests.storage import conftest
from xuncha.compare.position import find_standing_end, sum_up_standing
from xuncha.compare.standing_work import load_standings
from xuncha.judging.rules import load_rules
from xuncha.judging.ruleset import compute_ruleset

pytestmark = pytest.mark.services
server, fresh, database, store = conftest.server, conftest.fresh, conftest.database, conftest.store  # both databases
SHOPS = (2, 3, 4)  # the first is the model's, which is not registered
FIRST = "a000000000000000"  # an audit of shop 2


async def list_verdict_queries(work: Callable[[], Any]) -> list[str]:
    """The queries for verdicts that it sends."""
    sent: list[str] = []

    def hear(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if "FROM verdicts" in statement:
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        await work()
    finally:
        event.remove(Engine, "before_cursor_execute", hear)
    return sent


async def judged_again(store: Store, id: str) -> None:
    """Another judgement of that audit's visit, of today."""
    audit = await load_audit(store, id)
    await save_audit(store, replace(audit, id="b" * 16, created_at=datetime.now(UTC)))


async def test_what_was_worked_out_is_only_read(store: Store) -> None:
    await fill(store, 9, 3)
    now, standard = datetime.now(UTC), load_rules().standard
    first = await load_standings(store, SHOPS, now)
    assert list(first) == list(SHOPS)
    for shop in SHOPS:
        assert first[shop] == sum_up_standing(standard, await load_judged_visits(store, shop), now)
    assert first[2].stood
    assert first[2].last is not None
    again: dict[int, Any] = {}

    async def ask() -> None:
        again.update(await load_standings(store, SHOPS, now + timedelta(minutes=1)))

    assert await list_verdict_queries(ask) == []
    assert again == first


async def test_a_judgement_has_its_platform_worked_out_again_and_no_other(store: Store) -> None:
    await fill(store, 9, 3)
    now = datetime.now(UTC)
    await load_standings(store, SHOPS, now)
    await judged_again(store, FIRST)
    later = datetime.now(UTC)
    assert set(await load_kept_standings(store, compute_ruleset(), later, SHOPS)) == {3, 4}
    assert len(await list_verdict_queries(partial(load_standings, store, SHOPS, later))) == 1
    assert set(await load_kept_standings(store, compute_ruleset(), later, SHOPS)) == set(SHOPS)


async def test_what_is_judged_meanwhile_is_not_overlooked(store: Store) -> None:
    await fill(store, 9, 3)
    now, rules = datetime.now(UTC), compute_ruleset()
    standing = (await load_standings(store, [2], now))[2]
    turns = await load_standing_turns(store, [2])
    await judged_again(store, FIRST)
    await keep_standings(store, rules, [WorkedOut(2, turns[2], now, None, standing)])
    assert await load_kept_standings(store, rules, datetime.now(UTC), [2]) == {}


async def test_it_holds_for_its_time_and_its_rules_alone(store: Store) -> None:
    await fill(store, 9, 3)
    now, rules = datetime.now(UTC), compute_ruleset()
    await load_standings(store, SHOPS, now)
    end = find_standing_end(load_rules().standard, await load_judged_visits(store, 2), now)
    assert end is not None
    for at, held in (
        (now - timedelta(seconds=1), False),
        (now, True),
        (end - timedelta(seconds=1), True),
        (end, False),
    ):
        assert (2 in await load_kept_standings(store, rules, at, [2])) is held
    assert await load_kept_standings(store, "other", now, [2]) == {}
    old = (await load_standings(store, [2], now + timedelta(days=900)))[2]
    assert not old.stood
    assert old.last is not None


async def test_platforms_are_asked_for_by_number_or_all_at_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    await fill(store, 9, 3)
    now = datetime.now(UTC)
    few = await load_standings(store, SHOPS[:2], now)
    monkeypatch.setattr("storage.overview.platform_standings.AT_ONCE", 1)
    monkeypatch.setattr("storage.overview.audit_heads.AT_ONCE", 1)
    monkeypatch.setattr("xuncha.compare.standing_work.AT_ONCE", 1)
    many = await load_standings(store, SHOPS, now)
    assert {shop: many[shop] for shop in SHOPS[:2]} == few
    assert many[4].stood
