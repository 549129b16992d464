"""Do pages offer money or gifts for good reviews?"""

from __future__ import annotations

import re

from crawler.site import Element, Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, evidence_on_page, no, not_applicable, not_seen, unsure, yes
from probes.pages.absence import absence
from probes.pages.absence.several import answer_hidden, searched_views
from probes.pages.absence.unread import describe_unread
from probes.pages.products.reviews import read_reviews
from probes.pages.rules.policy import pattern
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words
from probes.text.normalise import fold_text
from probes.text.shown import list_seen

_ENDS = re.compile(r"[。;；!！?？\n]")
ROLES = (
    Role.HOME, Role.PRODUCT, Role.AFTER_SALES, Role.HELP, Role.SELLER, Role.MEMBER, Role.CREDIT, Role.RULES,
)  # fmt: skip


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched_views(site, ROLES)
    for view in views:
        found = _offer(view, params)
        if found is not None:
            said = " ".join(found.words.split())[:100]
            return yes(
                f"页面以利益换取好评：「{said}」",
                f"a page offers something for praise: “{said}”",
                evidence_on_page(view, found),
            )
    for view in site.all(Role.OTHER):
        found = _offer(view, params)
        if found is not None:  # it may be an article about others
            said = " ".join(found.words.split())[:100]
            zh, en = (
                f"一页所引文字像以利益换取好评：「{said}」",
                f"a page seems to offer something for praise: “{said}”",
            )
            return unsure(zh, en, evidence_on_page(view, found))
    unseen = answer_hidden(site, ROLES)
    if unseen is not None:
        return unseen
    blind = searched_views(site, (Role.OTHER,))[1]
    if blind is not None:
        return not_seen(blind.reason, *absence.gap_words(blind))
    pictures = describe_unread(views)
    if pictures is not None:  # a card in a parcel's picture may well offer it
        return unsure(
            f"文字中未见好评返现；{pictures.zh}未识别",
            f"no words pay for praise; the {pictures.en} was not read",
            *(evidence_on_page(view) for view in views[:3]),
        )
    if not views:
        return not_applicable("没有可供核对的页面", "there are no pages to be read")
    return no(
        f"已读 {len(views)} 个页面，未见好评返现",
        f"{count_in_words(len(views), 'page')} read; none pays for praise",
        *(evidence_on_page(view) for view in views[:3]),
    )


def _offer(view: View, params: Params) -> Element | None:
    """An element with the shop's own words making such an offer: buyers may write of offers, and rules forbid them, each in a sentence.

    None without one.
    """
    offer, never = pattern(params.words["offer"]), pattern(params.words["never"])
    spoken = [element for element in list_seen(view.elements) if (element.own or element.name or element.ocr)]
    said = (words for element in spoken for words in (element.own, element.name, element.ocr) if words)
    if not offer.search("\n".join(map(fold_text, said))):  # the usual case
        return None
    buyers = {element.id for element in read_reviews(view).texts}
    for element in spoken:
        folded = [fold_text(words) for words in (element.own, element.name, element.ocr) if words]
        said = (sentence for words in folded for sentence in _ENDS.split(words))
        if element.id not in buyers and any(offer.search(words) and not never.search(words) for words in said):
            return element
    return None


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge, words=("offer", "never"))
