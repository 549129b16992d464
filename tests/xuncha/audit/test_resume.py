"""An audit killed at any point is taken up again: the same verdicts, nothing doubled, nothing looked at twice that was fresh and whole."""

from __future__ import annotations

import asyncio
import dataclasses
import random
import signal
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.site import Platform, Site
from crawler.vocabulary import Device
from storage.audit_list import list_audits
from storage.audits import load_audit
from storage.blobs.folder import FolderBlobStore
from storage.db.session import Store, open_store
from storage.db.tables import ViewRow, VisitState
from storage.visits.audit import Audit
from storage.visits.sites import load_captured_views, load_site
from tests.rules import real_checks
from tests.xuncha.command import ITEM, Running, Shop, pages, serving, xuncha
from xuncha.audit.pipeline import AuditRequest, perform_audit

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("forked_judging")]

# Views on both looks, acts, and light fetches.
ITEMS = tuple(
    dict.fromkeys(
        next(check.counts[0].item for check in real_checks() if check.id == id)
        for id in ("complaints.complaint_entry", "performance.inline_messages", "performance.broken_links")
    )
)
ASKED = tuple(word for item in ITEMS for word in ("--item", item))
WORDS = (*ASKED, "--device", "desktop", "--pace", "0", "--no-ocr", "--allow-private")


@dataclass(frozen=True, slots=True)
class Whole:
    """An audit as it is in the store."""

    audit: Audit
    site: Site

    @property
    def verdicts(self) -> dict[str, tuple[str, float | None]]:
        return {verdict.item: (str(verdict.verdict), verdict.value) for verdict in self.audit.verdicts}

    @property
    def seen(self) -> Counter[tuple[object, ...]]:
        return Counter((view.role, view.state, view.device, view.look, view.url) for view in self.site.views)


@asynccontextmanager
async def opened(data: Path) -> AsyncIterator[Store]:
    async with open_store(data) as store:
        yield store


async def kept(data: Path) -> Whole:
    """The one audit there, after looking whether it is whole: nothing twice, all evidence there."""
    async with opened(data) as store:
        (listed,) = await list_audits(store)
        assert listed.state is VisitState.DONE
        assert listed.audit is not None
        whole = Whole(await load_audit(store, listed.audit), await load_site(store, listed.visit))
        site = whole.site
        gaps = Counter((gap.role, gap.state, gap.device, gap.look) for gap in site.gaps)
        fetches = Counter((fetch.look, fetch.purpose, fetch.asked) for fetch in site.fetches)
        timings = Counter((load.role, load.device, load.look, load.run) for load in site.timings)
        for counted in (whole.seen, gaps, fetches, timings, Counter(view.id for view in site.views)):
            assert [what for what, times in counted.items() if times > 1] == []
        ids = {view.id for view in site.views} | {fetch.id for fetch in site.fetches} | {""}
        for finding in whole.audit.findings:
            for evidence in finding.answer.evidence:
                assert evidence.view in ids
                if evidence.sha256:
                    await store.blobs.get(evidence.sha256)
    return whole


@pytest.fixture(scope="module")
def shop() -> Iterator[tuple[Shop, str]]:
    made = Shop(pages())
    with serving(made) as url:
        yield made, url


@pytest.fixture(scope="module")
def undisturbed(shop: tuple[Shop, str], tmp_path_factory: pytest.TempPathFactory) -> tuple[Whole, int]:
    """An audit nobody stopped, and how many lines of progress it gave."""
    folder = tmp_path_factory.mktemp("whole")
    ended = xuncha("audit", shop[1], *WORDS, "--data", str(folder / "data"), "--out", str(folder / "out"))
    assert ended.code == 0, ended.err
    return asyncio.run(kept(folder / "data")), len(ended.err.splitlines())


@pytest.mark.parametrize("seed", range(4))
def test_killed_anywhere_it_comes_to_the_same(
    seed: int, shop: tuple[Shop, str], undisturbed: tuple[Whole, int], tmp_path: Path
) -> None:
    whole, lines = undisturbed
    data = tmp_path / "data"
    folders = ("--data", str(data), "--out", str(tmp_path / "out"))
    dice = random.Random(seed)
    running = Running("audit", shop[1], *WORDS, *folders, mark=uuid.uuid4().hex)
    for _ in range(1 + seed % 2):  # taken up and killed again
        running.after(dice.randint(2, max(lines - 4, 3)))
        running.signal(signal.SIGKILL)
        running.end()
        assert running.left_behind() == []
        id = asyncio.run(interrupted(data))
        running = Running("audit", "--resume", id, *folders, mark=uuid.uuid4().hex)
    ended = running.end()
    assert ended.code == 0, ended.err
    again = asyncio.run(kept(data))
    assert again.verdicts == whole.verdicts
    assert again.seen == whole.seen


async def interrupted(data: Path) -> str:
    async with opened(data) as store:
        (listed,) = await list_audits(store)
        assert listed.state is VisitState.INTERRUPTED
        return listed.short


LATE = "/complaint"


async def cut_off(store: Store, shop: Shop, url: str) -> tuple[str, AuditRequest]:
    """A visit that was interrupted while its complaint page kept it waiting."""
    request = AuditRequest(
        Platform(url, "栗子里商城"), (Device.DESKTOP,), (ITEM,), pace=0.0, allow_private=True, ocr=False, timed=False
    )
    shop.hanging, shop.waited_for = frozenset({LATE}), type(shop.waited_for)()
    task = asyncio.create_task(perform_audit(store, request, lambda stage, at, planned: None))
    assert await asyncio.to_thread(shop.waited_for.wait, 60)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    shop.hanging = frozenset()
    (listed,) = await list_audits(store)
    return listed.visit, dataclasses.replace(request, resume=listed.visit)


async def taken_up(store: Store, shop: Shop, request: AuditRequest) -> list[str]:
    """Take it up to its end; the paths asked for anew."""
    before = len(shop.asked)
    await perform_audit(store, request, lambda stage, at, planned: None)
    return shop.asked[before:]


async def test_views_that_are_too_old_are_looked_at_again(tmp_path: Path) -> None:
    shop = Shop(pages())
    with serving(shop) as url:
        async with opened(tmp_path / "data") as store:
            visit, request = await cut_off(store, shop, url)
            old = {view.id: view for view in await load_captured_views(store, visit)}
            newest = max(view.at for view in old.values())
            limit = datetime.now(UTC) - newest  # all but the newest are older by the time it is taken up
            anew = await taken_up(store, shop, dataclasses.replace(request, fresh=limit))
        whole = await kept(tmp_path / "data")
    assert "/" in anew
    assert {view.id for view in whole.site.views}.isdisjoint(old)
    assert min(view.at for view in whole.site.views) > newest


async def test_views_that_are_fresh_are_not(tmp_path: Path) -> None:
    shop = Shop(pages())
    with serving(shop) as url:
        async with opened(tmp_path / "data") as store:
            visit, request = await cut_off(store, shop, url)
            old = {view.id for view in await load_captured_views(store, visit)}
            anew = await taken_up(store, shop, dataclasses.replace(request, fresh=timedelta(hours=6)))
        whole = await kept(tmp_path / "data")
    assert old <= {view.id for view in whole.site.views}
    assert "/" not in anew
    assert LATE in anew


@pytest.mark.parametrize("what", ["record gone", "picture damaged"])
async def test_views_whose_evidence_is_not_whole_are_looked_at_again(what: str, tmp_path: Path) -> None:
    shop = Shop(pages())
    with serving(shop) as url:
        async with opened(tmp_path / "data") as store:
            visit, request = await cut_off(store, shop, url)
            home = next(view for view in await load_captured_views(store, visit) if view.url == url)
            assert isinstance(store.blobs, FolderBlobStore)
            if what == "picture damaged":
                store.blobs.path(home.screenshot).write_bytes(b"not what it was")
            else:
                async with store.reading() as session:
                    row = await session.get(ViewRow, (visit, home.id))
                assert row is not None
                store.blobs.path(row.blob).unlink()
            anew = await taken_up(store, shop, request)
        whole = await kept(tmp_path / "data")
    assert "/" in anew
    assert home.id not in {view.id for view in whole.site.views}
