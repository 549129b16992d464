"""What the tests of the fleet share: registered shops, real worker processes, quick clocks, and what must hold in the end."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import signal
import subprocess
import time
import tomllib
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import IO

from sqlalchemy import func, select, text, update

from scoring.red_lines import RedLineState
from storage.audits import load_audit
from storage.db.register_tables import JobKind, JobState, RegistrationRow, RunRow
from storage.db.session import Store, open_store
from storage.db.tables import AuditRow, PlatformRow, VisitRow, VisitState
from storage.platforms import OWN, Batch, DueTimes, Registration, save_batch, save_registration
from tests.fleet.shops import ITEM
from tests.lanes import must_be_marked
from tests.xuncha.command import LENT, MARK, ROOT, command, environment, judging_lender, started_with, xuncha

# Without a word of any worker, until something is surely wrong on a machine that is busy with other things.
SECONDS = 240.0
# Until it is wrong all the same: a fleet that goes round in circles has always something to say.
LONGEST = 1500.0
QUICK = {  # a fleet's clocks, so that nothing is waited for that a test does not need
    "retries": {"minutes": [0.02, 0.02, 0.02], "store_minutes": [0.02]},
    "second_audit": {"minutes": 600},
    "workers": {"beat_seconds": 1, "lost_seconds": 6, "plan_seconds": 0.5, "retry_seconds": 0.5},
}
BATCH = Batch("测试批次", "年度监测", "示例授权书 第 1 号", "示例评价机构", "")
WORK = ("--pace", "0", "--no-ocr", "--lang", "en")
Said = dict[str, tuple[object, ...]]  # by address: every verdict with its value, every finding with its outcome
WHOLE = 10  # one shop in so many is looked at on both devices, so that what is missing there is judged to be so


def quick_clocks(folder: Path, **changed: dict[str, object]) -> Path:
    """A schedule.toml like ours with these clocks."""
    table = tomllib.loads(files("xuncha.settings").joinpath("schedule.toml").read_text("utf-8"))
    for part in (QUICK, changed):
        for name, values in part.items():
            table[name] |= values
    lines = []
    for name, values in table.items():
        lines += [f"[{name}]", *(f"{key} = {value}" for key, value in values.items())]
    path = folder / "schedule.toml"
    path.write_text("\n".join(lines), "utf-8")
    return path


@dataclass
class StagedWorker:
    """A real process that does runs, and all that it started."""

    process: subprocess.Popen[str]
    mark: str
    log: Path

    def said(self) -> str:
        return self.log.read_text("utf-8")

    def kill(self) -> None:
        """As a machine that loses its power."""
        self.process.kill()
        self.process.wait()

    def left_behind(self, seconds: float = 30.0) -> list[str]:
        deadline = time.monotonic() + seconds
        while (left := started_with(self.mark)) and time.monotonic() < deadline:
            time.sleep(0.1)  # processes that are not our children cannot be waited for
        return left


@dataclass
class FleetStage:
    """A folder, a database (None = SQLite there), and who works on them."""

    folder: Path
    database: str | None = None
    workers: list[StagedWorker] = field(default_factory=list)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def given(self) -> dict[str, str]:
        """What the environment of every command says."""
        said = {"XUNCHA_SCHEDULE": str(self.folder / "schedule.toml"), "XUNCHA_DATA": str(self.data)}
        return said | ({"XUNCHA_DATABASE": self.database} if self.database else {})

    @contextlib.asynccontextmanager
    async def store(self) -> AsyncIterator[Store]:
        async with open_store(self.data, self.database) as opened:
            yield opened

    async def register(self, urls: Sequence[str], due: datetime | None = None, **more: object) -> None:
        """Shops that are due now (or then), for one item on one device."""
        now = datetime.now(UTC)
        async with self.store() as store:
            await save_batch(store, BATCH, now)
            for number, url in enumerate(urls):
                devices = () if number % WHOLE == WHOLE // 2 else ("desktop",)
                asked = {"private": (OWN,), **more}  # the shops are on loopback
                known = Registration(url, items=(ITEM,), devices=devices, schedule="7d", batch=BATCH.name, **asked)  # type: ignore[arg-type]  # fields of the caller's choice
                await save_registration(store, known, DueTimes(audit=due or now), now)

    def run(self, *words: str) -> str:
        """A command to its end; what it printed. Fails where it did."""
        ran = xuncha(*words, given=self.given)
        assert ran.code == 0, ran
        return ran.out

    async def time_passes(self) -> None:
        """All that is registered is due now: nobody waits for the day on which it would be."""
        async with self.store() as store, store.writing() as session:
            await session.execute(
                update(RegistrationRow).where(RegistrationRow.due_at.is_not(None)).values(due_at=datetime.now(UTC))
            )

    def start(self, *words: str, module: str = LENT, **given: str) -> StagedWorker:
        """A command that goes on; its standard error goes to a file, for a full pipe would stop it. ``given`` joins its environment."""
        mark = secrets.token_hex(8)
        log = self.folder / f"{words[0]}-{len(self.workers)}.log"
        given = {**judging_lender(), **given}
        sink: IO[str]
        with log.open("w", encoding="utf-8") as sink:
            process = subprocess.Popen(
                command(*words, *WORK, module=module), cwd=ROOT, env=environment(**{MARK: mark}, **self.given, **given),
                stdin=subprocess.DEVNULL, stdout=sink, stderr=sink, text=True, start_new_session=True,
            )  # fmt: skip
        self.workers.append(StagedWorker(process, mark, log))
        return self.workers[-1]

    def end(self, *workers: StagedWorker, which: signal.Signals = signal.SIGTERM) -> list[int]:
        """Ask these to leave, all where none is named; their exit codes."""
        ended = [worker for worker in (workers or self.workers) if worker.process.poll() is None]
        for worker in ended:
            worker.process.send_signal(which)
        return [worker.process.wait(SECONDS) for worker in ended]

    def close(self) -> None:
        for worker in self.workers:
            if worker.process.poll() is None:
                worker.kill()

    def said_bytes(self) -> int:
        """How much all of them have said: what grows while somebody gets further."""
        return sum(worker.log.stat().st_size for worker in self.workers)

    def logs(self) -> str:
        return "\n".join(f"--- {worker.log.name}\n{worker.said()}" for worker in self.workers)


@contextlib.contextmanager
def staged(folder: Path, database: str | None = None, **clocks: dict[str, object]) -> Iterator[FleetStage]:
    must_be_marked("fleet", "a fleet")
    folder.mkdir(parents=True, exist_ok=True)
    quick_clocks(folder, **clocks)
    stage = FleetStage(folder, database)
    try:
        yield stage
    finally:
        stage.close()


async def until(true: Callable[[], Awaitable[bool]], stage: FleetStage, seconds: float = SECONDS) -> None:
    """Wait for a condition in the database. Fails with the workers' logs once these say nothing new for so long.

    How long all the work takes says only how busy the machine is; that nobody gets any further says that something is wrong.
    """
    began = heard = time.monotonic()
    said = stage.said_bytes()
    while not await true():
        now = time.monotonic()
        if stage.said_bytes() != said:
            said, heard = stage.said_bytes(), now
        assert now - heard < seconds, stage.logs()
        assert now - began < LONGEST, stage.logs()
        await asyncio.sleep(0.1)


async def states(store: Store, *kinds: JobKind) -> Counter[str]:
    """How many runs of these kinds (all audits) stand how."""
    query = (
        select(RunRow.state, func.count().label("many"))
        .where(RunRow.kind.in_(kinds or (JobKind.AUDIT,)))
        .group_by(RunRow.state)
    )
    async with store.reading() as session:
        return Counter({row.state: row.many for row in await session.execute(query)})


async def all_done(store: Store, count: int) -> bool:
    there = await states(store)
    return there[JobState.DONE] == count and there.total() == count


async def finished(stage: FleetStage, store: Store, count: int) -> Said:
    """Wait until all is done and nobody is at anything any more, then see that what must hold does."""

    async def quiet() -> bool:
        query = select(func.count()).select_from(VisitRow).where(VisitRow.state == VisitState.RUNNING.value)
        async with store.reading() as session:
            return await session.scalar(query) == 0

    await until(lambda: all_done(store, count), stage)
    await until(quiet, stage)
    return await held(store, count)


async def held(store: Store, count: int) -> Said:
    """What must hold once all is done: every platform audited once, nothing left over, nothing there twice. Returns what was said."""
    async with store.reading() as session:
        runs = (await session.scalars(select(RunRow).where(RunRow.kind == JobKind.AUDIT.value))).all()
        audits = (
            await session.execute(
                select(PlatformRow.url, AuditRow.id)
                .join(VisitRow, VisitRow.platform_id == PlatformRow.id)
                .join(AuditRow, AuditRow.visit_id == VisitRow.id)
            )
        ).all()
        seconds = Counter(
            await session.scalars(select(RunRow.platform_id).where(RunRow.kind == JobKind.SECOND_AUDIT.value))
        )
        running = await session.scalar(
            select(func.count()).select_from(VisitRow).where(VisitRow.state == VisitState.RUNNING.value)
        )
    assert Counter(run.state for run in runs) == {JobState.DONE.value: count}
    assert {run.audit_id for run in runs} == {id for _, id in audits}
    assert len(audits) == count
    assert len({url for url, _ in audits}) == count
    assert running == 0
    platforms = {run.audit_id: run.platform_id for run in runs}
    said: Said = {}
    for url, id in audits:
        audit = await load_audit(store, id)
        suspected = any(line.state is RedLineState.SUSPECTED for line in audit.red_lines)
        assert seconds[platforms[id]] == int(suspected), url
        found = Counter((finding.probe, finding.device, finding.look) for finding in audit.findings)
        assert set(found.values()) == {1}, (url, found)
        verdicts = sorted((verdict.item, str(verdict.verdict), verdict.value) for verdict in audit.verdicts)
        seen = sorted(
            (finding.probe, str(finding.device), finding.look, str(finding.outcome), finding.answer.because.en)
            for finding in audit.findings
        )
        said[url] = (*verdicts, *seen)
    return said


async def queued(store: Store) -> int:
    """Jobs that are left in the queue."""
    async with store.reading() as session:
        return int(await session.scalar(text("SELECT count(*) FROM xuncha_queue.procrastinate_jobs")) or 0)
