"""Fills a database with many made-up audits of registered platforms: all their rows, but no evidence in the blob store."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, insert, literal, select, text

from crawler.site import Platform, Site
from storage.audits import save_audit
from storage.db.codec import encode_record
from storage.db.register_tables import PlatformState, RegistrationRow
from storage.db.session import Store
from storage.db.tables import (
    AuditRow,
    FindingRow,
    PlatformRow,
    ScoreRow,
    VerdictRow,
    ViewRow,
    VisitRow,
    VisitState,
)
from storage.platforms import Registration
from storage.visits.visits import begin_visit
from xuncha.judging.judged import make_audit
from xuncha.judging.rules import load_rules

FINDINGS, VIEWS = 60, 4  # of each audit
ROWS = 1000  # inserted at a time
NOW = datetime.now(UTC)
_AUDIT = literal("a").concat(func.substr(VisitRow.id, 2))  # the id of a visit's audit
APART = timedelta(minutes=4)  # between two visits: 100,000 of them take a season


async def fill(store: Store, audits: int, platforms: int) -> None:
    """That many audits, each of a visit of its own, on platforms taken in turn; the newest are of today.

    All are alike but for their ids, addresses and times: the audit of a Site on which nothing was seen.
    """
    model = await _model(store)
    urls = [f"https://shop{number}.example/" for number in range(platforms)]
    at = [NOW - APART * (audits - number) for number in range(audits)]
    async with store.writing() as session:
        await session.execute(insert(PlatformRow), [{"url": url, "name": f"示例{url[8:-9]}"} for url in urls])
        known = dict((await session.execute(select(PlatformRow.url, PlatformRow.id))).all())
        await session.execute(insert(RegistrationRow), [_registered(known[url], url) for url in urls])
        visit = await session.get(VisitRow, model[0])
        assert visit is not None
        for first in range(0, audits, ROWS):
            some = range(first, min(first + ROWS, audits))
            await session.execute(insert(VisitRow), [_visit(n, known[urls[n % platforms]], at[n], visit) for n in some])
    await _multiplied(store, model, audits)


def _registered(platform: int, url: str) -> dict[str, object]:
    return {
        "platform_id": platform, "state": PlatformState.ACTIVE.value, "batch_id": None, "due_at": NOW, "light_due_at": None,
        "timing_due_at": None, "added_at": NOW, "changed_at": NOW, "record": encode_record(Registration(url)),
    }  # fmt: skip


def _visit_id(number: int) -> str:
    return f"{number:016x}"


def _visit(number: int, platform: int, at: datetime, like: VisitRow) -> dict[str, object]:
    return {
        "id": _visit_id(number), "platform_id": platform, "state": VisitState.DONE.value, "started_at": at, "finished_at": at,
        "host": like.host, "pid": like.pid, "born": like.born, "beat_at": at, "kind": like.kind, "opening": like.opening,
        "closing": like.closing,
    }  # fmt: skip


async def _model(store: Store) -> tuple[str, str]:
    """A visit and its audit that all others are copies of."""
    site = Site(Platform("https://model.example/", "示例"), NOW)
    keeper = await begin_visit(store, site.platform, {})
    async with keeper:
        await keeper.finish(site)
    return keeper.id, await save_audit(store, make_audit(load_rules(), site, keeper.id))


async def _multiplied(store: Store, model: tuple[str, str], audits: int) -> None:
    """For every visit the audit of the model, and its findings, verdicts and scores; and some views. In parts: a server ends what lasts."""
    visit, audit = model
    for first in range(0, audits, ROWS):
        within = VisitRow.id.between(_visit_id(first), _visit_id(first + ROWS - 1)), VisitRow.id != visit
        others = select(VisitRow.id).where(*within).order_by(VisitRow.id)
        async with store.writing() as session:
            made = others.with_only_columns(
                _AUDIT, VisitRow.id, AuditRow.ruleset, VisitRow.started_at, literal(None), AuditRow.record
            ).join(AuditRow, AuditRow.id == audit)
            names = ["id", "visit_id", "ruleset", "created_at", "rejudged_from", "record"]
            await session.execute(insert(AuditRow).from_select(names, made))
        for table in (FindingRow, VerdictRow, ScoreRow):
            columns = [column for column in table.__table__.columns if column.name != "audit_id"]
            rows = others.with_only_columns(_AUDIT, *columns).join(table, table.audit_id == audit)
            if table is FindingRow:
                rows = rows.where(FindingRow.position < FINDINGS)
            async with store.writing() as session:
                await session.execute(
                    insert(table).from_select(["audit_id", *(column.name for column in columns)], rows)
                )
        async with store.writing() as session:
            for number in range(VIEWS):
                given = _view(number)
                rows = others.with_only_columns(
                    VisitRow.id,
                    literal(f"v{number}"),
                    VisitRow.started_at,
                    *(literal(value) for value in given.values()),
                )
                await session.execute(insert(ViewRow).from_select(["visit_id", "id", "at", *given], rows))
    if store.engine.dialect.name == "postgresql":  # as it does by itself after a while; SQLite does not unless told to
        async with store.writing() as session:
            await session.execute(text("ANALYZE"))


def _view(number: int) -> dict[str, object]:
    return {
        "position": number, "role": "home" if not number else "help", "state": "landed", "device": "desktop", "look": 1,
        "asked": "https://shop.example/", "url": "https://shop.example/", "status": 200, "title": "示例", "width": 1366,
        "height": 768, "screenshot": "0" * 64, "blob": "0" * 64,
    }  # fmt: skip
