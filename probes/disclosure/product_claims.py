"""Is the platform's own text free of absolute and unverifiable claims (国家级, 最佳, 全网最低)?"""

from __future__ import annotations

import re

from crawler.site import Element, Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, evidence_on_page, no, unsure, yes
from probes.pages.absence.several import answer_hidden, searched_views
from probes.pages.main.listed import list_words
from probes.pages.products.cards import card_scope
from probes.pages.products.product_sample import SAMPLE_LIMITS, describe_small_sample, sample_products
from probes.pages.rules.policy import pattern
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words
from probes.text.normalise import plain_text

PAGES = (Role.HOME, Role.LIST)


def judge(site: Site, params: Params) -> Answer:
    """Reviews and other goods' cards are not read; ordinals, brand names and sentences that forbid such words do not count."""
    found = sample_products(site, params)
    if isinstance(found, Answer):
        return found
    blind = answer_hidden(site, PAGES)
    if blind is not None:
        return blind
    claims = [
        hit
        for view in (*searched_views(site, PAGES)[0], *(view for view, _ in found.pages))
        for element in card_scope(view).own
        if (hit := _claim(view, element, params)) is not None
    ]
    values = {"pages": len(found.pages), "claims": len(claims)}
    if claims:
        quotes = list_words((quote for _, _, quote in claims), 3)
        return no(
            f"平台自身页面有 {len(claims)} 处绝对化用语，如{quotes.zh}",
            f"{count_in_words(len(claims), 'absolute claim')} in the platform's own pages, such as {quotes.en}",
            *(evidence_on_page(view, element, quote) for view, element, quote in claims[:6]),
            fraction=0.0,
            values=values,
        )
    if not found.full:
        zh, en, question = describe_small_sample(found)
        return unsure(f"未见绝对化用语；{zh}", f"no absolute claims; {en}", question=question, values=values)
    return yes(
        f"首页、列表与 {len(found.pages)} 个商品页未见绝对化用语",
        f"no absolute claims on home, lists and {count_in_words(len(found.pages), 'product page')}",
        fraction=1.0,
        values=values,
    )


def _claim(view: View, element: Element, params: Params) -> tuple[View, Element, str] | None:
    said = plain_text(element.own or element.ocr) if element.seen else ""
    if not said:
        return None
    for match in pattern(params.words["claims"]).finditer(said):
        around = said[max(0, match.start() - 12) : match.end() + 8]
        if not pattern(params.words["never"]).search(around):
            return view, element, re.sub(r"\s+", " ", around)
    return None


PROBE = Probe(
    reads=(Need(Role.HOME), Need(Role.LIST, required=False), Need(Role.PRODUCT, required=False)),
    judge=judge,
    words=("claims", "never"),
    limits=SAMPLE_LIMITS,
    clears_by_words=True,
)
