"""Announced changes of rules: when they were published, when they take effect, and how long people had to read them."""

from __future__ import annotations

import datetime
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from crawler.site import View
from probes.reading import dates, policy, rulebook
from probes.reading.dates import DateLabel
from probes.reading.policy import Sentence, fold, pattern
from probes.reading.remember import per_line, per_view

_DATA: dict[str, dict[str, Any]] = tomllib.loads(files("probes.reading").joinpath("rulebook.toml").read_text("utf-8"))
_CHANGE: dict[str, Any] = _DATA["change"]
_LINES = frozenset({"lines", "notice_lines", "heading_chars", "alone", "label"})
_WORDS = {name: pattern(tuple(words)) for name, words in _CHANGE.items() if name not in _LINES}


@dataclass(frozen=True, slots=True)
class Change:
    """One announcement. Dates are the kindest reading: the earliest publication and the latest effect that it prints."""

    view: View
    heading: str
    text: str
    published: datetime.date | None
    effective: datetime.date | None
    at_once: str  # the words that put it in force on publication, empty if none
    major: bool
    excused: bool
    consulted: bool

    @property
    def days(self) -> int | None:
        """Days from publication to effect; None where one of the dates is not printed."""
        if self.published is None or self.effective is None:
            return None
        return (self.effective - self.published).days


@per_view
def changes(view: View) -> tuple[Change, ...]:
    """Announcements on the page: the whole page where it is one notice, else the lines under each heading that tells of a change."""
    return tuple(_change(view, heading, block) for heading, block in _blocks(view))


@per_line
def _announces(line: str, notices: bool) -> bool:
    """Does the line announce a change? Outside pages of notices it must say so: a chapter called 协议的变更 is no notice."""
    said = fold(line).strip()
    short = 4 < len(said) <= _CHANGE["heading_chars"] and said[-1] not in "。;；:："  # a sentence is no heading
    told = notices or _WORDS["announced"].search(said)
    return bool(short and told and _WORDS["heading"].search(said) and not _WORDS["not_heading"].search(said))


def _blocks(view: View) -> Iterator[tuple[str, list[str]]]:
    lines = [line for line in view.text.split("\n") if line.strip()]
    name = rulebook.title(view)
    notices = rulebook.kind(view) is rulebook.Kind.NOTICE
    if notices and _announces(name, notices):
        start = next((index for index, line in enumerate(lines) if line.strip() == name), 0)
        yield name, lines[start : start + _CHANGE["notice_lines"]]
        return
    index = 0
    while index < len(lines):
        if not _announces(lines[index], notices):
            index += 1
            continue
        end = index + 1
        while end < min(len(lines), index + _CHANGE["lines"]) and not _next_notice(lines[end], notices):
            end += 1
        yield lines[index].strip(), lines[index:end]
        index = end


@per_line
def _next_notice(line: str, notices: bool) -> bool:
    """Another heading: this announcement is over. A line that is a date or a sentence is part of it."""
    said = fold(line).strip()
    return _announces(line, notices) or (
        len(said) > 4 and not dates.find(line) and not said.endswith(("。", ":", ";", ".")) and len(said) <= 30
    )


def _change(view: View, heading: str, block: list[str]) -> Change:
    text = "\n".join(block)
    said = fold(text)
    published: list[datetime.date] = []
    effective: list[datetime.date] = []
    for line in _labelled(block):
        for seen in dates.find(line):
            if not seen.exact:
                continue
            if seen.label is DateLabel.EFFECTIVE:
                effective.append(seen.value)
            elif seen.label is DateLabel.PUBLISHED or len(line.strip()) - (seen.end - seen.start) <= _CHANGE["alone"]:
                published.append(seen.value)  # a date alone on its line stands below a title or a signature
    at_once = _WORDS["at_once"].search(said)
    return Change(
        view,
        heading,
        " ".join(text.split()),
        min(published, default=None),
        max(effective, default=None),
        at_once.group() if at_once else "",
        bool(_WORDS["major"].search(said)) and not _WORDS["not_major"].search(said),
        bool(_WORDS["excused"].search(said)),
        bool(_WORDS["consulted"].search(said)),
    )


def _labelled(block: list[str]) -> Iterator[str]:
    """Lines with what labels their dates: a short line without a date (生效日期：) belongs to the next, words further up do not."""
    label = ""
    for line in block:
        if len(line.strip()) <= _CHANGE["label"] and not dates.find(line):
            label = line.strip()
            continue
        yield label + line
        label = ""


def at_once_clause(view: View) -> Sentence | None:
    """A term by which later changes are in force as soon as they are published."""
    return policy.stated(policy.sentences(view.text), tuple(_CHANGE["clause"]), never=tuple(_CHANGE["not_clause"]))
