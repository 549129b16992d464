"""Answers that may stand on any of several pages: what was seen of them, and whether something that might hold it was not."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from importlib.resources import files
from urllib.parse import urlsplit

from crawler.site import Gap, Site, View
from crawler.stop import DEAD_LINK
from crawler.vocabulary import FURTHER, LANDED, Role
from probes.finding import Answer, Text, Value, not_seen
from probes.pages.unread import Where
from probes.reading import absence

_DATA = tomllib.loads(files("probes.reading").joinpath("absence.toml").read_text("utf-8"))["vouching"]
MEMBERS_ONLY: frozenset[Role] = frozenset(Role(name) for name in _DATA["members_only"])
_OF_GOODS = frozenset(
    {Role.LIST, Role.SEARCH, Role.PRODUCT, Role.CART}
)  # what they say of goods stands on no other page
AUTHORITIES: tuple[str, ...] = tuple(_DATA["authorities"])


def searched(
    site: Site, roles: Iterable[Role], state: str = LANDED, *, public: bool = False
) -> tuple[tuple[View, ...], Gap | None]:
    """Every view of those roles in their order, and the first gap among them that is about our eyes (None = none).

    Further pages that a page of the role links and that were hidden from us are such a gap too, though the role has views. ``public``
    leaves out gaps that hide nothing the shop tells the public: a cart or login for members alone, where other pages are asked too, and
    a page of an authority that the shop links.
    """
    roles = tuple(roles)
    members = MEMBERS_ONLY if public and set(roles) - MEMBERS_ONLY else frozenset()
    authorities = AUTHORITIES if public else ()
    views: list[View] = []
    blind: Gap | None = None
    for role in roles:
        views += site.all(role, state)
        if blind is None:
            states = (LANDED, FURTHER) if state == LANDED else (state,)
            blind = next(
                (
                    gap
                    for gap in site.gaps
                    if gap.role is role
                    and gap.state in states
                    and not gap.reason.about_them
                    and gap.detail != DEAD_LINK.detail  # a link to nowhere hides nothing
                    and not (role in members and gap.reason.not_public)
                    and not (urlsplit(gap.url).hostname or "").endswith(authorities)
                ),
                None,
            )
    return tuple(views), blind


def unlooked(site: Site, roles: Iterable[Role], state: str = LANDED) -> Role | None:
    """A role of which there is neither a view nor a gap: nobody looked."""
    return next((role for role in roles if not site.all(role, state) and site.gap(role, state) is None), None)


def not_found(
    site: Site,
    roles: Iterable[Role],
    zh: str,
    en: str,
    *,
    fraction: float | None = None,
    values: Mapping[str, Value] | None = None,
    question: Text | None = None,
    where: Where = Where.ANYWHERE,
    worded: bool = True,
) -> Answer:
    """What may be said after looking through those pages in vain.

    NOT_SEEN where one of them was hidden from us or not looked at, or the home page was not seen; else NO by absence, if every
    page seen was looked at wholly. Pages the shop does not offer are no reason for doubt, nor are pictures that could not hold it (``where``), nor
    is another language where no word was looked for (``worded``).
    """
    roles = tuple(roles)
    views, blind = searched(site, roles, public=True)
    if blind is not None:
        why_zh, why_en = absence.gap_words(blind)
        return not_seen(blind.reason, f"{zh}；但{why_zh}", f"{en}; but {why_en}")
    role = unlooked(site, roles)
    if role is not None:
        return absence.not_looked(role, zh=zh, en=en)
    home = site.view(Role.HOME)
    if home is None:
        return not_seen("not_looked", f"{zh}；但首页未能查看", f"{en}; but the home page was not seen")
    if home not in views and not (views and _OF_GOODS.issuperset(roles)):
        views = (home, *views)
    return absence.absent(
        views, zh, en, fraction=fraction, values=values, question=question, where=where, worded=worded
    )


def hidden(site: Site, roles: Iterable[Role], state: str = LANDED, *, public: bool = False) -> Answer | None:
    """NOT_SEEN where a page of those roles was hidden from us or not looked at, however many others were seen; else None.

    For answers that more pages could only make worse ("no leak on any page"): what we did not see must not earn anything.
    ``public`` as for ``searched``, before a statement is said not to be found.
    """
    roles = tuple(roles)
    _, blind = searched(site, roles, state, public=public)
    if blind is None:
        role = unlooked(site, roles, state)
        return absence.not_looked(role) if role else None
    zh, en = absence.gap_words(blind)
    return not_seen(blind.reason, zh, en)
