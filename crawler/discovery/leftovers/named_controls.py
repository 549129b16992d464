"""Controls without an address whose labels name pages of a shop: what is behind them must be known before anything is missed."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from crawler.discovery.leftovers.goods_addresses import OF_GOODS
from crawler.discovery.leftovers.leftover_leads import is_left_alone
from crawler.discovery.leftovers.leftover_settings import FILE
from crawler.discovery.leftovers.pressed_leads import may_act
from crawler.discovery.leftovers.trail_ends import find_trail_ends
from crawler.limits import DISCOVERY
from crawler.links import role_links
from crawler.links.link_around import blocks_around_controls, find_link_around
from crawler.links.order_rows import find_own_matters
from crawler.links.role_links import Lead
from crawler.site import Element, View
from crawler.spelling import holds_word, plain_words
from crawler.urls import is_nowhere, is_openable, same_site
from crawler.visit.portal import is_account
from crawler.vocabulary import FoundBy, Region, Role

_NAMED = FILE.load().named
_NOT_ROLES = frozenset(FILE.load().press.not_roles)
_NOT_TAGS = frozenset(FILE.load().press.not_tags)
_IDLE = tuple(plain_words(word) for word in _NAMED.idle)
_CONSULTS = frozenset(plain_words(word) for word in _NAMED.consults)
_GOODS_SAY = tuple(plain_words(word) for word in _NAMED.of_goods)
_AMID_GOODS = OF_GOODS | {Role.CART}


def find_named_controls(
    view: View, roles: Collection[Role], tried: Collection[str], elsewhere: Collection[str] = ()
) -> Iterator[Lead]:
    """Visible controls without an address whose label names a page of those roles, one for each label.

    Each lead bears the role that its label names, ``Role.OTHER`` where it names a topic of one. What may give, send, call
    or sign in is left alone, and so is what the page links by the same name; but on a page of goods and on the account's
    what calls somebody to be asked, as what such a control asks for is held. ``tried``: labels pressed already;
    ``elsewhere``: labels pressed in vain on other pages, which say nothing of a control in the own part of a page of
    texts: a title of the footer (常见问题) may be a row of the help.
    """
    passed = blocks_around_controls(view) | find_own_matters(view) | find_trail_ends(view)
    asks = view.role is Role.PRODUCT or is_account(view)
    linked = {role_links.bare_label(plain_words(label_of(one))) for one in view.elements if _leads_on(view, one)}
    said: set[str] = set()
    for element in view.elements:
        label = label_of(element)
        if (
            not 1 < len(label) <= _NAMED.longest
            or label in said
            or label in tried
            or (label in elsewhere and (element.region is not Region.MAIN or view.role in _AMID_GOODS))
            or not _is_control(element, view.url)
        ):
            continue
        if (
            element.id in passed
            or role_links.bare_label(plain_words(label)) in linked
            or (not element.href and is_openable(find_link_around(view, element)))
        ):
            continue
        words = plain_words(label)
        consults = asks and Role.SERVICE in roles and role_links.bare_label(words) in _CONSULTS
        if not consults and (is_left_alone(label) or may_act(label) or any(word in words for word in _IDLE)):
            continue
        role = Role.SERVICE if consults else _named(view, element, words, roles)
        if role is not None:
            said.add(label)
            clicks = None if view.clicks is None else view.clicks + 1 + bool(element.opened_by)
            yield Lead(role, "", element, 0.0, FoundBy.CLICK, clicks, (*view.path, label[:30]), view.url)


def label_of(element: Element) -> str:
    """What a control is called, in one line."""
    return " ".join((element.text or element.own or element.name or element.ocr).split())


def _is_control(element: Element, here: str) -> bool:
    return (
        element.seen
        and element.clickable
        and (not element.href or element.href.lower().startswith("javascript:") or is_nowhere(element.href, here))
        and not element.frame
        and not element.input_type
        and element.tag not in _NOT_TAGS
        and element.role not in _NOT_ROLES
    )


def _leads_on(view: View, element: Element) -> bool:
    return (
        element.seen
        and is_openable(element.href)
        and not element.href.endswith("#")
        and same_site(view.url, element.href)
    )


def _named(view: View, element: Element, said: str, roles: Collection[Role]) -> Role | None:
    """The role a label names, or OTHER where it names a topic of one; None if neither."""
    amid = view.role in _AMID_GOODS and element.region in (Region.MAIN, Region.DIALOG)
    if amid and any(word in said for word in _GOODS_SAY):
        return None
    words: list[tuple[int, Role]] = []
    for role in roles:
        rule = role_links.RULES.get(role)
        if rule is None or any(holds_word(said, word) for word in rule.not_words):
            continue
        bare = role_links.bare_label(said)
        name = bare if bare in rule.whole else role_links.names_role(role, said)
        words.append((len(name), role) if name else (_topic(said, role), Role.OTHER))
    length, role = max(words, key=lambda row: row[0], default=(0, Role.OTHER))
    least = _NAMED.share * len(role_links.bare_label(said)) if amid else 1
    return role if length >= least else None


def _topic(said: str, role: Role) -> int:
    """Characters of the longest word of a topic of the role that a label holds; 0 where it holds none."""
    if any(holds_word(said, word) for word in role_links.FURTHER_NOT):
        return 0
    words = (word for topic in role_links.RULES[role].further for word in topic)
    return max((len(word) for word in words if len(word) >= DISCOVERY.word and word in said), default=0)
