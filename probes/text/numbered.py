"""Numbered chapter headings that read like statements but state nothing (五、您的权利; 二、我们如何使用信息)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from crawler.settings_file import SettingsFile
from probes.schema.reading_table import Texts, Whole
from probes.text import silence
from probes.text.remember import per_line, per_list


@dataclass(frozen=True, slots=True)
class NumberedTable:
    """The file numbered.toml."""

    limits: Whole[Literal["heading"]]
    patterns: Texts[
        Literal["chapter", "asks", "states", "open", "mark", "article", "part", "lead", "boxed", "ranks", "back"]
    ]


FILE = SettingsFile("probes.text", "numbered.toml", NumberedTable)
_DATA = FILE.load()
_HEADING: int = _DATA.limits["heading"]
_MARK = re.compile(_DATA.patterns["mark"])
_CHAPTER = re.compile(_DATA.patterns["chapter"])
_ARTICLE = re.compile(rf"\s*(?:{_DATA.patterns['article']}|{_DATA.patterns['part']})")
_NUMBER = re.compile(rf"(?:{_DATA.patterns['chapter']}|{_DATA.patterns['article']})\s*")
_LEAD, _BOXED = re.compile(_DATA.patterns["lead"]), re.compile(_DATA.patterns["boxed"])
_BACK = re.compile(_DATA.patterns["back"])
OUTER = 3  # of the kinds of numbers, those that number parts of a paper: 第一章, 第一条, 一、
_RANKS = re.compile(_DATA.patterns["ranks"])
_BORDER = "\x1f"  # a blank that stands in no text
_ASKS, _STATES = re.compile(_DATA.patterns["asks"]), re.compile(_DATA.patterns["states"])
_OPEN = re.compile(_DATA.patterns["open"])


def names_chapter(line: str) -> bool:
    """May a folded line be the heading of a numbered chapter, if something stands below it?"""
    if not _short(line) or _CHAPTER.match(line) is None:
        return False
    return _ASKS.search(line) is not None or _STATES.search(line) is None


def only_asks(line: str) -> bool:
    """Does a folded line without a sentence end only pose a question (我们如何使用您的信息), whatever stands below it?"""
    if not _short(line) or "|" in line:
        return False
    return (_ASKS.search(line) is not None and _STATES.search(line) is None) or _OPEN.search(line) is not None


def _short(line: str) -> bool:
    return len(line) <= _HEADING and line[-1] not in "。！!；;.，,:"


def carries_statement(below: str) -> bool:
    """Is the folded line below a heading its text, rather than the next entry of a list?"""
    return _CHAPTER.match(below) is None or len(below) > _HEADING


def strip_item_mark(line: str) -> str:
    """The line without the bullet or number that leads it."""
    return _MARK.sub("", line, count=1)


def strip_number(line: str) -> str:
    """The folded line without the number of its chapter, article or item (第三条, 四、, 2.), not the one of a date (3.15)."""
    numbered = _NUMBER.match(line)
    return strip_item_mark(line) if numbered is None else line[numbered.end() :]


@per_line
def begins_article(line: str) -> bool:
    """Does a folded line begin with the number of an article or of one of its parts (第七条, 5.2)?"""
    return _ARTICLE.match(line) is not None


def ends_led_list(lead: str, line: str) -> bool:
    """Does a folded line leave the list that an article leads (第五条 有下列情形之一者,不予受理:), by beginning the next article?"""
    return lead.endswith(":") and begins_article(line) and begins_article(lead)


@per_line
def rank_number(line: str) -> int:
    """How far in the kind of number stands that leads a folded line: 1 of a chapter, more of an item, 0 of a line without one."""
    found = _RANKS.match(line)
    return 0 if found is None or found.lastindex is None else found.lastindex


def leaves_list(lead: str, first: str, line: str, *, closed: bool) -> bool:
    """Does a folded line stand behind the list that ``lead`` leads and ``first`` begins?

    So where it begins what is numbered like the lead itself, or by a number of a kind that stands further out than the
    items' own (五、 behind （三）), or where the list is ``closed`` and the line neither an item numbered like them nor
    one that speaks of them (前款商品……).
    """
    here, items = rank_number(line), rank_number(first)
    if closed and here == 0:
        return _BACK.match(line) is None
    if closed and here != items:
        return True
    if here == 0 or here == items:
        return False
    return here == rank_number(lead) or here < items or (items == 0 and here <= OUTER)


def heads_with_title(titled: str, heading: str, words: tuple[str, ...]) -> bool:
    """Does a folded heading hold one of the words, by itself or from its page's title on (评价规则 > 第三条 显示次序)?

    What the title says by itself is no matter of all its headings, so the words must end in the heading.
    """
    if silence.line_holds(heading, words):
        return True
    if not titled or not heading or titled in heading:
        return False
    both = f"{titled}{_BORDER}{strip_number(heading)}"
    return silence.line_holds(both, words) and _reaching(words).search(both) is not None


@per_list
def _reaching(words: tuple[str, ...]) -> re.Pattern[str]:
    """The pattern of the words where they end behind the border of title and heading."""
    found = silence.read_list(words).pattern
    return re.compile(f"(?:{found.pattern})(?=[^{_BORDER}]*\\Z)", found.flags)


def read_leading_heading(line: str) -> str:
    """The short heading that begins a folded line and is followed by its text (四、退款。验收无误…; 【退款】…), or empty."""
    bare = strip_number(line)
    found = _BOXED.match(line) if bare == line else _LEAD.match(bare)
    if found is None:
        return ""
    heading = found[1]
    return "" if found.re is _LEAD and _STATES.search(heading) is not None else heading
