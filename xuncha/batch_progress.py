"""How far a batch of runs is: one live line on a terminal, a line for every run that ends elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from rich.console import Console
from rich.live import Live
from rich.text import Text as Styled

from probes.finding import Text
from storage.register import Registered
from storage.runs import Run
from storage.status import Pulse
from xuncha import stages
from xuncha.logs import DONE, FAILED, HANDED_BACK, PUT_OFF, name_of, took
from xuncha.progress import BEATS
from xuncha.run_words import called, kind, reason, span
from xuncha.tasks import Outcome
from xuncha.words import Lang, say

NAMED = 2  # runs whose stage is shown; of the others the number
NAME_COLUMNS = 16


@dataclass(slots=True)
class _Going:
    """A run on its way; ``said`` is the stage it is at, once that is known."""

    run: Run
    name: str
    said: Text = field(default_factory=lambda: Text("", ""))


class BatchLine:
    """Implements ``xuncha.tasks.Telling``. ``pulse`` tells how many runs may still begin, of this and other workers."""

    def __init__(self, console: Console, lang: Lang, now: Callable[[], datetime]) -> None:
        self._console, self._lang, self._now = console, lang, now
        self._began = now()
        self._going: dict[str, _Going] = {}
        self._counts = {DONE: 0, FAILED: 0, PUT_OFF: 0}
        self._left: int | None = None
        self._live: Live | None = None
        if console.is_terminal:
            self._live = Live(console=console, get_renderable=self.line, refresh_per_second=BEATS, transient=True)

    def began(self, run: Run, known: Registered) -> None:
        said = known.registration
        self._going[run.id] = _Going(run, self._short(called(said.name, said.url)))
        if self._left:
            self._left -= 1

    def at(self, run: Run, known: Registered, stage: str, done: int, planned: int) -> None:
        if (going := self._going.get(run.id)) is None:
            return
        count = f"{done}/{planned} " if planned else ""
        words = stages.words(stage)
        going.said = Text(f"{count}{words.zh}", f"{count}{words.en}")

    def ended(self, run: Run, outcome: Outcome) -> None:
        going = self._going.pop(run.id, None) or _Going(run, f"#{run.platform}")
        named = name_of(outcome)
        if named in self._counts:
            self._counts[named] += 1
        if self._live is None or named != DONE:  # what went wrong stays to be read above the line
            self._console.print(self._ended(going, named, outcome), soft_wrap=self._live is None)

    def pulse(self, pulse: Pulse) -> None:
        self._left = sum(may for may, _ in pulse.waiting.values())

    def start(self) -> None:
        if self._live is not None:
            self._live.start(refresh=True)

    def stop(self) -> None:
        """Take the line away and say what it came to."""
        if self._live is not None:
            self._live.stop()
        done = span(self._elapsed)
        counts = self._counted()
        said = Text(f"用时 {done.zh}：{counts.zh}", f"{counts.en} in {done.en}")
        self._console.print(Styled(say(said, self._lang)), soft_wrap=True)

    def line(self) -> Styled:
        """As it stands now."""
        counts, parts = self._counted(), [span(self._elapsed)]
        left = Text("", "") if self._left is None else Text(f" · 待办 {self._left}", f" · {self._left} waiting")
        parts.append(Text(f"{counts.zh}{left.zh}", f"{counts.en}{left.en}"))
        shown = list(self._going.values())
        parts += [self._is_at(each) for each in shown[:NAMED]]
        if more := len(shown) - NAMED:
            parts += [Text(f"另有 {more} 个", f"{more} more")] if more > 0 else []
        words = "  ".join(say(each, self._lang) for each in parts)
        return Styled(words, no_wrap=True, overflow="ellipsis")

    @property
    def _elapsed(self) -> timedelta:
        return self._now() - self._began

    def _counted(self) -> Text:
        done, failed, off = (self._counts[each] for each in (DONE, FAILED, PUT_OFF))
        return Text(f"完成 {done} 失败 {failed} 推迟 {off}", f"{done} done {failed} failed {off} put off")

    def _is_at(self, going: _Going) -> Text:
        name, what = going.name, kind(going.run.kind)
        return Text(f"[{name} {going.said.zh or what.zh}]", f"[{name} {going.said.en or what.en}]")

    def _ended(self, going: _Going, named: str, outcome: Outcome) -> Styled:
        name, what = going.name, kind(going.run.kind)
        seconds = f"{took(going.run, self._now()):.1f}"
        why = reason(outcome.reason) if outcome.reason else Text("", "")
        word = _WORDS[named]
        zh = f"{name} {what.zh}：{word.zh}，{seconds} 秒" + (f"，{why.zh}" if why.zh else "")
        en = f"{name} {what.en}: {word.en}, {seconds} s" + (f", {why.en}" if why.en else "")
        counts = self._counted()
        return Styled(say(Text(f"{zh}（{counts.zh}）", f"{en} ({counts.en})"), self._lang))

    def _short(self, name: str) -> str:
        text = Styled(say(Text(name, name), self._lang))
        text.truncate(NAME_COLUMNS, overflow="ellipsis")
        return text.plain


_WORDS = {
    DONE: Text("完成", "done"),
    FAILED: Text("失败", "failed"),
    PUT_OFF: Text("推迟再试", "put off"),
    HANDED_BACK: Text("交回", "handed back"),
}


@contextmanager
def shown(console: Console, lang: Lang, now: Callable[[], datetime]) -> Iterator[BatchLine]:
    """The line for the length of the block."""
    line = BatchLine(console, lang, now)
    line.start()
    try:
        yield line
    finally:
        line.stop()
