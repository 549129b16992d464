"""Controls without an address that lead to no page: what sorts goods or chooses among them, panels of a product, signs that turn or search."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import islice
from urllib.parse import urlsplit

from crawler.discovery.leftovers.goods_addresses import is_bare_list
from crawler.discovery.leftovers.leftover_settings import FILE as LEFTOVERS_FILE
from crawler.dom.picture_places import price_pattern
from crawler.dom.snapshot_script import reading_settings
from crawler.links import role_links
from crawler.links.places import places_around, stands_in
from crawler.site import Element, View
from crawler.spelling import plain_words
from crawler.urls import is_openable, page_identity
from crawler.vocabulary import Region, Role
from probes.pages.layout.form_buttons import FILE as EXHAUSTED_FILE
from probes.schema.unopened_table import UNOPENED
from probes.text.remember import per_line, per_view, per_view_and
from probes.text.shown import list_seen

_DATA = EXHAUSTED_FILE.load()
_OF_GOODS: tuple[str, ...] = tuple(plain_words(word) for word in LEFTOVERS_FILE.load().named.of_goods)
OF_LISTS = frozenset({Role.LIST, Role.SEARCH, Role.PRODUCT})
OF_CHOICE = frozenset({Region.MAIN, Region.SIDE, Region.FLOATING})
SORTS = frozenset(plain_words(word) for word in _DATA.sorts)
_ORDERS = frozenset(plain_words(word) for word in _DATA.orders)
_SIGNS = frozenset(_DATA.signs)
_SIDES = frozenset(_DATA.sides)
_CARTS = tuple(role_links.RULES[Role.CART].words)
_COUNT = re.compile(_DATA.cart_count)
_ROOTS = ("/", "!/")  # what follows the # of an app's home page
_LAST = re.compile(r":nth-child\(\d+\)(?=[^()]*$)")  # of a place: its last number, by which siblings differ
_ALL: tuple[str, ...] = tuple(plain_words(word) for word in _DATA.choose_all)
_NOT_ALL = frozenset(plain_words(word) for word in _DATA.harmless)  # 全部商品 leads to the list of goods
_PLACED = frozenset({Region.MAIN, Region.SIDE})
_NAMES: tuple[str, ...] = tuple(
    dict.fromkeys(
        word
        for role, rule in role_links.RULES.items()
        if role not in (Role.LIST, Role.PRODUCT)
        for word in (*rule.words, *(one for topic in rule.further for one in topic))
    )
)
_TURNING = frozenset(plain_words(word) for word in UNOPENED.load().not_.turning)
_UNDER_WAY = re.compile(UNOPENED.load().not_.under_way)
_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


lists_goods = per_view(is_bare_list)  # asked for each picture and control


def is_about_goods(view: View, element: Element, leads_to_goods: Callable[[str], bool]) -> bool:
    """Whether a control without an address sorts goods, chooses among them or among buyers' questions, or stands on a card of one."""
    about = view.role in OF_LISTS or leads_to_goods(view.url)
    chooses = picks_among_questions(view, element) or (about and chooses_kind(view, element))
    return chooses or sorts_goods(view, element) or stands_on_card(view, element, leads_to_goods)


def sorts_goods(view: View, element: Element) -> bool:
    """Whether a control without an address sorts the goods of a list, whatever pages bear its label as a name too (评分, 评价)."""
    if element.region not in OF_CHOICE or _said(element) not in SORTS:
        return False
    if view.role in OF_LISTS or (view.role is Role.OTHER and lists_goods(view)):
        return True
    beside = (
        one for one in list_seen(view.elements) if one.clickable and abs(one.box.y - element.box.y) <= element.box.h / 2
    )
    row = {_said(one) for one in beside}
    return len(row & _ORDERS) >= _DATA.orders_beside  # 销量, 价格, 最新 beside it, on a page of any name


def picks_among_questions(view: View, element: Element) -> bool:
    """Whether a control without an address bears the name of a choice in a form of its page, as another beside it does.

    Such a row picks among what buyers asked by its kind (支付, 配送, 售后), and the form below it asks for that kind.
    """
    choices = _choices(view)
    if _said(element) not in choices:
        return False
    beside = {
        _said(one)
        for one in list_seen(view.elements)
        if one.clickable and one.tag != "label" and abs(one.box.y - element.box.y) <= element.box.h / 2
    }
    return len(beside & choices) > 1


@per_view
def _choices(view: View) -> frozenset[str]:
    """The labels of fields of a page's forms."""
    return frozenset(said for one in view.elements if one.tag == "label" and (said := _said(one)))


def stays_on_list(view: View, element: Element) -> bool:
    """Whether a control of a list leads to a part of it, shows one of its pictures larger, or sorts it."""
    return _shows_part(view, element) or _puts_in_order(view, element)


def _puts_in_order(view: View, element: Element) -> bool:
    """Whether a control without an address stands in a row of such that sort a list, and says so itself (综合排序, 销量优先)."""
    if element.href or not any(order in _said(element) for order in _ORDERS):
        return False
    row = (
        one
        for one in list_seen(view.elements)
        if one.clickable and not one.href and abs(one.box.y - element.box.y) <= element.box.h / 2
    )
    return len({_said(one) for one in row if any(order in _said(one) for order in _ORDERS)}) > _DATA.orders_beside


def _said(element: Element) -> str:
    return plain_words(element.text or element.own or element.name)


def is_mark(said: str) -> bool:
    """Whether a label is a mark without a letter or number (+, −): beside goods it counts them up and down."""
    return bool(said) and not any(map(str.isalnum, said))


def shows_panel(view: View, element: Element, said: Iterable[str]) -> bool:
    """Whether it is a plain box beside the goods of a product's page that shows what buyers say or ask of them (商品评论, 商品咨询).

    A tab by its role is left out everywhere; shops build the same of boxes that listen.
    """
    return view.role is Role.PRODUCT and not element.href and any(word in one for one in said for word in _OF_GOODS)


def is_sign(element: Element) -> bool:
    """Whether a control without words or an address is called, in the page's source, after what turns, goes back, closes or searches.

    It is no wider or no higher than an arrow. Left and right say so in the page's own part alone: elsewhere they are places.
    """
    if element.href or min(element.box.w, element.box.h) > _DATA.arrow:
        return False
    called = _split_name(element.classes)
    return not called.isdisjoint(_SIGNS) or (element.region is Region.MAIN and not called.isdisjoint(_SIDES))


def loads_own_page(element: Element) -> bool:
    """Whether it is a link with an empty address, no words and no picture: pressing it loads its own page anew."""
    shown = element.text or element.own or element.name or element.ocr or element.image
    return element.tag == "a" and element.role == "link" and not (element.href or shown)


@per_line
def counts_cart(said: str) -> bool:
    """Whether a label names the cart and counts what is in it (购物车中 0 件商品，总价为 ¥0.00): it opens the cart, whatever it says of goods."""
    return said.startswith(_CARTS) and _COUNT.search(said) is not None


def _shows_part(view: View, element: Element) -> bool:
    """Whether it is a link to a part of this page that is there, or a picture that is shown larger when pressed."""
    if element.tag == "img":
        return not element.href
    part = f"#{urlsplit(element.href).fragment}>"
    return len(part) > 2 and any(one.seen and one.selector.startswith(part) for one in view.elements)


def list_pressed(views: Iterable[View]) -> frozenset[tuple[str, str]]:
    """The places and labels of the controls without an address on these pages."""
    elements = (one for view in views for one in list_seen(view.elements) if one.clickable and not one.href)
    return frozenset((one.selector, _said(one)) for one in elements)


def leads_within(view: View, element: Element) -> bool:
    """Whether a link leads to a part of its own page that was seen: an article's comment, a form below it.

    So does the route of the home page (``#/``) where routes tell pages apart and the link bears no name of another: it
    is the logo of an app, or a tab of its home page. Only pages with an address of their own are known again with
    another query: behind one script (index.php?id=) any query may name another page.
    """
    parts, own = urlsplit(element.href), urlsplit(view.url)
    if parts.fragment in _ROOTS and own.fragment.startswith(_ROOTS) and parts.netloc == own.netloc:
        said = plain_words(element.text or element.own or element.name)
        return not any(role_links.names_role(role, said) for role in role_links.RULES)
    if not parts.fragment or (parts.netloc, parts.path) != (own.netloc, own.path):
        return False
    if parts.query != own.query and (not own.path.strip("/") or "." in own.path):
        return False
    return parts.fragment in _seen_parts(view)


def drops_product(view: View, element: Element) -> bool:
    """Whether a link on a page of goods leads to its address without the query that names the product: to nothing of it."""
    page, mark, _ = view.url.partition("?")
    return view.role is Role.PRODUCT and bool(mark) and element.href == page


@per_view
def _seen_parts(view: View) -> frozenset[str]:
    """The names of parts of a page in which something was seen: the first step of places that begin at a name."""
    places = (element.selector for element in list_seen(view.elements) if element.selector.startswith("#"))
    return frozenset(place[1:].partition(">")[0].strip() for place in places)


@per_line
def _split_name(classes: str) -> frozenset[str]:
    return frozenset(part.lower() for part in _PARTS.findall(classes))


@per_line
def bears_name(said: str) -> bool:
    """Whether a label holds the name of a page."""
    return any(word in said for word in _NAMES)


def chooses_kind(view: View, element: Element) -> bool:
    """Whether it is one of a row of controls without addresses on a page about goods that choose among kinds of what stands there.

    The row begins with all of them (全部咨询, 支付, 配送, 售后), or stands on a list of goods and none of it bears the
    name of a page (600元以下, 女装). What is chosen there was shown with the rest.
    """
    row = _rows(view).get(_row_of(element), ())
    if element.region not in _PLACED or len(row) < _DATA.choose_least:
        return False
    if row[0].startswith(_ALL) and row[0] not in _ALL and row[0] not in _NOT_ALL:
        return True
    return view.role in (Role.LIST, Role.SEARCH) and not any(map(bears_name, row))


def stands_on_card(view: View, element: Element, leads_to_goods: Callable[[str], bool]) -> bool:
    """Whether the innermost block around it that holds any link is a card of one thing for sale: with a price and the address of that alone."""
    for block in islice(places_around(element.selector), 1, 1 + _DATA.climb):
        led = _led_within(view, (element.frame, block))
        if led:
            return len(led) == 1 and all(map(leads_to_goods, led)) and _is_small_card(view, (element.frame, block))
    return False


@per_view_and  # controls that stand side by side ask for the same blocks
def _led_within(view: View, place: tuple[int, str]) -> frozenset[str]:
    """The pages that links in a block lead to."""
    frame, block = place
    links = (one for one in _links(view) if one.frame == frame and stands_in(one.selector, block))
    return frozenset(page_identity(one.href) for one in links)


@per_view
def _links(view: View) -> tuple[Element, ...]:
    return tuple(one for one in view.elements if is_openable(one.href))


@per_view_and
def _is_small_card(view: View, place: tuple[int, str]) -> bool:
    """Whether a block holds a price, few words and few controls."""
    frame, block = place
    inner = [one for one in list_seen(view.elements) if one.frame == frame and stands_in(one.selector, block)]
    few = sum(one.clickable or bool(one.href) for one in inner) <= _DATA.card_controls
    short = few and sum(len(one.own) for one in inner) <= reading_settings().ocr.place.card_chars
    return short and any(price_pattern().search(one.text or one.own) for one in inner)


@per_view
def _rows(view: View) -> Mapping[tuple[int, str], tuple[str, ...]]:
    """The labels of the controls without addresses that stand side by side, by their place."""
    rows: dict[tuple[int, str], list[str]] = {}
    for one in list_seen(view.elements):
        if (one.clickable or one.href) and not is_openable(one.href):
            rows.setdefault(_row_of(one), []).append(plain_words(one.text or one.own or one.name))
    return {place: tuple(labels) for place, labels in rows.items()}


def _row_of(element: Element) -> tuple[int, str]:
    return element.frame, _LAST.sub("", element.selector)


def turns_or_chooses(labels: Collection[str]) -> bool:
    """Whether a control without an address only turns pictures, acts by itself (收藏本站, 定位中...), or chooses what its page shows."""
    named = any(label in _TURNING or _UNDER_WAY.search(label) for label in labels)
    return named or (bool(labels) and all(map(is_mark, labels)))


def shows_its_page(view: View, element: Element, said: tuple[str, ...]) -> bool:
    """Whether it is a picture called what its page is, such as that of a licence: a press enlarges what was read already."""
    named = view.role in role_links.RULES and any(role_links.names_role(view.role, plain_words(one)) for one in said)
    return element.tag == "img" and named
