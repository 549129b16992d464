"""Tell the role of a page that no entry named, by what it calls itself or, for want of that, speaks of; and which roles were ill named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from crawler.links import role_links
from crawler.links.fitting import page_names
from crawler.links.role_settings import FILE
from crawler.site import Element, View
from crawler.spelling import holds_word, plain_words
from crawler.vocabulary import Region, Role

# Pages that are told by what they do or hold, not by their names.
_NOT_BY_NAME = frozenset({
    Role.HOME, Role.CART, Role.LOGIN, Role.REGISTER, Role.SEARCH, Role.LIST, Role.PRODUCT, Role.ERROR, Role.LICENCE,
})  # fmt: skip

_SPOKEN = FILE.load().spoken
# The longest of a role's words first, so that each place in a text counts once.
_WORDS = {role: re.compile("|".join(map(re.escape, role_links.RULES[role].words))) for role in _SPOKEN.roles}


def tell_role(title: str, elements: Iterable[Element], label: str = "") -> Role:
    """The role whose name, and nothing else, is the page's title, first heading or only one; OTHER where there is none.

    ``label`` is what led there: it tells the page's part of a title from that of the section that holds it.
    """
    elements = tuple(elements)
    for said in (*page_names(title, elements, label), *_only_heading(elements)):
        for role in role_links.ORDER:
            if role in _NOT_BY_NAME or role_links.for_merchants(said, role) or not role_links.is_name(role, said):
                continue
            if not any(holds_word(said, word) for word in role_links.RULES[role].not_words):
                return role
    return Role.OTHER


def _only_heading(elements: Iterable[Element]) -> tuple[str, ...]:
    """Many apps set the name of a text as the only heading of its page, below the first rank; one at the end of a page names a part of it."""
    main = [one for one in elements if one.seen and one.region is Region.MAIN]
    headings = [at for at, one in enumerate(main) if one.heading]
    if len(headings) != 1 or main[headings[0]].heading == 1:
        return ()
    before, after = (sum(len(one.own) for one in part) for part in (main[: headings[0]], main[headings[0] + 1 :]))
    said = main[headings[0]].text or main[headings[0]].own
    return (plain_words(said)[:40],) if after > before else ()


def tell_spoken_role(elements: Iterable[Element]) -> Role:
    """The role of which a page's own part speaks often and far more than of any other; OTHER where there is none."""
    own = (element.own for element in elements if element.seen and element.region is Region.MAIN and not element.href)
    said = plain_words("\n".join(own))
    counts = sorted(((len(words.findall(said)), role) for role, words in _WORDS.items()), reverse=True)
    (most, role), (next_most, _) = counts[:2]
    often = most >= _SPOKEN.times and most * _SPOKEN.spread >= len(said)
    return role if often and most >= _SPOKEN.lead * next_most else Role.OTHER


def ill_named(had: Mapping[Role, Iterable[View]]) -> list[Role]:
    """Roles whose pages were all found by labels that say more than the role's name: news about a policy is not the policy."""
    found = {role: tuple(views) for role, views in had.items()}
    return [
        role
        for role, views in found.items()
        if views and not any(view.path and role_links.is_name(role, view.path[-1]) for view in views)
    ]
