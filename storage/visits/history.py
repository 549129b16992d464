"""What earlier visits measured and saw of the same shop, to tell one slow day from a slow shop, and a change from a state."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby
from statistics import median

from sqlalchemy import ColumnElement, exists, select

from crawler.site import Past, Timing
from storage.db.codec import decode_record
from storage.db.prune_tables import PruningRow
from storage.db.session import Store
from storage.db.tables import PlatformRow, TimingRow, VisitKind, VisitRow
from storage.uptime import load_uptime_history
from storage.visits.past_pages import load_past_pages

MEDIANS = ("ttfb_ms", "fcp_ms", "lcp_ms", "cls", "tbt_ms", "load_ms", "connect_ms", "control_ms")
VISITS = 5  # visits whose pages are read again: each costs the time of some thirty pages


async def load_visit_history(
    store: Store, platform_url: str, before: datetime, days: int = 365, without: str = ""
) -> tuple[Past, ...]:
    """What visits begun before that moment saw, newest first, except the visit ``without``; ``values`` by kind:

    ``timing``, one per visit, role and device: ``role``, ``device``, ``runs``, ``ok``, ``settled`` and, over the loads
    that worked, the median of each field of Timing (ms; cls has no unit) that was measured; ``url`` and ``loads``, the
    fields of each load that worked.
    ``at`` is when the first of them was loaded.
    ``product``, one per visit, device and address, of the last ``VISITS`` visits: ``url``, ``device``, ``title``,
    ``price`` and ``struck`` (yuan, float or None), ``stock`` (words, "" if none), ``gone`` (bool: no longer sold, then
    the rest may be empty).
    ``rule``, likewise, of pages of rules and agreements: ``url``, ``device``, ``role``, ``title``, ``text_sha256`` and
    ``chars`` as ``probes.pages.main.fingerprint`` gives them.
    ``beat``, one per uptime check: ``ok``, ``reason`` ("" if ok), ``role``, ``status``, ``seconds``, ``url``.
    """
    earlier = (
        PlatformRow.url == platform_url,
        VisitRow.id != without,
        VisitRow.started_at < before,
        VisitRow.started_at >= before - timedelta(days=days),
    )
    pages = await load_past_pages(store, await _visits(store, *earlier))
    return await _timings(store, *earlier) + pages + await load_uptime_history(store, platform_url, before)


async def _visits(store: Store, *earlier: ColumnElement[bool]) -> list[str]:
    query = (
        select(VisitRow.id)
        .join(PlatformRow, PlatformRow.id == VisitRow.platform_id)
        .where(VisitRow.kind == VisitKind.AUDIT.value, *earlier)
        .where(~exists().where(PruningRow.visit_id == VisitRow.id))
        .order_by(VisitRow.started_at.desc(), VisitRow.id)
        .limit(VISITS)
    )
    async with store.reading() as session:
        return list(await session.scalars(query))


async def _timings(store: Store, *earlier: ColumnElement[bool]) -> tuple[Past, ...]:
    query = (
        select(TimingRow.visit_id, TimingRow.record)
        .join(VisitRow, VisitRow.id == TimingRow.visit_id)
        .join(PlatformRow, PlatformRow.id == VisitRow.platform_id)
        .where(*earlier)
        .order_by(
            VisitRow.started_at.desc(),
            TimingRow.visit_id,
            TimingRow.role,
            TimingRow.device,
            TimingRow.look,
            TimingRow.run,
        )
    )
    async with store.reading() as session:
        rows = (await session.execute(query)).all()
    loads = [(visit, decode_record(Timing, record)) for visit, record in rows]
    grouped = groupby(loads, lambda load: (load[0], load[1].role, load[1].device))
    return tuple(_past([timing for _, timing in group]) for _, group in grouped)


def _past(loads: list[Timing]) -> Past:
    first = min(loads, key=lambda load: load.at)
    good = [load for load in loads if load.ok]
    values: dict[str, object] = {
        "role": first.role.value,
        "device": first.device.value,
        "runs": len(loads),
        "ok": len(good),
        "settled": any(load.settled for load in loads),
        "url": first.url,
        "loads": tuple(
            {name: value for name in MEDIANS if (value := getattr(load, name)) is not None} for load in good
        ),
    }
    for name in MEDIANS:
        measured = [value for load in good if (value := getattr(load, name)) is not None]
        if measured:
            values[name] = median(measured)
    return Past(first.at, "timing", values)
