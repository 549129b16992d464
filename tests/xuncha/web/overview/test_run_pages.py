"""Jobs from pages: asked for by an address, watched, paused and cancelled by a person who is named, done again, and told as events."""

from __future__ import annotations

import asyncio
import socket
from datetime import UTC, datetime

import httpx
import pytest
import uvicorn

from storage.db.register_tables import JobKind, JobState
from storage.jobs import workers
from storage.jobs.job_control import cancel_job
from storage.jobs.job_lines import load_job_line
from storage.jobs.job_progress import JobProgress, save_progress
from storage.jobs.jobs import Job, begin_job, list_waiting_jobs
from storage.people.action_log import list_actions
from storage.platforms import RegisteredPlatform, list_registered_platforms
from tests.xuncha.web.support.sending import send
from tests.xuncha.web.support.web_client import Web
from xuncha.fleet.task import JobOutcome, WorkerContext, perform_job
from xuncha.fleet.worker_duties import send_heartbeats
from xuncha.web.app import make_app
from xuncha.web.live_events import follow_changes
from xuncha.web.security.allowed_jobs import hold_job

SHOP = "https://new.example.cn/"


async def asked_for(web: Web, url: str = SHOP) -> str:
    """Ask for an audit of that address as a lead; returns the job."""
    answer = await send(web, "lead", "/audits/new", url=url, name="New")
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].removeprefix("/runs/")


async def begun(web: Web) -> tuple[str, str]:
    """That job, and a worker that has it."""
    run = await asked_for(web)
    worker = await workers.register_worker(web.store, web.clock())
    assert await begin_job(web.store, run, worker, web.clock()) is not None
    return run, worker


async def test_an_address_is_registered_without_a_schedule_and_audited_before_all_else(web: Web) -> None:
    run = await asked_for(web, "new.example.cn")
    (known,) = await list_registered_platforms(web.store)
    assert (known.registration.url, known.registration.schedule, known.registration.private) == (SHOP, "", ())
    (job,) = await list_waiting_jobs(web.store, web.clock())
    assert (job.id, job.kind, job.priority) == (run, JobKind.AUDIT, 10)
    assert await asked_for(web) == run  # it is found, and its waiting audit serves
    assert len(await list_registered_platforms(web.store)) == 1
    done = [(action.actor, action.action) for action in await list_actions(web.store)]
    assert done == [("web:lead", "register_platform"), ("web:lead", "ask_audit"), ("web:lead", "ask_audit")]


async def test_a_bad_address_is_told_and_nobody_without_the_right_may_ask(web: Web) -> None:
    answer = await send(web, "lead", "/audits/new", url="ftp://x.example.cn")
    assert answer.status_code == 422
    assert "only http and https" in answer.text
    assert (await send(web, "assessor", "/audits/new", url=SHOP)).status_code == 403
    assert await list_registered_platforms(web.store) == ()


async def test_a_job_shows_its_stage_and_pages_while_it_runs(web: Web) -> None:
    run, _ = await begun(web)
    await save_progress(web.store, {run: JobProgress("desktop home landed", 3, 12, web.clock())})
    await save_progress(web.store, {run: JobProgress("mobile product landed: blocked", 4, 14, web.clock())})
    for path in ("/runs", f"/runs/{run}"):
        page = (await web.get("admin", path)).text
        assert "blocked" in page or "firewall" in page
        assert "4 pages looked at of 14 planned so far" in page
        assert "The total grows" in page


async def test_a_cancelled_job_says_by_whom_and_may_be_done_again(web: Web) -> None:
    run = await asked_for(web)
    assert (await send(web, "assessor", f"/runs/{run}/cancel")).status_code == 403
    assert (await send(web, "lead", f"/runs/{run}/cancel")).headers["location"] == f"/runs/{run}"
    page = (await web.get("lead", f"/runs/{run}")).text
    assert "cancelled: web:lead" in page
    assert (await send(web, "lead", f"/runs/{run}/cancel")).status_code == 409
    assert await list_waiting_jobs(web.store, web.clock()) == ()
    assert (await send(web, "lead", f"/runs/{run}/retry")).status_code == 303
    (job,) = await list_waiting_jobs(web.store, web.clock())
    assert (job.id, job.reason, job.attempts) == (run, "", 0)


async def test_a_paused_job_says_by_whom_stands_apart_and_goes_on_when_resumed(web: Web) -> None:
    run, worker = await begun(web)
    assert (await send(web, "assessor", f"/runs/{run}/pause")).status_code == 403
    assert (await send(web, "lead", f"/runs/{run}/pause")).headers["location"] == f"/runs/{run}"
    for path in (f"/runs/{run}", "/runs"):
        page = (await web.get("admin", path)).text
        assert "paused: web:lead" in page
        assert f"/runs/{run}/resume" in page
        assert f"/runs/{run}/pause" not in page
    (known,) = await list_registered_platforms(web.store)
    assert "An audit is paused" in (await web.get("lead", f"/platforms/{known.id}")).text
    assert (await send(web, "lead", f"/runs/{run}/pause")).status_code == 409
    assert (await send(web, "lead", f"/runs/{run}/resume")).status_code == 303
    assert (await send(web, "lead", f"/runs/{run}/resume")).status_code == 409
    assert await begin_job(web.store, run, worker, web.clock()) is None  # whoever had it may still be leaving
    web.clock.pass_by(seconds=60)
    assert await begin_job(web.store, run, worker, web.clock()) is not None


@pytest.mark.parametrize("how", ["cancel", "pause"])
async def test_a_running_job_is_left_by_its_worker_soon_after_it_was_ended_or_held(web: Web, how: str) -> None:
    run = await asked_for(web)
    worker = await workers.register_worker(web.store, web.clock())
    looking, closed, beat = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def look(doing: WorkerContext, job: Job, known: RegisteredPlatform) -> JobOutcome:
        looking.set()
        try:
            await asyncio.Event().wait()  # as a browser that looks at a shop
        finally:
            closed.set()
        return JobOutcome()

    async def until_beat(_: float) -> None:
        await beat.wait()

    doing = WorkerContext(web.store, worker, web.clock)
    async with send_heartbeats(doing, until_beat):
        task = asyncio.create_task(perform_job(doing, run, {JobKind.AUDIT: look}))
        await looking.wait()
        change = {"cancel": cancel_job, "pause": hold_job}[how]
        assert await change(web.store, run, "web:anna", web.clock()) is not None
        beat.set()
        await asyncio.wait_for(closed.wait(), 10)
        beat.clear()
        await asyncio.gather(task, return_exceptions=True)
    line = await load_job_line(web.store, run)
    assert line is not None
    state = {"cancel": JobState.FAILED, "pause": JobState.PAUSED}[how]
    assert (line.job.state, line.job.worker) == (state, None)
    assert line.job.reason in ("cancelled: web:anna", "paused: web:anna")


async def test_a_visitor_of_another_district_sees_no_job(web: Web) -> None:
    run = await asked_for(web)
    assert (await web.get("nothing", f"/runs/{run}")).status_code == 403
    assert (await web.get("viewer", f"/runs/{run}")).status_code == 200
    assert (await web.get("viewer", "/runs/0123456789abcdef")).status_code == 404
    assert (await web.get("viewer", "/runs")).status_code == 403


async def test_events_say_that_a_page_has_news_until_they_end(web: Web) -> None:
    said = iter(["a", "a", "b"])
    gone = iter([False, False, False, True])

    async def stamp() -> str:
        return next(said)

    async def is_gone() -> bool:
        return next(gone)

    async def at_once(_: float) -> None:
        return None

    heard = [change async for change in follow_changes(stamp, is_gone, 20, at_once)]
    assert heard == ["retry: 3000\n\n", "event: changed\ndata: a\n\n", "event: changed\ndata: b\n\n"]
    ended = [change async for change in follow_changes(stamp, lambda: _never(), 0, at_once)]
    assert ended[-1].startswith("event: end")


async def _never() -> bool:
    return False


async def test_a_browser_is_told_when_a_job_goes_on_and_let_go_in_peace(
    web: Web, caplog: pytest.LogCaptureFixture
) -> None:
    """Over a socket: what is sent as it comes cannot be seen by a client that waits for the whole answer."""
    run, _ = await begun(web)
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(make_app(web.state), log_level="error", lifespan="off", timeout_graceful_shutdown=20)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve([listening]))
    try:
        browser = await web.browser("admin")
        async with httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{listening.getsockname()[1]}", cookies=dict(browser.cookies),
            headers={"host": "work.example"}, timeout=20,
        ) as client, client.stream("GET", f"/runs/{run}/events") as answer:  # fmt: skip
            assert answer.headers["content-type"].startswith("text/event-stream")
            lines = answer.aiter_lines()
            changes = 0
            async for line in lines:
                if line == "event: changed":
                    changes += 1
                    if changes == 2:
                        break
                    await save_progress(web.store, {run: JobProgress("judge", 5, 5, datetime.now(UTC))})
            assert changes == 2
            web.state.memory.ending = server.should_exit = True  # while the browser still follows
            await serving
    finally:
        server.should_exit = True
        await serving
    assert not [record.getMessage() for record in caplog.records if record.name.startswith("uvicorn")]
