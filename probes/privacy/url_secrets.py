"""Are the addresses of pages and requests free of personal data and tokens?"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Evidence, Text, evidence_on_page, unsure, yes
from probes.pages.absence.several import answer_hidden, searched_views
from probes.probe import Need, Params, Probe
from probes.text.numbers.masking import identity_numbers, mask_number
from probes.text.remember import per_line

ROLES = (Role.HOME, Role.LIST, Role.PRODUCT, Role.LOGIN)
_MOBILE = re.compile(r"^1[3-9]\d{9}$")
_MAIL = re.compile(r"^[\w.+-]+@[\w-]+\.[\w.]+$")


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched_views(site, ROLES)
    found: list[tuple[View, str, str]] = []
    for view in views:
        own = urlsplit(view.url).hostname
        links = (element.href for element in view.elements if "?" in element.href and _host(element.href) == own)
        for url in dict.fromkeys((view.url, *links)):
            found += [(view, key, value) for key, value in find_secrets(url, params)]
    if found:
        view, key, value = found[0]
        evidence = tuple(
            Evidence(view.id, view.url, f"{name}={mask_number(secret)}") for view, name, secret in found[:5]
        )
        return unsure(
            f"网址中疑含个人信息或令牌：「{key}={mask_number(value)}」",
            f"an address seems to carry personal data or a token: “{key}={mask_number(value)}”",
            *evidence,
            guess=0.0,
            question=Text("该参数是否为个人信息或登录令牌？", "Is this parameter personal data or a login token?"),
            values={"count": len(found)},
        )
    zh, en = "所见网址中没有个人信息或令牌", "no address seen carries personal data or a token"
    return answer_hidden(site, ROLES) or yes(zh, en, *(evidence_on_page(view, quote=view.url) for view in views[:3]))


@per_line
def _host(url: str) -> str | None:
    return urlsplit(url).hostname


def find_secrets(url: str, params: Params) -> tuple[tuple[str, str], ...]:
    """The names and values of an address's parameters that carry personal data or a token."""
    return _secrets(url, params.words["keys"])


@per_line
def _secrets(url: str, keys: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (key, value)
        for key, value in parse_qsl(urlsplit(url).query)
        if (key.lower() in keys and len(value) >= 6)
        or _MOBILE.match(value)
        or _MAIL.match(value)
        or any(identity_numbers(value))
    )


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge, words=("keys",))
