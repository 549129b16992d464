"""Does the way from the home page to a product stay inside the elder mode?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import ELDER, Role
from probes.finding import INSTEAD, Answer, no, not_seen, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading import absence, elder

WAY = (Role.LIST, Role.PRODUCT)


def judge(site: Site, params: Params) -> Answer:
    home = site.view(Role.HOME, ELDER)
    assert home is not None
    if not elder.switched(site):
        return absence.absent(
            (home,), "没有真正生效的长辈模式", "there is no elder mode that works", values={INSTEAD: home.url}
        )
    for role in WAY:
        view = site.view(role, ELDER)
        if view is not None and elder.kept(site, role) is False:
            return no(
                f"到 {view.title or view.url} 时退回标准界面",
                f"the mode is lost at {view.url}",
                shown(home),
                shown(view),
            )
    for role in WAY:
        if elder.kept(site, role) is None:
            gap = site.gap(role, ELDER) or site.gap(role)
            zh, en = absence.gap_words(gap) if gap else (f"本次未查看 {role}", f"{role} was not looked at")
            return not_seen(
                gap.reason if gap else "not_looked", f"主流程未能走完：{zh}", f"the way was not gone to its end: {en}"
            )
    evidence = [shown(view) for role in WAY if (view := site.view(role, ELDER)) is not None]
    return yes("首页、列表、商品页均保持长辈模式", "home, list and product all stay in elder mode", *evidence)


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.HOME, ELDER),
        *(Need(role, state, required=False) for role in WAY for state in (ELDER, "landed")),
    ),
    judge=judge,
)
