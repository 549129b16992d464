"""The title of a product page, its main heading or a substitute for one, and the trail of categories above it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable

from crawler.site import Element, View
from crawler.vocabulary import Region
from probes.pages.products import product_words
from probes.pages.products.product_rows import DATA, LIMITS
from probes.text.normalise import plain_text
from probes.text.numbers import prices

_NO_KIND = re.compile(DATA.words.no_kind)
_CLASSED, _CRUMB, _TRAIL, _NO_STEP = map(
    re.compile, (DATA.words.title_class, DATA.words.crumb, DATA.words.trail, DATA.words.no_step)
)
_PARTS = frozenset(map(plain_text, DATA.words.tabs))
_PAGE_KIND = re.compile(DATA.words.page_kind)
_STEP = re.compile(r"[/>›»]")
_MARKS = " />›»:\\|-"  # what may stand between steps
_NAMING = 6  # characters of words that a window's title is known to repeat
_SHORTEST = 2  # characters of a name
_DEEPEST = 4  # links of a trail behind home at most: a longer row is a menu
_FIRST = re.compile(r"[-_|【】]")  # behind the first of these a window's title names the shop


def join_element_words(element: Element) -> str:
    """The words of an element on one line."""
    return " ".join((element.text or element.own or element.name).split())


def _fits(element: Element) -> bool:
    """Whether an element may be a title, by its length and words.

    Words that end in a colon are a label of what follows; the name of such pages or of a part of them (商品详情) names no goods.
    """
    said = join_element_words(element) if element.seen else ""
    fits = LIMITS["title_least"] <= len(said) <= LIMITS["title_most"] and not said.endswith((":", "："))
    return fits and not _names_kind(plain_text(said)) and not prices.find_amounts(said)


def _names_kind(said: str) -> bool:
    """Whether folded words name what kind of page it is, or a part of such pages (商品详细信息), and no product: alone or behind home."""
    bare = _TRAIL.sub("", said, count=1).strip(_MARKS)
    return bare in _PARTS or _PAGE_KIND.match(bare) is not None


def _names_page(said: str, window: str, first: str) -> bool:
    """Whether the window's title repeats the words: in part where they are long enough to be nothing else, else as its whole first part."""
    return said == first or (len(said) >= _NAMING and said in window)


def main_title(view: View, own: Iterable[Element]) -> Element | None:
    """The main heading; without one, the longest words at the page's head that also stand in its window title.

    A heading that begins the window title is the main one wherever it stands, as blocks of goods may be classed as
    headers. None without a title.
    """
    own = tuple(own)
    fit = [element for element in own if _fits(element)]
    window = plain_text(view.title)
    head = next((element for element in fit if element.heading == 1), None) or _priced_title(own, window)
    if head is not None:
        return head
    first = _FIRST.split(window)[0].strip()
    heads = (
        element
        for element in view.elements
        if element.heading == 1 and not element.href and len(element.own) >= _NAMING
    )
    naming = next((head for head in heads if _fits(head) and window.startswith(plain_text(head.own))), None)
    if naming is not None:
        return naming
    inside = [
        element
        for element in fit
        if element.own and not element.href and _names_page(plain_text(join_element_words(element)), window, first)
    ]
    best = max(inside, key=lambda element: (len(join_element_words(element)), element.font_px), default=None)
    if best is not None and 2 * len(join_element_words(best)) >= len(first):
        return best
    # A mobile page often has no heading at all: what is classed as the title and stands out above the fold.
    fold = max(float(view.viewport_height), _end_of_price(view, own))
    named = [
        element
        for element in fit
        if element.own and not element.href and element.box.y < fold and _CLASSED.search(element.classes.lower())
    ]
    if named:
        return max(named, key=lambda element: (element.font_px, len(join_element_words(element))))
    if best is not None:
        return best
    second = next((element for element in fit if element.heading == 2 and element.box.y < view.viewport_height), None)
    return (
        second
        or _outstanding(view, own)
        or _short_name(view, own)
        or _largest_words(own, first)
        or _sold_words(own, window)
    )


def _end_of_price(view: View, own: Iterable[Element]) -> float:
    """How far down a name may stand that goes with the page's first price, beneath a picture that fills the screen; 0 without one.

    Pages made for phones show so on a desk too.
    """
    priced = (part.box for part in own if part.seen and part.own and prices.find_amounts(part.own))
    box = next(priced, None)
    ends = 0.0 if box is None or box.y >= 2 * view.viewport_height else box.y + box.h
    return ends + LIMITS["under_price"] if ends else 0.0


def _priced_title(own: Iterable[Element], window: str) -> Element | None:
    """A main heading that names an amount as well (茶杯 120元 促销价100元) and with which the window's title begins: no mere price."""
    for part in own:
        said = plain_text(join_element_words(part)) if part.seen and part.heading == 1 else ""
        fits = LIMITS["title_least"] <= len(said) <= LIMITS["title_most"] and not _names_kind(said)
        if fits and window.startswith(said):
            words = said
            for amount in prices.find_amounts(said):
                words = words.replace(amount.raw, "", 1)
            if sum(map(str.isalpha, words)) >= LIMITS["title_least"]:
                return part
    return None


def _short_name(view: View, own: Iterable[Element]) -> Element | None:
    """A main heading of few characters (帽子, Cap) with which the window's title begins, as a word of its own."""
    window = plain_text(view.title)
    for part in own:
        said = plain_text(join_element_words(part)) if part.seen and part.heading == 1 else ""
        named = len(said) >= _SHORTEST and window.startswith(said) and not window[len(said) :][:1].isalnum()
        # neither a label (颜色:) nor a price, nor what all such pages are called
        if named and said[-1].isalnum() and not prices.find_amounts(said) and not _names_kind(said):
            return part
    return None


def _outstanding(view: View, own: Iterable[Element]) -> Element | None:
    """A lower heading above the fold and before the first price, in the largest letters of all words there.

    Not one that the window's title repeats: it may be the shop's name.
    """
    above = [part for part in own if part.seen and part.own and part.box.y < view.viewport_height]
    ahead = itertools.takewhile(lambda part: not prices.find_amounts(part.own), above)
    heads = (part for part in ahead if part.heading > 2 and not part.href and _fits(part))
    head = max(heads, key=lambda part: part.font_px, default=None)
    words = (part for part in above if any(map(str.isalpha, part.own)))  # a price may be a bare number
    others = (part.font_px for part in words if part is not head and _fits(part))
    largest = head is not None and head.font_px > max(others, default=0.0)
    return head if head is not None and largest and plain_text(head.own) not in plain_text(view.title) else None


def _largest_words(own: Iterable[Element], first: str) -> Element | None:
    """Where the window only says what kind of page it is (商品详情): plain words before the first price, larger than all others there.

    A heading may be short (玉米).
    """
    if not _names_kind(first):
        return None
    ahead = itertools.takewhile(lambda part: not prices.find_amounts(part.own), (part for part in own if part.own))
    fit = (part for part in ahead if not part.href and (_fits(part) or _is_short_heading(part)))
    words = sorted(fit, key=lambda part: -part.font_px)
    alone = len(words) == 1 or (len(words) > 1 and words[0].font_px > words[1].font_px)
    return words[0] if alone else None


def _sold_words(own: tuple[Element, ...], window: str) -> Element | None:
    """Where no heading and no window's title names what a page with a control to buy it sells: the largest plain words before
    the first price. Not the shop's name, which the window's title tells on all its pages.
    """
    at = next((at for at, part in enumerate(own) if part.seen and prices.find_amounts(part.own)), None)
    pressed = (part for part in own if part.seen and (part.clickable or part.tag in ("button", "input")))
    if at is None or not any(product_words.says_buying(part.text or part.own or part.name) for part in pressed):
        return None
    ahead = [part for part in own[:at] if part.seen and any(map(str.isalpha, part.own))]
    # what pages of goods are called is no rival of a name in letters as large
    order = sorted(ahead, key=lambda part: (-part.font_px, _names_kind(plain_text(join_element_words(part)))))
    first, *others = order or (None,)
    rest = [part for part in others if not _names_kind(plain_text(join_element_words(part)))]
    if first is None or first.href or (rest and rest[0].font_px >= first.font_px):
        return None
    said = plain_text(join_element_words(first))
    short = (
        not first.heading and _SHORTEST < len(said) < LIMITS["title_least"] and said.isalpha() and not _names_kind(said)
    )
    told = said in window or _TRAIL.match(said) or _STEP.search(said)
    return first if (short or _fits(first)) and not told else None


def _is_short_heading(part: Element) -> bool:
    """Whether it is a heading of two or three letters, which may name goods where nothing else does."""
    said = plain_text(join_element_words(part)) if part.seen and part.heading else ""
    return _SHORTEST <= len(said) < LIMITS["title_least"] and said.isalpha() and not _names_kind(said)


def kind_before_title(own: Iterable[Element], title: str) -> Element | None:
    """The last of the links that stand in one row right before the title's words: a trail (帐篷 双人帐篷 山风二号) without marks or a class.

    None where no link stands there, or only one that leads home or back.
    """
    before: Element | None = None
    for part in own:
        if not part.seen:
            continue
        said = join_element_words(part)
        if title and said == title and not part.heading and before is not None and _leads_up_to(before, part):
            return before
        if part.href and part.tag == "a" and 1 < len(said) <= LIMITS["label"]:
            before = None if _NO_KIND.search(plain_text(said)) else part
    return None


def kind_behind_home(own: Iterable[Element], head: Element | None) -> Element | None:
    """The last of a few links in one row above the title, the first of which leads home: a trail whose steps are parted by drawing alone.

    None where what follows home names no kind of goods, or is more than a trail holds.
    """
    row: list[Element] = []
    for part in own:
        if (
            head is None
            or part.box.y + part.box.h > head.box.y + 1
            or not (part.seen and part.href and part.tag == "a")
        ):
            continue
        said = plain_text(join_element_words(part))
        if _TRAIL.match(f"{said} >"):
            row = [part]
        elif (
            row and _leads_up_to(row[-1], part) and said and not _NO_KIND.search(said) and not _NO_STEP.fullmatch(said)
        ):
            row.append(part)
        elif len(row) > 1:
            break
        else:
            row = []
    return row[-1] if 1 < len(row) <= 1 + _DEEPEST else None


def _leads_up_to(link: Element, part: Element) -> bool:
    """Whether a link stands right before something, in its row."""
    gap = part.box.x - link.box.x - link.box.w
    return abs(part.box.y - link.box.y) <= link.box.h / 2 and 0 <= gap <= LIMITS["trail_gap"]


def find_framed_trail(view: View, title: str) -> Element | None:
    """A trail that stands in a bar of navigation above the page's own part: it begins at home and ends in the title."""
    said = plain_text(title)
    for part in view.elements:
        if part.seen and part.region is Region.NAV and len(part.text) <= LIMITS["value"]:
            words = plain_text(part.text)
            if said and words.endswith(said) and words != said and _TRAIL.match(words):
                return part
    return None


def find_trail(own: tuple[Element, ...], head: Element | None) -> Element | None:
    """The trail of categories: by its first words or its class, else a line of links with marks between them above the title."""
    for part in own:
        said = part.text or part.own
        fits = part.seen and 0 < len(said) <= LIMITS["value"]
        if fits and (_TRAIL.match(plain_text(said)) or (len(said) > 2 and _CRUMB.search(part.classes.lower()))):
            return None if _names_kind(plain_text(said)) else part  # 首页 > 商品详情 names no kind of goods
    above = (part for part in own if head is not None and part.seen and part.box.y + part.box.h <= head.box.y + 1)
    return next((part for part in above if _is_row_of_links(part, own)), None)


def _is_row_of_links(part: Element, own: tuple[Element, ...]) -> bool:
    """Whether its words are the links it holds, in their order, but for a last one that is the page itself (童书 / 图画书)."""
    steps = [step.strip() for step in _STEP.split(plain_text(part.text)) if step.strip()]
    if len(steps) < 2 or len(part.text) > LIMITS["value"] or any(map(_NO_STEP.fullmatch, steps)):
        return False
    within = {part.id}
    links: list[str] = []
    for element in own:
        if element.parent in within:
            within.add(element.id)
            links += [plain_text(element.text or element.own)] if element.href else []
    return len(links) >= 2 and links in (steps, steps[:-1])
