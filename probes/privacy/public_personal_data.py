"""Are public pages free of consumers' unmasked phone and identity numbers? What is found is quoted masked."""

from __future__ import annotations

import re

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Evidence, Text, Value, shown, unsure, yes
from probes.probe import Need, Params, Probe
from probes.reading.masking import identity_numbers, masked
from probes.reading.normalise import plain
from probes.reading.several import hidden, searched

ROLES = (Role.PRODUCT, Role.LIST, Role.HOME)
_MOBILE = re.compile(r"(?<![\d-])1[3-9]\d{9}(?![\d-])")


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched(site, ROLES)
    leaks = [(view, number) for view in views for number in _leaks(view, params)]
    if leaks:
        evidence = tuple(_masked(view, number) for view, number in leaks[:5])
        values: dict[str, Value] = {"count": len(leaks), "first": masked(leaks[0][1])}
        return unsure(
            f"公开页面出现 {len(leaks)} 处疑似未脱敏的个人号码，如 {masked(leaks[0][1])}",
            f"{len(leaks)} seemingly unmasked personal numbers on public pages, e.g. {masked(leaks[0][1])}",
            *evidence,
            guess=0.0,
            question=Text(
                "这些号码是消费者的个人信息，还是公开的客服、商家号码？",
                "Are these consumers' numbers, or published business numbers?",
            ),
            values=values,
        )
    zh, en = "公开页面未见未脱敏的手机号或身份证号", "no unmasked phone or identity number on public pages"
    return hidden(site, ROLES) or yes(zh, en, *(shown(view) for view in views[:3]), values={"pages": len(views)})


def _leaks(view: View, params: Params) -> list[str]:
    """Numbers of persons: identity numbers with a right check digit, and mobile numbers no word near calls published.

    A number said to be a buyer's (收货人…电话) is no published one, whatever label stands before it.
    """
    found = list(identity_numbers(view.text))
    published, other, buyer = (params.words[name] for name in ("published", "not_phone", "buyer"))
    for match in _MOBILE.finditer(view.text):
        near = plain(view.text[max(0, match.start() - 20) : match.end() + 6])
        line = plain(view.text[max(0, match.start() - 20) : match.start()].rpartition("\n")[2])
        spoils = other if any(word in line for word in buyer) else published + other
        if not any(word.lower() in near for word in spoils):
            found.append(match.group())
    return found


def _masked(view: View, number: str) -> Evidence:
    at = next((each for each in view.elements if number in each.own), None)
    return shown(view, at, quote=masked(number))


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge)
