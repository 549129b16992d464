"""A page's own words, without its frame, link titles, breadcrumbs, recommended goods and what buyers wrote.

A menu, a footer or a list of articles names what the shop may say somewhere; only the main text says it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from crawler.discovery.products.goods_cards import find_cards
from crawler.settings_file import SettingsFile
from crawler.site import Element, Platform, Site, View
from crawler.table_builder import EveryKey
from crawler.urls import page_identity
from crawler.vocabulary import LANDED, Region, Role
from probes.pages.main.excerpts import find_excerpts
from probes.schema.reading_table import Whole, Words
from probes.text import remember
from probes.text.remember import per_elements, per_line, per_site, per_view
from probes.text.shown import list_seen
from probes.text.strangers import without_strangers


@dataclass(frozen=True, slots=True)
class MainTextTable:
    """The file main_text.toml."""

    frame: Words[Literal["regions"]]
    classes: Annotated[Mapping[str, str], EveryKey(("others", "ways", "tabs", "pane"))]
    lines: Annotated[Mapping[str, str], EveryKey(("trail", "home", "step", "turn"))]
    limits: Whole[
        Literal[
            "run",
            "nested",
            "ancestors",
            "row",
            "pieces",
            "names",
            "cut",
            "selling",
            "telling",
            "goods",
            "cards",
            "picture",
        ]
    ]
    words: Annotated[Mapping[str, str], EveryKey(("zh", "en", "ask_zh", "ask_en"))]


FILE = SettingsFile("probes.pages.main", "main_text.toml", MainTextTable)
_DATA = FILE.load()
_FRAME = frozenset(Region(name) for name in _DATA.frame["regions"])
_APART = re.compile("|".join(_DATA.classes[name] for name in ("others", "ways")))
_TABS, _PANE = (re.compile(_DATA.classes[name]) for name in ("tabs", "pane"))
_TRAIL = re.compile(_DATA.lines["trail"], re.IGNORECASE)
_HOME, _STEP, _TURN = (re.compile(_DATA.lines[name], re.IGNORECASE) for name in ("home", "step", "turn"))
_BY_PLACE = frozenset({Region.HEADER, Region.FOOTER})
_SELLING = frozenset({Role.HOME, Role.LIST, Role.SEARCH, Role.PRODUCT, Role.CART})
_PARAGRAPH = re.compile(r">\s*(?:p|li|h[1-6]|dd|dt|blockquote)(?P<nth>:nth-child\(\d+\))$")
_NUMBERED = re.compile(r":nth-child\(\d+\)$")
_UNENDED = re.compile(r"(?<=[，、])[ \t]*\n\s*")
_LIMITS, _NAME = _DATA.limits, _DATA.limits["goods"]
read_cards = remember.per_drawn(find_cards)  # many readings ask for a page's goods
WORDS = _DATA.words  # the sentence for what was found outside it


@per_site
def main_surface(site: Site) -> Site:
    """The Site with each page's text cut to its main text; elements, gaps and all else are unchanged."""
    framed, goods = _lines_of_frame(site) | find_excerpts(site), _begin_names_of_goods(site)
    return remember.replace_views(site, (_cut(view, (framed, goods), site.platform) for view in site.views))


@per_site
def _lines_of_frame(site: Site) -> frozenset[str]:
    """Lines, without blanks, that stand on pages that sell and on several that tell: a frame, whatever box it is drawn in.

    A strip of promises under the goods (正品保障, 闪电发货) stands below each page's own text as well, in its main part. Only
    both kinds together make a frame: one long help page may be seen under many addresses, and goods repeat their terms.
    """
    pages: dict[tuple[bool, str], set[str]] = {}
    for view in (one for one in site.views if one.state == LANDED):
        pages.setdefault((view.role in _SELLING, page_identity(view.url)), set()).update(_tight_lines(view.text))
    sell, tell = Counter[str](), Counter[str]()
    for (sells, _), said in pages.items():
        (sell if sells else tell).update(said)
    most = _LIMITS["selling"], _LIMITS["telling"]
    return frozenset(line for line, often in sell.items() if line and often >= most[0] and tell[line] >= most[1])


@remember.per_text
def _tight_lines(text: str) -> frozenset[str]:
    return frozenset(map(_tight, text.split("\n")))


@per_site
def _begin_names_of_goods(site: Site) -> frozenset[str]:
    """What the names of the shop's goods begin with: beside a text, and cut off, they are still no words of it."""
    return frozenset().union(*(_begin_names_on(view) for view in site.views if view.role in _SELLING))


@per_view
def _begin_names_on(view: View) -> frozenset[str]:
    own = _titles(view) if view.role is Role.PRODUCT else frozenset()
    names = (*(_tight(card.title) for card in read_cards(view)), *own)
    return frozenset(name[:_NAME] for name in names if len(name) >= _NAME)


def _cut(view: View, beside: tuple[frozenset[str], frozenset[str]], platform: Platform) -> View:
    return remember.reword_view(view, without_strangers(_joined(_beside_nothing(view, beside)), platform))


@remember.per_view_and
def _beside_nothing(view: View, beside: tuple[frozenset[str], frozenset[str]]) -> str:
    """The page's main text without lines of the frame, excerpts and what begins as the names of goods do."""
    own, (framed, goods) = main_text(view), beside
    if not framed and not goods:
        return own
    kept = _titles(view)
    return "\n".join(
        line
        for line in own.split("\n")
        if (said := _tight(line)) in kept
        or (said not in framed and not (said[:_NAME] in goods and len(said) <= _LIMITS["names"]))
    )


def _titles(view: View) -> frozenset[str]:
    """Main headings of a page: menus on other pages say them too, and here they say what the page is about."""
    return frozenset(
        _tight(element.text)
        for element in list_seen(view.elements)
        if element.heading in (1, 2) and not element.href and element.region not in _FRAME
    )


def stands_apart(view: View, element: Element) -> bool:
    """Whether an element stands in a page's frame, in a link to another page, or in a box of others' words or recommendations."""
    return _stands_apart(element, {other.id: other for other in view.elements})


def _joined(text: str) -> str:
    """The text with lines that break off in mid-clause joined to the next: lines are only as wide as their boxes."""
    return _UNENDED.sub("", text)


@per_view
def main_text(view: View) -> str:
    """The lines of the page's text that stand in its main part as its own words; all of it where no elements are on record.

    A line belongs to the elements that say the same. A line that no single element says in full is kept, unless it is
    made up of pieces that stand apart.
    """
    own, aside = _said(view.elements)
    apart = aside - own
    if not apart:
        return view.text
    long = tuple(piece for piece in apart if len(piece) >= _LIMITS["cut"])
    # A page's own title is one of the names in a row of links too.
    short = (piece for piece in aside if 1 < len(piece) <= _LIMITS["names"])
    pieces = sorted(short, key=lambda piece: (-len(piece), piece))[: _LIMITS["pieces"]]
    kept = [line for line in view.text.split("\n") if not _is_apart(_tight(line), own, apart, long, pieces)]
    return "\n".join(kept)


def _is_apart(line: str, own: frozenset[str], apart: frozenset[str], long: tuple[str, ...], pieces: list[str]) -> bool:
    if _TRAIL.match(line) or _TURN.fullmatch(line) or _is_trail(line, apart):
        return True
    if not line or line in own:
        return False
    if line in apart or line.startswith(long):
        return True
    if len(line) > _LIMITS["row"]:
        return False
    for piece in pieces:
        if piece in line:
            line = line.replace(piece, "")
            if not any(map(str.isalnum, line)):
                return True
    return False


@per_line
def begins_trail(line: str) -> bool:
    """Whether a line leads from home in steps: a trail that says where the reader is, or a way to follow (首页 > 我的)."""
    steps = _STEP.split(_tight(line))
    return len(steps) > 1 and _HOME.match(steps[0]) is not None


def _is_trail(line: str, apart: frozenset[str]) -> bool:
    """Whether each step but the last leads to a page by a link; the steps of a way to follow are none."""
    return begins_trail(line) and all(step in apart for step in _STEP.split(line)[:-1] if step)


@per_elements
def _said(elements: tuple[Element, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """What visible elements say as the page's own words, and what they say apart from these, both without blanks."""
    by_id = {element.id: element for element in elements}
    runs = _runs_of_paragraphs(elements)
    cards = _picture_cards(elements, by_id)
    own: set[str] = set()
    apart: set[str] = set()
    for element in list_seen(elements):
        if not (said := _tight(element.text or element.own)):
            continue
        if (
            element.heading and element.region is Region.HEADER and not element.href
        ):  # the header of an article, by its title
            own.add(said)
        elif (cards and not cards.isdisjoint(above.id for above in _with_ancestors(element, by_id))) or (
            _stands_apart(element, by_id) and not (element.region in _BY_PLACE and _runs_on(element, by_id, runs))
        ):
            apart.add(said)
        elif element.own:
            own.add(said)
    return frozenset(own), frozenset(apart)


def _stands_apart(element: Element, by_id: dict[int, Element]) -> bool:
    if element.region in _FRAME:
        return True
    linked = (ancestor.href for ancestor in _with_ancestors(element, by_id) if ancestor.href)
    return any(not href.startswith("javascript:") for href in linked) or _in_named_box(element, by_id)


def _in_named_box(element: Element, by_id: dict[int, Element]) -> bool:
    """Whether it stands in a box of buyers' words or ways to other pages; tabs around the pane that it stands in are none."""
    paned = False
    for ancestor in _with_ancestors(element, by_id):
        apart, tabs, pane = _named(ancestor.classes)
        paned = paned or ancestor.role == "tabpanel" or pane
        if apart or (tabs and not paned):
            return True
    return False


def _picture_cards(elements: tuple[Element, ...], by_id: dict[int, Element]) -> frozenset[int]:
    """Ids of boxes side by side that are pressed and hold a picture each: they lead to what their words tell of, as a link's title does."""
    boxes: dict[str, set[int]] = {}
    for picture in list_seen(elements):
        if not picture.image or min(picture.box.w, picture.box.h) < _LIMITS["picture"]:
            continue
        box = next((above for above in _with_ancestors(picture, by_id) if above.clickable), None)
        if box is not None and box is not picture and not box.href and (run := _NUMBERED.search(box.selector)):
            boxes.setdefault(box.selector[: run.start()], set()).add(box.id)
    return frozenset(id for beside in boxes.values() if len(beside) >= _LIMITS["cards"] for id in beside)


def _runs_of_paragraphs(elements: tuple[Element, ...]) -> frozenset[str]:
    """The places of paragraphs that follow one another in a page's main part: their selectors without the number among siblings."""
    found = Counter(
        run for element in list_seen(elements) if element.region is Region.MAIN for run in _runs(element.selector)
    )
    return frozenset(run for run, count in found.items() if count >= _LIMITS["run"])


def _runs_on(element: Element, by_id: dict[int, Element], runs: frozenset[str]) -> bool:
    """Whether an element is one paragraph more of such a run, though it stands at the top or bottom of the page.

    A page without header and footer has its first and last lines there: the date of a policy, and whom to ask.
    """
    if runs.isdisjoint(_runs(element.selector)):
        return False
    linked = any(ancestor.href for ancestor in _with_ancestors(element, by_id))
    return not linked and not _in_named_box(element, by_id)


@per_line
def _runs(selector: str) -> frozenset[str]:
    """The selector and those around it that number a paragraph, without the number."""
    found = set()
    at = selector
    for _ in range(_LIMITS["nested"]):
        if (place := _PARAGRAPH.search(at)) is not None:
            found.add(at[: place.start("nth")])
        at = at.rpartition(">")[0].rstrip()
    return frozenset(found)


def _with_ancestors(element: Element, by_id: dict[int, Element]) -> Iterable[Element]:
    for _ in range(_LIMITS["ancestors"]):
        yield element
        above = by_id.get(element.parent) if element.parent is not None else None
        if above is None:
            return
        element = above


@per_line
def _named(classes: str) -> tuple[bool, ...]:
    return tuple(kind.search(classes.lower()) is not None if classes else False for kind in (_APART, _TABS, _PANE))


@per_line
def _tight(text: str) -> str:
    return "".join(text.split())
