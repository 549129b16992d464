"""Are the names of reviewers masked on product pages?"""

from __future__ import annotations

import re

from crawler.site import Element, Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Outcome, Text, not_applicable, shown, unsure, yes
from probes.probe import Need, Params, Probe
from probes.reading.masking import masked
from probes.reading.remember import per_line
from probes.reading.several import hidden

_STARS = re.compile(r"[*＊×•●]{1,}")


def judge(site: Site, params: Params) -> Answer:
    found = [(view, each) for view in site.all(Role.PRODUCT) for each in names(view, params)]
    unseen = hidden(site, (Role.PRODUCT,))
    if unseen is not None:
        return unseen
    if len(found) < params.limit("least"):
        return not_applicable("商品页未见足够的评价用户名", "product pages show too few reviewers to judge")
    bare = [(view, each) for view, each in found if not is_masked(each, params)]
    share = 1 - len(bare) / len(found)
    counts = {"names": len(found), "unmasked": len(bare)}
    if not bare:
        view, each = found[0]
        said = each.text or each.own
        return yes(
            f"评价用户名均已脱敏，如「{said}」",
            f"all reviewers are masked, e.g. “{said}”",
            shown(view, each),
            values=counts,
        )
    view, each = bare[0]
    quote = masked(each.text or each.own)
    return unsure(
        f"{len(found)} 个评价用户名中 {len(bare)} 个未脱敏，如「{quote}」",
        f"{len(bare)} of {len(found)} reviewers are unmasked, e.g. “{quote}”",
        shown(view, each, quote=quote),
        guess=share,
        question=Text("这些是未脱敏的真实用户名吗？", "Are these real, unmasked user names?"),
        values=counts,
    )


def names(view: View, params: Params) -> list[Element]:
    """Short texts whose classes speak of a user, inside something whose classes speak of reviews."""
    return [
        each
        for each in view.elements
        if each.seen
        and 1 < len(each.own) <= 20
        and each.classes
        and _speaks(each.classes, params.words["classes"])
        and in_review(view, each, params)
    ]


def in_review(view: View, element: Element, params: Params) -> bool:
    """Whether the element or something round it has a class that speaks of reviews."""
    at: Element | None = element
    for _ in range(8):
        if at is None:
            return False
        if _speaks(at.classes, params.words["review"]):
            return True
        at = view.element(at.parent) if at.parent is not None else None
    return False


@per_line
def _speaks(classes: str, words: tuple[str, ...]) -> bool:
    named = classes.lower()
    return any(word in named for word in words)


def is_masked(element: Element, params: Params) -> bool:
    """Whether such a name shows stars, or says that it is none."""
    return bool(_STARS.search(element.own)) or any(word in element.own.lower() for word in params.words["anonymous"])


PROBE = Probe(reads=(Need(Role.PRODUCT, absent=Outcome.NOT_APPLICABLE),), judge=judge)
