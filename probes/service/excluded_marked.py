"""Are goods that cannot be returned marked as such on their product pages, where such goods are sold?"""

from __future__ import annotations

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.answers.products.shipping import shipping_pieces
from probes.answers.service_rules import rule_pages_needed
from probes.finding import Answer, evidence_on_page, no, not_applicable, not_seen, yes
from probes.pages.absence.several import answer_hidden, searched_views
from probes.pages.products.products import read_product
from probes.pages.rules.policy import pattern
from probes.probe import Params, Probe
from probes.text.normalise import fold_text

ROLES = (Role.PRODUCT, Role.LIST, Role.HOME)


def judge(site: Site, params: Params) -> Answer:
    pages = site.all(Role.PRODUCT)
    mark, kinds = pattern(params.words["mark"]), pattern(params.words["kinds"])
    marked = [(view, match.group()) for view in pages if (match := mark.search("\n".join(shipping_pieces(view))))]
    if marked:
        view, said = marked[0]
        return yes(
            f"商品页标明「{said}」",
            f"a product page says “{said}”",
            *(evidence_on_page(page, None, word) for page, word in marked[:3]),
        )
    unmarked = [
        (view, name)
        for view in pages
        if (name := read_product(view).title or view.title) and kinds.search(fold_text(name))
    ]
    unseen = answer_hidden(site, ROLES)
    if unmarked:
        view, name = unmarked[0]
        return unseen or no(
            f"「{name}」属依法可不适用无理由退货的商品，商品页未标明是否支持",
            f"“{name}” is of a kind that may be excluded, but its page does not say whether it can be given back",
            *(evidence_on_page(page, None, word) for page, word in unmarked[:3]),
        )
    if unseen is not None:
        return unseen
    entry = _entry(searched_views(site, (Role.LIST, Role.HOME))[0], params)
    if entry is not None:
        view, said = entry
        return not_seen(
            "not_looked",
            f"有「{said}」类商品，但所看的商品页中没有这类商品",
            f"goods such as “{said}” seem to be sold, but none of them is among the product pages looked at",
            evidence_on_page(view, None, said),
        )
    if not pages:
        return not_seen("not_looked", "本次未查看商品页", "no product page was looked at")
    return not_applicable(
        "所见商品均非依法除外的商品", "none of the goods seen is of a kind excluded by law", evidence_on_page(pages[0])
    )


def _entry(views: tuple[View, ...], params: Params) -> tuple[View, str] | None:
    """A link or heading of the shop that names goods of such a kind; None without one."""
    kinds, longest = pattern(params.words["kinds"]), params.limit("label")
    for view in views:
        for element in view.elements:
            if not element.seen or not (element.href or element.heading):
                continue
            said = " ".join((element.text or element.own or element.name).split())
            if len(said) <= longest and kinds.search(fold_text(said)):
                return view, said
    return None


PROBE = Probe(reads=rule_pages_needed(ROLES), judge=judge, words=("mark", "kinds"), limits=("label",))
