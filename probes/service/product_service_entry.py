"""Can customer service be asked from product pages?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, in_part, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading import absence
from probes.reading.service_entries import OWN, Kind, placed
from probes.reading.several import hidden

KINDS = (*OWN, Kind.SELLER_CHAT, Kind.CONTACT)


def judge(site: Site, params: Params) -> Answer:
    views = site.all(Role.PRODUCT)
    found = {view.id: best for view in views if (best := next(iter(placed((view,), KINDS)), None)) is not None}
    bare = tuple(view for view in views if view.id not in found)
    if not found:
        return absence.absent(
            views, "商品页未见客服入口", "no entry to customer service on product pages", fraction=0.0
        )
    share = len(found) / len(views)
    enough = share >= params.limit("share")
    first = next(iter(found.values()))
    answer = yes(
        f"{len(views)} 个商品页中 {len(found)} 个有客服入口：「{first.entry.words}」",
        f"{len(found)} of {len(views)} product pages have an entry: “{first.entry.words}”",
        *(shown(each.view, each.entry.element, each.entry.words) for each in found.values()),
        fraction=1.0 if enough else share,
        values={"share": round(share, 3), "pages": len(views)},
    )
    if not enough and any(absence.lacks(view) for view in bare):
        return absence.absent(bare, "部分商品页未见客服入口", "some product pages show no entry")
    return hidden(site, (Role.PRODUCT,)) or in_part(answer)


PROBE = Probe(reads=(Need(Role.HOME), Need(Role.PRODUCT)), judge=judge)
