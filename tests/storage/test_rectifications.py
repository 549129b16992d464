"""Shortfalls and what persons say of them: found twice they are one, said beside each other for ever, the same on both databases."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crawler.site import Platform
from probes.finding import Text
from scoring.tables import Verdict
from scoring.verdict import ItemVerdict
from storage.audits import Audit, save_audit
from storage.errors import NotFound
from storage.rectifications import (
    Found,
    Key,
    Said,
    Told,
    put_found,
    rectification,
    rectifications,
    say,
    told_of,
    words_of,
)
from storage.register import Due, Registration, put
from storage.session import Store
from storage.standings import judged_of, stored_platforms
from storage.visits import begin_visit
from tests.storage.seen import AT, NASTY

URL = "https://shop.example/"
DAY = timedelta(days=1)
NOW = AT + 30 * DAY


async def platform(store: Store) -> int:
    await put(store, Registration(url=URL, name="商城"), Due(), NOW)
    return (await stored_platforms(store))[0][0]


def found(opened: int, last: int, well: int | None = None, item: str = "1.1-1") -> Found:
    return Found(item, AT + opened * DAY, AT + last * DAY, f"a{last}", None if well is None else AT + well * DAY)


async def test_a_shortfall_is_opened_once_and_brought_up_to_date(store: Store) -> None:
    id = await platform(store)
    await asyncio.gather(*(put_found(store, id, [found(0, 0)], NOW) for _ in range(4)))
    await put_found(store, id, [found(0, 5, 7), found(3, 3, item="1.1-2")], NOW)
    rows = await rectifications(store, [id])
    assert [(row.key, row.found, row.said, row.words) for row in rows] == [
        (Key(id, "1.1-1", AT), found(0, 5, 7), Said(), 0),
        (Key(id, "1.1-2", AT + 3 * DAY), found(3, 3, item="1.1-2"), Said(), 0),
    ]
    assert await rectifications(store, [id + 1]) == ()


async def test_one_found_meanwhile_under_another_beginning_is_the_open_one(store: Store) -> None:
    id = await platform(store)
    await put_found(store, id, [found(2, 2)], NOW)
    await put_found(store, id, [found(0, 4)], NOW)
    (row,) = await rectifications(store, [id])
    assert (row.key.opened_at, row.found.last_seen_at) == (AT + 2 * DAY, AT + 4 * DAY)


async def test_what_persons_say_stays_beside_what_they_said_before(store: Store) -> None:
    id = await platform(store)
    await put_found(store, id, [found(0, 0)], NOW)
    key = Key(id, "1.1-1", AT)
    first = Said(notified_at=AT + DAY, due_at=AT + 9 * DAY, person=NASTY, note="=1+1")
    closed = replace(first, closed_at=NOW, reason="已改")
    assert await say(store, key, first, 0, NOW)
    assert not await say(store, key, closed, 0, NOW)  # somebody spoke in the meantime
    assert await say(store, key, closed, 1, NOW)
    assert await words_of(store, key) == (first, closed)
    assert await rectifications(store, [id]) == ()
    (row,) = await rectifications(store, [id], closed=True)
    assert (row.said.closed_at, row.said.reason, row.words) == (NOW, "已改", 2)


async def test_two_persons_at_once_leave_one_word_and_said_again_it_is_none(store: Store) -> None:
    id = await platform(store)
    await put_found(store, id, [found(0, 0)], NOW)
    key = Key(id, "1.1-1", AT)
    done = await asyncio.gather(*(say(store, key, Said(note=f"{number}"), 0, NOW) for number in range(4)))
    assert sorted(done) == [False, False, False, True]
    (word,) = await words_of(store, key)
    assert not await say(store, key, word, 1, NOW)
    assert (await rectification(store, key)).words == 1


async def test_after_closing_only_what_is_seen_later_opens_another(store: Store) -> None:
    id = await platform(store)
    await put_found(store, id, [found(0, 0)], NOW)
    await say(store, Key(id, "1.1-1", AT), Said(closed_at=AT + 4 * DAY, reason="已改"), 0, NOW)
    await put_found(store, id, [found(3, 3)], NOW)
    assert await rectifications(store, [id]) == ()
    await put_found(store, id, [found(6, 6)], NOW)
    assert [row.key.opened_at for row in await rectifications(store, [id], closed=True)] == [AT, AT + 6 * DAY]
    with pytest.raises(NotFound):
        await rectification(store, Key(id, "1.1-1", AT + DAY))


def verdict(item: str, said: Verdict, confirmed: bool = False) -> ItemVerdict:
    return ItemVerdict(item, said, None, 0.0, 1.0, Text(NASTY, "why"), confirmed=confirmed)


async def judged(store: Store, at: datetime, *verdicts: ItemVerdict, again: tuple[ItemVerdict, ...] = ()) -> str:
    async with await begin_visit(store, Platform(URL, "商城"), {}, at=at) as keeper:
        visit = keeper.id
    for number, each in enumerate((verdicts, *((again,) if again else ()))):
        made = at + timedelta(minutes=number)
        audit = Audit(visit, f"r{number}", made, (), each, {}, facts={"profile": {"food": True}})
        last = await save_audit(store, audit)
    return last


async def test_of_every_visit_the_newest_judgement_tells(store: Store) -> None:
    fail, well = verdict("1.1-1", Verdict.FAIL), verdict("1.1-1", Verdict.PASS)
    partly = verdict("1.1-2", Verdict.PARTIAL, confirmed=True), verdict("1.1-3", Verdict.PARTIAL)
    blind = verdict("1.1-4", Verdict.INCONCLUSIVE)
    late = await judged(store, AT + 2 * DAY, fail, blind, *partly)
    early = await judged(store, AT, fail, again=(well,))
    id = (await stored_platforms(store))[0][0]
    assert await told_of(store, id) == (
        Told(AT, early, "1.1-1", Verdict.PASS, False),
        Told(AT + 2 * DAY, late, "1.1-1", Verdict.FAIL, False),
        Told(AT + 2 * DAY, late, "1.1-2", Verdict.PARTIAL, True),
        Told(AT + 2 * DAY, late, "1.1-3", Verdict.PARTIAL, False),
    )
    history = await judged_of(store, id)
    assert [(each.at, each.audit, each.ruleset) for each in history] == [(AT, early, "r1"), (AT + 2 * DAY, late, "r0")]
    assert history[1].verdicts == (fail, blind, *partly)
    assert history[0].profile == {"food": True}
    assert [each.audit for each in await judged_of(store, id, AT + DAY)] == [late]
    assert await judged_of(store, id + 1) == ()
    assert UTC is history[0].at.tzinfo
