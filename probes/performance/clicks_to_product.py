"""How many clicks lead from the home page to a product?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, no, not_seen, shown, yes
from probes.probe import Need, Params, Probe


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.PRODUCT)
    assert view is not None
    if view.clicks is None:
        return not_seen(
            "undecidable", "商品页不是沿可见入口到达的，点击次数未知", "the product was not reached by visible entries"
        )
    path = " → ".join(view.path)
    zh, en = (
        f"首页到商品页 {view.clicks} 次点击：{path}",
        f"{view.clicks} clicks from the home page to a product: {path}",
    )
    answer = yes if view.clicks <= params.limit("clicks") else no
    return answer(zh, en, shown(view), values={"clicks": view.clicks})


PROBE = Probe(reads=(Need(Role.HOME), Need(Role.PRODUCT)), judge=judge)
