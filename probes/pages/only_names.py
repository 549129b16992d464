"""Pages that say nothing but their name: no reader can have overlooked words there, for there are none."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from crawler.addressing import identity
from crawler.site import Site, View
from crawler.vocabulary import LANDED, Region, Role
from crawler.words import plain
from probes.pages import unfinished, unread
from probes.pages.subject import BY_PLACE
from probes.pages.unread import Where
from probes.reading.remember import per_site

_DATA: dict[str, Any] = tomllib.loads(files("probes.pages").joinpath("only_names.toml").read_text("utf-8"))
_LIMITS: dict[str, int] = _DATA["limits"]
_COUNTS = re.compile("|".join(map(re.escape, sorted(_DATA["words"]["counts"], key=len, reverse=True))))
FRAME = frozenset({Region.HEADER, Region.NAV, Region.FOOTER, Region.FLOATING})
_IDLE = re.compile(r"[\W\d_]+")
_TRAIL = re.compile(r"[»›>＞]|\s/\s")
_TITLES = re.compile(r"[-_|–—]")


@per_site
def only_names(surface: Site) -> frozenset[str]:
    """Ids of the pages seen that are finished, hide nothing and show no words of their own but names, dates and counts.

    An empty cart or a form is none: it says something else once it is filled. What stands around the home page is the shop's frame;
    labels are entries, whose pages are asked for elsewhere.
    """
    home = surface.view(Role.HOME)
    if home is None:
        return frozenset()
    frame = _Frame.of(surface, home)
    pages = (view for view in surface.views if view.state == LANDED and view.role not in BY_PLACE)
    return frozenset(view.id for view in pages if _whole(view) and frame.left(view) <= _LIMITS["left"])


def _whole(view: View) -> bool:
    return not unfinished.sign(view) and view.thoroughness.chars > 0 and not unread.is_blind(view, Where.TEXTS)


def _lines(said: str) -> Iterator[str]:
    return (line for raw in said.split("\n") if (line := plain(raw)))


@dataclass(frozen=True, slots=True)
class _Frame:
    """What stands on a shop's pages besides their own words: the home page's frame, labels of entries, heads of lists."""

    known: frozenset[str]

    @classmethod
    def of(cls, surface: Site, home: View) -> _Frame:
        around = {line for each in home.elements if each.region in FRAME for line in _lines(each.text or each.own)}
        short = {line for each in home.elements for line in _lines(each.own)}
        short |= {line for view in surface.all(Role.HOME) for line in _lines(view.text)}
        short |= {
            line
            for view in surface.views
            for each in view.elements
            if each.href or each.clickable
            for line in _lines(each.text or each.own or each.name)
        }
        around |= {line for line in short if len(line) <= _LIMITS["entry"]}
        pages = {identity(view.url): view for view in surface.views}.values()
        count = Counter(line for view in pages for line in set(_lines(view.text)) if len(line) <= _LIMITS["label"])
        heads = {line for line, pages_with in count.items() if pages_with >= _LIMITS["pages"]}
        return cls(frozenset(around | heads))

    def left(self, view: View) -> int:
        """Characters of the page's own words, those out of sight included."""
        names = {plain(part) for part in (view.title, *_TITLES.split(view.title))}
        names |= {plain(each.own) for each in view.elements if each.heading}
        hidden = {line for each in view.elements if not each.seen for line in _lines(each.own)}
        own = (
            part
            for line in (*_lines(view.text), *hidden)
            if line not in self.known
            for part in _TRAIL.split(line)
            if part.strip() not in self.known and not _names(part, names)
        )
        return sum(len(_IDLE.sub("", _COUNTS.sub("", line))) for line in own)


def _names(line: str, names: set[str]) -> bool:
    """Whether a line is a name of the page, said once or several times in a row."""
    return any(name and not line.replace(name, "").strip() for name in names)
