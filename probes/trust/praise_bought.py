"""Do pages offer money or gifts for good reviews?"""

from __future__ import annotations

from crawler.site import Element, Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, no, not_applicable, shown, unsure, yes
from probes.pages.unread import words
from probes.probe import Need, Params, Probe
from probes.reading.policy import fold, pattern
from probes.reading.reviews import read
from probes.reading.several import hidden, searched

ROLES = (Role.HOME, Role.PRODUCT, Role.AFTER_SALES, Role.HELP, Role.SELLER, Role.MEMBER)


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched(site, ROLES)
    for view in views:
        found = _offer(view, params)
        if found is not None:
            said = " ".join(found.words.split())[:100]
            return yes(
                f"页面以利益换取好评：「{said}」",
                f"a page offers something for praise: “{said}”",
                shown(view, found),
            )
    unseen = hidden(site, ROLES)
    if unseen is not None:
        return unseen
    pictures = words(views)
    if pictures is not None:  # a card in a parcel's picture may well offer it
        return unsure(
            f"文字中未见好评返现；{pictures.zh}未识别",
            f"no words pay for praise; the {pictures.en} was not read",
            *(shown(view) for view in views[:3]),
        )
    if not views:
        return not_applicable("没有可供核对的页面", "there are no pages to be read")
    return no(
        f"已读 {len(views)} 个页面，未见好评返现",
        f"{len(views)} pages were read; none pays for praise",
        *(shown(view) for view in views[:3]),
    )


def _offer(view: View, params: Params) -> Element | None:
    """Words of the shop's own: buyers may well write of such offers, and rules forbid them."""
    offer, never = pattern(params.words["offer"]), pattern(params.words["never"])
    spoken = [each for each in view.elements if each.seen and (each.own or each.name or each.ocr)]
    said = (words for each in spoken for words in (each.own, each.name, each.ocr) if words)
    if not offer.search("\n".join(map(fold, said))):  # mostly
        return None
    buyers = {each.id for each in read(view).texts}
    for each in spoken:
        folded = [fold(words) for words in (each.own, each.name, each.ocr) if words]
        if each.id not in buyers and any(offer.search(said) and not never.search(said) for said in folded):
            return each
    return None


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge)
