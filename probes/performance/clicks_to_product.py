"""How many clicks lead from the home page to a product?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, evidence_on_page, no, not_seen, yes
from probes.pages.absence.walked import describe_way
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.PRODUCT)
    assert view is not None
    if view.clicks is None:
        return not_seen(
            "undecidable", "商品页不是沿可见入口到达的，点击次数未知", "the product was not reached by visible entries"
        )
    way = describe_way(view)
    zh, en = (
        f"首页到商品页 {view.clicks} 次点击：{way.zh}",
        f"{count_in_words(view.clicks, 'click')} from the home page to a product: {way.en}",
    )
    answer = yes if view.clicks <= params.limit("clicks") else no
    return answer(zh, en, evidence_on_page(view), values={"clicks": view.clicks})


PROBE = Probe(reads=(Need(Role.HOME), Need(Role.PRODUCT)), judge=judge, limits=("clicks",))
