"""Are goods that cannot be given back marked so on their product pages, where such goods are sold?"""

from __future__ import annotations

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, no, not_applicable, not_seen, shown, yes
from probes.probe import Params, Probe
from probes.reading.policy import fold, pattern
from probes.reading.products import product
from probes.reading.service_rules import reads
from probes.reading.several import hidden, searched
from probes.reading.shipping import pieces

ROLES = (Role.PRODUCT, Role.LIST, Role.HOME)


def judge(site: Site, params: Params) -> Answer:
    pages = site.all(Role.PRODUCT)
    mark, kinds = pattern(params.words["mark"]), pattern(params.words["kinds"])
    marked = [(view, match.group()) for view in pages if (match := mark.search("\n".join(pieces(view))))]
    if marked:
        view, said = marked[0]
        return yes(
            f"商品页标明「{said}」",
            f"a product page says “{said}”",
            *(shown(page, None, word) for page, word in marked[:3]),
        )
    unmarked = [
        (view, name) for view in pages if (name := product(view).title or view.title) and kinds.search(fold(name))
    ]
    unseen = hidden(site, ROLES)
    if unmarked:
        view, name = unmarked[0]
        return unseen or no(
            f"「{name}」属依法可不适用无理由退货的商品，商品页未标明是否支持",
            f"“{name}” is of a kind that may be excluded, but its page does not say whether it can be given back",
            *(shown(page, None, word) for page, word in unmarked[:3]),
        )
    if unseen is not None:
        return unseen
    entry = _entry(searched(site, (Role.LIST, Role.HOME))[0], params)
    if entry is not None:
        view, said = entry
        return not_seen(
            "not_looked",
            f"有「{said}」类商品，但所看的商品页中没有这类商品",
            f"goods such as “{said}” seem to be sold, but none of them is among the product pages looked at",
            shown(view, None, said),
        )
    if not pages:
        return not_seen("not_looked", "本次未查看商品页", "no product page was looked at")
    return not_applicable(
        "所见商品均非依法除外的商品", "none of the goods seen is of a kind excluded by law", shown(pages[0])
    )


def _entry(views: tuple[View, ...], params: Params) -> tuple[View, str] | None:
    """A link or heading of the shop that names goods of such a kind."""
    kinds, longest = pattern(params.words["kinds"]), params.limit("label")
    for view in views:
        for each in view.elements:
            if not each.seen or not (each.href or each.heading):
                continue
            said = " ".join((each.text or each.own or each.name).split())
            if len(said) <= longest and kinds.search(fold(said)):
                return view, said
    return None


PROBE = Probe(reads=reads(ROLES), judge=judge)
