"""(g) Stored audits become evidence packs and are verified, as a user runs it: wall time, size, memory of all processes.

Memory is held against twice the views, and, over a batch, against the batch's own first half.
"""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench import rejudging
from bench.figures import Measurement, most
from bench.pages import ROOT
from bench.whole import EVERY_SECONDS, held
from crawler.site import Site, View
from storage.audit_list import list_audits
from storage.db.session import Store, open_store
from storage.visits.sites import load_site
from storage.visits.visits import begin_visit

VIEWS = 60
ROUNDS = 3
COPIES = 7  # of the audit, beside it in the batch
FLAT = 1.1  # of memory: what is beyond is growth
# A pack that lacks a stamp is made anew each time: an authority that nobody is, on a port where nobody listens.
ANEW = ("--tsa", "http://127.0.0.1:9/")


@dataclass(frozen=True, slots=True)
class Ran:
    """One command: wall seconds with its start, and the memory of it and its children every so often, shared pages split."""

    seconds: float
    held: tuple[int, ...]

    @property
    def peak(self) -> int:
        return max(self.held)

    @property
    def later(self) -> float:
        """The most of the second half by the most of the first."""
        middle = len(self.held) // 2
        return max(self.held[middle:]) / max(self.held[:middle])


async def measure(data: Path) -> list[Measurement]:
    """Of the visit in ``data``, of one with twice its views, and of a batch. Raises RuntimeError where a command fails."""
    async with open_store(data) as store:
        listed = (await list_audits(store))[0]
        views = len((await load_site(store, listed.visit)).views)
    with tempfile.TemporaryDirectory(prefix="xuncha-bench-") as name:
        folder = Path(name)
        pack = folder / "pack.zip"
        made = ["export", listed.id, "--data", str(data), "--to", str(pack)]
        whole = [_run(*made, *ANEW) for _ in range(ROUNDS)]
        verified = [_run("verify", str(pack)) for _ in range(ROUNDS)]
        _run(*made)
        again = _run(*made)
        size = pack.stat().st_size
        double = await _doubled(data, folder / "double")
        batch = await _batch(data, folder / "batch")
    best, checked = min(run.seconds for run in whole), min(run.seconds for run in verified)
    peak = max(run.peak for run in whole)
    return [
        Measurement("views in the pack", views, "views"),
        Measurement("the pack", size / 1e6, "MB"),
        most(f"making it, at {VIEWS} views", best / views * VIEWS, "s", 15),
        Measurement("handing it out again", again.seconds, "s"),
        Measurement("verifying it", checked, "s"),
        Measurement("peak memory of all processes while it is made", peak / 1e6, "MB"),
        Measurement("the same with twice the views", double.peak / 1e6, "MB"),
        Measurement("memory for each further view", (double.peak - peak) / 1e6 / views, "MB"),
        Measurement(f"{1 + COPIES} packs in a batch", batch.seconds, "s"),
        most("peak memory, second half of the batch : first half", batch.later, "", FLAT),
    ]


async def _doubled(data: Path, to: Path) -> Ran:
    """The pack of the same visit with every view once more, under another address and with a picture and a source of its own."""
    shutil.copytree(data, to)
    async with open_store(to) as store:
        site = await load_site(store, (await list_audits(store))[0].visit)
        views = (*site.views, *[_other(store, view) for view in site.views])
        visit = await _kept(store, dataclasses.replace(site, views=views))
    _run("rejudge", "--all", "--data", str(to))
    async with open_store(to) as store:
        id = next(audit.id for audit in await list_audits(store) if audit.visit == visit)
    return _run("export", id, "--data", str(to), "--to", str(to / "pack.zip"))


def _other(store: Store, view: View) -> View:
    picture = store.blobs.write(store.blobs.read(view.screenshot) + b"\0") if view.screenshot else ""
    url = f"{view.url}{'&' if '?' in view.url else '?'}again=1"
    return dataclasses.replace(
        view, id=f"{view.id}-again", url=url, asked=url, html=f"{view.html}<!-- again -->", screenshot=picture
    )


async def _kept(store: Store, site: Site) -> str:
    keeper = await begin_visit(store, site.platform, {})
    async with keeper:
        for view in site.views:
            await keeper.view(view)
        await keeper.finish(site)
    return keeper.id


async def _batch(data: Path, to: Path) -> Ran:
    """The audit and some more of shops like it, packed by one command."""
    shutil.copytree(data, to)
    await rejudging.copies(data, to, COPIES)
    _run("rejudge", "--all", "--data", str(to))
    return _run("export", "--since", "2000-01-01", "--data", str(to), "--to", str(to / "packs"))


def _run(*words: str) -> Ran:
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "xuncha.cli.app", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with ThreadPoolExecutor(1) as reader:
        saying = reader.submit(process.communicate)
        found = [held(process.pid).pss]
        while process.poll() is None:
            time.sleep(EVERY_SECONDS)
            found.append(held(process.pid).pss)
        said = saying.result()[0]
    if process.returncode != 0:
        raise RuntimeError(f"'xuncha {words[0]}' ended with {process.returncode}: {said[-2000:]}")
    return Ran(time.perf_counter() - began, tuple(found))
