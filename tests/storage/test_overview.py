"""What pages over all platforms read: on SQLite and on PostgreSQL the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bench.city_store import make_city
from crawler.uptime.sample import OWN_OUTAGE
from storage.db.register_tables import BeatRow, JobState, PlatformState
from storage.db.session import Store
from storage.jobs import workers
from storage.jobs.job_control import cancel_job, retry_job
from storage.jobs.job_lines import list_job_lines, load_job_line
from storage.jobs.job_progress import JobProgress, forget_progress, save_progress
from storage.jobs.jobs import begin_job
from storage.jobs.planning import request_audit_now
from storage.overview.answer_days import AnswerCount, count_answers
from storage.overview.audit_heads import count_audits, find_counting_head, list_audit_heads
from storage.overview.item_history import list_audit_outlines
from storage.overview.platform_events import find_platform_name, list_visit_events
from storage.overview.raw_histories import decode_raw_audit, load_raw_audits
from storage.overview.register_rows import reread_register, stamp_visits
from storage.people.action_log import list_actions
from storage.platforms import DueTimes, Registration, save_registrations, set_platform_state
from storage.standings import load_judged_visits

NOW = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)


async def test_audits_are_listed_in_the_order_of_their_visits_and_read_as_they_were_stored(store: Store) -> None:
    await make_city(store, 3, 3, NOW, beats=0)
    many, last = await count_audits(store)
    heads = await list_audit_heads(store)
    assert (many, len(heads)) == (9, 9)
    assert list(heads) == sorted(heads, key=lambda head: head.place)
    assert last is not None
    assert {head.audit for head in await list_audit_heads(store, last)} <= {head.audit for head in heads}
    own = [head for head in heads if head.platform == 2]
    raw = await load_raw_audits(store, own)
    read = await load_judged_visits(store, 2)
    assert [decode_raw_audit(raw[head.audit]) for head in own] == list(read)
    outlines = await list_audit_outlines(store, 2, 2)
    assert [outline.head for outline in outlines] == own[::-1][:2]
    assert {item: verdict[0] for item, verdict in outlines[0].verdicts.items()} == {
        verdict.item: verdict.verdict.value for verdict in read[-1].verdicts
    }
    assert find_counting_head(own, own[0].created_at) == own[0]
    assert find_counting_head(own, own[0].created_at - timedelta(seconds=1)) is None
    assert [event.visit for event in await list_visit_events(store, 2, 9)] == [head.visit for head in own[::-1]]
    named = await find_platform_name(store, 2)
    assert named is not None
    assert named.url == "https://shop1.example.cn/"


async def test_only_what_changed_in_the_register_is_read_again(store: Store) -> None:
    wanted = [(Registration(f"https://s{number}.example.cn/"), DueTimes(audit=NOW)) for number in range(3)]
    assert await save_registrations(store, wanted, NOW) == [True, True, True]
    first = await reread_register(store, {})
    stamp = await stamp_visits(store)
    later = NOW + timedelta(minutes=1)
    await save_registrations(store, [(Registration("https://s1.example.cn/", name="new"), DueTimes(audit=NOW))], later)
    await set_platform_state(store, "https://s2.example.cn/", PlatformState.REMOVED, later)
    second = await reread_register(store, first)
    assert [platform.registration.name for platform in second.values()] == ["", "new"]
    assert second[1] is first[1]
    assert await stamp_visits(store) != stamp


async def test_light_checks_are_counted_by_platform_without_what_says_nothing_of_it(store: Store) -> None:
    await save_registrations(store, [(Registration("https://s.example.cn/"), DueTimes())], NOW)
    said = [(0, True, ""), (1, False, "timeout"), (2, False, OWN_OUTAGE), (30, True, "")]
    async with store.writing() as session:
        session.add_all(
            BeatRow(
                platform_id=1, run_id=None, role="home", at=NOW + timedelta(hours=hours), url="", ok=ok, status=None,
                seconds=0.1, reason=reason,
            )
            for hours, ok, reason in said
        )  # fmt: skip
    assert await count_answers(store, NOW, NOW + timedelta(days=1)) == {1: AnswerCount(2, 1)}
    assert await count_answers(store, NOW, NOW + timedelta(days=1), [2]) == {}


async def test_a_job_is_cancelled_by_a_person_and_done_again(store: Store) -> None:
    await save_registrations(store, [(Registration("https://s.example.cn/"), DueTimes())], NOW)
    job = await request_audit_now(store, 1, NOW)
    assert job is not None
    worker = await workers.register_worker(store, NOW)
    await begin_job(store, job.id, worker, NOW)
    await save_progress(store, {job.id: JobProgress("desktop home landed", 1, 9, NOW)})
    await save_progress(store, {job.id: JobProgress("judge", 9, 9, NOW)})
    (line,) = await list_job_lines(store, JobState.RUNNING, 9)
    assert line.progress == JobProgress("judge", 9, 9, NOW)
    ended = await cancel_job(store, job.id, "web:anna", NOW)
    assert ended is not None
    assert (ended.state, ended.reason, ended.ended_at) == (JobState.FAILED, "cancelled: web:anna", NOW)
    assert await cancel_job(store, job.id, "web:anna", NOW) is None
    await forget_progress(store)
    over = await load_job_line(store, job.id)
    assert over is not None
    assert over.progress is None
    again = await retry_job(store, job.id, "web:bo", NOW)
    assert again is not None
    assert (again.state, again.reason, again.attempts) == (JobState.WAITING, "", 0)
    assert await retry_job(store, job.id, "web:bo", NOW) is None
    assert [(action.actor, action.action) for action in await list_actions(store)] == [
        ("web:anna", "cancel_job"),
        ("web:bo", "retry_job"),
    ]
