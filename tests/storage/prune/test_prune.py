"""Old evidence goes, what something stands on stays, and audits stay readable."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from scoring.decisions.decision import FlagDecision, LineDecision
from scoring.red_lines import Raised, RedLineState
from storage.audit_list import find_audit
from storage.audits import load_audit
from storage.db.evidence_locks import hold_evidence, load_pruned_since
from storage.db.prune_tables import RemovalRow
from storage.db.register_tables import JobKind, JobState, RunRow
from storage.db.session import Store, open_store
from storage.db.tables import FetchRow, ViewRow, VisitRow
from storage.decisions import save_decisions
from storage.documents import Document, save_document
from storage.errors import Pruned
from storage.prune import prune as pruning
from storage.prune.prunable import RetentionLimits
from storage.prune.prune import PruneResult, preview_prune, prune_evidence
from storage.visits.extend import CaptureBuffer, continue_visit
from storage.visits.history import load_visit_history
from storage.visits.sites import load_captured_views, load_outline, load_site
from storage.visits.visits import begin_visit, resume_visit
from tests.storage.prune.aged import LIMITS, NOW, a_visit, an_audit, date, names_of, whole
from tests.storage.seen import PLATFORM, a_view

Standing = Callable[[Store, str], Awaitable[object]]


def a_document(visit: str, data: bytes) -> Document:
    return Document("1.1", hashlib.sha256(data).hexdigest(), len(data), "text/plain", "a.txt", NOW, "a", visit)


async def decided(store: Store, visit: str) -> None:
    await save_decisions(store, [FlagDecision("food", True, "甲", NOW.isoformat(), "看过", "a1", visit)])


async def filed(store: Store, visit: str) -> None:
    await save_document(store, a_document(visit, b"licence"), b"licence")


async def held(store: Store, visit: str) -> None:
    await hold_evidence(store, visit, "pack", "0" * 64, NOW)


async def suspected(store: Store, visit: str) -> None:
    await an_audit(store, visit, Raised("fraud", RedLineState.NONE), Raised("fake", RedLineState.SUSPECTED))
    await an_audit(store, visit)  # judged again, and not any more: it stays all the same


async def confirmed(store: Store, visit: str) -> None:
    await an_audit(store, visit, Raised("fake", RedLineState.CONFIRMED))


async def shown_again(store: Store, visit: str) -> None:
    audit = await an_audit(store, visit)
    newest = await a_visit(store, "another", 1)
    word = LineDecision("fake", True, "甲", NOW.isoformat(), "看过", second_audit=audit, audit="a1", visit=newest)
    await save_decisions(store, [word])


async def waited_for(store: Store, visit: str) -> None:
    async with store.writing() as session:
        row = await session.get(VisitRow, visit)
        assert row is not None
        session.add(
            RunRow(
                id="f" * 16, platform_id=row.platform_id, kind=JobKind.AUDIT.value, due_at=NOW, priority=0,
                state=JobState.WAITING.value, not_before=NOW, attempts=1, visit_id=visit, reason="",
            )
        )  # fmt: skip


async def young(store: Store, visit: str) -> None:
    await date(store, visit, 179)


STANDING: list[Standing] = [decided, filed, held, suspected, confirmed, shown_again, waited_for, young]


@pytest.mark.parametrize("stands", STANDING, ids=lambda stands: stands.__name__)
async def test_what_something_stands_on_stays(store: Store, stands: Standing) -> None:
    visit, old = await a_visit(store, "stands"), await a_visit(store, "old")
    await a_visit(store, "newest", 100)
    await stands(store, visit)
    before = await load_site(store, visit)
    found = await preview_prune(store, LIMITS)
    assert [visit.visit for visit in found.visits] == [old]
    assert (await prune_evidence(store, LIMITS, NOW)).finished == 1
    assert await load_site(store, visit) == before
    assert await whole(store, visit)
    assert await names_of(store, old) == set()


async def test_the_newest_done_visit_of_each_platform_stays_however_old(store: Store) -> None:
    other = replace(PLATFORM, url="https://other.example/")
    oldest, older, newest = [await a_visit(store, f"v{days}", days) for days in (900, 600, 400)]
    lone = await a_visit(store, "lone", 2000, platform=other)
    cut = await a_visit(store, "cut off", 300, done=False)  # later, but it is none that is done
    assert {visit.visit for visit in (await preview_prune(store, LIMITS)).visits} == {oldest, older, cut}
    assert {visit.visit for visit in (await preview_prune(store, RetentionLimits(LIMITS.before, 2))).visits} == {
        oldest,
        cut,
    }
    await prune_evidence(store, RetentionLimits(LIMITS.before, 2), NOW)
    assert [await whole(store, visit) for visit in (oldest, older, newest, lone, cut)] == [
        False,
        True,
        True,
        True,
        False,
    ]
    with pytest.raises(ValueError, match="newest"):
        RetentionLimits(NOW, 0)


async def test_what_runs_or_may_be_taken_up_stays(store: Store) -> None:
    await a_visit(store, "newest", 1)
    cut = await a_visit(store, "cut off", 100, done=False)
    async with await begin_visit(store, PLATFORM, {}) as running:
        await running.view(a_view(0))
        await date(store, running.id, 900)
        assert (await preview_prune(store, LIMITS)).visits == ()
        assert await prune_evidence(store, LIMITS, NOW) == PruneResult(0, 0, 0, 0)
        assert await whole(store, running.id)
    async with await resume_visit(store, cut) as keeper:
        await keeper.view(a_view(9))
    assert len(await load_captured_views(store, cut)) == 3


async def test_a_dry_run_changes_nothing_and_says_what_then_goes(store: Store) -> None:
    olds = [await a_visit(store, f"old {number}", bodies=[b"of all old ones"]) for number in range(3)]
    newest = await a_visit(store, "newest", 1, bodies=[b"of the newest"])
    before = store.blobs.total()
    found = await preview_prune(store, LIMITS)
    assert store.blobs.total() == before
    assert all([await whole(store, visit) for visit in olds])
    done = await prune_evidence(store, LIMITS, NOW)
    assert (done.marked, done.finished) == (3, 3)
    assert (found.blobs, found.bytes) == (done.blobs, done.bytes)
    assert before - store.blobs.total() == done.bytes > 0
    assert {visit.platform for visit in found.visits} == set(found.platforms)
    assert await whole(store, newest)
    assert (await preview_prune(store, LIMITS)).visits == ()
    assert await prune_evidence(store, LIMITS, NOW) == PruneResult(0, 0, 0, 0)


async def test_a_blob_that_something_kept_refers_to_stays(store: Store) -> None:
    body = b"a script that has been there for years"
    document = b"a document that some page offered, too"
    old = await a_visit(store, "old", bodies=[body, document])
    newest = await a_visit(store, "newest", 1, bodies=[body])
    await save_document(store, a_document(newest, document), document)
    names = await names_of(store, old)
    await prune_evidence(store, LIMITS, NOW)
    stays = {sha for sha in names if store.blobs.has(sha)}
    assert stays == (names & await names_of(store, newest)) | {hashlib.sha256(document).hexdigest()}
    assert len(names - stays) == 2  # its own page, and its own body
    async with store.reading() as session:
        marks = {row.sha256: row.gone_at for row in await session.scalars(select(RemovalRow))}
    assert marks == dict.fromkeys(names - stays, NOW)


async def test_an_audit_stays_readable_and_nothing_new_is_built_on_it(store: Store) -> None:
    visit = await a_visit(store, "old")
    cut = await a_visit(store, "cut off", done=False)
    await a_visit(store, "newest", 1)
    audit = await an_audit(store, visit)
    before, site = await load_audit(store, audit), await load_site(store, visit)
    await prune_evidence(store, LIMITS, NOW)
    assert await load_audit(store, audit) == before
    assert (await find_audit(store, audit)).views == 2
    assert await load_pruned_since(store, visit) == NOW
    outline = await load_outline(store, visit)
    assert [(view.id, view.role, view.url, view.at) for view in outline.views] == [
        (view.id, view.role, view.url, view.at) for view in site.views
    ]
    assert all(not view.text and not view.html and not view.elements for view in outline.views)
    assert (outline.platform, outline.gaps, outline.timings) == (site.platform, site.gaps, site.timings)
    refused: list[Awaitable[object]] = [
        load_site(store, visit), load_captured_views(store, visit), resume_visit(store, cut), decided(store, visit),
        filed(store, visit), held(store, visit), an_audit(store, visit), continue_visit(store, visit, CaptureBuffer(store)),
    ]  # fmt: skip
    for call in refused:
        with pytest.raises(Pruned, match="2026-11-25"):
            await call


async def test_earlier_pages_are_those_of_visits_that_keep_them(store: Store) -> None:
    """What a pruned visit measured is remembered, what it saw is not asked for any more."""
    visit = await a_visit(store, "old", 200)
    await a_visit(store, "newest", 1)
    await prune_evidence(store, LIMITS, NOW)
    past = await load_visit_history(store, PLATFORM.url, NOW)
    assert [other.kind for other in past] == ["timing", "timing"]
    async with store.reading() as session:
        assert (await session.scalars(select(ViewRow.id).where(ViewRow.visit_id == visit))).all()
        assert not (await session.scalars(select(FetchRow.id).where(FetchRow.visit_id == visit))).all()


async def test_an_old_visit_that_was_gone_on_with_leaves_the_new_one_whole(store: Store) -> None:
    first = await a_visit(store, "first")
    page = CaptureBuffer(store)
    await page.view(a_view(7))
    second = await continue_visit(store, first, page)
    before = await load_site(store, second)
    await prune_evidence(store, LIMITS, NOW)
    assert await load_pruned_since(store, first) == NOW
    assert await load_site(store, second) == before


async def test_marks_are_forgotten_when_nobody_can_be_in_between_any_more(store: Store) -> None:
    await a_visit(store, "old")
    await a_visit(store, "newest", 1)
    await prune_evidence(store, LIMITS, NOW)

    async def marks() -> int:
        async with store.reading() as session:
            return len((await session.scalars(select(RemovalRow.sha256))).all())

    assert await marks() > 0
    await prune_evidence(store, LIMITS, NOW + timedelta(hours=23))
    assert await marks() > 0
    await prune_evidence(store, LIMITS, NOW + timedelta(hours=25))
    assert await marks() == 0


@pytest.mark.parametrize("round", range(4))
async def test_whatever_is_shared_by_whom_just_the_rest_goes(
    store: Store, round: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    dice = random.Random(round)
    monkeypatch.setattr(pruning, "BATCH", dice.randint(1, 9))
    monkeypatch.setattr(pruning, "NAMES", dice.randint(1, 9))
    bodies = [f"body {number}".encode() for number in range(12)]
    visits: dict[str, bool] = {}
    for number in range(7):
        old = dice.random() < 0.6
        some = dice.sample(bodies, dice.randint(0, 8))
        visits[await a_visit(store, f"v{number}", 200 + number if old else 10 + number, bodies=some)] = old
    visits[await a_visit(store, "newest", 1, bodies=dice.sample(bodies, 3))] = False
    names = {visit: await names_of(store, visit) for visit in visits}
    stays = set().union(*(names[visit] for visit, old in visits.items() if not old))
    found = await preview_prune(store, LIMITS)
    done = await prune_evidence(store, LIMITS, NOW)
    assert {visit.visit for visit in found.visits} == {visit for visit, old in visits.items() if old}
    for sha in set().union(*names.values()):
        assert store.blobs.has(sha) == (sha in stays)
    assert (found.blobs, found.bytes) == (done.blobs, done.bytes)


async def test_it_works_on_an_object_store(tmp_path: Path, database: str | None, bucket: str) -> None:
    async with open_store(tmp_path, database, bucket) as store:
        old, newest = await a_visit(store, "old"), await a_visit(store, "newest", 1)
        names, before = await names_of(store, old), store.blobs.total()
        done = await prune_evidence(store, LIMITS, NOW)
        assert before - store.blobs.total() == done.bytes > 0
        assert {sha for sha in names if store.blobs.has(sha)} == names & await names_of(store, newest)
        assert await whole(store, newest)
    assert not (tmp_path / "evidence").exists()
