"""Sections whose heading asks how the very thing is done: what their lines say in words of the owner's own is never taken for silence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from crawler.settings_file import SettingsFile
from crawler.site import Site, View
from probes.pages.absence.mentioned import find_unquoted, own_words
from probes.pages.absence.only_names import only_names
from probes.pages.absence.several import searched_views
from probes.pages.main.main_text import main_surface
from probes.pages.main.own_title import own_title
from probes.pages.rules import unfolded
from probes.pages.rules.passages import TO_SELLERS, is_vain
from probes.pages.rules.policy import pattern
from probes.probe import Check
from probes.schema.reading_table import Whole
from probes.text.announced import announces_only
from probes.text.normalise import fold_text
from probes.text.remember import per_line, per_view


@dataclass(frozen=True, slots=True)
class HeadedTable:
    """The file headed.toml: by checks, parted by blanks, the headings that ask for just what they ask for."""

    limits: Whole[Literal["heading", "lines", "letters", "line", "brief"]]
    elsewhere: str
    heads: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class HeadedSection:
    """A heading, and the lines below it that say something."""

    view: View
    heading: str
    lines: tuple[str, ...]


FILE = SettingsFile("probes.answers.doubts", "headed.toml", HeadedTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
_SHAPES = tuple(re.compile(shape) for shape in _DATA.heads.values())
_HEADS = {check: re.compile(shape) for checks, shape in _DATA.heads.items() for check in checks.split()}
_ELSEWHERE = re.compile(_DATA.elsewhere)
_SELLERS = pattern(TO_SELLERS)


def find_headed_section(check: Check, surface: Site) -> HeadedSection | None:
    """The first section, or page by its title, that is headed by what the check asks for and says something; None without one."""
    return next(_find_sections(check, surface), None)


def tells_beside(check: Check, surface: Site, quotes: tuple[str, ...]) -> bool:
    """Whether a brief section of that heading says a line beside the quotes.

    A few short lines in an owner's own words are where readers know least: what one of them states is no sign that
    the others state nothing.
    """
    brief = (one for one in _find_sections(check, surface) if sum(map(len, one.lines)) <= _LIMITS["brief"])
    return any(find_unquoted(section.lines, quotes) for section in brief)


def _find_sections(check: Check, surface: Site) -> Iterator[HeadedSection]:
    heads = _HEADS.get(check.id)
    if heads is None:
        return
    silent = only_names(surface)
    roles = tuple(need.role for need in check.probe.reads)
    for view in searched_views(main_surface(surface), roles)[0]:
        for section in _sections(view) if view.id not in silent else ():
            if heads.search(fold_text(section.heading)):
                yield section


@per_view
def _sections(view: View) -> tuple[HeadedSection, ...]:
    """The page by its title and each section by its heading, where enough stands below that is none of links, of what is
    still to be written, or for sellers.

    A short line that asks is a heading, whatever is short below it: an owner's steps are as short.
    """
    lines = [line.strip() for line in unfolded.unfolded_text(view).split("\n") if line.strip()]
    starts = [at for at, line in enumerate(lines) if _asks(fold_text(line))]
    ends = (*starts, len(lines))[1:]
    parts = [(lines[at], lines[at + 1 : end]) for at, end in zip(starts, ends, strict=False)]
    own = frozenset(line.strip() for line in own_words(view).split("\n"))
    return tuple(
        HeadedSection(view, heading, tuple(told))
        for heading, below in ((own_title(view).strip(), lines), *parts)
        if len(heading) <= _LIMITS["heading"] and not _SELLERS.search(fold_text(heading))
        if _is_told(told := [line for line in below if line in own and line != heading and _tells(fold_text(line))])
    )


def _is_told(lines: list[str]) -> bool:
    """Is this more than a few labels?"""
    enough = len(lines) >= _LIMITS["lines"] and sum(map(len, lines)) >= _LIMITS["letters"]
    return enough and max(map(len, lines)) >= _LIMITS["line"]


@per_line
def _asks(said: str) -> bool:
    return len(said) <= _LIMITS["heading"] and any(shape.search(said) for shape in _SHAPES)


@per_line
def _tells(said: str) -> bool:
    return not (is_vain(said) or announces_only(said) or _ELSEWHERE.search(said) or _SELLERS.search(said))
