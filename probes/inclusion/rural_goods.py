"""Are goods of the programme on sale now?"""

from __future__ import annotations

import re

from crawler.site import Element, Site, View
from crawler.vocabulary import Region, Role
from probes.finding import Answer, Evidence, Outcome, evidence_on_page, unsure, yes
from probes.pages.absence.several import not_found, searched_views
from probes.pages.main.main_text import main_text
from probes.pages.operator.own_words import without_name
from probes.pages.products.product_sample import answer_by_desktop
from probes.pages.rules.policy import pattern
from probes.probe import Need, Params, Probe
from probes.text.normalise import fold_text
from probes.text.ranking import clip_quote

ROLES = (Role.SOCIAL, Role.LIST, Role.HOME, Role.PRODUCT, Role.SEARCH)
SHELVES = frozenset(
    {Role.LIST, Role.PRODUCT, Role.SEARCH}
)  # pages of goods alone: a price below a line is that of its goods


def judge(site: Site, params: Params) -> Answer:
    """YES where a card or page with a price says that its goods come from the countryside's own programme.

    That they come straight from where they grow (``source``) says so only in a shop that speaks of such a programme.
    A phone's few product pages miss none: it opens a handful of what the desktop samples.
    """
    views = searched_views(site, ROLES)[0]
    mark, source = pattern(params.words["mark"]), pattern(params.words["source"])
    programme = any(view.role is Role.SOCIAL or _told(view, site, mark) for view in views)
    for view in views:
        found = _on_sale(view, site, params, mark) or (_on_sale(view, site, params, source) if programme else None)
        if found is not None:
            said, evidence = found
            return yes(f"在售：「{said}」", f"on sale: “{said}”", evidence, fraction=1.0)
    sent = next((piece for view in views if (piece := _on_sale(view, site, params, source))), None)
    if sent is not None:
        return unsure(
            f"未见标明助农的商品；但在售商品写有「{sent[0]}」，是否为助农商品须由人判断",
            f"no goods are marked as of such a programme; yet goods on sale say “{sent[0]}”",
            sent[1],
        )
    lacking = not_found(
        site, ROLES, "未见在售的助农商品", "no goods of such a programme were seen on sale", fraction=0.0
    )
    hints = (mark, pattern(params.words["maker"]))  # what is of such a programme, then who made it where
    told = next(
        ((view, said) for hint in hints for view in site.all(Role.PRODUCT) if (said := _described(view, site, hint))),
        None,
    )
    if lacking.outcome is not Outcome.NO:
        return lacking
    if told is None:
        return answer_by_desktop(site) or lacking
    quote = clip_quote(told[1], int(params.limit("card")))
    return unsure(
        f"未见标明助农的商品；但一个商品页写有「{quote}」，是否为助农商品须由人判断",
        f"no goods are marked as of such a programme; yet the page of goods says “{quote}”",
        evidence_on_page(told[0], quote=quote),
    )


def _on_sale(view: View, site: Site, params: Params, mark: re.Pattern[str]) -> tuple[str, Evidence] | None:
    """What a card, or on pages of goods alone a line, with the mark and a price says, and where; None without one."""
    cards = [element for element in view.elements if element.seen and _card(element, site, params, mark)]
    if cards:  # the innermost: a list of few goods is as short as a card
        card = min(cards, key=lambda element: len(element.text))
        return " ".join(card.text.split())[:80], evidence_on_page(view, card)
    line = _line(view, site, params, mark) if view.role in SHELVES else ""
    return (line, evidence_on_page(view, quote=line)) if line else None


def _told(view: View, site: Site, mark: re.Pattern[str]) -> str:
    """The first line of what a page itself tells that has the mark, with no price beside it; "" without one."""
    lines = (" ".join(line.split()) for line in main_text(view).split("\n"))
    return next((line for line in lines if mark.search(without_name(fold_text(line), site.platform))), "")


def _described(view: View, site: Site, mark: re.Pattern[str]) -> str:
    """The same of a page of goods, with what stands in its main part outside links: details below tabs may be no part of its main text."""
    own = (one.own for one in view.elements if one.seen and one.own and one.region is Region.MAIN and not one.href)
    lines = (" ".join(said.split()) for said in own)
    marked = (line for line in lines if mark.search(without_name(fold_text(line), site.platform)))
    return _told(view, site, mark) or next(marked, "")


def _line(view: View, site: Site, params: Params, mark: re.Pattern[str]) -> str:
    """The first line with the mark that has a price in it or within the few lines below, as name and price of a card often stand apart."""
    lines = [" ".join(line.split()) for line in view.text.split("\n") if line.strip()]
    below = int(params.limit("below"))
    for at, line in enumerate(lines):
        if len(line) > params.limit("line"):
            continue
        said = without_name(fold_text(line), site.platform)
        priced = fold_text("\n".join(lines[at : at + 1 + below]))
        if mark.search(said) and pattern(params.words["price"]).search(priced):
            return line
    return ""


def _card(element: Element, site: Site, params: Params, mark: re.Pattern[str]) -> bool:
    """Whether it is short enough to be one card, with the mark and a price, or two where another is struck through."""
    if not 0 < len(element.text) <= params.limit("card"):
        return False
    said = without_name(fold_text(element.text), site.platform)
    priced = sum(1 for _ in pattern(params.words["price"]).finditer(said))
    return 0 < priced <= params.limit("prices") and mark.search(said) is not None


PROBE = Probe(
    reads=tuple(Need(role, required=False) for role in ROLES),
    judge=judge,
    words=("mark", "source", "maker", "price"),
    limits=("card", "prices", "line", "below"),
)
