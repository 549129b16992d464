"""The log of what people did, on both databases: lines added at once stand in one chain, and no change to it goes unseen."""

from __future__ import annotations

import asyncio
import dataclasses
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.db.session import Store
from storage.people.action_log import (
    FIRST,
    Action,
    add_action,
    append_action,
    count_actions,
    find_broken_link,
    hash_action,
    list_actions,
)
from storage.people.action_search import ActionFilter, list_action_names, search_actions
from tests.storage.making import moments, words

NOW = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)


async def test_lines_added_at_once_stand_in_one_chain(store: Store) -> None:
    await asyncio.gather(*(add_action(store, NOW, f"web:{n}", "sign", f"visit:{n}") for n in range(25)))
    lines = await list_actions(store)
    assert [line.number for line in lines] == list(range(1, 26))
    assert {line.actor for line in lines} == {f"web:{n}" for n in range(25)}
    assert find_broken_link(lines) is None
    assert await count_actions(store) == 25


async def fail_after_a_line(store: Store) -> None:
    async with store.writing() as session:
        await append_action(store, session, NOW, "cli:a", "second", "visit:1")
        raise RuntimeError


async def test_a_line_is_kept_with_what_was_done_or_not_at_all(store: Store) -> None:
    await add_action(store, NOW, "cli:a", "first", "visit:1")
    with pytest.raises(RuntimeError):
        await fail_after_a_line(store)
    await add_action(store, NOW, "cli:a", "third", "visit:1")
    lines = await list_actions(store)
    assert [line.action for line in lines] == ["first", "third"]
    assert find_broken_link(lines) is None


async def test_lines_are_found_by_subject_and_its_parts(store: Store) -> None:
    for subject in ("visit:1", "visit:1/5.1-1", "visit:12", "visit:1_/x", "user:1"):
        await add_action(store, NOW, "cli:a", "do", subject)
    found = await list_actions(store, subjects=("visit:1",))
    assert [action.subject for action in found] == ["visit:1", "visit:1/5.1-1"]
    assert [action.number for action in await search_actions(store, ActionFilter(subject="visit:1_"), 9, None)] == [4]
    assert [action.number for action in await search_actions(store, ActionFilter(actor="%"), 9, None)] == []
    assert await list_action_names(store) == ("do",)


def chain(said: list[tuple[datetime, str, str]]) -> list[Action]:
    made: list[Action] = []
    for number, (at, actor, subject) in enumerate(said, 1):
        before = made[-1].digest if made else FIRST
        digest = hash_action(number, at, actor, "do", subject, "{}", before)
        made.append(Action(number, at, actor, "do", subject, "{}", before, digest))
    return made


@given(st.lists(st.tuples(moments, words, words), min_size=2, max_size=6), st.data())
def test_whatever_is_changed_left_out_or_moved_breaks_the_chain(
    said: list[tuple[datetime, str, str]], data: st.DataObject
) -> None:
    lines = chain(said)
    assert find_broken_link(lines) is None
    at = data.draw(st.integers(0, len(lines) - 1))
    changed = [*lines[:at], dataclasses.replace(lines[at], actor=lines[at].actor + "x"), *lines[at + 1 :]]
    assert find_broken_link(changed) == at + 1
    if at < len(lines) - 1:
        assert find_broken_link(lines[:at] + lines[at + 1 :]) is not None
        assert find_broken_link([*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]) is not None
