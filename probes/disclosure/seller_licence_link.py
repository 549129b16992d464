"""Do product pages lead to the licence of the merchant who sells?"""

from __future__ import annotations

from crawler.site import Element, Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Outcome, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading.licence_links import keyless
from probes.reading.normalise import plain
from probes.reading.products import PageKind, product
from probes.reading.several import hidden, not_found


def judge(site: Site, params: Params) -> Answer:
    seen = site.all(Role.PRODUCT)
    linked = [(view, entry) for view in seen if (entry := _entry(view, params)) is not None]
    # What turned out to be no product's page sells nothing that a merchant's licence would stand for.
    named = {view.id for view, _ in linked}
    views = [view for view in seen if view.id in named or product(view).kind is not PageKind.OTHER] or list(seen)
    share = len(linked) / len(views)
    values = {"pages": len(views), "linked": len(linked)}
    if share >= params.limit("share"):
        return hidden(site, (Role.PRODUCT,)) or yes(
            f"{len(linked)}/{len(views)} 个商品页有商家证照入口",
            f"{len(linked)} of {len(views)} product pages lead to the merchant's licence",
            *(shown(view, entry) for view, entry in linked[:4]),
            fraction=1.0,
            values=values,
        )
    return not_found(
        site,
        (Role.PRODUCT,),
        f"仅 {len(linked)}/{len(views)} 个商品页有商家证照入口",
        f"only {len(linked)} of {len(views)} product pages lead to the merchant's licence",
        fraction=share,
        values=values,
    )


def _entry(view: View, params: Params) -> Element | None:
    """A control or picture with one of the words in its short label, unless it leads to no more than a register's front page."""
    longest = params.limit("label")
    for each in view.elements:
        if not each.seen or not (each.href or each.clickable or each.image):
            continue
        if keyless(_address(view, each)):
            continue
        said = plain(" ".join((each.text or each.own, each.name, each.pseudo)))
        if len(said) <= longest and any(word in said for word in params.words["entries"]):
            return each
    return None


def _address(view: View, element: Element) -> str:
    """Where an element leads, or the link that it stands in."""
    parent = view.element(element.parent) if element.parent is not None else None
    return element.href or (parent.href if parent is not None else "")


PROBE = Probe(reads=(Need(Role.PRODUCT, absent=Outcome.NOT_APPLICABLE),), judge=judge)
