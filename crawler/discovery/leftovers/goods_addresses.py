"""Which addresses of a shop lead to goods and lists of goods, learnt from the pages of those kinds that were seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.discovery.products.address_templates import Template, fits_template, learn_templates
from crawler.discovery.products.list_stems import begins_with_stem, learn_stems
from crawler.links import role_links
from crawler.site import View
from crawler.vocabulary import LANDED, Role

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

    @classmethod
    def learn(cls, views: Iterable[View]) -> GoodsAddresses:
        """From the pages seen. A shape that a page of another kind has too tells nothing."""
        views = [view for view in views if view.state == LANDED]
        others = [view.url for view in views if view.role not in OF_GOODS]
        goods, lists = (
            [form for form in _learn(views, role) if not any(fits_template(url, (form,)) for url in others)]
            for role in (Role.PRODUCT, Role.LIST)
        )
        seen = [view.url for view in views if view.role in (Role.LIST, Role.SEARCH)]
        return cls(
            (*goods, *lists),
            learn_stems(seen, others),
            told_by_path=not goods and not any(_path_speaks_of_goods(url) for url in others),
            told_by_list=not any(role_links.speaks_of_list(url) for url in others),
        )

    def hold(self, url: str) -> bool:
        """Whether an address is one of goods or of a list of goods."""
        usual = self.told_by_path and _path_speaks_of_goods(url)
        return (
            usual
            or begins_with_stem(url, self.stems)
            or any(fits_template(address, self.forms) for address in _and_above(url))
        )

    def look_like_list(self, url: str) -> bool:
        """Whether an address looks like one of a list of goods, in a shop where that tells it from other pages."""
        return self.told_by_list and role_links.speaks_of_list(url)


def _and_above(url: str) -> Iterator[str]:
    """The address and, where it has no query, those of the folders it stands in: reviews of goods stand beneath them."""
    yield url
    parts = urlsplit(url)
    steps = () if parts.query or parts.fragment else tuple(part for part in parts.path.split("/") if part)
    for last in range(len(steps) - 1, max(len(steps) - _ABOVE - 1, 0), -1):
        for tail in ("", "/"):
            yield f"{parts.scheme}://{parts.netloc}/{'/'.join(steps[:last])}{tail}"


def _learn(views: Iterable[View], role: Role) -> tuple[Template, ...]:
    return learn_templates(view.url for view in views if view.role is role)


def _path_speaks_of_goods(url: str) -> bool:
    """Whether an address looks like one of goods without its query: a number in it (``?id=17``) may be any page's."""
    return role_links.speaks_of_goods(url.partition("?")[0])
