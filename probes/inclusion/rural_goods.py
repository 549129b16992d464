"""Are goods of the programme on sale now?"""

from __future__ import annotations

from crawler.site import Element, Site
from crawler.vocabulary import Role
from probes.finding import Answer, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading.own_words import without_name
from probes.reading.policy import fold, pattern
from probes.reading.several import not_found, searched

ROLES = (Role.SOCIAL, Role.LIST, Role.HOME, Role.PRODUCT, Role.SEARCH)


def judge(site: Site, params: Params) -> Answer:
    """YES where a card or page with a price says that its goods come from the countryside's own programme."""
    for view in searched(site, ROLES)[0]:
        for each in view.elements:
            if each.seen and _card(each, site, params):
                said = " ".join(each.text.split())[:80]
                return yes(f"在售：「{said}」", f"on sale: “{said}”", shown(view, each), fraction=1.0)
    return not_found(site, ROLES, "未见在售的助农商品", "no goods of such a programme were seen on sale", fraction=0.0)


def _card(element: Element, site: Site, params: Params) -> bool:
    """Short enough to be one card, and with mark and price."""
    if not 0 < len(element.text) <= params.limit("card"):
        return False
    said = without_name(fold(element.text), site.platform)
    return bool(pattern(params.words["mark"]).search(said) and pattern(params.words["price"]).search(said))


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge)
