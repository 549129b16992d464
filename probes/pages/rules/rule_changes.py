"""Announced changes of rules: when they were published, when they take effect, and how long people had to read them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from crawler.site import View
from probes.pages.main.own_title import own_title
from probes.pages.rules import policy, rulebook
from probes.pages.rules.policy import Sentence, pattern
from probes.pages.rules.rule_links import FILE as RULEBOOK_FILE
from probes.text.normalise import fold_text
from probes.text.numbers import dates
from probes.text.numbers.dates import DateLabel
from probes.text.remember import per_line, per_view

_DATA = RULEBOOK_FILE.load()
_CHANGE = _DATA.change
_LINES = frozenset({"lines", "notice_lines", "heading_chars", "alone", "label"})
_WORDS = {name: pattern(tuple(words)) for name, words in asdict(_CHANGE).items() if name not in _LINES}


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One announcement, with dates in the shop's favour: the earliest publication and the latest effect that it prints."""

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
def find_rule_changes(view: View) -> tuple[RuleChange, ...]:
    """Announcements on the page: the whole page if it is one notice, else the lines under each heading that announces a change."""
    return tuple(_change(view, heading, block) for heading, block in _blocks(view))


@per_line
def _announces(line: str, notices: bool) -> bool:
    """Does the line announce a change? Outside notice pages it must say so: a chapter called 协议的变更 is no notice."""
    said = fold_text(line).strip()
    short = 4 < len(said) <= _CHANGE.heading_chars and said[-1] not in "。;；:："  # a sentence is no heading
    told = notices or _WORDS["announced"].search(said)
    return bool(short and told and _WORDS["heading"].search(said) and not _WORDS["not_heading"].search(said))


def _blocks(view: View) -> Iterator[tuple[str, list[str]]]:
    lines = [line for line in view.text.split("\n") if line.strip()]
    name = own_title(view)
    notices = rulebook.rule_kind(view) is rulebook.DocumentKind.NOTICE
    if notices and _announces(name, notices):
        start = next((index for index, line in enumerate(lines) if line.strip() == name), 0)
        yield name, lines[start : start + _CHANGE.notice_lines]
        return
    index = 0
    while index < len(lines):
        if not _announces(lines[index], notices):
            index += 1
            continue
        end = index + 1
        while end < min(len(lines), index + _CHANGE.lines) and not _next_notice(lines[end], notices):
            end += 1
        yield lines[index].strip(), lines[index:end]
        index = end


@per_line
def _next_notice(line: str, notices: bool) -> bool:
    """Is the line another heading, which ends this announcement? A date or a sentence is still part of it."""
    said = fold_text(line).strip()
    return _announces(line, notices) or (
        len(said) > 4 and not dates.find_dates(line) and not said.endswith(("。", ":", ";", ".")) and len(said) <= 30
    )


def _change(view: View, heading: str, block: list[str]) -> RuleChange:
    text = "\n".join(block)
    said = fold_text(text)
    published: list[datetime.date] = []
    effective: list[datetime.date] = []
    for line in _labelled(block):
        for seen in dates.find_dates(line):
            if not seen.exact:
                continue
            if seen.label is DateLabel.EFFECTIVE:
                effective.append(seen.value)
            elif seen.label is DateLabel.PUBLISHED or len(line.strip()) - (seen.end - seen.start) <= _CHANGE.alone:
                published.append(seen.value)  # a date alone on its line stands below a title or a signature
    at_once = _WORDS["at_once"].search(said)
    return RuleChange(
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
        if len(line.strip()) <= _CHANGE.label and not dates.find_dates(line):
            label = line.strip()
            continue
        yield label + line
        label = ""


def at_once_clause(view: View) -> Sentence | None:
    """A term that puts later changes into force as soon as they are published; None without one."""
    return policy.find_statement(
        policy.split_sentences(view.text), tuple(_CHANGE.clause), never=tuple(_CHANGE.not_clause)
    )
