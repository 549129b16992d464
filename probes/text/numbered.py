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
    if len(line) > _HEADING or line[-1] in "。！!；;.，,:" or _CHAPTER.match(line) is None:
        return False
    return _ASKS.search(line) is not None or _STATES.search(line) is None


def carries(below: str) -> bool:
    """Is the folded line below a heading a text of it, rather than the next entry of a list?"""
    return _CHAPTER.match(below) is None or len(below) > _HEADING
