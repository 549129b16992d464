"""Does the platform's own text do without absolute and unverifiable claims (国家级, 最佳, 全网最低)?"""

from __future__ import annotations

import re

from crawler.site import Element, Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, no, shown, unsure, yes
from probes.probe import Need, Params, Probe
from probes.reading.cards import scope
from probes.reading.normalise import plain
from probes.reading.policy import pattern
from probes.reading.product_sample import sampled, small_words
from probes.reading.several import hidden, searched

PAGES = (Role.HOME, Role.LIST)


def judge(site: Site, params: Params) -> Answer:
    """Reviews and other goods' cards are not read; ordinals, brand names and sentences that forbid such words are no claims."""
    found = sampled(site, params)
    if isinstance(found, Answer):
        return found
    blind = hidden(site, PAGES)
    if blind is not None:
        return blind
    claims = [
        hit
        for view in (*searched(site, PAGES)[0], *(view for view, _ in found.pages))
        for each in scope(view).own
        if (hit := _claim(view, each, params)) is not None
    ]
    values = {"pages": len(found.pages), "claims": len(claims)}
    if claims:
        quotes = "；".join(f"「{quote}」" for _, _, quote in claims[:3])
        return no(
            f"平台自身页面有 {len(claims)} 处绝对化用语：{quotes}",
            f"{len(claims)} absolute claims in the platform's own pages: {quotes}",
            *(shown(view, element, quote) for view, element, quote in claims[:6]),
            fraction=0.0,
            values=values,
        )
    if not found.full:
        zh, en, question = small_words(found)
        return unsure(f"未见绝对化用语；{zh}", f"no absolute claims; {en}", question=question, values=values)
    return yes(
        f"首页、列表与 {len(found.pages)} 个商品页未见绝对化用语",
        f"no absolute claims on home, lists and {len(found.pages)} product pages",
        fraction=1.0,
        values=values,
    )


def _claim(view: View, element: Element, params: Params) -> tuple[View, Element, str] | None:
    said = plain(element.own or element.ocr) if element.seen else ""
    if not said:
        return None
    for match in pattern(params.words["claims"]).finditer(said):
        around = said[max(0, match.start() - 12) : match.end() + 8]
        if not pattern(params.words["never"]).search(around):
            return view, element, re.sub(r"\s+", " ", around)
    return None


PROBE = Probe(reads=(Need(Role.HOME), Need(Role.LIST, required=False), Need(Role.PRODUCT, required=False)), judge=judge)
