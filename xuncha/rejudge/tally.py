"""The result of rejudging many visits: how many of each outcome, and per item which verdicts moved where."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator

from rich.table import Table
from rich.text import Text as Styled

from probes.finding import Text
from xuncha.console.lang import Lang, make_console, print_table, render_text
from xuncha.rejudge.diff import AuditMove
from xuncha.rejudge.worker import RejudgeOutcome, RejudgeResult

SHOWN = 200  # lines about moves on a terminal: all of them are in the sheet
NAMES = {
    RejudgeOutcome.SAME: Text("结果相同", "same"),
    RejudgeOutcome.WORDS: Text("判定未变，依据有变", "nothing decided otherwise, evidence changed"),
    RejudgeOutcome.MOVED: Text("有变动", "moved"),
    RejudgeOutcome.FIRST: Text("首次判定", "judged for the first time"),
    RejudgeOutcome.PRUNED: Text("页面已清理，未重判", "pages no longer kept, not judged"),
    RejudgeOutcome.UNREADABLE: Text("无法读取", "unreadable"),
}


class RejudgeTally:
    """Counts as visits come in. Only what moved or could not be read is kept in full: the rest may be very many."""

    def __init__(self, planned: int, skipped: int, running: int) -> None:
        self.planned, self.skipped, self.running = planned, skipped, running
        self.counts: Counter[RejudgeOutcome] = Counter()
        self.changed: list[RejudgeResult] = []
        self.unreadable: list[RejudgeResult] = []
        self.kept = 0
        self._began = time.monotonic()
        self.seconds = 0.0

    @property
    def done(self) -> int:
        """How many visits are done."""
        return self.counts.total()

    def add(self, judged: RejudgeResult) -> None:
        """Count one visit."""
        self.counts[judged.came] += 1
        self.kept += bool(judged.now)
        if judged.came is RejudgeOutcome.MOVED:
            self.changed.append(judged)
        elif judged.came is RejudgeOutcome.UNREADABLE:
            self.unreadable.append(judged)

    def end(self) -> None:
        """Stop the clock and sort what came in any order: by address, then by age."""
        self.seconds = time.monotonic() - self._began
        for some in (self.changed, self.unreadable):
            some.sort(key=lambda result: (result.standing.url, result.standing.started_at, result.standing.visit))

    def lines(self) -> Iterator[tuple[Text, str]]:
        """Each count with its label."""
        yield from ((NAMES[came], str(self.counts[came])) for came in RejudgeOutcome)
        yield Text("已是最新，跳过", "up to date, skipped"), str(self.skipped)
        yield Text("仍在进行，跳过", "still running, skipped"), str(self.running)
        yield Text("未及判定", "not reached"), str(self.planned - self.done)
        yield Text("新存判定", "audits kept"), str(self.kept)
        yield Text("用时（秒）", "seconds"), f"{self.seconds:.1f}"
        yield Text("每秒", "a second"), f"{self.done / self.seconds if self.seconds else 0.0:.2f}"

    def by_item(self) -> list[tuple[str, Text, Text, int]]:
        """Items, red lines and scores by name: how many moved from what to what; of scores only how many moved."""
        counted: Counter[tuple[str, Text, Text]] = Counter()
        for judged in self.changed:
            counted.update(_kind(move) for move in judged.moves)
        ordered = sorted(counted.items(), key=lambda pair: (_place(pair[0][0]), pair[0][1].zh, pair[0][2].zh))
        return [(*kind, number) for kind, number in ordered]

    def show(self, lang: Lang) -> None:
        """Print counts, then items, then each platform's lines."""
        table = _table(("", ""), ("", ""))
        for name, number in self.lines():
            table.add_row(render_text(name, lang), number)
        print_table(table)
        if not self.changed:
            return
        table = _table(("条款", "item"), ("原", "before"), ("现", "now"), ("数量", "visits"), lang=lang)
        for item, before, after, moved in self.by_item():
            table.add_row(item, render_text(before, lang), render_text(after, lang), str(moved))
        print_table(table)
        table = _table(
            ("平台", "platform"), ("检测", "visit"), ("条款", "item"), ("原", "before"), ("现", "now"), ("原因", "why"),
            lang=lang,
        )  # fmt: skip
        every = [(judged, move) for judged in self.changed for move in judged.moves]
        for judged, move in every[:SHOWN]:
            cells = (
                Text(judged.standing.url, judged.standing.url),
                Text(judged.standing.visit[:8], judged.standing.visit[:8]),
            )
            said = (*cells, Text(move.id, move.id), move.before, move.after, move.why)
            table.add_row(*(Styled(render_text(text, lang)) for text in said))
        print_table(table)
        if len(every) > SHOWN:
            more = len(every) - SHOWN
            make_console().print(
                render_text(Text(f"另有 {more} 行，用 --to 写出全部", f"{more} lines more: write all with --to"), lang)
            )


def _table(*heads: tuple[str, str], lang: Lang = Lang.ZH) -> Table:
    table = Table(box=None, pad_edge=False, show_header=any(zh for zh, _ in heads))
    for zh, en in heads:
        table.add_column(render_text(Text(zh, en), lang), overflow="fold")
    return table


def _kind(move: AuditMove) -> tuple[str, Text, Text]:
    if move.id.startswith("S_"):
        any = Text("分数", "score")
        return move.id, any, any
    return move.id, move.before, move.after


def _place(id: str) -> tuple[int, tuple[int, ...], str]:
    """The sort key: items by their numbers, then red lines, then scores."""
    numbers = tuple(int(part) for part in id.replace("-", ".").split(".") if part.isdigit())
    return (2 if id.startswith("S_") else 0 if id[:1].isdigit() else 1, numbers, id)
