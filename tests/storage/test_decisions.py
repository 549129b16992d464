"""Decisions are kept beside each other for ever, said twice they are one; documents are kept with their bytes; a kill loses neither."""

from __future__ import annotations

import asyncio
import dataclasses
import random
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, select, text

from scoring.decisions.decision import FlagDecision, LineDecision
from scoring.decisions.decision_reuse import PlatformDecisions
from scoring.standard_tables import Verdict
from storage.db.connecting.engines import make_engine
from storage.db.migrate import make_alembic_config
from storage.db.session import Store, open_store, resolve_database_url
from storage.db.tables import DecisionRow
from storage.decisions import load_decisions, save_decisions
from storage.documents import load_documents, save_document
from storage.errors import NotFound
from storage.visits.extend import CaptureBuffer, continue_visit, trace_visit_lineage
from storage.visits.visits import begin_visit
from tests.storage.deciding import AT, BATCH, a_batch, a_decision, a_document
from tests.storage.seen import NASTY, PLATFORM, a_site, keep_all

ROOT = Path(__file__).parents[2]


async def a_visit(store: Store, url: str = PLATFORM.url) -> str:
    async with await begin_visit(store, dataclasses.replace(PLATFORM, url=url), {}) as keeper:
        return keeper.id


async def test_decisions_of_every_kind_come_back_equal(store: Store) -> None:
    visit = await a_visit(store)
    words = a_batch(visit, 1)
    assert await save_decisions(store, words) == tuple(words)
    found = await load_decisions(store, PLATFORM.url)
    assert [*found.items, *found.lines, *found.flags] == words
    assert await load_decisions(store, "https://other.example/") == PlatformDecisions()
    async with store.reading() as session:
        rows = (await session.execute(select(DecisionRow.kind, DecisionRow.subject, DecisionRow.said))).all()
    assert {tuple(row) for row in rows} == {
        ("item", "1-0", "partial"), ("item", "1-1", "partial"), ("item", "1-2", "partial"),
        ("red_line", "R1", "confirmed"), ("profile", "goods1", "yes"),
    }  # fmt: skip


async def test_hostile_words_come_back_as_they_were(store: Store) -> None:
    said = a_decision("1", await a_visit(store), who=NASTY, reason=NASTY * 900)
    await save_decisions(store, [said])
    assert await save_decisions(store, [said]) == ()
    assert (await load_decisions(store, PLATFORM.url)).items == (said,)


async def test_said_twice_it_is_one_said_otherwise_both_stay(store: Store) -> None:
    visit = await a_visit(store)
    first = a_decision("1", visit)
    later = dataclasses.replace(first, at="2026-11-26T02:00:00+00:00")
    assert await save_decisions(store, [first, first]) == (first,)
    assert await save_decisions(store, [later]) == ()
    changed = dataclasses.replace(later, verdict=Verdict.PASS, value=1.0)
    assert await save_decisions(store, [changed]) == (changed,)
    back = dataclasses.replace(first, at="2026-11-27T02:00:00+00:00")
    assert await save_decisions(store, [back]) == (back,)  # an earlier word said again is a new word
    other = dataclasses.replace(first, assessor="乙")
    assert await save_decisions(store, [other]) == (other,)
    assert (await load_decisions(store, PLATFORM.url)).items == (first, changed, back, other)


async def test_a_later_word_is_later_even_where_the_clock_went_back(store: Store) -> None:
    first = a_decision("1", await a_visit(store))
    await save_decisions(store, [first])
    (new,) = await save_decisions(store, [dataclasses.replace(first, value=0.25, at="2020-01-01T00:00:00+00:00")])
    assert datetime.fromisoformat(new.at) > datetime.fromisoformat(first.at)


async def test_a_second_audit_once_named_stays_named(store: Store) -> None:
    visit = await a_visit(store)
    bare = LineDecision("R1", True, "甲", AT, "看过", "", "a1", visit, "1:y")
    named = dataclasses.replace(bare, second_audit="a2")
    assert await save_decisions(store, [bare]) == (bare,)
    (kept,) = await save_decisions(store, [named])
    assert await save_decisions(store, [bare]) == ()
    assert (await load_decisions(store, PLATFORM.url)).lines[-1] == kept


async def test_all_of_a_sheet_or_nothing(store: Store) -> None:
    visit = await a_visit(store)
    with pytest.raises(NotFound):
        await save_decisions(store, [a_decision("1", visit), a_decision("2", "f" * 16)])
    assert await load_decisions(store, PLATFORM.url) == PlatformDecisions()


async def test_two_who_read_one_sheet_at_once_keep_it_once(store: Store) -> None:
    visit = await a_visit(store)
    kept = await asyncio.gather(*(save_decisions(store, a_batch(visit, 1)) for _ in range(6)))
    assert sorted(map(len, kept)) == [0, 0, 0, 0, 0, BATCH]
    assert len((await load_decisions(store, PLATFORM.url)).items) == BATCH - 2


async def test_documents_are_kept_once_with_their_bytes(store: Store) -> None:
    visit, other = await a_visit(store), await a_visit(store)
    data = b"\x89PNG" + bytes(1000)
    filed = a_document(visit, data)
    assert await save_document(store, filed, data)
    assert not await save_document(store, dataclasses.replace(filed, note="again"), data)
    assert await save_document(store, a_document(visit, data, "second"), data)
    assert await store.blobs.get(filed.sha256) == data
    assert [document.item for document in await load_documents(store, PLATFORM.url, visit)] == ["first", "second"]
    assert (await load_documents(store, PLATFORM.url, visit))[0] == filed
    assert await load_documents(store, PLATFORM.url, other) == ()
    assert len(await load_documents(store, PLATFORM.url, other, {filed.sha256})) == 2  # a carried decision names it
    assert await load_documents(store, "https://other.example/", other, {filed.sha256}) == ()


async def test_a_visit_that_goes_on_from_another_has_its_documents_and_decisions(store: Store) -> None:
    keeper = await begin_visit(store, PLATFORM, {})
    site = a_site(2)
    await keep_all(keeper, site)
    await keeper.finish(site)
    first = keeper.id
    second = await continue_visit(store, first, CaptureBuffer(store))
    third = await continue_visit(store, second, CaptureBuffer(store))
    assert await trace_visit_lineage(store, third) == (third, second, first)
    await save_document(store, a_document(first, b"paper"), b"paper")
    assert len(await load_documents(store, PLATFORM.url, third)) == 1
    assert (await load_decisions(store, PLATFORM.url, third)).continued == {second, first}
    assert (await load_decisions(store, PLATFORM.url, first)).continued == frozenset()
    with pytest.raises(NotFound):
        await load_decisions(store, PLATFORM.url, "f" * 16)


async def test_a_document_that_is_not_what_it_says_or_of_no_visit_is_refused(store: Store) -> None:
    visit = await a_visit(store)
    with pytest.raises(ValueError, match="SHA-256"):
        await save_document(store, a_document(visit, b"one"), b"other")
    with pytest.raises(NotFound):
        await save_document(store, a_document("f" * 16, b"one"), b"one")


def _back_to_the_first(connection: Connection) -> None:
    settings = make_alembic_config()
    settings.attributes["connection"] = connection
    command.downgrade(settings, "0001")


async def test_tables_come_to_a_database_that_holds_audits_already(tmp_path: Path, database: str | None) -> None:
    """A database of the first tables keeps all it has and takes decisions about it."""
    async with open_store(tmp_path, database) as store:
        visit = await a_visit(store)
    engine = make_engine(resolve_database_url(tmp_path, database))
    async with engine.begin() as connection:
        await connection.run_sync(_back_to_the_first)
    await engine.dispose()
    async with open_store(tmp_path, database) as store:
        words = a_batch(visit, 1)
        assert await save_decisions(store, words) == tuple(words)
        async with store.reading() as session:
            assert (await session.execute(text("SELECT version_num FROM alembic_version"))).scalar() != "0001"


@pytest.mark.commands
@pytest.mark.parametrize("round", range(3))
@pytest.mark.usefixtures("ready_tables")
async def test_killed_anywhere_it_has_all_it_promised(tmp_path: Path, database: str | None, round: int) -> None:
    words = [sys.executable, "-m", "tests.storage.deciding", str(tmp_path), *([database] if database else [])]
    process = await asyncio.create_subprocess_exec(*words, stdout=subprocess.PIPE, cwd=ROOT)
    assert process.stdout is not None
    said = [await process.stdout.readline() for _ in range(random.Random(round).randint(2, 40))]
    process.kill()
    said += [line for line in (await process.stdout.read()).splitlines(keepends=True) if line.endswith(b"\n")]
    await process.wait()
    lines = [line.decode().split() for line in said]
    visit = lines[0][1]
    async with open_store(tmp_path, database) as store:
        found = await load_decisions(store, PLATFORM.url)
        whole = [len(found.items), len(found.lines), len(found.flags)]
        sheets = sum(kind == "decisions" for kind, _ in lines)
        assert whole[1] in (sheets, sheets + 1)
        assert whole == [(BATCH - 2) * whole[1], whole[1], whole[1]]  # never half a sheet
        kept = {document.sha256 for document in await load_documents(store, PLATFORM.url, visit)}
        assert {name for kind, name in lines if kind == "document"} <= kept
        for sha in kept:
            await store.blobs.get(sha)
        flag = FlagDecision("food", True, "甲", AT, "看过", "a1", visit)
        assert await save_decisions(store, [flag]) == (flag,)
