"""The status as tables for a terminal of 100 columns; nothing is told by colour alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text as Styled

from probes.finding import Text
from storage.progress import Far
from storage.register_tables import RunState
from storage.status import Trouble, Troubles
from xuncha.estimate import Estimate, Why
from xuncha.run_words import called, kind, moment, reason, span, why
from xuncha.schedule import BEIJING
from xuncha.status import Status
from xuncha.words import Lang, say

NAME, REASON, SHORT = 26, 30, 8  # columns of a platform's name and of a reason, letters of an id
DEAD_SHOWN = 5


def drawn(status: Status, lang: Lang) -> RenderableType:
    """All of it, one part below the other."""
    page = _Page(status, lang)
    parts = (
        page.head, page.batches, page.queue, page.running, page.coming,
        lambda: page.troubles(status.failed, Text("失败（7 天内）", "Failed (7 days)"), Text("时间", "at"), "red"),
        lambda: page.troubles(status.put_off, Text("推迟", "Put off"), Text("再试", "again at"), "yellow"),
        page.workers, page.pace,
    )  # fmt: skip
    return Group(*(each for part in parts for each in part()))


@dataclass(frozen=True, slots=True)
class _Page:
    status: Status
    lang: Lang

    def head(self) -> Iterable[RenderableType]:
        at = f"{self.status.at.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"
        only = Text(f"  只看：{self.status.tag}", f"  only: {self.status.tag}") if self.status.tag else Text("", "")
        yield Styled(
            self.say(Text(f"巡查状态  北京时间 {at}{only.zh}", f"Xuncha status  Beijing time {at}{only.en}")), "bold"
        )

    def queue(self) -> Iterable[RenderableType]:
        now, later = (sum(getattr(each, key) for each in self.status.waiting) for key in ("now", "later"))
        yield self.title(Text("待办", "Waiting"), Text(f"现在 {now} · 以后 {later}", f"{now} now · {later} later"))
        rows = []
        for each in self.status.waiting:
            waits = "—"
            if each.oldest_due_at is not None:
                waits = self.say(span(self.status.at - each.oldest_due_at))
            rows.append((self.say(kind(each.kind)), str(each.priority), str(each.now), str(each.later), waits))
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
        for each in self.status.running:
            since = "—" if each.since is None else self.say(span(self.status.at - each.since))
            rows.append((
                self.cut(called(each.name, each.url), NAME), self.say(kind(each.kind)), moment(each.since, self.status.at),
                since, str(each.views), each.worker[:SHORT], self.cut(each.host or "—", 20),
            ))  # fmt: skip
        yield from self.table(
            [("平台", "platform"), ("类型", "kind"), ("开始", "since"), (">已用", ">for"), (">页面", ">views"),
             ("进程", "worker"), ("主机", "host")],
            rows,
        )  # fmt: skip

    def coming(self) -> Iterable[RenderableType]:
        counts = []
        for which, (overdue, hour, day) in self.status.next.counts.items():
            name = kind(which)
            late = Text(f"，已到期 {overdue}", f", {overdue} overdue") if overdue else Text("", "")
            counts.append(Text(f"{name.zh} {hour}/{day}{late.zh}", f"{name.en} {hour}/{day}{late.en}"))
        yield self.title(
            Text("即将到期", "Due next"),
            Text(
                f"1 小时内/1 天内：{' · '.join(each.zh for each in counts)}",
                f"within 1 h/1 day: {' · '.join(each.en for each in counts)}",
            ),
        )
        rows = [
            (
                moment(each.due_at, self.status.at),
                self.say(kind(each.kind)),
                self.cut(called(each.name, each.url), NAME),
            )
            for each in self.status.next.first
        ]
        yield from self.table([("到期", "due"), ("类型", "kind"), ("平台", "platform")], rows)

    def troubles(self, some: Troubles, name: Text, when: Text, colour: str) -> Iterable[RenderableType]:
        total = sum(some.reasons.values())
        said = [(reason(each), count) for each, count in some.reasons.items()]
        by = Text(" · ".join(f"{word.zh} {n}" for word, n in said), " · ".join(f"{word.en} {n}" for word, n in said))
        yield self.title(name, Text(f"{total}  {by.zh}", f"{total}  {by.en}"), colour if total else "")
        yield from self.table(
            [(when.zh, when.en), ("平台", "platform"), ("类型", "kind"), (">次数", ">tries"), ("原因", "reason")],
            [self.trouble(each) for each in some.last],
        )

    def trouble(self, each: Trouble) -> tuple[str, ...]:
        return (
            moment(each.at, self.status.at), self.cut(called(each.name, each.url), NAME), self.say(kind(each.kind)),
            str(each.attempts), self.cut(self.say(reason(each.reason)), REASON),
        )  # fmt: skip

    def workers(self) -> Iterable[RenderableType]:
        living = [each for each in self.status.workers if each.alive]
        dead = [each for each in self.status.workers if not each.alive]
        yield self.title(
            Text("工作进程", "Workers"),
            Text(f"存活 {len(living)} · 失联 {len(dead)}", f"{len(living)} alive · {len(dead)} dead"),
            "" if living else "red",
        )
        words = {True: Text("存活", "alive"), False: Text("失联", "dead")}
        rows = [
            (
                self.say(words[each.alive]), each.id[:SHORT], self.cut(each.host, 20), str(each.pid), str(each.runs),
                moment(each.started_at, self.status.at), self.say(span(self.status.at - each.beat_at)),
            )
            for each in (*living, *dead[:DEAD_SHOWN])
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
            (self.say(kind(each.kind)), str(each.platforms), str(each.day), str(each.day_failed), str(each.overdue),
             moment(each.last_at, self.status.at))
            for each in self.status.series
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
            [("批次", "batch"), (">平台", ">platforms"), (">完成", ">done"), (">失败", ">failed"), (">进行", ">running"),
             (">待办", ">waiting"), (">未测", ">never"), ("预计完成", "will be done")],
            rows,
        )  # fmt: skip

    def batch(self, far: Far, ends: Estimate) -> tuple[str, ...]:
        of: Mapping[RunState, int] = far.states
        order = (RunState.DONE, RunState.FAILED, RunState.RUNNING, RunState.WAITING)
        name = self.cut(far.name, NAME) if far.name else self.say(Text("（无批次）", "(no batch)"))
        end = moment(ends.at, self.status.at) if ends.at is not None else self.say(why(ends.why or Why.NO_PACE))
        return (name, str(far.platforms), *(str(of.get(state, 0)) for state in order), str(far.never), end)

    def say(self, text: Text) -> str:
        return say(text, self.lang)

    def cut(self, words: str, columns: int) -> str:
        """What others wrote, no wider than that, no control characters."""
        text = Styled(say(Text(words, words), self.lang))
        text.truncate(columns, overflow="ellipsis")
        return text.plain

    def title(self, name: Text, said: Text, colour: str = "") -> Styled:
        return Styled.assemble("\n", (self.say(name), f"bold {colour}".strip()), "  ", self.say(said))

    def table(self, heads: Sequence[tuple[str, str]], rows: Sequence[tuple[str, ...]]) -> Iterable[Table]:
        """Nothing where there are no rows. A head with ``>`` before it is of numbers."""
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
