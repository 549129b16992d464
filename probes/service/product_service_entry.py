"""Can buyers contact customer service from product pages?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, evidence_on_page, in_part, yes
from probes.pages.absence import absence
from probes.pages.absence.several import answer_hidden
from probes.pages.service.service_entries import OWN, ServiceEntryKind, place_service_entries
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words

KINDS = (*OWN, ServiceEntryKind.SELLER_CHAT, ServiceEntryKind.CONTACT)


def judge(site: Site, params: Params) -> Answer:
    views = site.all(Role.PRODUCT)
    found = {
        view.id: best for view in views if (best := next(iter(place_service_entries((view,), KINDS)), None)) is not None
    }
    bare = tuple(view for view in views if view.id not in found)
    if not found:
        return absence.answer_absent(
            views, "商品页未见客服入口", "no entry to customer service on product pages", fraction=0.0
        )
    share = len(found) / len(views)
    enough = share >= params.limit("share")
    first = next(iter(found.values()))
    answer = yes(
        f"{len(views)} 个商品页中 {len(found)} 个有客服入口，如「{first.entry.words}」",
        f"an entry on {len(found)} of {count_in_words(len(views), 'product page')}: “{first.entry.words}”",
        *(evidence_on_page(entry.view, entry.entry.element, entry.entry.words) for entry in found.values()),
        fraction=1.0 if enough else share,
        values={"share": round(share, 3), "pages": len(views)},
    )
    if not enough and any(absence.missing_of_view(view) for view in bare):
        return absence.answer_absent(bare, "部分商品页未见客服入口", "some product pages show no entry")
    return answer_hidden(site, (Role.PRODUCT,)) or in_part(answer)


PROBE = Probe(reads=(Need(Role.HOME), Need(Role.PRODUCT)), judge=judge, limits=("share",))
