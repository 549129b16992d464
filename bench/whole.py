"""(b) A whole audit of the complete demo shop as a user runs it: wall and processor time, page loads, evidence, memory."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any

from bench.figures import Measurement, most
from bench.pages import ROOT
from bench.spent import Meter
from crawler.limits import MANNERS

EVERY_SECONDS = 0.25
TOURED = frozenset({"arrived", "landed", "menus"})  # the states no act brings up
PAGE_SIZE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes of a process and all its children: resident ones, where shared pages count for each, and their fair share."""

    rss: int = 0
    pss: int = 0


@dataclass(frozen=True, slots=True)
class Audited:
    """One audit that was run: wall seconds with starting and reporting, its record (audit.json), memory, bytes of evidence.

    ``spent``: processor seconds of all its processes by what they are for.
    """

    seconds: float
    record: dict[str, Any]
    peak: Memory
    evidence: int
    spent: dict[str, float]

    @property
    def processor(self) -> float:
        """Processor seconds of all processes."""
        return sum(self.spent.values())

    @property
    def verdicts(self) -> dict[str, str]:
        """The verdict of each item."""
        return {item["item"]: item["verdict"] for item in self.record["items"]}

    @property
    def views(self) -> int:
        return len(self.record["views"])

    @property
    def tour(self) -> tuple[int, float]:
        """Pages of the first look's tour, each address once a device, and the seconds until the last of them was read."""
        seen = [view for view in self.record["views"] if view["look"] == 1 and view["state"] in TOURED]
        began = datetime.fromisoformat(self.record["started_at"])
        ended = max(datetime.fromisoformat(view["at"]) for view in seen)
        return len({(view["device"], view["url"]) for view in seen}), (ended - began).total_seconds()

    @property
    def per_page(self) -> float:
        """Seconds of the tour for each of its pages: full evidence, without acts, timings and second look."""
        pages, seconds = self.tour
        return seconds / pages

    @property
    def loads(self) -> int:
        """Page loads of all kinds, timings among them."""
        return int(self.record["environment"]["loads"])


def measure(data: Path, against: str = "") -> list[Measurement]:
    """Audit into ``data``, so that what was seen can be judged again; in turn with an earlier release where one is named.

    Raises RuntimeError where an audit did not end well.
    """
    done = audited(ROOT, data)
    pages, toured = done.tour
    return [
        Measurement("a whole audit of the complete demo shop, both devices, pace 0", done.seconds, "s"),
        Measurement("views of it, both looks", done.views, "views"),
        Measurement("time a view", done.seconds / done.views, "s/view"),
        Measurement("pages of its tour, each once a device", pages, "pages"),
        Measurement("the tour: no acts, timings, second look", toured, "s"),
        Measurement("time a page of the tour", done.per_page, "s/page"),
        Measurement("page loads of all kinds", done.loads, "loads"),
        Measurement("page loads a view", done.loads / done.views, ""),
        Measurement(
            "wall : what its loads take at the pace of the manners", done.seconds / (done.loads / MANNERS.pace), ""
        ),
        Measurement("processor seconds", done.processor, "s"),
        *(Measurement(f"of that, {kind}", seconds, "s") for kind, seconds in done.spent.items() if seconds >= 0.05),
        Measurement("processor seconds a view", done.processor / done.views, "s/view"),
        Measurement("evidence on disk", done.evidence / 1e6, "MB"),
        most("evidence at 60 views", done.evidence / 1e6 / done.views * 60, "MB", 50),
        Measurement("peak memory of all processes, resident", done.peak.rss / 1e6, "MB"),
        Measurement("peak memory of all processes, shared pages split", done.peak.pss / 1e6, "MB"),
        *(compared(done, against) if against else []),
    ]


def compared(done: Audited, revision: str) -> list[Measurement]:
    """Ratios to an earlier release, each auditing the complete shop of its own tree: ``done``, then old, old, new; medians of two."""
    with tempfile.TemporaryDirectory(prefix="xuncha-bench-old-") as folder:
        archive = subprocess.run(["git", "archive", revision], cwd=ROOT, capture_output=True, check=True).stdout
        with tarfile.open(fileobj=io.BytesIO(archive)) as tree:
            tree.extractall(folder, filter="data")
        old = [_thrown_away(Path(folder)) for _ in range(2)]
    new = [done, _thrown_away(ROOT)]
    other = sum(done.verdicts.get(item) != verdict for item, verdict in old[0].verdicts.items())
    return [
        _ratio(f"processor seconds : those of {revision}", [sample.processor for sample in new],
               [sample.processor for sample in old]),
        Measurement(f"processor seconds of {revision}", median(sample.processor for sample in old), "s"),
        *(Measurement(f"of that, {kind}", median(sample.spent.get(kind, 0.0) for sample in old), "s") for kind in old[0].spent),
        Measurement(f"verdicts other than those of {revision}", other, "items"),
        _ratio(f"time a view : that of {revision}", [sample.seconds / sample.views for sample in new],
               [sample.seconds / sample.views for sample in old]),
        _ratio(f"time a page of the tour : that of {revision}", [sample.per_page for sample in new],
               [sample.per_page for sample in old]),
        Measurement(f"time a view of {revision}", median(sample.seconds / sample.views for sample in old), "s/view"),
        Measurement(f"time a page of the tour of {revision}", median(sample.per_page for sample in old), "s/page"),
        Measurement(f"views of {revision}", old[0].views, "views"),
        Measurement(f"page loads a view of {revision}", old[0].loads / old[0].views, ""),
    ]  # fmt: skip


def _ratio(name: str, new: list[float], old: list[float]) -> Measurement:
    return most(name, median(new) / median(old), "", 1.0)


def _thrown_away(tree: Path) -> Audited:
    with tempfile.TemporaryDirectory(prefix="xuncha-bench-") as data:
        return audited(tree, Path(data))


def audited(tree: Path, data: Path) -> Audited:
    """Run the audit of that source tree at its own complete demo shop. Raises RuntimeError where it did not end well."""
    with tempfile.TemporaryDirectory(prefix="xuncha-bench-") as out:
        command = [sys.executable, "-m", "tests.shops", "--audit", "complete", "--"]
        command += ["--pace", "0", "--data", str(data), "--out", out]
        _compile(tree)
        began = time.perf_counter()
        process = subprocess.Popen(command, cwd=tree, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        with ThreadPoolExecutor(1) as reader:
            saying = reader.submit(process.communicate)
            peak, spent = _watched(process)
            said = saying.result()[0]
        taken = time.perf_counter() - began
        if process.returncode != 0:
            raise RuntimeError(f"the audit ended with {process.returncode}: {said[-2000:]}")
        record = json.loads((Path(out) / "audit.json").read_text("utf-8"))
    evidence = sum(file.stat().st_size for file in data.rglob("*") if file.is_file() and file.suffix != ".db")
    return Audited(taken, record, peak, evidence, spent)


def _compile(tree: Path) -> None:
    """Compile its programs as an installation does: a release just unpacked would be compiled anew by each of its processes."""
    rooms = [room.name for room in tree.iterdir() if (room / "__init__.py").exists()]
    subprocess.run([sys.executable, "-m", "compileall", "-q", *rooms], cwd=tree, check=True)


def _watched(process: subprocess.Popen[str]) -> tuple[Memory, dict[str, float]]:
    """The peak memory of a process and its descendants, and their processor seconds by kind, once it has ended."""
    peak, meter = Memory(), Meter(process.pid)
    while process.poll() is None:
        tree = family(process.pid)
        meter.sample(tree)
        now = _holding(tree)
        peak = Memory(max(peak.rss, now.rss), max(peak.pss, now.pss))
        time.sleep(EVERY_SECONDS)
    return peak, meter.seconds()


def held(root: int) -> Memory:
    """What a process and its descendants hold now; nothing where the system has no /proc."""
    return _holding(family(root))


def family(root: int) -> set[int]:
    """That process and its descendants now."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        stat = _line(folder / "stat")
        if stat:
            parents[int(folder.name)] = int(stat.rpartition(")")[2].split()[1])
    tree = {root}
    grown = True
    while grown:
        more = {pid for pid, parent in parents.items() if parent in tree} - tree
        tree, grown = tree | more, bool(more)
    return tree


def _holding(tree: set[int]) -> Memory:
    return Memory(sum(map(_rss, tree)), sum(map(_pss, tree)))


def _rss(pid: int) -> int:
    words = _line(Path(f"/proc/{pid}/statm")).split()
    return int(words[1]) * PAGE_SIZE if words else 0


def _pss(pid: int) -> int:
    rollup = _line(Path(f"/proc/{pid}/smaps_rollup"))
    found = next((line for line in rollup.splitlines() if line.startswith("Pss:")), "")
    return int(found.split()[1]) * 1024 if found else _rss(pid)


def _line(file: Path) -> str:
    try:
        return file.read_text("utf-8", "replace")
    except OSError:  # the process has gone
        return ""
