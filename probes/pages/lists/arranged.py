"""Links by which a list of goods shows the same goods again, in another order or fewer of them: no page of their own is behind them."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from crawler.site import View
from crawler.urls import is_openable, page_identity
from crawler.vocabulary import Role

_LISTS = frozenset({Role.LIST, Role.SEARCH})


def arranges_goods(view: View, target: str) -> bool:
    """Whether an address is that of the list, or of the search, on whose page the link stands, with something added.

    All that the page's own address says of it is said again (``?c=goods&key=tea`` and ``?c=goods&key=tea&sort=credit``):
    信用 or 评价 names an order there, and no rules. An address that says nothing, a shop's front door, tells nothing.
    """
    if view.role not in _LISTS or not is_openable(view.url) or not is_openable(target):
        return False
    here, there = urlsplit(page_identity(view.url)), urlsplit(page_identity(target))
    said, told = (set(parse_qsl(one.query, keep_blank_values=True)) for one in (here, there))
    same = (here.netloc, here.path, here.fragment) == (there.netloc, there.path, there.fragment)
    return same and said < told and bool(said or here.path.strip("/"))
