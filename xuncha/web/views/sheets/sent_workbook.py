"""Workbooks of what a page shows: their words, and how they are sent."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import Request, Response

from probes.finding import Text
from scoring.score import Score
from xuncha.console.lang import Lang, render_text
from xuncha.reports.table_files import XLSX, Cell, TableSheet, render_workbook
from xuncha.settings.zone import add_zone_to_heading, format_day
from xuncha.web.rendering import say_words
from xuncha.web.security.access import Visitor
from xuncha.web.web_state import get_state


@dataclass(frozen=True, slots=True)
class SheetWords:
    """The words of a page in one language."""

    lang: str

    def say(self, key: str, **values: object) -> str:
        """The page's words of a dotted key (FILE.part.name)."""
        return say_words(self.lang, key, **values)

    def pick(self, text: Mapping[str, str] | None) -> str:
        """A text of both languages; "" for none."""
        return "" if text is None else text[self.lang]

    def head_time(self, key: str) -> str:
        """The heading of a column of times, with their zone."""
        return render_text(add_zone_to_heading(Text(say_words("zh", key), say_words("en", key))), Lang(self.lang))

    def head_score(self) -> list[str]:
        """The headings of a score with its interval."""
        return [self.say("city.rank.score"), *(self.say(f"platforms.sheet.{end}") for end in ("low", "high"))]


def list_score_cells(score: Score | None) -> list[Cell]:
    """A score with its interval; empty cells without one."""
    return [None, None, None] if score is None else [score.value, score.low, score.high]


async def send_workbook(request: Request, sheets: Sequence[TableSheet], name: str) -> Response:
    """The tables as a workbook to be saved, named after today; it is made in a thread, and holds no formula."""
    now = get_state(request).now()
    made = await asyncio.to_thread(render_workbook, sheets, now)
    called = quote(f"{name}-{format_day(now)}.xlsx")
    return Response(made, media_type=XLSX, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{called}"})


def speak_for(visitor: Visitor) -> SheetWords:
    """The words of that person's pages."""
    return SheetWords(visitor.lang)
