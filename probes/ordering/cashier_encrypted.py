"""Are the cashier and the login served over HTTPS, as far as links and forms show?"""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from crawler.site import Element, Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Text, evidence_on_page, no, unsure, yes
from probes.pages.absence.several import answer_hidden, searched_views
from probes.pages.main.listed import list_words
from probes.probe import Need, Params, Probe
from probes.text.remember import per_line

ROLES = (Role.HOME, Role.PRODUCT, Role.CART, Role.LOGIN, Role.PAYMENT)
ASK = Text(
    "付款页是 HTTPS 吗？公开页面看不到，不能登录的按所引地址判断。",
    "Is the page to pay on served over HTTPS? No public page shows it: without a log-in, go by the addresses quoted.",
)
Target = tuple[View, Element, str]


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched_views(site, ROLES)
    forms = [form for view in views for form in _forms(view, params)]
    links = [link for view in views for link in _links(view, params)]
    for view, element, address in forms:
        if _in_the_clear(address):
            zh, en = f"登录或付款表单以明文提交：{address}", f"a form to sign in or pay is sent in the clear: {address}"
            return no(zh, en, evidence_on_page(view, element, address))
    for view, element, address in links:
        if _in_the_clear(address):
            zh, en = f"收银台链接为明文 HTTP：{address}", f"a link to the cashier is plain HTTP: {address}"
            return unsure(zh, en, evidence_on_page(view, element, address), guess=0.0, question=ASK)
    blind = answer_hidden(site, [role for role in ROLES if not _members_only(site, role)])
    if blind is not None:
        return blind
    local = next((form for form in (*forms, *links) if urlsplit(form[2]).scheme == "http"), None)
    if local is not None:
        zh = f"站点在本机，不经网络，未能核对 HTTPS：{local[2]}"
        en = f"the shop is on loopback, where nothing crosses a network; HTTPS was not checked: {local[2]}"
        return unsure(zh, en, evidence_on_page(local[0], local[1], local[2]), guess=1.0, question=ASK)
    seen = [*links, *forms]
    if seen:
        hosts = list_words(sorted({urlsplit(address).hostname or "" for _, _, address in seen}), 4)
        return yes(
            f"所见的收银台和登录地址均为 HTTPS：{hosts.zh}",
            f"all addresses of cashier and login that were seen are HTTPS: {hosts.en}",
            *(evidence_on_page(*row) for row in seen[:3]),
            values={"targets": len(seen)},
        )
    plain = any(_in_the_clear(view.url) for view in views)
    zh, en = "公开页面上未见收银台或登录表单的地址", "no address of a cashier or a login form was seen in public"
    return unsure(zh, en, *map(evidence_on_page, views[:2]), guess=0.0 if plain else 1.0, question=ASK)


def _members_only(site: Site, role: Role) -> bool:
    gap = site.gap(role)
    return not site.all(role) and gap is not None and gap.reason.not_public


def _forms(view: View, params: Params) -> list[Target]:
    """Forms in which a password is entered or a payment confirmed; a field without a form counts as sent to the page."""
    found: list[Target] = []
    for element in view.elements:
        if element.tag == "form" and _cashier(element.action, params):
            found.append((view, element, element.action))
        if element.tag == "input" and element.input_type == "password" and element.seen:
            at: Element | None = element
            while at is not None and at.tag != "form":
                at = view.elements[at.parent] if at.parent is not None else None
            found.append((view, element, (at.action if at else "") or view.url))
            if urlsplit(view.url).scheme == "http":
                found.append((view, element, view.url))
    return found


def _links(view: View, params: Params) -> list[Target]:
    return [
        (view, element, element.href)
        for element in view.elements
        if element.seen and element.href and _cashier(element.href, params)
    ]


def _cashier(address: str, params: Params) -> bool:
    return _leads_there(address, params.words["hosts"], params.words["paths"], params.words["help"])


@per_line
def _leads_there(address: str, hosts: tuple[str, ...], paths: tuple[str, ...], never: tuple[str, ...]) -> bool:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https"):
        return False
    path = f"{parts.path}?{parts.query}".lower()
    if any(word in path for word in never):
        return False
    host = (parts.hostname or "").split(".")
    return any(label in hosts for label in host[:-2]) or any(word in path for word in paths)


def _in_the_clear(address: str) -> bool:
    """Whether it is sent unencrypted over a network; what stays on one machine does not count."""
    parts = urlsplit(address)
    return parts.scheme == "http" and not _loopback(parts.hostname or "")


def _loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


PROBE = Probe(
    reads=tuple(Need(role, required=role is Role.HOME) for role in ROLES), judge=judge, words=("hosts", "paths", "help")
)
