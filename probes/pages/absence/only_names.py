"""Pages that say nothing but their name: no reader can have overlooked words on them, since there are none.

As absence may rest on it, nothing else may be left, visible or hidden, beyond what other pages of the shop say too. A
page that says a line or two and explains nothing is a stub (``probes.pages.absence.stub``), not such a page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from crawler.settings_file import SettingsFile
from crawler.site import Element, Site, View
from crawler.spelling import plain_words
from crawler.urls import page_identity
from crawler.vocabulary import LANDED, FoundBy, Region, Role
from probes.finding import Answer, Outcome
from probes.pages.absence import unfinished, unread
from probes.pages.absence.unread import AnswerPlace
from probes.pages.main.subject import BY_PLACE
from probes.schema.reading_table import Whole, Words
from probes.text.remember import per_elements, per_site, per_text, per_view, replace_views, reword_view


@dataclass(frozen=True, slots=True)
class OnlyNamesTable:
    """The file only_names.toml."""

    limits: Whole[Literal["left", "entry", "label", "pages"]]
    words: Words[Literal["counts"]]


FILE = SettingsFile("probes.pages.absence", "only_names.toml", OnlyNamesTable)
_DATA = FILE.load()
_LIMITS = _DATA.limits
_COUNTS = re.compile("|".join(map(re.escape, sorted(_DATA.words["counts"], key=len, reverse=True))))
FRAME = frozenset({Region.HEADER, Region.NAV, Region.FOOTER, Region.FLOATING})
_IDLE = re.compile(r"[\W\d_]+")
_TRAIL = re.compile(r"[»›>＞]|\s/\s")
_TITLES = re.compile(r"[-_|–—]")


@per_site
def only_names(surface: Site) -> frozenset[str]:
    """Ids of the pages that are finished, hide nothing and show no words of their own but names, dates and counts.

    Empty carts and forms are left out: they say something else once filled. What stands around the home page counts as
    the shop's frame; labels are entries, whose pages are asked for elsewhere.
    """
    home = surface.view(Role.HOME)
    if home is None:
        return frozenset()
    frame = _Frame.of(surface, home)
    pages = [view for view in surface.views if view.state == LANDED and view.role not in BY_PLACE]
    bare = {view.id for view in pages if _whole(view) and frame.left(view) <= _LIMITS["left"]}
    told = {page_identity(view.url) for view in pages if view.id not in bare and view.found_by != FoundBy.CLICK}
    told.discard(page_identity(home.url))  # where pages have no address of their own they all bear that one
    return frozenset(view.id for view in pages if view.id in bare and not _is_change_alone(view, told))


def _is_change_alone(view: View, told: Container[str]) -> bool:
    """Whether it keeps no more than what a press changed on a page whose words another view holds: the next notice of a ticker."""
    return view.found_by == FoundBy.CLICK and page_identity(view.url) in told


def judge_beyond_names(judge: Callable[[Site], Answer], surface: Site) -> Answer:
    """The judge's answer; where it is a doubt about nothing but pages that only say their name, the answer without their words.

    A name, a date and a count are no words that may state a thing in a way we do not know.
    """
    answer = judge(surface)
    if answer.outcome is not Outcome.UNSURE or not answer.evidence:
        return answer
    bare = _shown_bare(surface)
    return answer if any(one.view not in bare for one in answer.evidence) else judge(_without_bare(surface))


@per_site
def _shown_bare(surface: Site) -> frozenset[str]:
    """Ids of all views of these pages that say nothing either, those that a press on an entry brought up too.

    What was drawn in part once takes no words from the same page drawn whole.
    """
    bare = only_names(surface)
    pages = {page_identity(view.url) for view in surface.views if view.id in bare}
    again = [view for view in surface.views if view.id not in bare and page_identity(view.url) in pages]
    home = surface.view(Role.HOME)
    if not again or home is None:
        return bare
    frame = _Frame.of(surface, home)
    return bare.union(view.id for view in again if frame.left(view) <= _LIMITS["left"])


@per_site  # one Site for all checks, as what is read of its pages is kept by the page
def _without_bare(surface: Site) -> Site:
    bare = _shown_bare(surface)
    return replace_views(surface, (reword_view(view, "") if view.id in bare else view for view in surface.views))


def _whole(view: View) -> bool:
    return (
        not unfinished.unfinished_sign(view)
        and view.thoroughness.chars > 0
        and not unread.is_blind(view, AnswerPlace.TEXTS)
    )


def _lines(said: str) -> Iterator[str]:
    return (line for raw in said.split("\n") if (line := plain_words(raw)))


@per_text
def _lines_of_page(text: str) -> tuple[str, ...]:
    return tuple(_lines(text))


def _all_lines(said: Iterable[str]) -> frozenset[str]:
    """The lines of all these words; elements repeat each other, so equal words are read once."""
    return frozenset(line for one in set(said) for line in _lines(one))


@per_elements
def _hidden_lines(elements: tuple[Element, ...]) -> frozenset[str]:
    return _all_lines(element.own for element in elements if not element.seen)


@per_elements
def _labels(elements: tuple[Element, ...]) -> frozenset[str]:
    """The lines of what can be pressed."""
    return _all_lines(
        element.text or element.own or element.name for element in elements if element.href or element.clickable
    )


@per_elements
def _headings(elements: tuple[Element, ...]) -> frozenset[str]:
    return frozenset(plain_words(element.own) for element in elements if element.heading)


@per_view
def _every_line(view: View) -> frozenset[str]:
    return _hidden_lines(view.elements).union(_lines_of_page(view.text))


@per_elements
def _all_own_lines(elements: tuple[Element, ...]) -> frozenset[str]:
    return _all_lines(element.own for element in elements)


@per_elements
def _lines_around(elements: tuple[Element, ...]) -> frozenset[str]:
    return _all_lines(element.text or element.own for element in elements if element.region in FRAME)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What a shop's pages share: the home page's frame, labels of entries, short lines that several pages repeat, seen or hidden."""

    known: frozenset[str]

    @classmethod
    def of(cls, surface: Site, home: View) -> _Frame:
        short = _all_own_lines(home.elements).union(*(_lines_of_page(view.text) for view in surface.all(Role.HOME)))
        short = short.union(*(_labels(view.elements) for view in surface.views))
        around = _lines_around(home.elements) | {line for line in short if len(line) <= _LIMITS["entry"]}
        pages = {
            page_identity(view.url): view for view in reversed(surface.views)
        }.values()  # before anything was pressed
        count = Counter(line for view in pages for line in _every_line(view) if len(line) <= _LIMITS["label"])
        heads = {line for line, pages_with in count.items() if pages_with >= _LIMITS["pages"]}
        return cls(frozenset(around | heads))

    def left(self, view: View) -> int:
        """The number of characters of the page's own words, hidden ones included."""
        names = {plain_words(part) for part in (view.title, *_TITLES.split(view.title))}
        names |= _headings(view.elements)
        own = (
            part
            for line in (*_lines_of_page(view.text), *_hidden_lines(view.elements))
            if line not in self.known
            for part in _TRAIL.split(line)
            if part.strip() not in self.known and not _names(part, names)
        )
        return sum(len(_IDLE.sub("", _COUNTS.sub("", line))) for line in own)


def _names(line: str, names: set[str]) -> bool:
    """Whether a line is a name of the page, once or repeated several times."""
    return any(name and not line.replace(name, "").strip() for name in names)
