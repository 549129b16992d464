"""Can unlawful information be reported from the pages of goods, or from everywhere by an entry at home?"""

from __future__ import annotations

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Text, shown, unsure, yes
from probes.probe import Need, Params, Probe
from probes.reading.complaint_items import Placed, no_entry, placed, unseen_entries
from probes.reading.complaint_links import Entry, Kind, entries
from probes.reading.prominence import Level, named
from probes.reading.several import hidden

KINDS = (Kind.CONTENT, Kind.CONSUMER)


def judge(site: Site, params: Params) -> Answer:
    at_home = next(
        (each for each in placed(site, KINDS) if each.level >= Level.P2 and _reports(each.entry, params)), None
    )
    if at_home is not None:
        return _at_home(at_home)
    products = site.all(Role.PRODUCT)
    having = [view for view in products if any(_reports(each, params) for each in entries(view))]
    share = len(having) / len(products) if products else 0.0
    unseen = unseen_entries(site) or hidden(site, (Role.PRODUCT,))
    if having:
        earned = min(1.0, share / params.limit("share"))
        blind = hidden(site, (Role.PRODUCT,)) if earned == 1.0 else unseen
        return blind or _on_products(having, products, earned)
    weak = next(iter(placed(site, (Kind.CONSUMER,))), None)
    if weak is not None:
        words = weak.entry.element.words.strip()[:40]
        return unseen or unsure(
            f"未见举报入口，仅有投诉入口「{words}」",
            f"no entry to report, only one to complain: “{words}”",
            shown(weak.view, weak.entry.element),
            guess=params.limit("complaint_share"),
            question=Text(
                "该投诉入口是否受理违法和不良信息举报？", "Does this entry take reports of unlawful information?"
            ),
        )
    return unseen or no_entry(
        site, "未见违法和不良信息的举报入口", "no entry to report unlawful information", of_buyers=False
    )


def _reports(entry: Entry, params: Params) -> bool:
    """The platform's own entry for reports; a combined 投诉举报 counts, a phone printed for the regulator does not."""
    if entry.kind is Kind.CONTENT:
        return not any(number in entry.element.words for number in params.words["regulators"])
    return any(word in entry.word for word in params.words["report"])


def _at_home(found: Placed) -> Answer:
    words = found.entry.element.words.strip()[:40] or found.entry.word
    stands = named(found.level)
    return yes(
        f"首页有举报入口「{words}」（{stands.zh}）",
        f"entry to report on the home page: “{words}” ({stands.en})",
        shown(found.view, found.entry.element),
    )


def _on_products(having: list[View], products: tuple[View, ...], earned: float) -> Answer:
    return yes(
        f"{len(products)} 个商品页中 {len(having)} 个有举报入口",
        f"{len(having)} of {len(products)} product pages have an entry to report",
        *(shown(view) for view in having[:3]),
        fraction=earned,
        values={"pages": len(products), "having": len(having)},
    )


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.PRODUCT, required=False),
        *(Need(role, required=False) for role in (Role.COMPLAINT, Role.SERVICE, Role.HELP)),
    ),
    judge=judge,
)
