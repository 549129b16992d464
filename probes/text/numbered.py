"""Headings of chapters that speak of somebody, and yet are no statements, known by their numbers (五、您的权利; 二、我们如何使用信息)."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

_DATA = tomllib.loads(files("probes.text").joinpath("numbered.toml").read_text("utf-8"))
_HEADING: int = _DATA["limits"]["heading"]
_CHAPTER = re.compile(_DATA["patterns"]["chapter"])
_ASKS, _STATES = re.compile(_DATA["patterns"]["asks"]), re.compile(_DATA["patterns"]["states"])


def names_chapter(line: str) -> bool:
    """May a folded line be the heading of a numbered chapter, if something stands below it?"""
    if not _short(line) or _CHAPTER.match(line) is None:
        return False
    return _ASKS.search(line) is not None or _STATES.search(line) is None


def only_asks(line: str) -> bool:
    """Does a folded line without an end only name a question (我们如何使用您的信息), whatever stands below it?"""
    return _short(line) and "|" not in line and _ASKS.search(line) is not None and _STATES.search(line) is None


def _short(line: str) -> bool:
    return len(line) <= _HEADING and line[-1] not in "。！!；;.，,:"


def carries(below: str) -> bool:
    """Is the folded line below a heading a text of it, rather than the next entry of a list?"""
    return _CHAPTER.match(below) is None or len(below) > _HEADING
