"""(i) The workbench over a whole city: until pages answer to many clients at once, what each costs, and what the process holds.

With --minutes the clients go on after what is timed, as people who read each page for a while before they ask for the next (--pause).
"""

from __future__ import annotations

import argparse
import asyncio
import random
import shutil
import socket
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import httpx
import uvicorn
from fastapi import FastAPI
from sqlalchemy import func, insert, select

from bench.city_store import WORKED, copy_rows, find_ids, make_city
from bench.figures import Measurement, most
from bench.sizes import make_database
from bench.spent import measure_resident
from bench.web_clients import BARE, CLIENTS, PAGES, PICTURE, ask_by_clients, find_picture, list_places
from bench.web_soak import ONCE, PAUSE, GoingOn, measure_going_on
from storage.blobs.blob_store import MARK
from storage.db.people_tables import ActionRow
from storage.db.people_tables import Role as Part
from storage.db.session import Store, open_store
from storage.db.tables import VisitRow
from storage.people.logins import start_login
from storage.people.user_accounts import Membership, create_account
from tests.storage.servers import postgres
from xuncha.judging.rules import load_rules
from xuncha.judging.ruleset import compute_ruleset
from xuncha.settings.web_settings import FILE
from xuncha.web.app import make_app
from xuncha.web.deciding.judging_work import give_way, load_rules_ahead
from xuncha.web.evidence.evidence_app import make_evidence_app
from xuncha.web.rendering import prepare_templates
from xuncha.web.web_state import WebState

PLATFORMS, AUDITS, ROUNDS = 5000, 4, 10
SQLITE, POSTGRESQL = "sqlite", "postgresql"
DATABASES = (SQLITE, POSTGRESQL, "both")
PERSONS, LINES = 300, 100  # accounts, and lines of the log of each
SPENT = "processor time of one request, all pages, while the clients ask"
SHARE = "what the web process had of the machine meanwhile"
FOLLOWING = 5  # looks at a page after the first, one after the other
KEPT_OPEN = 120  # seconds that a client may be at other pages between two pictures
MOST_READINGS = 200  # of the snapshot, until all is summed up after a start


async def measure_asked(like: Path, going: GoingOn, on: str) -> list[Measurement]:
    """The city on one of DATABASES, or on both of them."""
    figures = await measure(like, going=going) if on != POSTGRESQL else []
    if on == SQLITE:
        return figures
    with postgres(durable=True) as server:
        other = await measure(like, database=make_database(server, "bench_web"), going=going)
    named = [replace(figure, name=f"{figure.name}, PostgreSQL") for figure in other[2:]]
    return [*(figures or other[:2]), *named]


async def measure(
    like: Path,
    platforms: int = PLATFORMS,
    audits: int = AUDITS,
    database: str | None = None,
    going: GoingOn = ONCE,
) -> list[Measurement]:
    """Make the city beside the one audit that is stored in ``like``, serve it, and ask every page by all clients at once.

    ``going``: how they go on asking thereafter, for the memory of the process.
    """
    with tempfile.TemporaryDirectory(prefix="xuncha-bench-web-") as folder:
        async with _open_like(Path(folder, "data"), like, database) as store:
            first = await make_city(store, platforms, audits, datetime.now(UTC))
            return [
                Measurement("platforms", platforms, ""),
                Measurement("audits", platforms * audits, ""),
                *await _ask_all(store, first, going),
            ]


async def measure_made(data: Path, database: str | None, going: GoingOn) -> list[Measurement]:
    """The same for a city that was made before, in that store."""
    async with open_store(data, database) as store:
        async with store.reading() as session:
            first = await session.scalar(select(VisitRow.platform_id).where(VisitRow.id == find_ids(0, 0)[0]))
        return await _ask_all(store, first or 0, going)


@asynccontextmanager
async def _open_like(data: Path, like: Path, database: str | None) -> AsyncIterator[Store]:
    """A store of its own in ``data`` that begins as ``like``."""
    if database is None:
        shutil.copytree(like, data)
    async with open_store(data, database) as store:
        if database is not None:  # evidence belongs to one database, so it is put beside the other one's own mark
            async with open_store(like) as given:
                await copy_rows(given, store)
            shutil.copytree(like / "evidence", data / "evidence", ignore=_leave_mark, dirs_exist_ok=True)
        yield store


def _leave_mark(_: str, names: list[str]) -> list[str]:
    return [name for name in names if name == MARK]


async def _make_people(store: Store, now: datetime) -> list[str]:
    """Accounts with a log of what they did; the secrets of the clients' log-ins."""
    secrets, run = [], f"bench{now:%d%H%M%S}-"  # a city may be asked more than once
    held = [Membership(Part.REGULATOR), Membership(Part.LEAD), Membership(Part.ASSESSOR)]
    for number in range(PERSONS):
        account = await create_account(store, f"{run}{number}", "Bench", "x", held, "zh", now)
        if number < CLIENTS:
            secrets.append(await start_login(store, account.id, now, timedelta(hours=12), "127.0.0.1"))
    async with store.reading() as session:
        after = await session.scalar(select(func.max(ActionRow.id))) or 0
    lines = [
        {"id": after + number + 1_000_000, "at": now, "actor": f"web:bench{number % PERSONS}", "action": "see", "subject": "visit:bench",
         "detail": "{}", "before": "0" * 64, "digest": "0" * 64}
        for number in range(PERSONS * LINES)
    ]  # fmt: skip
    async with store.writing() as session:
        await session.execute(insert(ActionRow), lines)
    return secrets


async def _ask_all(store: Store, first: int, going: GoingOn) -> list[Measurement]:
    own = [socket.create_server((host, 0)) for host in ("127.0.0.1", "127.0.0.2")]  # where asks wait to be answered
    pages, evidence = (f"http://{listener.getsockname()[0]}:{listener.getsockname()[1]}" for listener in own)
    spawning = get_context("spawn")
    now, rules, settings = partial(datetime.now, UTC), load_rules(), FILE.load()
    judges = ProcessPoolExecutor(1, spawning, give_way, (settings.deciding.judging_nice,))
    with judges as judging, ProcessPoolExecutor(1, spawning) as reading:
        state = WebState(store, rules, settings, b"k" * 32, pages, evidence, judging, now, reading=reading)
        for processes in (judging, reading):
            processes.submit(load_rules_ahead)
        secrets = await _make_people(store, state.now())
        prepare_templates()
        compute_ruleset()
        load_rules_ahead()  # as the program itself
        began = time.monotonic()
        for _ in range(MOST_READINGS):
            if not (await state.load_overview()).pending:
                break
            await asyncio.sleep(settings.pages.overview_seconds)
        figures = [Measurement("all summed up after a start", time.monotonic() - began, "s")]
        apps = (make_app(state), make_evidence_app(state))
        figures += await _costs(state, apps, secrets[0], first)
        said = partial(
            uvicorn.Config, log_level="error", access_log=False, lifespan="off", timeout_keep_alive=KEPT_OPEN
        )
        servers = [uvicorn.Server(said(app)) for app in apps]
        serving = [asyncio.create_task(server.serve([listener])) for server, listener in zip(servers, own, strict=True)]
        with ProcessPoolExecutor(1, spawning) as asking:
            loop, given = asyncio.get_running_loop(), (pages, state.cookie, secrets, first)
            await loop.run_in_executor(asking, ask_by_clients, *given, range(1))  # as in a morning
            before = measure_resident()
            spent, since = time.process_time(), time.monotonic()
            took = await loop.run_in_executor(asking, ask_by_clients, *given, range(ROUNDS))
            spent, since = time.process_time() - spent, time.monotonic() - since
        bare = _late(took[BARE])
        figures.append(Measurement(SPENT, 1e3 * spent / sum(len(value) for value in took.values()), "ms"))
        figures.append(Measurement(SHARE, spent / since, "cores"))
        for page, aim in PAGES.items():
            late = _late(took[page])
            name = f"{page}, 95th percentile of {CLIENTS} clients"
            figures.append(most(name, late, "s", aim) if aim else Measurement(name, late, "s"))
            figures.append(Measurement(f"{page}, median", statistics.median(took[page]), "s"))
            figures.append(Measurement(f"{page}, times that of a bare file", late / bare, ""))
        figures.append(Measurement("memory of the web process when the clients begin", before, "MB"))
        figures.append(Measurement("when they end", measure_resident(), "MB"))
        if going.minutes:
            figures += await measure_going_on(going, partial(ask_by_clients, *given), ROUNDS)
        for server in servers:
            server.should_exit = True
        await asyncio.gather(*serving)
        await state.memory.end_tasks()
    return figures


async def _costs(state: WebState, apps: tuple[FastAPI, FastAPI], secret: str, first: int) -> list[Measurement]:
    """Processor time of the first and of following looks at each page, one after the other, without a network."""
    figures = []
    async with (
        httpx.AsyncClient(transport=httpx.ASGITransport(apps[0]), base_url=state.app_origin, cookies={state.cookie: secret}) as pages,
        httpx.AsyncClient(transport=httpx.ASGITransport(apps[1]), base_url=state.evidence_origin) as evidence,
    ):  # fmt: skip
        places = dict(list_places(random.Random(58), WORKED - 1, first, list(state.rules.standard.by_id)))
        for page in PAGES:
            spent = []
            for _ in range(1 + FOLLOWING):
                where = (
                    find_picture((await pages.get(places["/audits/{audit}/items/{item}"])).text)
                    if page == PICTURE
                    else places[page]
                )
                await state.memory.wait_for_tasks()  # what the page before has begun is none of this one
                began = time.process_time()
                answer = await (evidence if page == PICTURE else pages).get(where)
                spent.append(1e3 * (time.process_time() - began))
                answer.raise_for_status()
            figures.append(Measurement(f"{page}, processor time of the first look", spent[0], "ms"))
            figures.append(Measurement(f"{page}, of those that follow", statistics.median(spent[1:]), "ms"))
    return figures


def _late(took: Sequence[float]) -> float:
    return sorted(took)[int(len(took) * 0.95)]


def main() -> int:
    """Make a city in a folder to look at (--make), or measure a small one."""
    parser = argparse.ArgumentParser(prog="python -m bench.web", description=__doc__)
    parser.add_argument("--make", type=Path, help="only make the store, in that folder")
    parser.add_argument(
        "--made", action="store_true", help="--like holds such a city already, made by --make: ask it as it is"
    )
    parser.add_argument("--platforms", type=int, default=PLATFORMS)
    parser.add_argument("--audits", type=int, default=AUDITS, help="of each platform")
    parser.add_argument("--like", type=Path, required=True, help="a store that holds one audit of a whole shop")
    parser.add_argument("--database", help="its address; without it SQLite")
    parser.add_argument("--minutes", type=float, default=0, help="go on asking for so long, for the memory")
    reads = "seconds that each client reads between two pages, on average, while they go on (with --minutes): 0 without a pause"
    parser.add_argument("--pause", type=float, default=PAUSE, metavar="SECONDS", help=reads)
    asked = parser.parse_args()
    if asked.make:
        asyncio.run(_make(asked.make, asked.like, asked.database, asked.platforms, asked.audits))
        return 0
    going = GoingOn(asked.minutes, asked.pause)
    figures = asyncio.run(
        measure_made(asked.like, asked.database, going)
        if asked.made
        else measure(asked.like, asked.platforms, asked.audits, asked.database, going)
    )
    for figure in figures:
        print(
            f"{figure.name:62} {figure.value:10.3f} {figure.unit:4} {figure.aim} {'' if figure.met is None else 'met' if figure.met else 'MISSED'}"
        )
    return int(any(figure.met is False for figure in figures))


async def _make(data: Path, like: Path, database: str | None, platforms: int, audits: int) -> None:
    async with _open_like(data, like, database) as store:
        await make_city(store, platforms, audits, datetime.now(UTC))


if __name__ == "__main__":
    raise SystemExit(main())
