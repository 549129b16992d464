"""Jobs and workers as the page of runs shows them, as tables of a workbook. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from storage.jobs.queue_status import WorkerStatus
from xuncha.reports.table_files import Cell, TableSheet
from xuncha.reports.words import clean_text
from xuncha.settings.zone import format_clock
from xuncha.web.views.job_rows import JobRow
from xuncha.web.views.sheets.sent_workbook import SheetWords


def build_job_sheets(
    parts: Mapping[str, Iterable[JobRow]], workers: Iterable[WorkerStatus], words: SheetWords
) -> list[TableSheet]:
    """A table for each part of the page, by its name among the page's words, then the workers."""
    say = words.say
    heads = [
        say("runs.head.platform"), say("runs.one.address"), say("runs.head.kind"), say("runs.head.state"), words.head_time("runs.sheet.when"),
        say("runs.head.stage"), say("runs.sheet.done"), say("runs.sheet.planned"), say("runs.one.captured"), say("runs.head.took"),
        say("runs.head.worker"), say("runs.one.attempt"), say("runs.asked"), say("runs.head.reason"),
    ]  # fmt: skip
    seats: list[list[Cell]] = [
        [
            clean_text(seat.host), seat.pid, format_clock(seat.started_at), format_clock(seat.beat_at), seat.runs,
            say("runs.state.alive" if seat.alive else "runs.state.lost"),
        ]
        for seat in workers
    ]  # fmt: skip
    seat_heads = [
        say("runs.head.worker"), say("runs.head.process"), words.head_time("runs.head.since"), words.head_time("runs.head.beat"),
        say("runs.head.jobs"), say("runs.head.state"),
    ]  # fmt: skip
    return [
        *(TableSheet(say(f"runs.{part}"), heads, [_cells(job, words) for job in jobs])
          for part, jobs in parts.items()),
        TableSheet(say("runs.workers"), seat_heads, seats),
    ]  # fmt: skip


def _cells(job: JobRow, words: SheetWords) -> list[Cell]:
    planned: tuple[Cell, Cell] = (job.done, job.planned) if job.planned else (None, None)
    return [
        job.called, job.url, words.pick(job.kind), words.say(f"runs.state.{job.state}"), job.when, words.pick(job.stage), *planned,
        job.views, words.pick(job.took), clean_text(job.worker), job.attempts, "✓" if job.asked else "", words.pick(job.reason),
    ]  # fmt: skip
