"""What happened when an entry was tried: its page opened, it asked for a login, or nothing came up; and what leads to no page at all.

Inferred gaps say none of these.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from urllib.parse import urlsplit

from crawler.discovery.leftovers.leftover_leads import counts_own
from crawler.discovery.leftovers.leftover_settings import FILE as LEFTOVERS
from crawler.discovery.leftovers.shop_switches import turns_shop
from crawler.failure import DEAD, DEAD_LINK, NO_ROUTE, NONE_THERE
from crawler.links import fitting, role_links
from crawler.links.order_rows import find_order_rows
from crawler.site import Element, Fetch, Gap, Site, View
from crawler.spelling import plain_words, say_once
from crawler.urls import is_openable, page_identity, url_pattern
from crawler.vocabulary import NO_SUCH_PAGE, GapReason, Role
from probes.pages.lists.goods_targets import is_advert
from probes.probe import Check
from probes.schema.absence_table import ABSENCE
from probes.schema.unopened_table import UNOPENED
from probes.text.normalise import fold_text
from probes.text.remember import per_line, per_site

INFERRED = (
    "the entry may stand on <",
    " linked pages could not be had",
)  # as crawler/discovery/absence_proof.py says it
_DEAD = (DEAD, DEAD_LINK, NO_ROUTE)
_HIDING = frozenset({
    GapReason.BLOCKED, GapReason.REGION, GapReason.MAINTENANCE, GapReason.TIMEOUT, GapReason.ROBOTS, GapReason.UNREACHABLE,
    GapReason.TRAP, GapReason.BUDGET, GapReason.CRASHED,
})  # fmt: skip
_NONE_THERE = tuple(f"{GapReason.ERROR_PAGE}: {detail}" for detail in NONE_THERE)
_LOGIN = f"{GapReason.LOGIN}: "
_HOME_AGAIN = f"{fitting.HOME_AGAIN.reason}: {fitting.HOME_AGAIN.detail}"
_NOT_WORDS: tuple[str, ...] = tuple(plain_words(word) for word in UNOPENED.load().not_.words)
_NOT_WHOLE: frozenset[str] = frozenset(plain_words(word) for word in UNOPENED.load().not_.whole)
_MINE: tuple[str, ...] = UNOPENED.load().not_.mine
_MINE_LENGTH: int = UNOPENED.load().limits.mine
_ACCOUNT: int = UNOPENED.load().limits.account
_EMPTY = re.compile(UNOPENED.load().not_.empty)
_PAPERS: re.Pattern[str] = re.compile(LEFTOVERS.load().press.papers)  # no pages of one's own
_ACCOUNTS = frozenset(plain_words(word) for word in UNOPENED.load().not_.accounts)
_THROUGH: tuple[str, ...] = UNOPENED.load().not_.logins
_LOGINS = frozenset({Role.LOGIN, Role.REGISTER})
_MATTERS = frozenset(map(Role, ABSENCE.load().vouching["matters"]))
_HOMES = frozenset(map(plain_words, UNOPENED.load().not_.homes))
_OUTSIDE: tuple[str, ...] = tuple(plain_words(word) for word in UNOPENED.load().not_.outside)


def is_inferred(gap: Gap) -> bool:
    """Whether a gap only passes on why another role's page could not be reached."""
    return any(said in gap.detail for said in INFERRED)


def hides_page(gap: Gap) -> bool:
    """Whether there is a page that we could not reach; a gap only inferred from another page's does not count."""
    failed = gap.reason in _HIDING or (gap.reason is GapReason.ERROR_PAGE and gap.detail.startswith("HTTP 5"))
    return failed and not is_inferred(gap)


def found_none(fetch: Fetch) -> bool:
    """Whether the shop answered that there is no page at that address, be it by sending whoever asks to its error page."""
    return fetch.status in NO_SUCH_PAGE or (fetch.purpose == "entry" and fetch.error.startswith(_NONE_THERE))


def opened_logins(site: Site) -> tuple[Fetch, ...]:
    """The entries with an address that were opened and led to a login."""
    return tuple(one for one in site.fetches if one.purpose == "entry" and one.url and one.error.startswith(_LOGIN))


@per_site
def list_led_home(site: Site) -> frozenset[str]:
    """Addresses of links that brought up the home page again, by whose label, the name of a page, one was opened elsewhere on the device.

    A layout for phones may keep links of the other one that it sends home: what they name was seen by the link beside them.
    """
    opened = {(view.device, plain_words(view.path[-1])) for view in site.views if view.path}
    tried = (one for one in site.fetches if one.purpose == "entry" and one.error == _HOME_AGAIN)
    seen = ((one.url, plain_words(one.text)) for one in tried if (one.device, plain_words(one.text)) in opened)
    return frozenset(url for url, said in seen if any(role_links.names_role(role, said) for role in role_links.RULES))


def list_led(site: Site) -> dict[str, tuple[str, ...]]:
    """The addresses that presses led to on the site's devices, by the plain label of the control (spot_presses.py)."""
    devices = {view.device for view in site.views}
    led: dict[str, set[str]] = {}
    for fetch in site.fetches:
        if fetch.purpose == "press" and fetch.device in devices:
            led.setdefault(plain_words(fetch.text), set()).add(fetch.url)
    return {said: tuple(sorted(urls)) for said, urls in led.items()}


@per_site
def list_pressed_to_login(site: Site) -> frozenset[str]:
    """Labels, folded, of controls that were pressed and led to a login."""
    return frozenset(said for said, error in _list_failed_presses(site) if error.startswith(_LOGIN))


def _list_failed_presses(site: Site) -> Iterator[tuple[str, str]]:
    for fetch in site.fetches:
        if fetch.purpose == "entry" and not fetch.url and fetch.text:
            yield fold_text(say_once(fetch.text)).lower(), fetch.error


def is_dead_link(gap: Gap, home: View | None) -> bool:
    """Whether a page's only entry leads nowhere, on a home page whose scripts all came: then there is no page for anybody.

    Where a script did not come, it may be the one that listens to the link. Of an address that the shop's app does not know that
    was asked when it was opened.
    """
    if gap.detail == NO_ROUTE.detail:
        return home is not None
    if gap.reason is not GapReason.CONTROL or gap.detail != DEAD_LINK.detail or home is None:
        return False
    scripts = (exchange for exchange in home.exchanges if exchange.kind == "script")
    return all(one.status is not None and one.status < 400 and not one.failed for one in scripts)


def login_behind(site: Site, role: Role) -> Gap | None:
    """The gap of a role whose own entry was followed and led to a login; None where there is no such gap."""
    gap = site.gap(role)
    return gap if gap is not None and gap.reason is GapReason.LOGIN and not is_inferred(gap) else None


def is_account_entry(site: Site, gap: Gap) -> bool:
    """Whether a gap of a login is that of an entry of the visitor's account: 商品评价 beside 我的订单 and 收货地址.

    Its address is of one family with two others at least whose labels name a visitor's own pages; an entry that was
    pressed stands in a row with states of orders, or is called the visitor's own (我的发票) beside others that are.
    Behind it stand the visitor's own matters, no page of the role that its label sounds like.
    """
    if gap.reason is not GapReason.LOGIN or is_inferred(gap):
        return False
    pressed = _pressed_before_login(site, gap)
    if pressed and (pressed <= _own_orders(site) or _are_of_account(site, gap, pressed)):
        return True
    others = _private_families(site).get(_family(gap.url), frozenset()) - {page_identity(gap.url)}
    return len(others) >= _ACCOUNT


def _pressed_before_login(site: Site, gap: Gap) -> frozenset[str]:
    """The labels of the role's controls without an address on the page of the gap that asked for a login."""
    rule = role_links.RULES.get(gap.role)
    told = _walled_on(site, gap.url)
    return frozenset(said for said in told if rule and role_links.names_role(gap.role, plain_words(said)))


def _walled_on(site: Site, url: str) -> frozenset[str]:
    """The labels of all controls without an address on a page that asked for a login."""
    pressed = (fetch for fetch in site.fetches if fetch.purpose == "entry" and not fetch.url and fetch.asked == url)
    return frozenset(" ".join(say_once(fetch.text).split()) for fetch in pressed if fetch.error.startswith(_LOGIN))


def _are_of_account(site: Site, gap: Gap, pressed: frozenset[str]) -> bool:
    """Whether those labels name nothing but the visitor's own (我的发票) beside others that do, and no matter that he brings before the shop."""
    if gap.role in _MATTERS or not all(map(names_account, pressed)):
        return False
    return len({said for said in _walled_on(site, gap.url) - pressed if names_account(said)}) >= _ACCOUNT


@per_site
def _own_orders(site: Site) -> frozenset[str]:
    """The labels of what stands in rows with states of a visitor's orders."""
    return frozenset(
        " ".join(element.words.split())[:100]
        for view in site.views
        if (row := find_order_rows(view))
        for element in view.elements
        if element.id in row
    )


@per_site
def _private_families(site: Site) -> Mapping[str, frozenset[str]]:
    """The addresses of a visitor's own pages, by what those of one part of the shop share."""
    found: dict[str, set[str]] = {}
    for view in site.views:
        for element in view.elements:
            if element.href and (family := _family(element.href)) and is_private(element.words):
                found.setdefault(family, set()).add(page_identity(element.href))
    return {family: frozenset(addresses) for family, addresses in found.items()}


@per_line
def _family(url: str) -> str:
    """What the addresses of one part of a shop share: all but the last piece of the query, or of the path; "" for a page at the top."""
    parts = urlsplit(page_identity(url))
    if "&" in parts.query:
        return f"{parts.netloc}{parts.path}?{parts.query.rpartition('&')[0]}".lower()
    above = parts.path.rstrip("/").rpartition("/")[0]
    return "" if parts.query or not above else f"{parts.netloc}{above}".lower()


@per_line
def is_private(label: str) -> bool:
    """Whether a label names a visitor's own pages, which nobody sees who is not logged in."""
    said = fold_text(label).lower()
    return said in _NOT_WHOLE or (any(word in said for word in _NOT_WORDS) and not _PAPERS.search(said))


@per_line
def tells_none(label: str) -> bool:
    """Whether a folded label names a visitor's own pages or goods, or says itself that there is nothing behind it: 评价(0)."""
    return is_private(label) or _EMPTY.search(label) is not None or counts_own(label)


@per_line
def names_account(label: str) -> bool:
    """Whether a label is nothing but the name of a visitor's own pages: 订单, 收藏, 我的足迹. A text may stand behind 更多帮助."""
    said = fold_text(label).lower().strip()
    return said in _NOT_WHOLE or (said.startswith(_MINE) and len(said) <= _MINE_LENGTH)


def opened_nothing(site: Site, role: Role, *, proven: bool = False) -> frozenset[str]:
    """The labels, one line each, of controls that were pressed without anything visible coming up, where no page of the role was seen.

    ``proven``: only those behind which there is nothing for anybody: links to nowhere, and addresses that the shop's app does not know.
    """
    if site.view(role) is not None or site.gap(role) is None:
        return frozenset()
    dead = {f"{stop.reason}: {stop.detail}" for stop in _DEAD if not proven or stop is not DEAD}
    devices = {view.device for view in site.views}
    return frozenset(
        fetch.text
        for fetch in site.fetches
        if fetch.purpose == "entry"
        and not fetch.url
        and fetch.error in dead
        and fetch.text
        and fetch.device in (None, *devices)
    )


def says_one_of(element: Element, labels: frozenset[str]) -> bool:
    """Whether the element is a control with one of those labels and no address of its own, or just ``#``."""
    own = is_openable(element.href) and not element.href.endswith("#")
    return not own and element.words.replace("\n", " ")[:100] in labels


def opened_addresses(site: Site) -> frozenset[str]:
    """The addresses of all pages that were seen, as requested and as they ended up, in comparable form."""
    return frozenset(url_pattern(url) for view in site.views for url in (view.url, view.asked) if url)


@per_site
def list_homes(site: Site) -> frozenset[str]:
    """Addresses of the home page besides its own: programs link 首页 to ``/index.php?s=/Home/index``, on the home page itself as well."""
    own = (one for view in site.views if view.role is Role.HOME for one in view.elements)
    return frozenset(one.href for one in own if one.seen and is_openable(one.href) and plain_words(one.words) in _HOMES)


def leads_to_opened(element: Element, addresses: frozenset[str]) -> bool:
    """Whether the element is a link to one of those pages."""
    return bool(element.href) and url_pattern(element.href) in addresses


def leads_outside(said: tuple[str, ...]) -> bool:
    """Whether a label names an authority, or a seal that others award: what is behind it is no page of the shop."""
    return any(word in one for one in map(plain_words, said) for word in _OUTSIDE)


@per_line
def shows_no_text(role: Role, target: str, said: tuple[str, ...]) -> bool:
    """Whether no text of the shop is behind an entry: an advertisement, a login, a switch of languages, a visitor's own, or none at all."""
    switches = any(turns_shop(one, target) for one in said)
    return is_advert(target, said) or switches or _logs_in_by(role, target, said) or any(map(tells_none, said))


def _logs_in_by(role: Role, target: str, said: Collection[str]) -> bool:
    """Whether an address asks for an account held elsewhere, or a label on a page to log in is nothing but its name (支付宝, 微信)."""
    asked = any(part in target.lower() for part in _THROUGH)
    return asked or (role in _LOGINS and _ACCOUNTS.issuperset(map(plain_words, said)))


def asks_sellers(check: Check) -> bool:
    """Whether a check is of a matter between the shop and its sellers, told on the page for them if anywhere."""
    first = next((need.role for need in check.probe.reads if need.role is not Role.HOME), None)
    return first is Role.SELLER or check.profile.get("marketplace") is True


@per_site
def lists_only_shops(site: Site) -> bool:
    """Whether all that was taken for the page for sellers bears a name (商家) that a list of shops bears as well."""
    pages = [view for view in site.views if view.role is Role.SELLER]
    last = [role_links.bare_label(fold_text(view.path[-1]).lower()) if view.path else "" for view in pages]
    return bool(pages) and all(said in role_links.RULES[Role.SELLER].whole for said in last)
