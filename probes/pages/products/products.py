"""Reads a product page: what it sells, at which price, by whom, and which details a buyer needs it shows as text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from crawler.site import Element, View
from crawler.vocabulary import Region, Unseen
from probes.pages.absence import absence
from probes.pages.products import product_kinds, product_words
from probes.pages.products.cards import card_scope, read_cards
from probes.pages.products.product_rows import DATA, LIMITS, ProductRow
from probes.pages.products.product_titles import (
    find_framed_trail,
    find_trail,
    join_element_words,
    kind_before_title,
    kind_behind_home,
    main_title,
)
from probes.pages.products.structured import StatedOffer, structured_products
from probes.pages.rules import policy
from probes.pages.wire.lost_requests import list_lost_pictures
from probes.text.companies import find_companies
from probes.text.normalise import plain_text
from probes.text.numbers import prices
from probes.text.numbers.prices import OPEN, Price, PriceKind
from probes.text.remember import per_view

_FIELDS = DATA.fields
_WORDS = DATA.words
_GONE = policy.pattern(tuple(_WORDS.gone))
_SECOND_HAND = policy.pattern(tuple(_WORDS.second_hand))
_DISABLED = re.compile(_WORDS.disabled)
CHOICES = frozenset({"radio", "number", "checkbox"})
_NO_PICTURE = re.compile(_WORDS.no_picture)
CRITICAL: tuple[str, ...] = tuple(DATA.critical["fields"])


class PageKind(StrEnum):
    """What a page opened as a product page turned out to be."""

    PRODUCT = "product"
    GONE = "gone"  # no longer sold, or never there
    INQUIRY = "inquiry"  # the price is to be asked for
    SECOND_HAND = "second_hand"
    LIST = "list"
    OTHER = "other"  # an article, a stub


class FieldState(StrEnum):
    PRESENT = "present"
    MISSING = "missing"
    UNCLEAR = "unclear"  # it may stand in a picture or a tab that was not read, or is kept from those not logged in


@dataclass(frozen=True, slots=True)
class ProductField:
    """One detail; ``element`` is where it stands, or None."""

    name: str
    state: FieldState
    value: str = ""
    element: Element | None = None


@dataclass(frozen=True, slots=True)
class Product:
    """One product page. ``price`` is what anybody pays, ``prices`` are all its price tags; ``buy`` is its working buy button."""

    kind: PageKind
    title: str
    template: product_kinds.DetailTemplate
    fields: tuple[ProductField, ...]
    rows: tuple[ProductRow, ...]
    price: Price | None
    prices: tuple[Price, ...]
    masked: str
    buy: Element | None
    sold_out: Element | None
    stated: tuple[StatedOffer, ...]

    def field(self, name: str) -> ProductField:
        """That detail. Raises StopIteration for an unknown name."""
        return next(field for field in self.fields if field.name == name)

    def row(self, *labels: str) -> ProductRow | None:
        """The first filled row with one of those labels."""
        return next((row for row in self.rows if row.filled and row.label in labels), None)


def name_field(field: str) -> tuple[str, str]:
    """A detail's name in Chinese and English."""
    if field == "after_sales":
        return "售后条款", "after-sale terms"
    raw = _FIELDS[field]
    return str(raw.zh), str(raw.en)


@per_view
def read_product(view: View) -> Product:
    """What the page says of its product, from text, names, words in pictures and machine-readable markup. Never raises."""
    parts = card_scope(view)
    own = parts.own
    facts = product_kinds.read_facts(view, own)
    head = main_title(view, own)
    tags = prices.find_price_tags(node for node in own if node.seen and node is not head)
    asked = [tag for tag in tags if tag.kind in OPEN]
    price = max(asked, key=lambda price: (price.element.font_px, -price.element.box.y), default=None)
    hidden = next((said for node in own if node.seen and (said := prices.masked_price(node.text or node.own))), "")
    title = "" if head is None else head.own if len(head.own) >= LIMITS["title_least"] else join_element_words(head)
    named_so = " ".join(title.split())
    trail = find_trail(own, head) or find_framed_trail(view, named_so) or kind_before_title(own, named_so)
    window = " ".join(view.title.split())  # what the last step says where it names no goods
    trail = trail or kind_before_title(own, window) or kind_behind_home(own, head)
    named = (row.value for row in facts if row.filled and row.label in _FIELDS["category"].labels)
    template = product_kinds.classify_product(title, " ".join((*named, trail.text if trail is not None else "")), facts)
    buy = _buy(own)
    reading = _DetailReading(view, own, parts.reviews, facts)
    found = [
        ProductField("title", FieldState.PRESENT if title else reading.absent("title"), title, head),
        reading.picture(title),
        reading.price(price, tags, hidden),
        reading.category(trail),
        reading.choice(),
        reading.stock(buy),
        reading.after_sales(),
    ]
    known = {field.name for field in found}
    found += [reading.field(name) for name in _FIELDS if name not in known]
    found += reading.operator()
    return Product(
        _page_kind(view, own, title, price, tags, hidden, buy), title, template, tuple(found), facts, price, tags, hidden,
        buy, product_words.find_sold_out(own), structured_products(view),
    )  # fmt: skip


def _shows(picture: Element, title: str) -> bool:
    side = min(picture.box.w, picture.box.h)
    named = bool(title) and title in plain_text(picture.name) and not _NO_PICTURE.search(picture.image.lower())
    return side >= LIMITS["picture_px"] or (named and side >= LIMITS["named_px"])


def _is_wide(picture: Element) -> bool:
    short, long = sorted((picture.box.w, picture.box.h))
    return long > LIMITS["picture_shape"] * short


def _buy(own: Iterable[Element]) -> Element | None:
    """A buy control that looks clickable; one marked as disabled does not count. None without one."""
    for part in own:
        if not part.seen or not (part.clickable or part.tag in ("a", "button", "input") or part.role == "button"):
            continue
        if product_words.says_buying(part.text or part.own or part.name) and not _DISABLED.search(part.classes.lower()):
            return part
    return None


def _page_kind(
    view: View, own: tuple[Element, ...], title: str, price: Price | None, tags: tuple[Price, ...], hidden: str, buy: Element | None
) -> PageKind:  # fmt: skip
    short = [plain_text(node.own) for node in own if node.seen and 0 < len(node.own) <= 40]
    if buy is None and any(_GONE.search(said) for said in (*short, plain_text(view.title))):
        return PageKind.GONE
    if not tags and not hidden and any(prices.negotiable_price(said) for said in short if len(said) <= 14):
        return PageKind.INQUIRY
    if _SECOND_HAND.search(plain_text(title)):
        return PageKind.SECOND_HAND
    if buy is None and len(read_cards(view)) >= LIMITS["list_cards"] and price is None:
        return PageKind.LIST
    return PageKind.PRODUCT if title and (tags or hidden or buy is not None) else PageKind.OTHER


def _footed(name: str, element: Element | None) -> ProductField:
    if element is None:
        return ProductField(name, FieldState.MISSING)
    return ProductField(name, FieldState.PRESENT, (element.own or element.name)[:80], element)


class _DetailReading:
    """Looks up one detail after another on a page."""

    def __init__(
        self, view: View, own: tuple[Element, ...], reviews: tuple[Element, ...], facts: tuple[ProductRow, ...]
    ) -> None:
        self.view, self.own, self.reviews, self.facts = view, own, reviews, facts
        self.tabs = any(node.seen and node.clickable and plain_text(node.own) in _WORDS.tabs for node in own)
        self.hidden = product_kinds.hidden_details(view, own, facts)
        self.folded = (Unseen.DISPLAY_NONE, Unseen.HIDDEN) if self.tabs else ()
        short = (
            node
            for node in own
            if node.tag != "body"
            and (node.seen or node.unseen in self.folded)
            and 0 < len(node.text or node.own or node.ocr or node.name) <= LIMITS["says"]
            and not product_words.names_other_goods(view, node)
        )
        self.telling = self._telling(short)

    def _telling(self, places: Iterable[Element]) -> tuple[tuple[Element, Mapping[str, str]], ...]:
        """What is visible, or folded into a tab, and names a detail; with the details named."""
        shown = (place for place in places if place.seen or place.unseen in self.folded)
        return tuple((element, says) for element in shown if (says := product_words.product_details(element.words)))

    def absent(self, name: str) -> FieldState:
        """The state of a detail that was not found: missing only where everything that may hold it was read."""
        return FieldState.UNCLEAR if name in self.hidden else FieldState.MISSING

    def field(self, name: str) -> ProductField:
        """The detail from a row with one of its labels, else from words in the page's own text; a hidden 到货通知 waits for another day."""
        labels = _FIELDS[name].labels
        blank = None
        for row in self.facts:
            if row.label in labels and not product_words.tells_of_seller(name, row.value):
                if row.filled and (row.element.seen or (self.tabs and not self._leads(row.element))):
                    return ProductField(name, FieldState.PRESENT, row.value, row.element)
                blank = blank or (None if product_kinds.is_folded_row(row) else row.element)
        if name in product_words.SAYS:
            for element, says in (*self.telling, *self._telling(self.reviews)) if name == "reviews" else self.telling:
                if name in says and (element.seen or name != "stock"):
                    return ProductField(name, FieldState.PRESENT, says[name], element)
        return ProductField(
            name, FieldState.MISSING if blank is not None and blank.seen else self.absent(name), "", blank
        )

    def _leads(self, element: Element) -> bool:
        """Whether hidden words belong to a link, as in a folded menu, and not to a row in a closed tab."""
        around: Element | None = element
        for _ in range(int(LIMITS["levels"])):
            if around is None or around.href:
                break
            at = around.parent
            around = self.view.elements[at] if at is not None and 0 <= at < len(self.view.elements) else None
        return around is not None and bool(around.href)

    def picture(self, title: str) -> ProductField:
        """A picture large enough, or a smaller one that bears the product's name and does not say that there is none."""
        named = plain_text(title)
        shown = [one for one in self.own if one.image and one.seen and _shows(one, named)]
        if shown:  # a logo or banner amid the goods is wide, and what is painted behind a picture shows while it loads
            best = next((one for one in shown if one.tag == "img" and not _is_wide(one)), shown[0])
            return ProductField("image", FieldState.PRESENT, best.image[-80:], best)
        lost = frozenset(list_lost_pictures(self.view))
        missed = absence.missing_of_view(self.view) or any(one.image in lost for one in self.own)
        return ProductField("image", FieldState.UNCLEAR if missed else FieldState.MISSING)

    def price(self, price: Price | None, tags: tuple[Price, ...], hidden: str) -> ProductField:
        shown = price or next((tag for tag in tags if tag.kind is not PriceKind.STRUCK), None)
        if shown is not None:
            return ProductField("price", FieldState.PRESENT, shown.amount.raw, shown.element)
        return ProductField("price", FieldState.UNCLEAR if hidden else self.absent("price"), hidden)

    def category(self, trail: Element | None) -> ProductField:
        if trail is not None:
            return ProductField("category", FieldState.PRESENT, join_element_words(trail)[:80], trail)
        return self.field("category")

    def choice(self) -> ProductField:
        """Variants or a quantity to choose; a page that states one specification has nothing to choose."""
        for choice in self.own:
            if choice.seen and (choice.input_type in CHOICES or (choice.tag == "select" and choice.text)):
                return ProductField("sku", FieldState.PRESENT, join_element_words(choice)[:40], choice)
        found, spec = self.field("sku"), self.field("spec")
        if found.state is not FieldState.PRESENT and spec.state is FieldState.PRESENT:
            return ProductField("sku", FieldState.PRESENT, spec.value, spec.element)
        return found

    def stock(self, buy: Element | None) -> ProductField:
        """Words on stock; a working buy button says that it is in stock."""
        found = self.field("stock")
        if found.state is not FieldState.PRESENT and buy is not None:
            return ProductField("stock", FieldState.PRESENT, join_element_words(buy), buy)
        return found

    def operator(self) -> tuple[ProductField, ProductField]:
        """The operator and a way to its licence, from the page's foot: the operator is the seller of what nobody else sells."""
        foot = [element for element in self.view.elements if element.seen and element.region is Region.FOOTER]
        name = next((element for element in foot if find_companies(element.own[:400])), None)
        shows_licence = product_words.SAYS["seller_licence"].search
        licence = next((element for element in foot if shows_licence(plain_text(element.words[:400]))), None)
        return _footed("operator", name), _footed("operator_licence", licence)

    def after_sales(self) -> ProductField:
        """Terms or a link to them, outside the navigation; a bare heading in the footer is neither and leaves it open."""
        headed = None
        for part in self.view.elements:
            said = part.text or part.own
            if part.seen and part.region not in (Region.HEADER, Region.NAV) and 0 < len(said) <= LIMITS["says"]:
                foot = part.region is Region.FOOTER
                terms = product_words.find_after_sales_terms(said, bool(part.href) or part.clickable)
                if terms and (not foot or product_words.leads_or_tells(part)):
                    return ProductField("after_sales", FieldState.PRESENT, terms, part)
                if foot and part.heading and product_words.find_after_sales_terms(said, True):
                    headed = headed or part
        if headed is not None:
            return ProductField("after_sales", FieldState.UNCLEAR, "", headed)
        return ProductField("after_sales", self.absent("after_sales"))
