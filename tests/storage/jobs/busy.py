"""A made-up store in which much goes on: platforms, commissions, workers, runs in every state, all told from one moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from storage.db.codec import encode_record
from storage.db.register_tables import (
    BatchRow,
    BeatRow,
    JobKind,
    JobState,
    PlatformState,
    RegistrationRow,
    RunRow,
    WorkerRow,
)
from storage.db.session import Store
from storage.db.tables import PlatformRow, ViewRow, VisitRow, VisitState
from storage.platforms import Registration

NOW = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
REASONS = ("unreachable", "blocked", "timeout", "store: the disk is full: /data", "error: ValueError")
BATCHES = ("2026 年度检查", "食品专项")
_PIECE = 1000  # rows of one statement


async def fill(store: Store, platforms: int, runs: int, now: datetime = NOW) -> None:
    """So many platforms, and about so many runs that are over: an audit of each platform, and light looks before.

    Of the newest audits, by the platform's number modulo 20: 0 runs (the first three), 1-5 wait, 6 is put off, 7 failed, the others are done.
    """
    said = [
        Registration(
            url=f"https://shop{n}.example.cn/", name=f"示例商城{n}号", tags=("食品",) if n % 3 else ("家电", "重点"),
            schedule="7d", batch=BATCHES[n % 2] if n % 5 else "",
        )
        for n in range(platforms)
    ]  # fmt: skip
    batches = [
        {"id": n + 1, "name": name, "purpose": "", "authority": "", "body": "", "person": "", "changed_at": now}
        for n, name in enumerate(BATCHES)
    ]
    workers = [_worker(n, now) for n in range(4)]
    visits = [_visit(n, now) for n in range(3)]
    views = [_view(f"visit{n}", place, now) for n in range(3) for place in range(5 + n)]
    registered = [_registered(n, registration, now) for n, registration in enumerate(said)]
    beats = [
        {
            "platform_id": n % platforms + 1, "run_id": None, "role": "home", "at": now - timedelta(minutes=3 * n),
            "url": "https://x.example.cn/", "ok": n % 50 != 0, "status": 200, "seconds": 0.4, "reason": "",
        }
        for n in range(runs)
    ]  # fmt: skip
    done = [_audit(n, now) for n in range(platforms)]
    done += [_light(n, platforms, now) for n in range(max(0, runs - platforms))]
    named = [{"id": n + 1, "url": registration.url, "name": registration.name} for n, registration in enumerate(said)]
    async with store.writing() as session:
        for table, rows in (
            (PlatformRow, named), (BatchRow, batches), (RegistrationRow, registered), (WorkerRow, workers),
            (VisitRow, visits), (ViewRow, views), (RunRow, done), (BeatRow, beats),
        ):  # fmt: skip
            for start in range(0, len(rows), _PIECE):
                await session.execute(insert(table), rows[start : start + _PIECE])


def _registered(n: int, said: Registration, now: datetime) -> dict[str, Any]:
    return {
        "platform_id": n + 1,
        "state": (PlatformState.PAUSED if n % 50 == 49 else PlatformState.ACTIVE).value,
        "batch_id": BATCHES.index(said.batch) + 1 if said.batch else None,
        "due_at": now + timedelta(minutes=7 * n + 3),
        "light_due_at": now + timedelta(minutes=n % 480 + 1),
        "timing_due_at": now + timedelta(minutes=n % 10080 + 1),
        "added_at": now,
        "changed_at": now,
        "record": encode_record(said),
    }


def _run(n: int, platform: int, kind: JobKind, due: datetime, **said: Any) -> dict[str, Any]:
    return {
        "id": f"{kind.value[:1]}{n:031x}", "platform_id": platform, "kind": kind.value, "due_at": due, "priority": 0,
        "state": JobState.DONE.value, "not_before": due, "attempts": 1, "worker": None, "visit_id": None,
        "audit_id": None, "reason": "", "started_at": None, "ended_at": None, **said,
    }  # fmt: skip


def _audit(n: int, now: datetime) -> dict[str, Any]:
    due = now - timedelta(minutes=10 + n % 600)
    turn = n % 20
    if turn == 0 and n // 20 < 3:
        busy = n // 20
        return _run(
            n, n + 1, JobKind.AUDIT, due, state=JobState.RUNNING.value, worker=f"worker{busy % 2}",
            visit_id=f"visit{busy}", started_at=now - timedelta(seconds=40 * busy + 5),
        )  # fmt: skip
    if 1 <= turn <= 5:
        return _run(
            n, n + 1, JobKind.AUDIT, due, state=JobState.WAITING.value, attempts=0, priority=10 if turn == 1 else 0
        )
    if turn == 6:
        return _run(
            n, n + 1, JobKind.AUDIT, due, state=JobState.WAITING.value, reason=REASONS[n // 20 % 3],
            not_before=now + timedelta(minutes=15 + n % 60),
        )  # fmt: skip
    ended = now - timedelta(minutes=n % 2000)
    over = {"started_at": ended - timedelta(seconds=30 + n % 17), "ended_at": ended}
    if turn == 7:
        return _run(n, n + 1, JobKind.AUDIT, due, state=JobState.FAILED.value, reason=REASONS[n // 20 % 5], **over)
    return _run(n, n + 1, JobKind.AUDIT, due, **over)


def _light(n: int, platforms: int, now: datetime) -> dict[str, Any]:
    ended = now - timedelta(seconds=3 * n)
    kind = JobKind.TIMING if n % 20 == 0 else JobKind.LIGHT
    return _run(
        n, n % platforms + 1, kind, now - timedelta(seconds=3 * n + 7), state=JobState.DONE.value,
        started_at=ended - timedelta(seconds=1), ended_at=ended,
    )  # fmt: skip


def _worker(n: int, now: datetime) -> dict[str, Any]:
    return {
        "id": f"worker{n}", "host": f"node-{n}", "pid": 4000 + n, "born": "1", "started_at": now - timedelta(hours=3),
        "beat_at": now - (timedelta(seconds=4) if n < 3 else timedelta(minutes=20)),
    }  # fmt: skip


def _visit(n: int, now: datetime) -> dict[str, Any]:
    return {
        "id": f"visit{n}", "platform_id": 20 * n + 1, "state": VisitState.RUNNING.value, "started_at": now,
        "finished_at": None, "host": "node-0", "pid": 4000, "born": "1", "beat_at": now, "opening": b"", "closing": None,
    }  # fmt: skip


def _view(visit: str, place: int, now: datetime) -> dict[str, Any]:
    return {
        "visit_id": visit, "id": f"v{place}", "position": place, "role": "home", "state": "landed", "device": "desktop",
        "look": 1, "asked": "", "url": "", "status": 200, "at": now, "title": "", "width": 1, "height": 1,
        "screenshot": "", "blob": "0" * 64,
    }  # fmt: skip
