"""(b) A whole audit of the complete demo shop as a user runs it: wall time, page loads, evidence, memory of all processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Figure, most
from bench.pages import ROOT

EVERY_SECONDS = 0.25
PAGE_SIZE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes of a process and all its children: resident ones, where shared pages count for each, and their fair share."""

    rss: int = 0
    pss: int = 0


def measure(data: Path) -> list[Figure]:
    """Audit into ``data``, so that what was seen can be judged again. Raises RuntimeError where the audit did not end well."""
    with tempfile.TemporaryDirectory(prefix="xuncha-bench-") as out:
        command = [sys.executable, "-m", "tests.shops", "--audit", "complete", "--"]
        command += ["--pace", "0", "--data", str(data), "--out", out]
        began = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        with ThreadPoolExecutor(1) as reader:
            saying = reader.submit(process.communicate)
            peak = _peak(process)
            said = saying.result()[0]
        taken = time.perf_counter() - began
        if process.returncode != 0:
            raise RuntimeError(f"the audit ended with {process.returncode}: {said[-2000:]}")
        record = json.loads((Path(out) / "audit.json").read_text("utf-8"))
    views = len(record["views"])
    evidence = sum(file.stat().st_size for file in data.rglob("*") if file.is_file() and file.suffix != ".db")
    return [
        Figure("a whole audit of the complete demo shop, both devices, pace 0", taken, "s"),
        Figure("views of it, both looks", views, "views"),
        Figure("time a view", taken / views, "s/view"),
        Figure("evidence on disk", evidence / 1e6, "MB"),
        most("evidence at 60 views", evidence / 1e6 / views * 60, "MB", 50),
        Figure("peak memory of all processes, resident", peak.rss / 1e6, "MB"),
        Figure("peak memory of all processes, shared pages split", peak.pss / 1e6, "MB"),
    ]


def _peak(process: subprocess.Popen[str]) -> Memory:
    peak = Memory()
    while process.poll() is None:
        now = held(process.pid)
        peak = Memory(max(peak.rss, now.rss), max(peak.pss, now.pss))
        time.sleep(EVERY_SECONDS)
    return peak


def held(root: int) -> Memory:
    """What a process and its descendants hold now; nothing where the system has no /proc."""
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
