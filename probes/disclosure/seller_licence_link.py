"""Do product pages lead to the licence of the merchant who sells?"""

from __future__ import annotations

from crawler.site import Element, Site, View
from crawler.vocabulary import Region, Role
from probes.finding import Answer, Outcome, Text, evidence_on_page, unsure, yes
from probes.pages.absence.several import answer_hidden, not_found
from probes.pages.absence.unread import AnswerPlace
from probes.pages.operator.licence_links import is_keyless
from probes.pages.products.products import PageKind, read_product
from probes.pages.products.sellers import SellerKind, find_seller
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words
from probes.text.normalise import plain_text


def judge(site: Site, params: Params) -> Answer:
    seen = site.all(Role.PRODUCT)
    entries = [(view, entry) for view in seen if (entry := _entry(view, params)) is not None]
    doubtful = [(view, entry) for view, entry in entries if _may_be_operators(site, view, entry, params)]
    linked = [found for found in entries if found not in doubtful]
    # What turned out to be no product's page sells nothing that a merchant's licence would stand for.
    named = {view.id for view, _ in entries}
    views = [view for view in seen if view.id in named or read_product(view).kind is not PageKind.OTHER] or list(seen)
    share = len(linked) / len(views)
    values = {"pages": len(views), "linked": len(linked)}
    if share >= params.limit("share"):
        return answer_hidden(site, (Role.PRODUCT,)) or yes(
            f"{len(linked)}/{len(views)} 个商品页有商家证照入口",
            f"the merchant's licence can be reached from {len(linked)} of {count_in_words(len(views), 'product page')}",
            *(evidence_on_page(view, entry) for view, entry in linked[:4]),
            fraction=1.0,
            values=values,
        )
    if doubtful and (len(linked) + len(doubtful)) / len(views) >= params.limit("share"):
        label = plain_text(doubtful[0][1].text or doubtful[0][1].own or doubtful[0][1].name)
        return unsure(
            f"{len(doubtful)}/{len(views)} 个商品页由其他商家出售，只见页脚的「{label}」，未必含该商家的证照",
            f"{len(doubtful)} of {count_in_words(len(views), 'product page')} are of other sellers and show only “{label}” "
            "at the foot, which may hold the platform's own licence alone",
            *(evidence_on_page(view, entry) for view, entry in doubtful[:4]),
            guess=share,
            values=values,
            question=Text(
                f"页脚的「{label}」是否能看到该商品卖家的证照？",
                f"Does “{label}” at the foot show the licence of the seller of these goods?",
            ),
        )
    return not_found(
        site,
        (Role.PRODUCT,),
        f"仅 {len(linked)}/{len(views)} 个商品页有商家证照入口",
        f"the merchant's licence can be reached from only {len(linked)} of {count_in_words(len(views), 'product page')}",
        fraction=share,
        values=values,
        where=AnswerPlace.ALIKE,
    )


def _entry(view: View, params: Params) -> Element | None:
    """A control or picture with one of the words in a short label, unless it leads only to a register's front page; None without one."""
    longest = params.limit("label")
    for element in view.elements:
        if not element.seen or not (element.href or element.clickable or element.image):
            continue
        if is_keyless(_address(view, element)):
            continue
        said = plain_text(" ".join((element.text or element.own, element.name, element.pseudo)))
        if len(said) <= longest and any(word in said for word in params.words["entries"]):
            return element
    return None


def _may_be_operators(site: Site, view: View, entry: Element, params: Params) -> bool:
    """Whether an entry at a page's foot may lead to the platform's own licence alone, while somebody else sells the goods."""
    said = plain_text(" ".join((entry.text or entry.own, entry.name)))
    if entry.region is not Region.FOOTER or any(word in said for word in params.words["sellers"]):
        return False
    return find_seller(site, read_product(view)) is SellerKind.THIRD


def _address(view: View, element: Element) -> str:
    """Where an element, or the link around it, leads."""
    parent = view.element(element.parent) if element.parent is not None else None
    return element.href or (parent.href if parent is not None else "")


PROBE = Probe(
    reads=(Need(Role.PRODUCT, absent=Outcome.NOT_APPLICABLE),),
    judge=judge,
    words=("entries", "sellers"),
    limits=("share", "label"),
)
