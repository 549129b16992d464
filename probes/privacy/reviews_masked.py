"""Are the names of reviewers masked on product pages?"""

from __future__ import annotations

import re

from crawler.site import Element, Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Outcome, Text, evidence_on_page, not_applicable, unsure, yes
from probes.pages.absence.several import answer_hidden
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words
from probes.text.numbers.masking import mask_number
from probes.text.remember import per_line

_STARS = re.compile(r"[*＊×•●]{1,}")


def judge(site: Site, params: Params) -> Answer:
    found = [(view, name) for view in site.all(Role.PRODUCT) for name in reviewer_names(view, params)]
    unseen = answer_hidden(site, (Role.PRODUCT,))
    if unseen is not None:
        return unseen
    if len(found) < params.limit("least"):
        return not_applicable("商品页未见足够的评价用户名", "product pages show too few reviewers to judge")
    bare = [(view, element) for view, element in found if not is_masked(element, params)]
    share = 1 - len(bare) / len(found)
    counts = {"names": len(found), "unmasked": len(bare)}
    if not bare:
        view, element = found[0]
        said = element.text or element.own
        return yes(
            f"评价用户名均已脱敏，如「{said}」",
            f"all reviewers are masked, e.g. “{said}”",
            evidence_on_page(view, element),
            values=counts,
        )
    view, element = bare[0]
    quote = mask_number(element.text or element.own)
    return unsure(
        f"{len(found)} 个评价用户名中 {len(bare)} 个未脱敏，如「{quote}」",
        f"{len(bare)} of {count_in_words(len(found), 'reviewer')} unmasked, e.g. “{quote}”",
        evidence_on_page(view, element, quote=quote),
        guess=share,
        question=Text("这些是未脱敏的真实用户名吗？", "Are these real, unmasked user names?"),
        values=counts,
    )


def reviewer_names(view: View, params: Params) -> list[Element]:
    """Short texts whose classes name a user, inside something whose classes name reviews."""
    return [
        element
        for element in view.elements
        if element.seen
        and 1 < len(element.own) <= 20
        and element.classes
        and _speaks(element.classes, params.words["classes"])
        and in_review(view, element, params)
    ]


def in_review(view: View, element: Element, params: Params) -> bool:
    """Whether the element or something around it has a class that names reviews."""
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
    """Whether such a name contains stars, or says that it is not shown."""
    return bool(_STARS.search(element.own)) or any(word in element.own.lower() for word in params.words["anonymous"])


PROBE = Probe(
    reads=(Need(Role.PRODUCT, absent=Outcome.NOT_APPLICABLE),),
    judge=judge,
    words=("classes", "review", "anonymous"),
    limits=("least",),
)
