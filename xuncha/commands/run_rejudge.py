"""The command ``rejudge``: one visit, or all with a progress line, a summary, and a sheet of what moved."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from probes.finding import Text
from storage import rejudge_lock
from xuncha.audit.stored_audits import rejudge_and_show
from xuncha.console.lang import Lang, render_text
from xuncha.console.progress_bar import ProgressLine, show_progress
from xuncha.judging.rules import load_rules
from xuncha.rejudge import workbook
from xuncha.rejudge.pool import RejudgeSelection, choose_visits, rejudge_all_visits
from xuncha.rejudge.tally import RejudgeTally
from xuncha.rejudge.worker import RejudgeResult
from xuncha.settings.select import parse_day
from xuncha.settings.stores import DATABASE, open_data_store
from xuncha.settings.target import InvalidInput

SOME_UNREADABLE = 1
LINE_SECONDS = 10.0  # seconds between two progress lines where they do not overwrite each other


@dataclass(frozen=True, slots=True)
class RejudgeOptions:
    """The options as typed; ``since`` is an ISO day or "", ``jobs`` 0 = one process a core."""

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


async def run_rejudge(options: RejudgeOptions) -> int:
    """Run the command; returns its exit code: 1 where some visits could not be read.

    Raises InvalidInput, ConfigurationError, StorageError.
    """
    _fit(options)
    if not options.all:
        return await rejudge_and_show(options.data, options.id, options.out, options.lang)
    wanted = RejudgeSelection(options.tag, parse_day(options.since), options.again, options.changed_only, options.jobs)
    if options.to is not None:
        workbook.prove_sheet_writable(options.to)
    load_rules()  # report wrong tables once, before anything is begun
    database = os.environ.get(DATABASE)
    async with open_data_store(options.data) as store, rejudge_lock.hold_rejudge_lock(store):
        chosen = await choose_visits(store, wanted)
        tally = RejudgeTally(len(chosen.visits), chosen.skipped, chosen.running)
        try:
            with show_progress(options.lang) as line:
                progress = _Progress(line, tally)
                await rejudge_all_visits(options.data, database, chosen.visits, wanted, progress)
        finally:  # also for what was done before an interruption
            tally.end()
            _tell(tally, options)
    return SOME_UNREADABLE if tally.unreadable else 0


class _Progress:
    """Counts visits, and prints how far it is and how long the rest will take."""

    def __init__(self, line: ProgressLine, tally: RejudgeTally) -> None:
        self._line, self._tally, self._began = line, tally, time.monotonic()

    def __call__(self, judged: RejudgeResult) -> None:
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


def _tell(tally: RejudgeTally, options: RejudgeOptions) -> None:
    tally.show(options.lang)
    for lost in tally.unreadable:
        why = lost.why or Text("", "")
        line = f"{lost.standing.visit[:8]}  {render_text(Text(lost.standing.url, lost.standing.url), options.lang)}  {render_text(why, options.lang)}"
        print(line, file=sys.stderr, flush=True)
    if options.to is not None:
        workbook.write_moves_sheet(options.to, tally, options.lang)
        print(render_text(Text(f"已写出 {options.to}", f"written: {options.to}"), options.lang))


def _fit(options: RejudgeOptions) -> None:
    if bool(options.id) == options.all:
        raise InvalidInput("请给出一个编号，或用 --all", "give one id, or --all")
    if options.all and options.out is not None:
        raise InvalidInput("--out 只用于一个编号", "--out goes with one id, not with --all")
    of_all = (options.tag, options.since, options.jobs, options.to, options.again, options.changed_only)
    if not options.all and any(of_all):
        raise InvalidInput(
            "--tag、--since、--jobs、--to、--again、--changed-only 只与 --all 同用",
            "--tag, --since, --jobs, --to, --again and --changed-only go with --all",
        )
