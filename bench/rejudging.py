"""(e) Rejudging many stored visits after the rules moved: visits a second by processes, a worker's memory, time for thousands."""

from __future__ import annotations

import asyncio
import dataclasses
import re
import resource
import tempfile
import threading
import time
import zlib
from multiprocessing import active_children
from pathlib import Path

from sqlalchemy import select, update

from bench.figures import Measurement, most
from bench.whole import held
from crawler.site import Site
from storage.audit_list import list_audits
from storage.db.basis_tables import CheckBasisRow
from storage.db.session import Store, open_store
from storage.db.tables import AuditRow, ViewRow
from storage.rejudging import list_latest_judgements
from storage.visits.rows import view_row
from storage.visits.sites import load_site
from storage.visits.visits import begin_visit
from xuncha.judging.rules import load_rules
from xuncha.rejudge.pool import RejudgeSelection, choose_visits, rejudge_all_visits
from xuncha.rejudge.tally import RejudgeTally

VISITS, FEW = 200, 60  # with all processes, and with one
MANY = 5000
MINUTES, MINUTES_OF_ONE = 18.0, 6.0  # for all checks, and where one of them changed
EVERY_SECONDS = 0.5
OTHER_RULES = "0" * 64
_GZIP = 31
_LONG = re.compile("[\u4e00-\u9fff]{8,}")  # what shops do not have in common: labels are shorter
_STEMS = "甲乙丙丁戊己庚辛壬癸"


async def measure(data: Path, visits: int = VISITS, few: int = FEW) -> list[Measurement]:
    """Copy the newest visit of the store many times, judge all, say that other rules had judged them, and judge them anew."""
    with tempfile.TemporaryDirectory(prefix="xuncha-bench-many-") as folder:
        many = Path(folder)
        await copies(data, many, visits)
        await _judged(many, 2, visits)
        await _rules_moved(many)
        two, work, memory, rest = await _judged(many, 2, visits)
        await _rules_moved(many)
        one, _, _, _ = await _judged(many, 1, few)
        await _rules_moved(many)
        await _one_changed(many)
        swift, little, _, _ = await _judged(many, 2, visits, again=False)
    return [
        Measurement("visits rejudged, 2 processes", visits, "visits"),
        Measurement("rejudged and kept anew, 1 process", one, "visits/s"),
        Measurement("rejudged and kept anew, 2 processes", two, "visits/s"),
        most(f"{MANY:,} visits with 2 processes", MANY / two / 60, "min", MINUTES),
        Measurement("processor time a visit, 2 processes", work, "s/visit"),
        most(f"{MANY:,} visits on 2 cores that have nothing else to do", MANY * work / 2 / 60, "min", MINUTES),
        Measurement("rejudged and kept anew where one check changed, 2 processes", swift, "visits/s"),
        Measurement("processor time a visit where one check changed", little, "s/visit"),
        most(
            f"{MANY:,} visits where one check changed, 2 cores that have nothing else to do",
            MANY * little / 2 / 60,
            "min",
            MINUTES_OF_ONE,
        ),
        Measurement("processor time where one check changed : where all are asked", little / work, ""),
        Measurement("memory of a worker at its highest, resident", memory / 1e6, "MB"),
        Measurement("of that, gathered in the second half of the run", rest / 1e6, "MB"),
    ]


async def copies(data: Path, many: Path, visits: int) -> None:
    """Visits of as many shops: each with addresses of its own, and every longer run of Chinese letters with a mark of its own."""
    async with open_store(data) as store:
        visit = (await list_audits(store))[0].visit
        site = await load_site(store, visit)
        async with store.reading() as session:
            query = select(ViewRow.blob).where(ViewRow.visit_id == visit, ViewRow.position.is_not(None))
            names = (await session.scalars(query.order_by(ViewRow.position, ViewRow.id))).all()
        texts = [zlib.decompress(store.blobs.read(name), _GZIP).decode("utf-8", "surrogatepass") for name in names]
    host = re.search(r"^https?://([^/]+)", site.platform.url)
    assert host is not None
    async with open_store(many) as store:
        for number in range(visits):
            await _copy(store, site, texts, host[1], number)


async def _copy(store: Store, site: Site, texts: list[str], host: str, number: int) -> None:
    mark = "".join(_STEMS[int(digit)] for digit in f"{number:04}")
    other = f"127.0.{1 + number // 250}.{1 + number % 250}:8080"
    blobs = []
    for text in texts:
        altered = _LONG.sub(lambda found: found.group() + mark, text.replace(host, other))
        blobs.append(zlib.compress(altered.encode("utf-8", "surrogatepass"), 6, _GZIP))
    names = await asyncio.to_thread(lambda: [store.blobs.write(blob) for blob in blobs])
    platform = dataclasses.replace(site.platform, url=site.platform.url.replace(host, other))
    keeper = await begin_visit(store, platform, {})
    async with keeper:
        async with store.writing() as session:
            rows = zip(site.views, names, strict=True)
            session.add_all(view_row(keeper.id, view, at, name) for at, (view, name) in enumerate(rows))
        await keeper.finish(dataclasses.replace(site, platform=platform))


async def _rules_moved(many: Path) -> None:
    async with open_store(many) as store, store.writing() as session:
        await session.execute(update(AuditRow).values(ruleset=OTHER_RULES))


async def _one_changed(many: Path) -> None:
    """As if the source of one check had been edited since: the one in the middle of the table."""
    checks = load_rules().checks
    changed = CheckBasisRow.check_id == checks[len(checks) // 2].id
    async with open_store(many) as store, store.writing() as session:
        await session.execute(update(CheckBasisRow).where(changed).values(sha256=OTHER_RULES))


async def _judged(many: Path, jobs: int, visits: int, *, again: bool = True) -> tuple[float, float, float, float]:
    """Visits a second with the processes' start and end, processor seconds a visit, the largest worker in bytes,
    and what it gained since half of them were done. ``again``: all checks are asked."""
    wanted = RejudgeSelection(jobs=jobs, again=again)
    async with open_store(many) as store:
        chosen = (await choose_visits(store, wanted)).visits[:visits]
        assert len(await list_latest_judgements(store)) >= len(chosen) == visits
    tally = RejudgeTally(visits, 0, 0)
    peaks: list[tuple[int, float]] = []
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(EVERY_SECONDS):
            sizes = [held(pid).rss for child in active_children() if (pid := child.pid) is not None]
            peaks.append((tally.done, max(sizes, default=0)))

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    spent = _spent()
    began = time.perf_counter()
    await rejudge_all_visits(many, None, chosen, wanted, tally.add)
    taken = time.perf_counter() - began
    ended.set()
    watching.join()
    if tally.unreadable:
        raise RuntimeError(f"{tally.unreadable[0].standing.visit} was not judged: {tally.unreadable[0].why}")
    highest = max(size for _, size in peaks)
    half = max((size for done, size in peaks if done <= visits // 2), default=highest)
    return visits / taken, (_spent() - spent) / visits, highest, max(highest - half, 0)


def _spent() -> float:
    """Processor seconds of this process and of those of its children that have ended."""
    uses = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(use.ru_utime + use.ru_stime for use in uses)
