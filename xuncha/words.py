"""Chinese or English, as asked."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable
from enum import StrEnum

from rich.console import Console
from rich.table import Table

from probes.finding import Text

WIDE = 2000  # columns where nobody looks: no line is folded


class Lang(StrEnum):
    ZH = "zh"
    EN = "en"


def say(text: Text, lang: Lang) -> str:
    """One line in that language; control characters of page text are shown as spaces so that a terminal obeys none."""
    raw = text.zh if lang is Lang.ZH else text.en
    return "".join(c if c.isprintable() else " " for c in raw)


def printer() -> Console:
    """Standard output: fitted to a terminal; elsewhere one line a row, so that other programs can read it."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else WIDE)


def print_table(table: Table) -> None:
    """The table without the blanks that would fill its last column."""
    console = printer()
    with console.capture() as drawn:
        console.print(table)
    print("\n".join(line.rstrip() for line in drawn.get().splitlines()))


def meant(word: str, known: Iterable[str]) -> Text:
    """A hint at the nearest known word, in both languages, or nothing."""
    near = difflib.get_close_matches(word, sorted(known), n=1)
    return Text(f"（是否为 {near[0]}？）", f"; did you mean '{near[0]}'?") if near else Text("", "")
