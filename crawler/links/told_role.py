"""Tell the role of a page that no entry named, by what it calls itself."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.links import role_links
from crawler.links.fitting import page_names
from crawler.site import Element
from crawler.spelling import holds_word
from crawler.vocabulary import Role

# Pages that are told by what they do or hold, not by their names.
_NOT_BY_NAME = frozenset({
    Role.HOME, Role.CART, Role.LOGIN, Role.REGISTER, Role.SEARCH, Role.LIST, Role.PRODUCT, Role.ERROR, Role.LICENCE,
})  # fmt: skip


def tell_role(title: str, elements: Iterable[Element]) -> Role:
    """The role whose name, and nothing else, is the page's title or first heading; OTHER where there is none."""
    for said in page_names(title, elements):
        for role in role_links.ORDER:
            if role in _NOT_BY_NAME or role_links.for_merchants(said, role) or not role_links.is_name(role, said):
                continue
            if not any(holds_word(said, word) for word in role_links.RULES[role].not_words):
                return role
    return Role.OTHER
