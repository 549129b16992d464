"""Output in Chinese or English, as requested."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable
from enum import StrEnum

from rich.console import Console
from rich.table import Table

from probes.finding import Text

WIDE = 2000  # columns where nobody watches: no line is folded


class Lang(StrEnum):
    """The languages of the program's output."""

    ZH = "zh"
    EN = "en"


def render_text(text: Text, lang: Lang) -> str:
    """One line in that language; control characters are shown as spaces, so that page text cannot steer a terminal."""
    raw = text.zh if lang is Lang.ZH else text.en
    return "".join(c if c.isprintable() else " " for c in raw)


def add_brackets(words: str, beside: str, lang: Lang) -> str:
    """Words followed by others in the brackets of their language."""
    return f"{words}（{beside}）" if lang is Lang.ZH else f"{words} ({beside})"


def make_console() -> Console:
    """Standard output: as wide as the terminal; elsewhere one line a row, so that other programs can read it."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else WIDE)


def print_table(table: Table) -> None:
    """Print a table without padding its last column."""
    console = make_console()
    with console.capture() as drawn:
        console.print(table)
    print("\n".join(line.rstrip() for line in drawn.get().splitlines()))


def suggest_nearest(word: str, known: Iterable[str]) -> Text:
    """A hint at the nearest known word, in both languages, or nothing."""
    near = difflib.get_close_matches(word, sorted(known), n=1)
    return Text(f"（是否为 {near[0]}？）", f"; did you mean '{near[0]}'?") if near else Text("", "")
