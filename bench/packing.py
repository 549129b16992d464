"""(g) A stored audit becomes an evidence pack and is verified, as a user runs both: wall time, size, memory of all processes."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Figure, most
from bench.pages import ROOT
from bench.whole import EVERY_SECONDS, held
from crawler.site import Platform
from storage.listing import list_audits
from storage.session import open_store
from storage.sites import load_site
from tests.shops.server import serving
from xuncha.audit import Request, audit

VIEWS = 60
ROUNDS = 3
# A pack that lacks a stamp is made anew each time: an authority that nobody is, on a port where nobody listens.
ANEW = ("--tsa", "http://127.0.0.1:9/")


@dataclass(frozen=True, slots=True)
class Ran:
    """One command: wall seconds with its start, and the most memory that it and its children held at a time, shared pages split."""

    seconds: float
    peak: int


async def measure(data: Path) -> list[Figure]:
    """Of the visit in ``data``, and of one of few pages beside it. Raises RuntimeError where a command fails."""
    async with open_store(data) as store:
        listed = (await list_audits(store))[0]
        views = len((await load_site(store, listed.visit)).views)
    with tempfile.TemporaryDirectory(prefix="xuncha-bench-") as folder:
        few_views, few = await _few(Path(folder) / "few")
        pack = Path(folder) / "pack.zip"
        made = ["export", listed.id, "--data", str(data), "--to", str(pack)]
        whole = [_run(*made, *ANEW) for _ in range(ROUNDS)]
        verified = [_run("verify", str(pack)) for _ in range(ROUNDS)]
        _run(*made)
        again = _run(*made)
        small = _run("export", few, "--data", str(Path(folder) / "few"), "--to", str(Path(folder) / "few.zip"), *ANEW)
        size = pack.stat().st_size
    best, checked = min(each.seconds for each in whole), min(each.seconds for each in verified)
    peak, base = max(each.peak for each in whole), small.peak
    return [
        Figure("views in the pack", views, "views"),
        Figure("the pack", size / 1e6, "MB"),
        most(f"making it, at {VIEWS} views", best / views * VIEWS, "s", 15),
        Figure("handing it out again", again.seconds, "s"),
        Figure("verifying it", checked, "s"),
        Figure("peak memory of all processes while it is made", peak / 1e6, "MB"),
        Figure("views in a small pack", few_views, "views"),
        Figure("peak memory while the small one is made", base / 1e6, "MB"),
        Figure("memory for each further view", (peak - base) / 1e6 / max(1, views - few_views), "MB"),
    ]


async def _few(data: Path) -> tuple[int, str]:
    """The views and the id of an audit of few pages."""
    with serving("blocked") as url:
        async with open_store(data) as store:
            request = Request(Platform(url), pace=0.0, allow_private=True, ocr=False)
            done = await audit(store, request, lambda stage, at, planned: None)
            return len(done.site.views), done.audit.id


def _run(*words: str) -> Ran:
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "xuncha.cli", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with ThreadPoolExecutor(1) as reader:
        saying = reader.submit(process.communicate)
        peak = 0
        while process.poll() is None:
            peak = max(peak, held(process.pid).pss)
            time.sleep(EVERY_SECONDS)
        said = saying.result()[0]
    if process.returncode != 0:
        raise RuntimeError(f"'xuncha {words[0]}' ended with {process.returncode}: {said[-2000:]}")
    return Ran(time.perf_counter() - began, peak)
