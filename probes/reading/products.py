"""A product page read: what it sells, at which price, by whom, and which of the details a buyer needs it shows as text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from crawler.site import Element, View
from crawler.vocabulary import Region, Unseen
from probes.pages.unread import Where
from probes.reading import absence, policy, prices, product_words
from probes.reading.cards import cards, scope
from probes.reading.normalise import plain
from probes.reading.prices import OPEN, Price, PriceKind
from probes.reading.product_kinds import Template, classify, pictured_words
from probes.reading.product_rows import DATA, LIMITS, Row, rows
from probes.reading.product_titles import main_title, said_by
from probes.reading.remember import per_view
from probes.reading.structured import Stated, stated
from probes.shared_words import expand_words
from probes.text.companies import companies

_FIELDS: dict[str, dict[str, list[str]]] = DATA["fields"]
_WORDS: dict[str, list[str]] = DATA["words"]
_BUY = expand_words(_WORDS["buy"])
_GONE = policy.pattern(tuple(_WORDS["gone"]))
_SECOND_HAND = policy.pattern(tuple(_WORDS["second_hand"]))
_CRUMB, _TRAIL, _DISABLED = (re.compile(DATA["words"][name]) for name in ("crumb", "trail", "disabled"))
CHOICES = frozenset({"radio", "number", "checkbox"})
CRITICAL: tuple[str, ...] = tuple(DATA["critical"]["fields"])


class PageKind(StrEnum):
    """What a page that was opened as a product's turned out to be."""

    PRODUCT = "product"
    GONE = "gone"  # sold no more, or never there
    INQUIRY = "inquiry"  # the price is to be asked for
    SECOND_HAND = "second_hand"
    LIST = "list"
    OTHER = "other"  # an article, a stub


class State(StrEnum):
    PRESENT = "present"
    MISSING = "missing"
    UNCLEAR = "unclear"  # it may stand in a picture or a tab that was not read, or is kept from those not logged in


@dataclass(frozen=True, slots=True)
class Field:
    """One detail; ``element`` is where it stands, None where it does not."""

    name: str
    state: State
    value: str = ""
    element: Element | None = None


@dataclass(frozen=True, slots=True)
class Product:
    """One product page. ``price`` is what anybody pays, ``prices`` all its price tags; ``buy`` its live buying control."""

    kind: PageKind
    title: str
    template: Template
    fields: tuple[Field, ...]
    rows: tuple[Row, ...]
    price: Price | None
    prices: tuple[Price, ...]
    masked: str
    buy: Element | None
    sold_out: Element | None
    stated: tuple[Stated, ...]

    def field(self, name: str) -> Field:
        """That detail. Raises StopIteration for a name there is not."""
        return next(each for each in self.fields if each.name == name)

    def row(self, *labels: str) -> Row | None:
        """The first filled row with one of those labels."""
        return next((each for each in self.rows if each.filled and each.label in labels), None)


def names(field: str) -> tuple[str, str]:
    """A detail's name in Chinese and English."""
    if field == "after_sales":
        return "售后条款", "after-sale terms"
    raw = _FIELDS[field]
    return str(raw["zh"]), str(raw["en"])


@per_view
def product(view: View) -> Product:
    """What the page says of its product. Reads text, names, pictures' words and the markup for machines; never raises."""
    parts = scope(view)
    own = parts.own
    facts = rows(own)
    tags = prices.tags(each for each in own if each.seen)
    asked = [each for each in tags if each.kind in OPEN]
    price = max(asked, key=lambda each: (each.element.font_px, -each.element.box.y), default=None)
    hidden = next((said for each in own if each.seen and (said := prices.masked(each.text or each.own))), "")
    head = main_title(view, own)
    title = "" if head is None else head.own if len(head.own) >= LIMITS["title_least"] else said_by(head)
    trail = _trail(own)
    named = (row.value for row in facts if row.filled and row.label in _FIELDS["category"]["labels"])
    template = classify(title, " ".join((*named, trail.text if trail is not None else "")), facts)
    buy = _buy(own)
    reading = _Reading(view, own, parts.reviews, facts)
    found = [
        Field("title", State.PRESENT if title else reading.absent(), title, head),
        reading.picture(),
        reading.price(price, tags, hidden),
        reading.category(trail),
        reading.choice(),
        reading.stock(buy),
        reading.after_sales(),
    ]
    known = {each.name for each in found}
    found += [reading.field(name) for name in _FIELDS if name not in known]
    found += reading.operator()
    return Product(
        _page_kind(view, own, title, price, tags, hidden, buy), title, template, tuple(found), facts, price, tags, hidden,
        buy, _sold_out(own), stated(view),
    )  # fmt: skip


def _trail(own: Iterable[Element]) -> Element | None:
    for each in own:
        said = each.text or each.own
        fits = each.seen and 0 < len(said) <= LIMITS["value"]
        if fits and (_TRAIL.match(plain(said)) or (len(said) > 2 and _CRUMB.search(each.classes.lower()))):
            return each
    return None


def _buy(own: Iterable[Element]) -> Element | None:
    """A control that buys, pressable by its look; one marked as disabled is none."""
    for each in own:
        if not each.seen or not (each.clickable or each.tag in ("a", "button", "input") or each.role == "button"):
            continue
        said = plain(each.text or each.own or each.name)
        worded = len(said) <= LIMITS["button"] and any(word in said for word in _BUY)
        if worded and not _DISABLED.search(each.classes.lower()):
            return each
    return None


def _sold_out(own: Iterable[Element]) -> Element | None:
    """Words that the product on the page is sold out; one choice among several that is, is not."""
    for each in own:
        if each.seen and each.tag not in ("option", "label") and product_words.sold_out(each.own or each.name):
            return each
    return None


def _page_kind(
    view: View, own: tuple[Element, ...], title: str, price: Price | None, tags: tuple[Price, ...], hidden: str, buy: Element | None
) -> PageKind:  # fmt: skip
    short = [plain(each.own) for each in own if each.seen and 0 < len(each.own) <= 40]
    if buy is None and any(_GONE.search(said) for said in (*short, plain(view.title))):
        return PageKind.GONE
    if not tags and not hidden and any(prices.negotiable(said) for said in short if len(said) <= 14):
        return PageKind.INQUIRY
    if _SECOND_HAND.search(plain(title)):
        return PageKind.SECOND_HAND
    if buy is None and len(cards(view)) >= LIMITS["list_cards"] and price is None:
        return PageKind.LIST
    return PageKind.PRODUCT if title and (tags or hidden or buy is not None) else PageKind.OTHER


def _footed(name: str, element: Element | None) -> Field:
    if element is None:
        return Field(name, State.MISSING)
    return Field(name, State.PRESENT, (element.own or element.name)[:80], element)


class _Reading:
    """Looks up one detail after another on one page."""

    def __init__(
        self, view: View, own: tuple[Element, ...], reviews: tuple[Element, ...], facts: tuple[Row, ...]
    ) -> None:
        self.view, self.own, self.reviews, self.facts = view, own, reviews, facts
        self.tabs = any(each.seen and each.clickable and plain(each.own) in _WORDS["tabs"] for each in own)
        self.blind = bool(absence.lacks(view, Where.TEXTS)) or pictured_words(view, own) or self.tabs
        short = (
            each
            for each in own
            if each.tag != "body" and 0 < len(each.text or each.own or each.ocr or each.name) <= LIMITS["says"]
        )
        self.telling = self._telling(short)

    def _telling(self, places: Iterable[Element]) -> tuple[tuple[Element, Mapping[str, str]], ...]:
        """What is seen, or folded into a tab, and has words of a detail; with these words."""
        folded = (Unseen.DISPLAY_NONE, Unseen.HIDDEN) if self.tabs else ()
        shown = (each for each in places if each.seen or each.unseen in folded)
        return tuple((each, says) for each in shown if (says := product_words.details(each.words)))

    def absent(self) -> State:
        """What a detail is that was not found: missing only where all that may hold it was read."""
        return State.UNCLEAR if self.blind else State.MISSING

    def field(self, name: str) -> Field:
        """By a row with one of its labels, else by its words in the page's own text."""
        labels = _FIELDS[name].get("labels", ())
        blank = None
        for row in self.facts:
            if row.label in labels:
                if row.filled and (row.element.seen or self.tabs):
                    return Field(name, State.PRESENT, row.value, row.element)
                blank = blank or row.element
        if name in product_words.SAYS:
            for each, says in (*self.telling, *self._telling(self.reviews)) if name == "reviews" else self.telling:
                if name in says:
                    return Field(name, State.PRESENT, says[name], each)
        return Field(name, State.MISSING if blank is not None and blank.seen else self.absent(), "", blank)

    def picture(self) -> Field:
        least = LIMITS["picture_px"]
        for each in self.own:
            if each.image and each.seen and min(each.box.w, each.box.h) >= least:
                return Field("image", State.PRESENT, each.image[-80:], each)
        return Field("image", State.MISSING if not absence.lacks(self.view) else State.UNCLEAR)

    def price(self, price: Price | None, tags: tuple[Price, ...], hidden: str) -> Field:
        shown = price or next((each for each in tags if each.kind is not PriceKind.STRUCK), None)
        if shown is not None:
            return Field("price", State.PRESENT, shown.amount.raw, shown.element)
        return Field("price", State.UNCLEAR if hidden else self.absent(), hidden)

    def category(self, trail: Element | None) -> Field:
        if trail is not None:
            return Field("category", State.PRESENT, said_by(trail)[:80], trail)
        return self.field("category")

    def choice(self) -> Field:
        """Variants or a number to choose; where a page states one specification there is nothing to choose."""
        for each in self.own:
            if each.seen and (each.input_type in CHOICES or (each.tag == "select" and each.text)):
                return Field("sku", State.PRESENT, said_by(each)[:40], each)
        found, spec = self.field("sku"), self.field("spec")
        if found.state is not State.PRESENT and spec.state is State.PRESENT:
            return Field("sku", State.PRESENT, spec.value, spec.element)
        return found

    def stock(self, buy: Element | None) -> Field:
        """Words of stock; a live buying control says that it can be had."""
        found = self.field("stock")
        if found.state is not State.PRESENT and buy is not None:
            return Field("stock", State.PRESENT, said_by(buy), buy)
        return found

    def operator(self) -> tuple[Field, Field]:
        """Who runs the shop, and a way to the licence, as the foot of the page says: the seller of what nobody else sells."""
        foot = [each for each in self.view.elements if each.seen and each.region is Region.FOOTER]
        name = next((each for each in foot if companies(each.own[:400])), None)
        licence = next(
            (each for each in foot if product_words.SAYS["seller_licence"].search(plain(each.words[:400]))), None
        )
        return _footed("operator", name), _footed("operator_licence", licence)

    def after_sales(self) -> Field:
        """Terms, or a link to them, anywhere but in the navigation."""
        for each in self.view.elements:
            said = each.text or each.own
            if each.seen and each.region not in (Region.HEADER, Region.NAV) and 0 < len(said) <= LIMITS["says"]:
                terms = product_words.after_sales(said)
                if terms:
                    return Field("after_sales", State.PRESENT, terms, each)
        return Field("after_sales", self.absent())
