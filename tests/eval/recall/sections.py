"""Passages as they stand on a page where one alone answers nothing: in a section of usual length, or at the end of a whole text.

A section is led by one passage and filled with others of the same check and the same half, so that no half tells of the
other. Sections share passages: their number says how many ways of beginning were tried, not how many shops.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.eval.recall.passages import Passage

_DATA: dict[str, Any] = tomllib.loads(Path(__file__).with_name("sections.toml").read_text("utf-8"))
_LIMITS: dict[str, int] = _DATA["limits"]
_HEADINGS: dict[str, list[str]] = _DATA["headings"]
_YEAR = re.compile("20[0-9]{2}|二〇|二零")


def is_sample(check: str) -> bool:
    """Can a passage of that check, laid out as it would stand on a page, be all that the check asks for?"""
    return check not in _DATA["passed_over"]["checks"]


def stands_alone(check: str) -> bool:
    """Can one sentence be all that the check asks for?"""
    return is_sample(check) and check not in _HEADINGS and check not in _DATA["texts"]["checks"]


def lay_out(passage: Passage, every: Iterable[Passage]) -> str:
    """What stands on the page: the passage itself, unless its check asks for more than one; ``every`` are all passages."""
    if not passage.says:
        return passage.text
    if passage.check in _HEADINGS:
        return _section(passage, every)
    if passage.check in _DATA["texts"]["checks"]:
        return _text(passage, tuple(every))
    return passage.text


def _section(lead: Passage, every: Iterable[Passage]) -> str:
    more = [other for other in every if _fits(other, lead.check, lead) and other.text != lead.text]
    more.sort(key=lambda other: _order(lead.text, other.text))
    said = [lead.text]
    while more and sum(map(len, said)) < _LIMITS["section"]:
        said.append(more.pop(0).text)
    headings = _HEADINGS[lead.check]
    return "\n".join([headings[int(_order(lead.text, lead.check), 16) % len(headings)], *said])


def _text(lead: Passage, every: tuple[Passage, ...]) -> str:
    """The passage below sections of topics that name no year."""
    topics = sorted(_HEADINGS, key=lambda check: _order(lead.text, check))[: _LIMITS["chapters"]]
    chapters = []
    for topic in topics:
        plain = tuple(other for other in every if _fits(other, topic, lead) and not _YEAR.search(other.text))
        chapters.append(_section(min(plain, key=lambda other: _order(lead.text, other.text)), plain))
    return "\n".join([*chapters, lead.text])


def _fits(other: Passage, check: str, lead: Passage) -> bool:
    """Is it one of that check's Chinese passages, of the half of ``lead``?"""
    return other.check == check and other.says and other.chinese and other.unseen is lead.unseen


def _order(lead: str, other: str) -> str:
    return hashlib.sha256(f"{lead}\n{other}".encode()).hexdigest()
