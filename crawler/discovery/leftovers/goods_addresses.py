"""Which addresses of a shop lead to goods and lists of goods, learnt from the pages of those kinds that were seen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from crawler.discovery.leftovers.leftover_settings import FILE
from crawler.discovery.leftovers.refined_lists import RefinedLists
from crawler.discovery.products.address_templates import Template, alike_but_for_numbers, fits_template, learn_templates
from crawler.discovery.products.goods_cards import GoodsCard, find_cards
from crawler.discovery.products.list_stems import begins_with_stem, learn_stems
from crawler.discovery.products.product_signs import read_signs
from crawler.discovery.search_settings import found_nothing
from crawler.links import role_links
from crawler.links.places import stands_in
from crawler.site import View
from crawler.urls import is_openable, page_identity
from crawler.vocabulary import LANDED, Region, Role

_LIMITS = FILE.load().limits
_ABOVE = 2  # folders above an address in which goods are looked for
OF_GOODS = frozenset({Role.HOME, Role.LIST, Role.SEARCH, Role.PRODUCT})


@dataclass(frozen=True, slots=True)
class GoodsAddresses:
    """The shapes of a shop's addresses of goods, and what those of its lists and searches begin with.

    ``told_by_path``, ``told_by_list``: whether what addresses of goods, or of lists, usually look like tells anything
    here. It does not where a page of another kind has such an address (``?id=17`` of a help page, ``?cat=3`` of its
    chapters), and for goods not where the shop's own shapes are known.
    """

    forms: tuple[Template, ...]
    stems: frozenset[str]
    told_by_path: bool
    told_by_list: bool
    refined: RefinedLists = field(compare=False)

    @classmethod
    def learn(
        cls,
        views: Iterable[View],
        cards: Callable[[View], tuple[GoodsCard, ...]] = find_cards,
        bare_list: Callable[[View], bool] | None = None,
    ) -> GoodsAddresses:
        """From the pages seen, and from the cards of goods on them. A shape that a page of another kind has too tells nothing.

        A page that no role's words name is a list of goods where it shows little else, and no page of another kind where
        goods are linked in its own part, or it says that it found none: a search for which the shop has two things. Such
        a page is a list too where its address is that of a list but for the numbers: a category that holds one thing or
        none. Nor is it one of another kind where it sells a thing itself, whatever led to it. ``cards``, ``bare_list``: how both are read,
        for whoever keeps what was read.
        """
        views = [view for view in views if view.state == LANDED]
        beside = shown_beside_goods(views)
        views = [view for view in views if view.id not in beside and not _is_filed_elsewhere(view)]
        bare_list = bare_list or is_bare_list
        bare = [(view, bare_list(view)) for view in views if view.role is Role.OTHER]
        named = [view.url for view in views if view.role not in OF_GOODS and view.role is not Role.OTHER]
        offered = (card.url for view in views if view.role in OF_GOODS for card in cards(view) if card.url)
        goods = _shapes((*(view.url for view in views if view.role is Role.PRODUCT), *offered), named)
        listing = [view.url for view, lists in bare if lists]
        about = [(view.url, _is_of_goods(view, goods)) for view, lists in bare if not lists]
        others = [*named, *(url for url, of_goods in about if not of_goods)]
        known = [*(view.url for view in views if view.role is Role.LIST), *listing]
        listing += [
            url for url, of_goods in about if of_goods and any(alike_but_for_numbers(url, one) for one in known)
        ]
        goods = [form for form in goods if not any(fits_template(url, (form,)) for url in others)]
        lists = _shapes((*(view.url for view in views if view.role is Role.LIST), *listing), others)
        seen = [*(view.url for view in views if view.role in (Role.LIST, Role.SEARCH)), *listing]
        listed = (*seen, *(view.url for view in views if view.role is Role.HOME))
        opened = (url for view in views for url in (view.url, view.asked))
        return cls(
            (*goods, *lists),
            learn_stems(seen, others),
            told_by_path=not goods and not any(_path_speaks_of_goods(url) for url in others),
            told_by_list=not any(role_links.speaks_of_list(url) for url in others),
            refined=RefinedLists.learn(opened, listed),
        )

    def hold(self, url: str) -> bool:
        """Whether an address is one of goods or of a list of goods."""
        usual = role_links.names_goods(url) or (self.told_by_path and _path_speaks_of_goods(url))
        return (
            usual
            or begins_with_stem(url, self.stems)
            or self.refined.hold(url)
            or any(fits_template(address, self.forms) for address in _and_above(url))
        )

    def look_like_list(self, url: str) -> bool:
        """Whether an address looks like one of a list of goods, in a shop where that tells it from other pages."""
        return self.told_by_list and role_links.speaks_of_list(url)


def shown_beside_goods(views: Iterable[View]) -> frozenset[str]:
    """Ids of views of another role that stand at the address of a thing for sale: what a press showed there, as the box of a chat.

    They say nothing of what is at that address. Where pages of several roles share one address, it tells none of them.
    """
    views = tuple(views)
    goods = {page_identity(view.url) for view in views if view.role is Role.PRODUCT}
    there: dict[str, set[Role]] = {}
    for view in views:
        if view.role not in OF_GOODS:
            there.setdefault(page_identity(view.url), set()).add(view.role)
    alone = {address for address, roles in there.items() if len(roles) == 1 and address in goods}
    return frozenset(view.id for view in views if view.role not in OF_GOODS and page_identity(view.url) in alone)


def _and_above(url: str) -> Iterator[str]:
    """The address and, where it has no query, those of the folders it stands in: reviews of goods stand beneath them."""
    yield url
    parts = urlsplit(url)
    steps = () if parts.query or parts.fragment else tuple(part for part in parts.path.split("/") if part)
    for last in range(len(steps) - 1, max(len(steps) - _ABOVE - 1, 0), -1):
        for tail in ("", "/"):
            yield f"{parts.scheme}://{parts.netloc}/{'/'.join(steps[:last])}{tail}"


def _shapes(urls: Iterable[str], others: Collection[str]) -> list[Template]:
    """The shapes of these addresses that none of the others has."""
    return [form for form in learn_templates(urls) if not any(fits_template(url, (form,)) for url in others)]


def is_bare_list(view: View) -> bool:
    """Whether goods stand side by side in a page's own part and hardly a sentence beside them.

    A document may show goods as well, and a column of them may stand beside every page.
    """
    if not read_signs(view).is_list:
        return False
    cards = find_cards(view)
    if cards and all(card.picture.region is Region.SIDE for card in cards):
        return False  # a column beside every page shows goods, also beside a document
    places = tuple(card.place for card in cards)
    said = (
        len(element.own)
        for element in view.elements
        if element.seen and element.region is Region.MAIN and not element.href and not element.clickable
        and len(element.own) >= _LIMITS.sentence and not any(stands_in(element.selector, place) for place in places)
    )  # fmt: skip
    return sum(said) < _LIMITS.beside_goods


def _is_filed_elsewhere(view: View) -> bool:
    """Whether a page that was opened as one of another kind is about goods by a key of its address: it tells of no other kind."""
    return view.role not in OF_GOODS and role_links.names_goods(view.url)


def _is_of_goods(view: View, goods: Sequence[Template]) -> bool:
    """Whether an unnamed page links goods in its own part, says that none were found, or is one of goods by address and looks."""
    if fits_template(view.url, goods) and read_signs(view).is_product:
        return True
    linked = (
        element.seen and element.region is Region.MAIN and is_openable(element.href) and fits_template(element.href, goods)
        for element in view.elements
    )  # fmt: skip
    return any(linked) or found_nothing(view.text)


def _path_speaks_of_goods(url: str) -> bool:
    """Whether an address looks like one of goods without its query: a number in it (``?id=17``) may be any page's."""
    return role_links.speaks_of_goods(url.partition("?")[0])
