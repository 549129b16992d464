"""Which controls of a page are entries to a function: by their words, their names, and the addresses of icons."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.links import role_links
from crawler.settings_file import SettingsFile
from crawler.site import Element, View
from crawler.spelling import measure_label
from crawler.urls import page_identity
from crawler.vocabulary import Region
from probes.pages.layout.idle_controls import drops_product
from probes.pages.layout.measure import is_pressable
from probes.pages.main.headline import is_headline
from probes.pages.main.main_text import read_cards
from probes.pages.service.card_headings import headings_of_cards
from probes.pages.service.label_words import label_says, says_shop_name
from probes.probe import Params
from probes.schema.reader_tables import EntryCandidatesTable
from probes.text.normalise import plain_text
from probes.text.remember import per_drawn, per_line, per_object_and, per_view, uncut_view
from probes.text.shown import list_seen

# What a probe's table must hold for ``function_candidates``, and what it may hold too.
ENTRY_WORDS, ENTRY_LIMITS = ("labels",), ("label",)
ENTRY_MAY = (
    "whole",
    "addresses",
    "not_addresses",
    "fields",
    "not_fields",
    "never",
    "not_labels",
    "chosen",
    "empty",
    "acts",
    "after_login",
)
# Where a short word is an entry, handler or not.
FRAME = frozenset({Region.HEADER, Region.NAV, Region.FLOATING, Region.SIDE})
FILE = SettingsFile("probes.pages.service", "entry_candidates.toml", EntryCandidatesTable)
_LIMITS = FILE.load().limits
_SPLIT = re.compile(r"[^a-z0-9_]+")
_TICKED = frozenset({"checkbox", "radio", "switch"})
_CHOSEN = frozenset({"select", "option", "listbox"})
_PICTURES = frozenset({"img", "svg"})


def function_candidates(view: View, params: Params) -> Iterator[Element]:
    """Visible entries to a function, as the lists of its table describe them.

    These are short labels with one of ``labels``; labels in the page's frame that equal one of ``whole``; controls
    without words whose address or classes hold one of ``addresses``; and, for a search box without a word, an input of
    a type in ``fields`` at the head of the page. What leads to the goods of a card is no entry, whatever it says.

    Scripts often listen at the root of a page, so in its frame (header, navigation, floating) a label needs no
    handler. A picture speaks for the link around it that has no words. An article's headline with such a word does not
    count.
    """
    for element, pressed, said, parts in _candidates(uncut_view(view)):
        if _is_told_otherwise(params, parts):
            continue
        framed = element.region in FRAME
        named = said and (_is_labelled(params, parts) or (framed and _says_only(params, parts)))
        worded = named and not is_headline(view, element) and not _says_shop_name(view, element, params)
        if worded or (pressed and _silent(element, params)) or _search_box(element, view, params):
            yield element


def _says_shop_name(view: View, element: Element, params: Params) -> bool:
    parts = [part for part in words_of(element) if part]
    return bool(parts) and any(says_shop_name(part, view.title, params.words["labels"]) for part in parts)


@per_view
def _candidates(view: View) -> tuple[tuple[Element, bool, bool, tuple[str, ...]], ...]:
    """What may be an entry to any function at all: each with whether it is a control, whether its words may name a function, and these."""
    found = []
    for element in list_seen(view.elements):
        if drops_product(view, element):
            continue
        pressed = is_pressable(element)
        # a tab bar holds the words of all its tabs and is none itself
        framed = element.region in FRAME and bool(element.own)
        said = pressed or framed or picture_link(view, element) is not None
        if (said or element.tag == "input") and not _leads_to_goods(view, element):
            heading = headings_of_cards(view).get(element.id)
            found.append((element, pressed, said, (*words_of(element), heading) if heading else words_of(element)))
    return tuple(found)


def _leads_to_goods(view: View, element: Element) -> bool:
    """Whether it is a card of goods, or leads where one on the page leads, or to other goods than the page's own: what it says is about them."""
    if element.id in _other_goods(view):
        return True
    return (page_identity(element.href) if element.href else element.selector) in _goods_offered(view)


@per_drawn
def _other_goods(view: View) -> frozenset[int]:
    """Ids of the links that name other goods than the page's own by a key of their address, and of the blocks right around them."""
    own, found = role_links.find_goods_key(view.url), set[int]()
    for link in view.elements:
        key = role_links.find_goods_key(link.href)
        at: int | None = link.id if key and key != own else None
        for _ in range(int(_LIMITS["around"])):
            if at is None or not 0 <= at < len(view.elements):
                break
            found.add(at)
            at = view.elements[at].parent
    return frozenset(found)


@per_drawn
def _goods_offered(view: View) -> frozenset[str]:
    """The addresses that a page's cards of goods lead to, and where these cards stand."""
    offered = [card for card in read_cards(view) if card.url]
    return frozenset((*(page_identity(card.url) for card in offered), *(card.place for card in offered)))


def picture_link(view: View, element: Element) -> Element | None:
    """The control right around a picture, which has no words but the picture's; None for any other element."""
    if element.tag not in _PICTURES or element.parent is None:
        return None
    around = view.element(element.parent)
    return around if is_pressable(around) and not any(words_of(around)) else None


def _silent(element: Element, params: Params) -> bool:
    """Whether it has no words, but an address or class that names the function: /catalogue/ is not /cat."""
    if not params.words.get("addresses", ()) or _is_choice(element) or _speaks(words_of(element)):
        return False
    return _names_function(params, element.href, element.classes)


@per_line
def _speaks(words: tuple[str, ...]) -> bool:
    """Whether there is a letter in them: the sign that a font draws for an icon, and a number beside it, are no words."""
    return any(map(str.isalpha, "".join(words)))


@per_object_and
def _names_function(params: Params, href: str, classes: str) -> bool:
    tail = href.partition("//")[2].partition("/")[2]  # a page may write any address: it is not parsed
    whole = _SPLIT.split(f"{tail} {classes}".lower())
    if any(word in mark for word in params.words.get("not_addresses", ()) for mark in whole):
        return False
    marks = {*whole, *(part for mark in whole for part in mark.split("_"))}
    never = params.words.get("never", ())
    fit = [mark for mark in marks if not any(word in mark for word in never)]
    return any(_marks(word.strip("/."), mark) for word in params.words["addresses"] for mark in fit)


def _marks(word: str, mark: str) -> bool:
    """Whether a part of an address or class is the word: in full, at its beginning, or, for a long word, anywhere."""
    return (
        mark in (word, f"{word}s")
        or (len(word) >= _LIMITS["begins"] and mark.startswith(word))
        or (len(word) >= _LIMITS["within"] and word in mark)
    )


def _search_box(element: Element, view: View, params: Params) -> bool:
    asked = element.tag == "input" and element.input_type in params.words.get("fields", ())
    other = any(word in element.name for word in params.words.get("not_fields", ()))
    return asked and not other and _at_the_head(element, view)


def words_of(element: Element) -> tuple[str, ...]:
    """The words by which an element may be an entry.

    A box to tick leads nowhere. Of a list to choose from only what it shows: its hidden name says what one chooses
    (the order of the goods), not where it leads.
    """
    if element.input_type in _TICKED or element.role in _TICKED:
        return ()
    shown = element.text or element.own
    return (shown,) if _is_choice(element) else (shown, element.name, element.pseudo, element.ocr)


def _is_choice(element: Element) -> bool:
    return element.tag in _CHOSEN or element.role in _CHOSEN


@per_line
def _flattened(*parts: str) -> tuple[str, ...]:
    """Labels folded and without blanks."""
    return tuple("".join(plain_text(part).split()) for part in parts)


def is_labelled(element: Element, params: Params) -> bool:
    return _is_labelled(params, words_of(element))


@per_object_and
def _is_labelled(params: Params, parts: tuple[str, ...]) -> bool:
    longest, never = params.limit("label"), params.words.get("never", ())
    return any(
        0 < measure_label(flat) <= longest
        and label_says(part, flat, params.words["labels"])
        and not any(word in flat for word in never)
        for part, flat in zip(parts, _flattened(*parts), strict=True)
    )


def says_otherwise(element: Element, params: Params) -> bool:
    """Whether a label says that it is something else: a code to scan is no buy button."""
    return _is_told_otherwise(params, words_of(element))


@per_object_and
def _is_told_otherwise(params: Params, parts: tuple[str, ...]) -> bool:
    never = params.words.get("not_labels", ())
    return bool(never) and any(word in flat for flat in _flattened(*parts) for word in never)


def chooses_of_goods(element: Element, params: Params) -> bool:
    """Whether a label is exactly one of what is chosen for goods: 快递发货, beside 到店自提, explains nothing."""
    chosen = params.words.get("chosen", ())
    return not element.href and any(flat in chosen for flat in _flattened(*words_of(element)) if flat)


def says_empty(element: Element, params: Params) -> bool:
    """Whether a label says that there is nothing behind it: reviews (0)."""
    empty = params.words.get("empty", ())
    return any(re.search(pattern, flat) for flat in _flattened(*words_of(element)) for pattern in empty)


@per_object_and
def _says_only(params: Params, parts: tuple[str, ...]) -> bool:
    """Whether a label is exactly one of ``whole``: 我的 in a tab bar is one's account, 我的最爱 is not."""
    whole = params.words.get("whole", ())
    return any(flat in whole for flat, part in zip(_flattened(*parts), parts, strict=True) if part) if whole else False


def _at_the_head(element: Element, view: View) -> bool:
    return element.region in FRAME or element.box.y < view.viewport_height / 2


def acts_on_goods(element: Element, params: Params) -> bool:
    """Whether a label does something with goods (``acts``: 加入购物车) instead of leading to the place that it names."""
    acts = params.words.get("acts", ())
    return bool(acts) and any(word in flat for flat in _flattened(*words_of(element)) for word in acts)
