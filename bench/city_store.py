"""Fills a store with a city: platforms with made-up audits and light checks, some with the whole audit that the store holds already."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Integer, func, insert, literal, select

from crawler.site import Gap, Platform
from crawler.vocabulary import Device, GapReason, Role
from probes.finding import Text
from scoring.score import Stage, StageScore, score_verdicts
from scoring.standard_tables import Verdict
from scoring.verdict import ItemVerdict, Suggestion
from storage.audits import Circumstances
from storage.db.codec import encode_record
from storage.db.register_tables import BeatRow, RegistrationRow
from storage.db.session import Store
from storage.db.tables import (
    AuditRow,
    FetchRow,
    FindingRow,
    GapRow,
    PlatformRow,
    ScoreRow,
    Table,
    TimingRow,
    VerdictRow,
    ViewRow,
    VisitRow,
)
from storage.platforms import Registration
from storage.visits.visit_recorder import Opening
from xuncha.judging.rules import Rules, load_rules
from xuncha.judging.ruleset import compute_ruleset
from xuncha.register.platform_rows import load_platform_table

WORKED = 40  # platforms whose newest audit is a whole one with all its evidence
SAID = (
    Verdict.PASS,
    Verdict.PASS,
    Verdict.PASS,
    Verdict.PARTIAL,
    Verdict.FAIL,
    Verdict.TO_CONFIRM,
    Verdict.INCONCLUSIVE,
)
SOME = 200  # platforms at a time


def verdict(item: str, said: Verdict) -> ItemVerdict:
    """An item's verdict as a judgement would store it, without checks."""
    value = {Verdict.PASS: 1.0, Verdict.PARTIAL: 0.5, Verdict.FAIL: 0.0}.get(said)
    low, high = (value, value) if value is not None else (0.0, 1.0)
    suggested = None if value is None else Suggestion(said, value)
    return ItemVerdict(
        item, said, value, low, high, Text("页面所示", "what pages show"), low, high, suggested=suggested
    )


async def make_city(store: Store, platforms: int, audits: int, now: datetime, beats: int = 30) -> int:
    """Registered platforms with weekly audits of made-up verdicts, some of which were not seen, and days of light checks.

    Where the store holds an audit already, it is the newest of the first ``WORKED`` platforms too. Returns the first one's number.
    """
    rules, chance = load_rules(), random.Random(58)
    records = {
        (item.id, said): encode_record(verdict(item.id, said)) for item in rules.standard.items for said in set(SAID)
    }
    districts = list(load_platform_table()["districts"])
    async with store.reading() as session:
        first = (await session.scalar(select(func.max(PlatformRow.id))) or 0) + 1
        model = (await session.execute(select(AuditRow.visit_id, AuditRow.id).limit(1))).first()
    for start in range(0, platforms, SOME):
        rows: dict[type, list[dict[str, object]]] = {}
        for number in range(start, min(start + SOME, platforms)):
            _platform(rows, first, number, districts, now, chance)
            for back in range(audits):
                at = now - timedelta(days=7 * back, hours=chance.uniform(0, 100))
                if back or model is None or number >= WORKED:
                    _audit(rows, rules, records, first, number, back, at, chance, seen=chance.random() > 0.08)
            for day in range(beats):
                ok = chance.random() > 0.02
                rows.setdefault(BeatRow, []).append({
                    "platform_id": first + number, "run_id": None, "role": "home", "at": now - timedelta(days=day, hours=1), "url": "",
                    "ok": ok, "status": 200 if ok else None, "seconds": 0.2, "reason": "" if ok else "timeout",
                })  # fmt: skip
        async with store.writing() as session:
            for table, made in rows.items():
                await session.execute(insert(table), made)
    if model is not None:
        for number in range(min(WORKED, platforms)):
            await _copy_audit(store, model[0], model[1], first + number, find_ids(number, 0), now)
    return first


async def copy_rows(given: Store, store: Store) -> None:
    """The platforms, visits and audits of a store, put into another one that has none."""
    tables = (PlatformRow, VisitRow, ViewRow, GapRow, FetchRow, TimingRow, AuditRow, FindingRow, VerdictRow, ScoreRow)
    for table in tables:
        plain = table.__table__
        async with given.reading() as session:
            rows = [dict(row) for row in (await session.execute(select(plain))).mappings()]
        if rows:
            async with store.writing() as session:
                await session.execute(insert(table), rows)
                if "id" in plain.columns and isinstance(plain.columns["id"].type, Integer):
                    last = select(func.max(plain.columns["id"])).scalar_subquery()
                    await session.execute(
                        select(func.setval(func.pg_get_serial_sequence(table.__tablename__, "id"), last))
                    )


def find_ids(number: int, back: int) -> tuple[str, str]:
    """The ids of a platform's visit and audit, counted back from the newest."""
    return f"{number:08x}{back:08x}", f"{number:08x}{back:07x}a"


async def _copy_audit(store: Store, visit: str, audit: str, platform: int, ids: tuple[str, str], now: datetime) -> None:
    """All rows of a visit and its audit once more, as another platform's; what they name in the store of evidence is shared."""
    given: dict[type[Table], dict[str, object]] = {
        VisitRow: {"id": ids[0], "platform_id": platform, "started_at": now, "finished_at": now},
        **{table: {"visit_id": ids[0]} for table in (ViewRow, GapRow, FetchRow, TimingRow)},
        AuditRow: {"id": ids[1], "visit_id": ids[0], "created_at": now},
        **{table: {"audit_id": ids[1]} for table in (FindingRow, VerdictRow, ScoreRow)},
    }
    async with store.writing() as session:
        for row, other in given.items():
            columns = row.__table__.columns
            own = (
                columns["audit_id"] == audit
                if "audit_id" in columns
                else columns["id" if row is VisitRow else "visit_id"] == visit
            )
            counted = [column for column in columns if not (column.name == "id" and isinstance(column.type, Integer))]
            made = [
                literal(other[element.name], element.type) if element.name in other else element for element in counted
            ]
            await session.execute(
                insert(row).from_select([element.name for element in counted], select(*made).where(own))
            )


def _platform(
    rows: dict[type, list[dict[str, object]]],
    first: int,
    number: int,
    districts: Sequence[str],
    now: datetime,
    chance: random.Random,
) -> None:
    url = f"https://shop{number}.example.cn/"
    known = Registration(
        url, name=f"示例商城 {number}", district=districts[number % len(districts)], schedule="7d", batch="2026 年度检查",
        tags=(("食品",) if number % 3 == 0 else ()) + (("重点",) if number % 7 == 0 else ()),
    )  # fmt: skip
    rows.setdefault(PlatformRow, []).append({"id": first + number, "url": url, "name": known.name})
    rows.setdefault(RegistrationRow, []).append({
        "platform_id": first + number, "state": "paused" if number % 40 == 39 else "active", "batch_id": None,
        "due_at": now + timedelta(hours=chance.uniform(-5, 160)), "light_due_at": None, "timing_due_at": None,
        "added_at": now - timedelta(days=200), "changed_at": now - timedelta(days=200), "record": encode_record(known),
    })  # fmt: skip


def _audit(
    rows: dict[type, list[dict[str, object]]], rules: Rules, records: Mapping[tuple[str, Verdict], bytes], first: int, number: int, back: int,
    at: datetime, chance: random.Random, *, seen: bool,
) -> None:  # fmt: skip
    visit, audit = find_ids(number, back)
    url = f"https://shop{number}.example.cn/"
    mixed = random.Random(number)
    good = mixed.triangular(0.1, 0.95, 0.7)
    weights = (good, good, good, 0.4, 1 - good, 0.3, 0.15 if number % 5 else 1.5)
    said = {
        item.id: Verdict.INCONCLUSIVE if not seen else (mixed if chance.random() > 0.04 else chance).choices(SAID, weights)[0]
        for item in rules.standard.items
    }  # fmt: skip
    made = score_verdicts(rules.standard, tuple(verdict(item, word) for item, word in said.items()), ())
    rows.setdefault(VisitRow, []).append({
        "id": visit, "platform_id": first + number, "state": "done", "started_at": at, "finished_at": at + timedelta(minutes=8), "host": "x",
        "pid": 1, "born": "x", "beat_at": at, "kind": "audit", "opening": encode_record(Opening(Platform(url=url), {})), "closing": None,
    })  # fmt: skip
    if seen:
        rows.setdefault(ViewRow, []).append({
            "visit_id": visit, "id": "v1", "position": 0, "role": "home", "state": "landed", "device": "desktop", "look": 1,
            "asked": url, "url": url, "status": 200, "at": at, "title": "", "width": 1366, "height": 4000, "screenshot": "", "blob": "0" * 64,
        })  # fmt: skip
    else:
        gap = Gap(Role.HOME, "landed", Device.DESKTOP, 1, GapReason.BLOCKED, url=url)
        rows.setdefault(GapRow, []).append({
            "visit_id": visit, "role": "home", "state": "landed", "device": "desktop", "look": 1, "reason": "blocked", "detail": "",
            "record": encode_record(gap),
        })  # fmt: skip
    rows.setdefault(AuditRow, []).append({
        "id": audit, "visit_id": visit, "ruleset": compute_ruleset(), "created_at": at + timedelta(minutes=9), "rejudged_from": None,
        "record": encode_record(Circumstances(at)),
    })  # fmt: skip
    rows.setdefault(VerdictRow, []).extend(
        {
            "audit_id": audit,
            "position": place,
            "item": item,
            "verdict": word.value,
            "value": None,
            "reason": "",
            "record": records[item, word],
        }
        for place, (item, word) in enumerate(said.items())
    )
    rows.setdefault(ScoreRow, []).extend(_score_row(audit, stage, made[stage]) for stage in Stage)


def _score_row(audit: str, stage: Stage, made: StageScore) -> dict[str, object]:
    score = made.score
    return {
        "audit_id": audit, "stage": stage.value, "value": score.value, "coverage": score.coverage, "low": score.low, "high": score.high,
        "record": encode_record(made),
    }  # fmt: skip
