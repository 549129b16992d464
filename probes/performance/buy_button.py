"""Can a visitor buy or order from a product page? One of the functions a shop must have."""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Outcome, evidence_on_page, not_seen
from probes.pages.service import functions
from probes.pages.service.entry_candidates import ENTRY_LIMITS, ENTRY_WORDS
from probes.probe import Need, Params, Probe

WHERE = (Role.PRODUCT,)


def judge(site: Site, params: Params) -> Answer:
    view = site.view(Role.PRODUCT)
    assert view is not None
    answer = functions.judge_function(site, params, WHERE, "购买或下单按钮", "a button to buy or order", framed=False)
    if answer.outcome is Outcome.YES:
        return answer
    said = next((line for line in view.text.splitlines() if any(word in line for word in params.words["app"])), "")
    if said:
        zh, en = f"商品仅可在 App 内购买：「{said[:60]}」", f"buying works in the app only: “{said[:60]}”"
        return not_seen("app_only", zh, en, evidence_on_page(view, None, said[:160]))
    return answer


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.PRODUCT),
    ),
    judge=judge,
    fetches=("link",),
    words=(*ENTRY_WORDS, "not_labels", "addresses", "app"),
    limits=ENTRY_LIMITS,
)
