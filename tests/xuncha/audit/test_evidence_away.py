"""Evidence in an object store that goes away and comes back: an audit is interrupted, keeps what it saw, and goes on."""

from __future__ import annotations

import asyncio
import json
import uuid
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from storage.audit_list import list_audits
from storage.db.register_tables import JobKind, JobState
from storage.db.session import open_store
from storage.db.tables import VisitState
from storage.errors import EvidenceUnreachable
from storage.jobs import jobs
from storage.jobs.jobs import Job
from storage.jobs.workers import register_worker
from storage.platforms import DueTimes, RegisteredPlatform, Registration, list_registered_platforms, save_registration
from storage.visits.sites import load_captured_views
from storage.visits.visits import begin_visit, resume_visit
from tests.storage.objects import ObjectServer
from tests.storage.seen import a_view
from tests.xuncha.command import QUICK, SECONDS, Running, Shop, pages, serving, xuncha
from xuncha.fleet.task import JobOutcome, WorkerContext, perform_job

pytestmark = pytest.mark.browser

LATE = "/complaint"
NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)


def test_an_upload_that_fails_leaves_an_audit_that_goes_on(
    bucket: str, object_server: ObjectServer, tmp_path: Path
) -> None:
    given = {"XUNCHA_EVIDENCE": bucket}
    folders = ("--data", str(tmp_path / "data"), "--out", str(tmp_path / "out"))
    shop = Shop(pages(), hanging=frozenset({LATE}))
    with serving(shop) as url:
        running = Running("audit", url, *QUICK, *folders, "--allow-private", mark=uuid.uuid4().hex, given=given)
        running.until("首页 加载后")
        assert shop.waited_for.wait(SECONDS)
        object_server.stop()
        shop.closing.set()  # what hung is answered, and now has to be kept
        ended = running.end()
        assert ended.code == 2, ended.err
        assert "对象存储" in ended.line
        assert "AWS_ENDPOINT_URL" in ended.line
        assert running.left_behind() == []
        refused = xuncha("audit", "--resume", "0", *folders, given=given)
        assert (refused.code, "对象存储" in refused.line) == (2, True)
        object_server.start()

        async def kept() -> tuple[str, VisitState, list[str]]:
            async with open_store(tmp_path / "data", None, bucket) as store:
                (listed,) = await list_audits(store)
                return listed.visit, listed.state, [view.url for view in await load_captured_views(store, listed.visit)]

        visit, state, seen = asyncio.run(kept())
        assert state is VisitState.INTERRUPTED
        assert url in seen
        shop.hanging, before = frozenset(), len(shop.asked)
        resumed = xuncha("audit", "--resume", visit[:8], *folders, given=given)
        assert resumed.code == 0, resumed.err
        anew = set(shop.asked[before:])
        assert LATE in anew
        assert {urlsplit(text).path for text in seen} & anew == set()
    record = json.loads((tmp_path / "out" / "audit.json").read_text("utf-8"))
    assert record["interrupted"] is False
    assert not (tmp_path / "data" / "evidence").exists()
    assert xuncha("show", visit[:8], *folders[:2], given=given).code == 0


async def test_a_run_is_put_back_and_goes_on_with_its_visit(
    bucket: str, object_server: ObjectServer, tmp_path: Path
) -> None:
    visits: list[str] = []

    async def work(doing: WorkerContext, job: Job, known: RegisteredPlatform) -> JobOutcome:
        platform = known.registration.platform
        keeping = begin_visit(doing.store, platform, {}) if job.visit is None else resume_visit(doing.store, job.visit)
        async with await keeping as keeper:
            visits.append(keeper.id)
            await jobs.record_job_visit(doing.store, job.id, doing.worker, keeper.id)
            await keeper.view(a_view(len(visits)))
            if len(visits) == 1:
                object_server.stop()
            await keeper.view(a_view(100))
        return JobOutcome()

    async with open_store(tmp_path, None, bucket) as store:
        await save_registration(store, Registration("https://shop.example/"), DueTimes(None, None, None), NOW)
        (known,) = await list_registered_platforms(store)
        run = await jobs.request_job(store, known.id, JobKind.AUDIT, NOW)
        assert run is not None
        worker = await register_worker(store, NOW)
        doing = WorkerContext(store, worker, now=lambda: NOW)
        try:
            outcome = await perform_job(doing, run.id, {JobKind.AUDIT: work})
        finally:
            object_server.start()
        assert outcome is not None
        assert outcome.goes_on
        assert EvidenceUnreachable.__doc__ is not None
        assert EvidenceUnreachable.__doc__.rstrip(".") in outcome.reason
        (waits,) = await jobs.list_waiting_jobs(store, datetime(2027, 1, 1, tzinfo=UTC))
        assert (waits.state, waits.visit) == (JobState.WAITING, visits[0])
        doing = WorkerContext(store, worker, now=lambda: waits.not_before)
        outcome = await perform_job(doing, run.id, {JobKind.AUDIT: work})
        assert outcome == JobOutcome()
        assert visits[0] == visits[1]
        assert {view.id for view in await load_captured_views(store, visits[0])} == {"v1", "v2", "v100"}
