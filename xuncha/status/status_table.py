"""The status as tables for a terminal of 100 columns; nothing depends on colour alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text as Styled

from probes.finding import Text
from storage.db.register_tables import JobState
from storage.jobs.last_seen import UnseenPlatform
from storage.jobs.queue_status import TroubledJob, TroubledJobs
from storage.jobs.throughput import BatchProgress
from xuncha.console.lang import Lang, render_text
from xuncha.settings.zone import format_with_zone
from xuncha.status.estimate import Estimate, NoEstimateReason
from xuncha.status.job_words import (
    describe_job_kind,
    describe_no_estimate,
    describe_reason,
    describe_span,
    format_time_near,
    shorten_platform_name,
)
from xuncha.status.not_seen import NEVER, NOT_SEEN
from xuncha.status.not_seen import describe_unseen_reason as why_unseen
from xuncha.status.status import QueueStatus

NAME, REASON, SHORT = 26, 30, 8  # columns of a platform's name and of a reason, characters of an id
DEAD_SHOWN = 5


def draw_status(status: QueueStatus, lang: Lang) -> RenderableType:
    """All tables, one below the other."""
    page = _Page(status, lang)
    parts = (
        page.head, page.batches, page.unseen, page.queue, page.running, page.coming,
        lambda: page.troubles(status.failed, Text("失败（7 天内）", "Failed (7 days)"), Text("时间", "at"), "red"),
        lambda: page.troubles(status.set_aside, Text("已搁置", "Set aside"), Text("时间", "at"), "red"),
        lambda: page.troubles(status.put_off, Text("推迟", "Put off"), Text("再试", "again at"), "yellow"),
        page.workers, page.pace,
    )  # fmt: skip
    return Group(*(block for part in parts for block in part()))


@dataclass(frozen=True, slots=True)
class _Page:
    status: QueueStatus
    lang: Lang

    def head(self) -> Iterable[RenderableType]:
        at = format_with_zone(self.status.at, seconds=True)
        only = Text(f"  只看：{self.status.tag}", f"  only: {self.status.tag}") if self.status.tag else Text("", "")
        yield Styled(self.say(Text(f"巡查状态  {at.zh}{only.zh}", f"Xuncha status  {at.en}{only.en}")), "bold")

    def unseen(self) -> Iterable[RenderableType]:
        """Platforms that the last visit did not see: neither done nor failing anything."""
        all = self.status.unseen
        reasons = Counter(_why(platform) for platform in all)
        by = Text(
            " · ".join(f"{why.zh} {n}" for why, n in reasons.most_common()),
            " · ".join(f"{why.en} {n}" for why, n in reasons.most_common()),
        )
        name = Text(NOT_SEEN.zh, "Not seen")
        yield self.title(name, Text(f"{len(all)}  {by.zh}", f"{len(all)}  {by.en}"), "yellow" if all else "")
        rows = [
            (
                format_time_near(platform.since, self.status.at), self.say(describe_span(self.status.at - platform.since)), str(platform.times),
                format_time_near(platform.last, self.status.at), self.cut(shorten_platform_name(platform.name, platform.url), NAME),
                self.cut(self.say(_why(platform)), REASON),
            )
            for platform in all[: self.status.last]
        ]  # fmt: skip
        yield from self.table(
            [("自", "since"), (">至今", ">for"), (">连续次数", ">times"), ("最近一次", "last look"), ("平台", "platform"),
             ("原因", "reason")],
            rows,
        )  # fmt: skip

    def queue(self) -> Iterable[RenderableType]:
        now, later = (sum(getattr(queue, key) for queue in self.status.waiting) for key in ("now", "later"))
        yield self.title(Text("待办", "Waiting"), Text(f"现在 {now} · 以后 {later}", f"{now} now · {later} later"))
        rows = []
        for jobs in self.status.waiting:
            waits = "—"
            if jobs.oldest_due_at is not None:
                waits = self.say(describe_span(self.status.at - jobs.oldest_due_at))
            rows.append(
                (self.say(describe_job_kind(jobs.kind)), str(jobs.priority), str(jobs.now), str(jobs.later), waits)
            )
        heads = [
            ("类型", "kind"),
            (">优先级", ">priority"),
            (">现在", ">now"),
            (">以后", ">later"),
            (">最久已等", ">longest"),
        ]
        yield from self.table(heads, rows)

    def running(self) -> Iterable[RenderableType]:
        yield self.title(
            Text("正在进行", "Running"), Text(str(self.status.running_count), str(self.status.running_count))
        )
        rows = []
        for run in self.status.running:
            since = "—" if run.since is None else self.say(describe_span(self.status.at - run.since))
            rows.append((
                self.cut(shorten_platform_name(run.name, run.url), NAME), self.say(describe_job_kind(run.kind)),
                format_time_near(run.since, self.status.at),
                since, str(run.views), run.worker[:SHORT], self.cut(run.host or "—", 20),
            ))  # fmt: skip
        yield from self.table(
            [("平台", "platform"), ("类型", "kind"), ("开始", "since"), (">已用", ">for"), (">页面", ">views"),
             ("进程", "worker"), ("主机", "host")],
            rows,
        )  # fmt: skip

    def coming(self) -> Iterable[RenderableType]:
        counts = []
        for which, (overdue, hour, day) in self.status.next.counts.items():
            name = describe_job_kind(which)
            late = Text(f"，已到期 {overdue}", f", {overdue} overdue") if overdue else Text("", "")
            counts.append(Text(f"{name.zh} {hour}/{day}{late.zh}", f"{name.en} {hour}/{day}{late.en}"))
        yield self.title(
            Text("即将到期", "Due next"),
            Text(
                f"1 小时内/1 天内：{' · '.join(count.zh for count in counts)}",
                f"within 1 h/1 day: {' · '.join(count.en for count in counts)}",
            ),
        )
        rows = [
            (
                format_time_near(platform.due_at, self.status.at),
                self.say(describe_job_kind(platform.kind)),
                self.cut(shorten_platform_name(platform.name, platform.url), NAME),
            )
            for platform in self.status.next.first
        ]
        yield from self.table([("到期", "due"), ("类型", "kind"), ("平台", "platform")], rows)

    def troubles(self, some: TroubledJobs, name: Text, when: Text, colour: str) -> Iterable[RenderableType]:
        total = sum(some.reasons.values())
        said = [(describe_reason(key), count) for key, count in some.reasons.items()]
        by = Text(" · ".join(f"{word.zh} {n}" for word, n in said), " · ".join(f"{word.en} {n}" for word, n in said))
        yield self.title(name, Text(f"{total}  {by.zh}", f"{total}  {by.en}"), colour if total else "")
        yield from self.table(
            [(when.zh, when.en), ("平台", "platform"), ("类型", "kind"), (">次数", ">tries"), ("原因", "reason")],
            [self.trouble(job) for job in some.last],
        )

    def trouble(self, job: TroubledJob) -> tuple[str, ...]:
        return (
            format_time_near(job.at, self.status.at), self.cut(shorten_platform_name(job.name, job.url), NAME),
            self.say(describe_job_kind(job.kind)), str(job.attempts), self.cut(self.say(describe_reason(job.reason)), REASON),
        )  # fmt: skip

    def workers(self) -> Iterable[RenderableType]:
        living = [worker for worker in self.status.workers if worker.alive]
        dead = [worker for worker in self.status.workers if not worker.alive]
        yield self.title(
            Text("工作进程", "Workers"),
            Text(f"存活 {len(living)} · 失联 {len(dead)}", f"{len(living)} alive · {len(dead)} dead"),
            "" if living else "red",
        )
        words = {True: Text("存活", "alive"), False: Text("失联", "dead")}
        rows = [
            (
                self.say(words[status.alive]), status.id[:SHORT], self.cut(status.host, 20), str(status.pid), str(status.runs),
                format_time_near(status.started_at, self.status.at), self.say(describe_span(self.status.at - status.beat_at)),
            )
            for status in (*living, *dead[:DEAD_SHOWN])
        ]  # fmt: skip
        yield from self.table(
            [("状态", "state"), ("进程", "worker"), ("主机", "host"), (">PID", ">pid"), (">任务", ">runs"), ("开始", "since"),
             (">上次信号距今", ">last sign ago")],
            rows,
        )  # fmt: skip

    def pace(self) -> Iterable[RenderableType]:
        now = self.status.pace
        median = Text("—", "—")
        if now.median_seconds is not None:
            median = Text(f"{now.median_seconds:.0f} 秒", f"{now.median_seconds:.0f} s")
        rate = self.status.rate.hourly
        speed = Text("", "") if rate is None else Text(f" · 估计每小时 {rate:.0f}", f" · about {rate:.0f} an hour")
        yield self.title(
            Text("速度", "Pace"),
            Text(
                f"1 小时 {now.hour} 次 · 1 天 {now.day} 次 · 中位用时 {median.zh}{speed.zh}",
                f"{now.hour} audits in 1 h · {now.day} in 1 day · median {median.en}{speed.en}",
            ),
        )
        answers = self.status.answers
        yield self.title(
            Text("定期测量", "Series"),
            Text(
                f"1 天内轻查 {answers.looks} 页，无应答 {answers.unanswered}",
                f"{answers.looks} pages looked at in 1 day, {answers.unanswered} gave no answer",
            ),
        )
        rows = [
            (self.say(describe_job_kind(jobs.kind)), str(jobs.platforms), str(jobs.day), str(jobs.day_failed), str(jobs.overdue),
             format_time_near(jobs.last_at, self.status.at))
            for jobs in self.status.series
        ]  # fmt: skip
        yield from self.table(
            [("类型", "kind"), (">平台", ">platforms"), (">1 天完成", ">ended in 1 day"), (">其中失败", ">failed"),
             (">逾期 1 天", ">1 day late"), ("最近", "last")],
            rows,
        )  # fmt: skip

    def batches(self) -> Iterable[RenderableType]:
        yield self.title(Text("批次进度", "Batches"), Text("各平台最近一次检测", "the newest audit of each platform"))
        rows = [self.batch(far, ends) for far, ends in self.status.batches]
        yield from self.table(
            [("批次", "batch"), (">平台", ">platforms"), (">完成", ">done"), (">未看到", ">not seen"), (">失败", ">failed"), (">进行", ">running"),
             (">待办", ">waiting"), (">未测", ">never"), ("预计完成", "will be done")],
            rows,
        )  # fmt: skip

    def batch(self, far: BatchProgress, ends: Estimate) -> tuple[str, ...]:
        of: Mapping[JobState, int] = far.states
        of = {**of, JobState.WAITING: of.get(JobState.WAITING, 0) + of.get(JobState.PAUSED, 0)}
        order = (JobState.FAILED, JobState.RUNNING, JobState.WAITING)
        name = self.cut(far.name, NAME) if far.name else self.say(Text("（无批次）", "(no batch)"))
        end = (
            format_time_near(ends.at, self.status.at)
            if ends.at is not None
            else self.say(describe_no_estimate(ends.why or NoEstimateReason.NO_PACE))
        )
        if ends.why is NoEstimateReason.DONE and far.unseen:
            end = self.say(Text(f"均已检测，{far.unseen} 个未看到", f"all tried, {far.unseen} not seen"))
        if paused := of.get(JobState.PAUSED, 0):
            end = self.say(Text(f"无法估计：{paused} 个已暂停", f"cannot be told: {paused} paused"))
        counts = (of.get(JobState.DONE, 0), far.unseen, *(of.get(state, 0) for state in order), far.never)
        return (name, str(far.platforms), *map(str, counts), end)

    def say(self, text: Text) -> str:
        return render_text(text, self.lang)

    def cut(self, words: str, columns: int) -> str:
        """Others' text, at most that wide, without control characters."""
        text = Styled(render_text(Text(words, words), self.lang))
        text.truncate(columns, overflow="ellipsis")
        return text.plain

    def title(self, name: Text, said: Text, colour: str = "") -> Styled:
        return Styled.assemble("\n", (self.say(name), f"bold {colour}".strip()), "  ", self.say(said))

    def table(self, heads: Sequence[tuple[str, str]], rows: Sequence[tuple[str, ...]]) -> Iterable[Table]:
        """A table, or nothing where there are no rows. ``>`` before a heading marks a column of numbers."""
        if not rows:
            return
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
        for zh, en in heads:
            table.add_column(
                self.say(Text(zh.lstrip(">"), en.lstrip(">"))), justify="right" if zh.startswith(">") else "left",
                overflow="ellipsis", no_wrap=True,
            )  # fmt: skip
        for row in rows:
            table.add_row(*(Styled(cell) for cell in row))
        yield table


def _why(platform: UnseenPlatform) -> Text:
    if platform.last is None and not platform.reason:
        return NEVER
    return why_unseen(platform.gap, platform.reason)
