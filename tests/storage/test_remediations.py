"""Shortfalls and what persons say of them: found twice they are one, said beside each other for ever, the same on both databases."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crawler.site import Platform
from probes.finding import Text
from scoring.standard_tables import Verdict
from scoring.verdict import ItemVerdict
from storage.audits import save_audit
from storage.db.session import Store
from storage.errors import NotFound
from storage.platforms import DueTimes, Registration, save_registration
from storage.remediations import (
    DecidedVerdict,
    FoundShortfall,
    Said,
    ShortfallKey,
    list_remediations,
    load_decided_verdicts,
    load_remarks,
    load_remediation,
    save_found_shortfalls,
    save_remark,
)
from storage.standings import list_stored_platforms, load_judged_visits
from storage.visits.audit import Audit
from storage.visits.visits import begin_visit
from tests.storage.seen import AT, NASTY

URL = "https://shop.example/"
DAY = timedelta(days=1)
NOW = AT + 30 * DAY


async def platform(store: Store) -> int:
    await save_registration(store, Registration(url=URL, name="商城"), DueTimes(), NOW)
    return (await list_stored_platforms(store))[0][0]


def found(opened: int, last: int, well: int | None = None, item: str = "1.1-1") -> FoundShortfall:
    return FoundShortfall(
        item, AT + opened * DAY, AT + last * DAY, f"a{last}", None if well is None else AT + well * DAY
    )


async def test_a_shortfall_is_opened_once_and_brought_up_to_date(store: Store) -> None:
    id = await platform(store)
    await asyncio.gather(*(save_found_shortfalls(store, id, [found(0, 0)], NOW) for _ in range(4)))
    await save_found_shortfalls(store, id, [found(0, 5, 7), found(3, 3, item="1.1-2")], NOW)
    rows = await list_remediations(store, [id])
    assert [(row.key, row.found, row.said, row.words) for row in rows] == [
        (ShortfallKey(id, "1.1-1", AT), found(0, 5, 7), Said(), 0),
        (ShortfallKey(id, "1.1-2", AT + 3 * DAY), found(3, 3, item="1.1-2"), Said(), 0),
    ]
    assert await list_remediations(store, [id + 1]) == ()


async def test_one_found_meanwhile_under_another_beginning_is_the_open_one(store: Store) -> None:
    id = await platform(store)
    await save_found_shortfalls(store, id, [found(2, 2)], NOW)
    await save_found_shortfalls(store, id, [found(0, 4)], NOW)
    (row,) = await list_remediations(store, [id])
    assert (row.key.opened_at, row.found.last_seen_at) == (AT + 2 * DAY, AT + 4 * DAY)


async def test_what_persons_say_stays_beside_what_they_said_before(store: Store) -> None:
    id = await platform(store)
    await save_found_shortfalls(store, id, [found(0, 0)], NOW)
    key = ShortfallKey(id, "1.1-1", AT)
    first = Said(notified_at=AT + DAY, due_at=AT + 9 * DAY, person=NASTY, note="=1+1")
    closed = replace(first, closed_at=NOW, reason="已改")
    assert await save_remark(store, key, first, 0, NOW)
    assert not await save_remark(store, key, closed, 0, NOW)  # somebody spoke in the meantime
    assert await save_remark(store, key, closed, 1, NOW)
    assert await load_remarks(store, key) == (first, closed)
    assert await list_remediations(store, [id]) == ()
    (row,) = await list_remediations(store, [id], closed=True)
    assert (row.said.closed_at, row.said.reason, row.words) == (NOW, "已改", 2)


async def test_two_persons_at_once_leave_one_word_and_said_again_it_is_none(store: Store) -> None:
    id = await platform(store)
    await save_found_shortfalls(store, id, [found(0, 0)], NOW)
    key = ShortfallKey(id, "1.1-1", AT)
    done = await asyncio.gather(*(save_remark(store, key, Said(note=f"{number}"), 0, NOW) for number in range(4)))
    assert sorted(done) == [False, False, False, True]
    (word,) = await load_remarks(store, key)
    assert not await save_remark(store, key, word, 1, NOW)
    assert (await load_remediation(store, key)).words == 1


async def test_after_closing_only_what_is_seen_later_opens_another(store: Store) -> None:
    id = await platform(store)
    await save_found_shortfalls(store, id, [found(0, 0)], NOW)
    await save_remark(store, ShortfallKey(id, "1.1-1", AT), Said(closed_at=AT + 4 * DAY, reason="已改"), 0, NOW)
    await save_found_shortfalls(store, id, [found(3, 3)], NOW)
    assert await list_remediations(store, [id]) == ()
    await save_found_shortfalls(store, id, [found(6, 6)], NOW)
    assert [row.key.opened_at for row in await list_remediations(store, [id], closed=True)] == [AT, AT + 6 * DAY]
    with pytest.raises(NotFound):
        await load_remediation(store, ShortfallKey(id, "1.1-1", AT + DAY))


def verdict(item: str, said: Verdict, confirmed: bool = False) -> ItemVerdict:
    return ItemVerdict(item, said, None, 0.0, 1.0, Text(NASTY, "why"), confirmed=confirmed)


async def judged(store: Store, at: datetime, *verdicts: ItemVerdict, again: tuple[ItemVerdict, ...] = ()) -> str:
    async with await begin_visit(store, Platform(URL, "商城"), {}, at=at) as keeper:
        visit = keeper.id
    for number, judged in enumerate((verdicts, *((again,) if again else ()))):
        made = at + timedelta(minutes=number)
        audit = Audit(visit, f"r{number}", made, (), judged, {}, facts={"profile": {"food": True}})
        last = await save_audit(store, audit)
    return last


async def test_of_every_visit_the_newest_judgement_tells(store: Store) -> None:
    fail, well = verdict("1.1-1", Verdict.FAIL), verdict("1.1-1", Verdict.PASS)
    partly = verdict("1.1-2", Verdict.PARTIAL, confirmed=True), verdict("1.1-3", Verdict.PARTIAL)
    blind = verdict("1.1-4", Verdict.INCONCLUSIVE)
    late = await judged(store, AT + 2 * DAY, fail, blind, *partly)
    early = await judged(store, AT, fail, again=(well,))
    id = (await list_stored_platforms(store))[0][0]
    assert await load_decided_verdicts(store, id) == (
        DecidedVerdict(AT, early, "1.1-1", Verdict.PASS, False),
        DecidedVerdict(AT + 2 * DAY, late, "1.1-1", Verdict.FAIL, False),
        DecidedVerdict(AT + 2 * DAY, late, "1.1-2", Verdict.PARTIAL, True),
        DecidedVerdict(AT + 2 * DAY, late, "1.1-3", Verdict.PARTIAL, False),
    )
    history = await load_judged_visits(store, id)
    assert [(visit.at, visit.audit, visit.ruleset) for visit in history] == [
        (AT, early, "r1"),
        (AT + 2 * DAY, late, "r0"),
    ]
    assert history[1].verdicts == (fail, blind, *partly)
    assert history[0].profile == {"food": True}
    assert [visit.audit for visit in await load_judged_visits(store, id, AT + DAY)] == [late]
    assert await load_judged_visits(store, id + 1) == ()
    assert UTC is history[0].at.tzinfo
