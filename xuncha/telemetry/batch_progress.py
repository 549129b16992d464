"""The progress of a batch of jobs: one live line on a terminal; elsewhere a line for every job that ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from rich.console import Console
from rich.live import Live
from rich.text import Text as Styled

from probes.finding import Text
from storage.jobs.jobs import Job
from storage.jobs.queue_status import QueueHealth
from storage.platforms import RegisteredPlatform
from xuncha.console import stage_names
from xuncha.console.lang import Lang, render_text
from xuncha.console.progress_bar import BEATS
from xuncha.fleet.task import JobOutcome
from xuncha.status.job_words import describe_job_kind, describe_reason, describe_span, shorten_platform_name
from xuncha.telemetry.logs import DONE, FAILED, HANDED_BACK, PUT_OFF, measure_job_seconds, name_outcome

NAMED = 2  # jobs whose stage is shown; of the others only the number
NAME_COLUMNS = 16


@dataclass(slots=True)
class _Going:
    """A job in progress; ``said`` is its stage, once known."""

    run: Job
    name: str
    said: Text = field(default_factory=lambda: Text("", ""))


class BatchLine:
    """Implements ``xuncha.fleet.task.JobListener``. ``pulse`` reports how many jobs may still begin, in all workers."""

    def __init__(self, console: Console, lang: Lang, now: Callable[[], datetime]) -> None:
        self._console, self._lang, self._now = console, lang, now
        self._began = now()
        self._going: dict[str, _Going] = {}
        self._counts = {DONE: 0, FAILED: 0, PUT_OFF: 0}
        self._left: int | None = None
        self._live: Live | None = None
        if console.is_terminal:
            self._live = Live(console=console, get_renderable=self.line, refresh_per_second=BEATS, transient=True)

    def began(self, job: Job, known: RegisteredPlatform) -> None:
        """Show the job."""
        said = known.registration
        self._going[job.id] = _Going(job, self._short(shorten_platform_name(said.name, said.url)))
        if self._left:
            self._left -= 1

    def at(self, job: Job, known: RegisteredPlatform, stage: str, done: int, planned: int) -> None:
        """Show the job's stage."""
        if (going := self._going.get(job.id)) is None:
            return
        count = f"{done}/{planned} " if planned else ""
        words = stage_names.describe_stage(stage)
        going.said = Text(f"{count}{words.zh}", f"{count}{words.en}")

    def ended(self, job: Job, outcome: JobOutcome) -> None:
        """Count the job's outcome, and print it unless it is done and a live line shows that."""
        going = self._going.pop(job.id, None) or _Going(job, f"#{job.platform}")
        named = name_outcome(outcome)
        if named in self._counts:
            self._counts[named] += 1
        if self._live is None or named != DONE:  # what went wrong stays readable above the line
            self._console.print(self._ended(going, named, outcome), soft_wrap=self._live is None)

    def pulse(self, pulse: QueueHealth) -> None:
        """Note how many jobs may still begin."""
        self._left = sum(may for may, _ in pulse.waiting.values())

    def start(self) -> None:
        """Begin to show the line."""
        if self._live is not None:
            self._live.start(refresh=True)

    def stop(self) -> None:
        """Remove the line and print the result."""
        if self._live is not None:
            self._live.stop()
        done = describe_span(self._elapsed)
        counts = self._counted()
        said = Text(f"用时 {done.zh}：{counts.zh}", f"{counts.en} in {done.en}")
        self._console.print(Styled(render_text(said, self._lang)), soft_wrap=True)

    def line(self) -> Styled:
        """The line as it is now."""
        counts, parts = self._counted(), [describe_span(self._elapsed)]
        left = Text("", "") if self._left is None else Text(f" · 待办 {self._left}", f" · {self._left} waiting")
        parts.append(Text(f"{counts.zh}{left.zh}", f"{counts.en}{left.en}"))
        shown = list(self._going.values())
        parts += [self._is_at(job) for job in shown[:NAMED]]
        if more := len(shown) - NAMED:
            parts += [Text(f"另有 {more} 个", f"{more} more")] if more > 0 else []
        words = "  ".join(render_text(part, self._lang) for part in parts)
        return Styled(words, no_wrap=True, overflow="ellipsis")

    @property
    def _elapsed(self) -> timedelta:
        return self._now() - self._began

    def _counted(self) -> Text:
        done, failed, off = (self._counts[outcome] for outcome in (DONE, FAILED, PUT_OFF))
        return Text(f"完成 {done} 失败 {failed} 推迟 {off}", f"{done} done {failed} failed {off} put off")

    def _is_at(self, going: _Going) -> Text:
        name, what = going.name, describe_job_kind(going.run.kind)
        return Text(f"[{name} {going.said.zh or what.zh}]", f"[{name} {going.said.en or what.en}]")

    def _ended(self, going: _Going, named: str, outcome: JobOutcome) -> Styled:
        name, what = going.name, describe_job_kind(going.run.kind)
        seconds = f"{measure_job_seconds(going.run, self._now()):.1f}"
        why = describe_reason(outcome.reason) if outcome.reason else Text("", "")
        word = _WORDS[named]
        zh = f"{name} {what.zh}：{word.zh}，{seconds} 秒" + (f"，{why.zh}" if why.zh else "")
        en = f"{name} {what.en}: {word.en}, {seconds} s" + (f", {why.en}" if why.en else "")
        counts = self._counted()
        return Styled(render_text(Text(f"{zh}（{counts.zh}）", f"{en} ({counts.en})"), self._lang))

    def _short(self, name: str) -> str:
        text = Styled(render_text(Text(name, name), self._lang))
        text.truncate(NAME_COLUMNS, overflow="ellipsis")
        return text.plain


_WORDS = {
    DONE: Text("完成", "done"),
    FAILED: Text("失败", "failed"),
    PUT_OFF: Text("推迟再试", "put off"),
    HANDED_BACK: Text("交回", "handed back"),
}


@contextmanager
def show_batch_progress(console: Console, lang: Lang, now: Callable[[], datetime]) -> Iterator[BatchLine]:
    """Show the line while the block runs."""
    line = BatchLine(console, lang, now)
    line.start()
    try:
        yield line
    finally:
        line.stop()
