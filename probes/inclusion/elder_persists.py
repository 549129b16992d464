"""Does the elder mode stay on when the visitor goes to the next page?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import ELDER, Role
from probes.answers import elder
from probes.finding import INSTEAD, Answer, evidence_on_page, no, not_seen, unsure, yes
from probes.pages.absence import absence
from probes.probe import Need, Params, Probe


def judge(site: Site, params: Params) -> Answer:
    home = site.view(Role.HOME, ELDER)
    assert home is not None
    if not elder.is_switched(site):
        return absence.answer_absent(
            (home,),
            "没有真正生效的长辈模式，谈不上保持",
            "no elder mode that works, so none that stays on",
            values={INSTEAD: home.url},
        )
    for role in (Role.LIST, Role.PRODUCT):
        kept, view = elder.keeps_mode(site, role), site.view(role, ELDER)
        if kept is None or view is None:
            continue
        if kept:
            return yes("进入下一页后仍为长辈模式", "the next page is still in elder mode", evidence_on_page(view))
        return no(
            "进入下一页后退回标准界面",
            "the next page falls back to the standard form",
            evidence_on_page(home),
            evidence_on_page(view),
        )
    gap = next((gap for role in (Role.LIST, Role.PRODUCT) if (gap := site.gap(role, ELDER)) is not None), None)
    if gap is None:
        return not_seen("not_looked", "本次未查看长辈模式下的其他页面", "no other page was seen in elder mode")
    if gap.reason.about_them:
        zh, en = (
            "长辈版首页没有可跟随的商品链接，请人工核对",
            "the elder page had no link to follow; a person must look",
        )
        return unsure(zh, en, evidence_on_page(home))
    zh, en = absence.gap_words(gap)
    return not_seen(gap.reason, zh, en)


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.HOME, ELDER),
        *(Need(role, state, required=False) for role in (Role.LIST, Role.PRODUCT) for state in (ELDER, "landed")),
    ),
    judge=judge,
)
