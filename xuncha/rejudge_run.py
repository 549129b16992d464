"""The rejudge command: one visit, or all of them with a progress line, a summary, and a sheet of what moved."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from probes.finding import Text
from storage import sole
from xuncha import rejudge_sheet
from xuncha.audit import load_rules
from xuncha.choosing import day
from xuncha.lists import rejudge_one
from xuncha.progress import Line, shown
from xuncha.rejudge_all import Wanted, choose, judge_all
from xuncha.rejudge_one import Judged
from xuncha.rejudge_tally import Tally
from xuncha.stores import DATABASE, opened
from xuncha.target import BadTarget
from xuncha.words import Lang, say

SOME_UNREADABLE = 1
LINE_SECONDS = 10.0  # between two lines of progress where they are not painted over each other


@dataclass(frozen=True, slots=True)
class Options:
    """As given on the command line; ``since`` is an ISO day or "", ``jobs`` 0 = one a core."""

    id: str
    all: bool
    tag: str
    since: str
    jobs: int
    to: Path | None
    again: bool
    changed_only: bool
    data: Path
    out: Path | None
    lang: Lang


async def run_rejudge(options: Options) -> int:
    """Exit code: 1 where some of all could not be read. Raises BadTarget, ConfigurationError, StorageError."""
    _fit(options)
    if not options.all:
        return await rejudge_one(options.data, options.id, options.out, options.lang)
    wanted = Wanted(options.tag, day(options.since), options.again, options.changed_only, options.jobs)
    if options.to is not None:
        rejudge_sheet.writable(options.to)
    load_rules()  # what is wrong with them is said once, and before anything is begun
    database = os.environ.get(DATABASE)
    async with opened(options.data) as store, sole.rejudging(store):
        chosen = await choose(store, wanted)
        tally = Tally(len(chosen.visits), chosen.skipped, chosen.running)
        try:
            with shown(options.lang) as line:
                progress = _Progress(line, tally)
                await judge_all(options.data, database, chosen.visits, wanted, progress)
        finally:  # also of what was done until somebody ended it
            tally.end()
            _tell(tally, options)
    return SOME_UNREADABLE if tally.unreadable else 0


class _Progress:
    """Counts, and tells how far it is and how long the rest will take."""

    def __init__(self, line: Line, tally: Tally) -> None:
        self._line, self._tally, self._began = line, tally, time.monotonic()

    def __call__(self, judged: Judged) -> None:
        self._tally.add(judged)
        done, planned = self._tally.done, self._tally.planned
        seconds = time.monotonic() - self._began
        left = (planned - done) * seconds / done
        rate = done / seconds if seconds else 0.0
        moved, lost = len(self._tally.changed), len(self._tally.unreadable)
        text = Text(
            f"{done}/{planned} 重判，变动 {moved}，无法读取 {lost}，每秒 {rate:.1f}，约余 {_minutes(left)}",
            f"{done}/{planned} judged, {moved} moved, {lost} unreadable, {rate:.1f}/s, about {_minutes(left)} left",
        )
        self._line.tell(text, every=0.0 if done == planned else LINE_SECONDS)


def _minutes(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def _tell(tally: Tally, options: Options) -> None:
    tally.show(options.lang)
    for each in tally.unreadable:
        why = each.why or Text("", "")
        line = f"{each.standing.visit[:8]}  {say(Text(each.standing.url, each.standing.url), options.lang)}  {say(why, options.lang)}"
        print(line, file=sys.stderr, flush=True)
    if options.to is not None:
        rejudge_sheet.write(options.to, tally, options.lang)
        print(say(Text(f"已写出 {options.to}", f"written: {options.to}"), options.lang))


def _fit(options: Options) -> None:
    if bool(options.id) == options.all:
        raise BadTarget("请给出一个编号，或用 --all", "give one id, or --all")
    if options.all and options.out is not None:
        raise BadTarget("--out 只用于一个编号", "--out goes with one id, not with --all")
    of_all = (options.tag, options.since, options.jobs, options.to, options.again, options.changed_only)
    if not options.all and any(of_all):
        raise BadTarget(
            "--tag、--since、--jobs、--to、--again、--changed-only 只与 --all 同用",
            "--tag, --since, --jobs, --to, --again and --changed-only go with --all",
        )
