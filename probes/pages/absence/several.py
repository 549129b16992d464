"""Answers that may stand on any of several pages: which of them were seen, and whether one that might hold it was not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from crawler.failure import DEAD, DEAD_LINK, NO_ROUTE, NO_SUCH_HOST
from crawler.links import role_links
from crawler.site import Gap, Site, View
from crawler.urls import registrable_domain, same_site
from crawler.vocabulary import FURTHER, LANDED, GapReason, Role
from probes.finding import Answer, Text, Value, not_seen
from probes.pages.absence import absence
from probes.pages.absence.opening import is_account_entry, is_dead_link
from probes.pages.absence.unread import AnswerPlace
from probes.pages.lists.gone_documents import GoneEntry, find_gone, is_proven_gone, show_gone
from probes.probe import Need
from probes.schema.absence_table import ABSENCE
from probes.text.numbers import authorities
from probes.text.remember import per_site, per_site_and

_DATA = ABSENCE.load().vouching
_OWN_PLACES: int = ABSENCE.load().limits.own_places
MEMBERS_ONLY: frozenset[Role] = frozenset(Role(name) for name in _DATA["members_only"])
_SELLERS: frozenset[Role] = frozenset(Role(name) for name in _DATA["sellers"])
_OF_ACCOUNT: frozenset[Role] = frozenset(Role(name) for name in _DATA["account"])
_NOWHERE = frozenset({DEAD_LINK.detail, NO_ROUTE.detail})  # an entry to nowhere: there is no page behind it
_DEAD = frozenset({DEAD.detail, *_NOWHERE})  # a control that brings up nothing is one dead control, and veils no page
_OF_GOODS = frozenset({Role.LIST, Role.SEARCH, Role.PRODUCT, Role.CART})  # what they say of goods is on no other page


def searched_views(
    site: Site, roles: Iterable[Role], state: str = LANDED, *, public: bool = False
) -> tuple[tuple[View, ...], Gap | None]:
    """Every view of those roles in their order, and the first gap among them that is on our side (None = no such gap).

    An entry of the visitor's account that asks for a login is no such gap. A control that was pressed and brought up
    nothing is one only for what asks for that role's page alone; it veils nothing else. Hidden further pages that a page
    of the role links to are such a gap too, even where the role has views. ``public`` leaves out gaps that hide nothing
    the shop tells the public: a cart or login for members only, where other pages are asked too, one for sellers that
    they log in for, where no matter of theirs is asked about, a page of an authority that the shop links to, one on a
    host of others that does not exist, unless that page alone is asked about, and a document that the shop says itself
    not to have, unless it is the one that is asked first and not its server says so (``gone_documents.is_proven_gone``).
    """
    return _searched(site, tuple(roles), state, public)


@per_site_and  # most checks look through the same roles as some others
def _searched(site: Site, roles: tuple[Role, ...], state: str, public: bool) -> tuple[tuple[View, ...], Gap | None]:
    members = MEMBERS_ONLY if public and set(roles) - MEMBERS_ONLY else frozenset()
    if public and roles and roles[0] not in _SELLERS:
        members |= {Role.SELLER}
    ends = authorities.HOSTS if public else ()
    alone = len(set(roles) - {Role.HOME}) <= 1
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
                    and not (gap.detail in _DEAD and (gap.detail in _NOWHERE or not alone))
                    and not (role in members and gap.reason.not_public)
                    and not (role not in _OF_ACCOUNT and is_account_entry(site, gap))
                    and not (urlsplit(gap.url).hostname or "").endswith(ends)
                    and not (public and not alone and _is_nowhere_else(site, gap))
                    and not (public and _says_none(site, gap, first=_asks_first(role, roles)))
                ),
                None,
            )
    return tuple(views), blind


def _says_none(site: Site, gap: Gap, *, first: bool) -> bool:
    """Whether the shop itself says that it has no such page; of the page that is asked ``first`` only its server can."""
    return is_proven_gone(site, gap) if first else find_gone(site, gap) is not None


def _asks_first(role: Role, roles: tuple[Role, ...]) -> bool:
    """Whether a role is the first of those asked, home aside, or one of two: what is asked stands there before anywhere else."""
    others = tuple(dict.fromkeys(one for one in roles if one is not Role.HOME))
    return role in others[:1] or (len(others) <= _OWN_PLACES and role in others)


def _is_nowhere_else(site: Site, gap: Gap) -> bool:
    """Whether a gap's page would stand on a host that does not exist, of a site that is not the shop's and that no page of it has to do with.

    Templates link 帮助中心 of their maker: such a page is none of the shop's, and nobody who asks for it is told anything.
    Where the visit met that site (a picture or page of it came), it may be one of the company's own, and its host is lost to us.
    """
    away = bool(gap.url) and not same_site(site.platform.url, gap.url)
    gone = gap.reason is GapReason.UNREACHABLE and gap.detail.startswith(NO_SUCH_HOST)
    return away and gone and registrable_domain(urlsplit(gap.url).hostname or "") not in _list_sites_met(site)


@per_site
def _list_sites_met(site: Site) -> frozenset[str]:
    """The sites from which anything came in the visit."""
    came = (one.url for view in site.views for one in view.exchanges if one.status is not None and one.status < 400)
    hosts = {urlsplit(url).hostname or "" for url in (*came, *(view.url for view in site.views))}
    return frozenset(map(registrable_domain, hosts))


def find_shelf(reads: Iterable[Need]) -> Role | None:
    """The first of the roles that collect documents (help, rules ...) that is read: other pages of the shop are documents too."""
    roles = {need.role for need in reads if need.state == LANDED}
    return next((role for role in map(Role, sorted(role_links.SHELVES)) if role in roles), None)


def unlooked_role(site: Site, roles: Iterable[Role], state: str = LANDED) -> Role | None:
    """A role with neither a view nor a gap, which means that nobody looked; None if there is no such role."""
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
    where: AnswerPlace = AnswerPlace.ANYWHERE,
    worded: bool = True,
) -> Answer:
    """The answer after looking through those pages without finding anything.

    NOT_SEEN where one of them was hidden from us or not looked at, or the home page was not seen; else NO by absence,
    if every page seen was looked at completely. Pages that the shop does not offer give no reason for doubt, nor do
    pictures that could not hold the answer (``where``), nor another language where no word was looked for
    (``worded``).
    """
    roles = tuple(roles)
    views, blind = searched_views(site, roles, public=True)
    if blind is not None:
        why_zh, why_en = absence.gap_words(blind)
        return not_seen(blind.reason, f"{zh}；但{why_zh}", f"{en}; but {why_en}")
    role = unlooked_role(site, roles)
    if role is not None:
        return absence.not_looked(role, zh=zh, en=en)
    home = site.view(Role.HOME)
    if home is None:
        return not_seen("not_looked", f"{zh}；但首页未能查看", f"{en}; but the home page was not seen")
    if home not in views and not (views and _OF_GOODS.issuperset(roles)):
        views = (home, *views)
    away, gone = _find_denied(site, roles)
    if away is not None:
        page, host = absence.page_called(away.role), urlsplit(away.url).hostname
        zh = f"{zh}（{page.zh}的入口通往别的网站 {host}，并无此主机）"
        en = f"{en} (the entry to {page.en} leads to another site, {host}, a host that does not exist)"
    if gone is not None:
        zh, en = f"{zh}（{gone.because.zh}）", f"{en} ({gone.because.en})"
    answer = absence.answer_absent(
        views, zh, en, fraction=fraction, values=values, question=question, where=where, worded=worded
    )
    return show_gone(answer, gone)


@per_site_and
def _find_denied(site: Site, roles: tuple[Role, ...]) -> tuple[Gap | None, GoneEntry | None]:
    """The first gap of those roles whose page would stand on a host that does not exist, and the first entry to what the shop says not to have."""
    gaps = tuple(gap for gap in site.gaps if gap.role in roles)
    away = next((gap for gap in gaps if _is_nowhere_else(site, gap)), None)
    return away, next((entry for gap in gaps if (entry := find_gone(site, gap))), None)


def answer_hidden(site: Site, roles: Iterable[Role], state: str = LANDED, *, public: bool = False) -> Answer | None:
    """NOT_SEEN where a page of those roles was hidden from us or not looked at, however many others were seen; else None.

    For answers that more pages could only make worse ("no leak on any page"): what we did not see must not earn
    anything. ``public`` as for ``searched_views``, for use before saying that a statement was not found.
    """
    roles = tuple(roles)
    _, blind = searched_views(site, roles, state, public=public)
    if blind is None:
        role = unlooked_role(site, roles, state)
        return absence.not_looked(role) if role else None
    zh, en = absence.gap_words(blind)
    return not_seen(blind.reason, zh, en)


def leads_nowhere(site: Site, gap: Gap) -> bool:
    """Whether all that names a page leads nowhere, so that there is none for anybody."""
    return is_dead_link(gap, site.view(Role.HOME)) or is_proven_gone(site, gap)


def describe_nowhere(site: Site, gap: Gap) -> Text:
    """The sentence for a page whose entries lead nowhere."""
    gone = find_gone(site, gap)
    return gone.because if gone is not None else Text(*absence.gap_words(gap))
