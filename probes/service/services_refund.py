"""Are there rules on refunds or changes of services and virtual goods, where these are sold?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers.service_rules import RETURN_ROLES, judge_rules, rule_pages_needed
from probes.finding import Answer, Text, evidence_on_page, not_applicable, not_seen
from probes.pages.absence.several import answer_hidden, searched_views
from probes.pages.rules.policy import pattern
from probes.probe import Params, Probe
from probes.text.normalise import fold_text

SUBJECT = Text("服务和虚拟商品的退改规则", "rules on refunds of services and virtual goods")
PARTS = {"rule": Text("服务或虚拟商品的退改", "refunds of services or virtual goods")}
SHOPPING = (Role.HOME, Role.LIST, Role.PRODUCT)


def judge(site: Site, params: Params) -> Answer:
    answer = judge_rules(site, params, SUBJECT, RETURN_ROLES, PARTS)
    flags = [site.platform.profile.get(flag) for flag in ("services", "virtual")]
    if True in flags or (None in flags and _sold(site, params)):
        return answer
    if None in flags:
        unseen = answer_hidden(site, SHOPPING)
        if unseen is not None:
            return unseen
    home = site.view(Role.HOME)
    if home is None:
        return not_seen("not_looked", "首页未能查看", "the home page was not seen")
    return not_applicable(
        "未见销售服务或虚拟商品", "no services or virtual goods seem to be sold", evidence_on_page(home)
    )


def _sold(site: Site, params: Params) -> bool:
    """Whether an entry of the shop, or a product's heading, names a service or something virtual."""
    wanted, longest = pattern(params.words["sold"]), params.limit("label")
    for view in searched_views(site, SHOPPING)[0]:
        for element in view.elements:
            said = fold_text(" ".join((element.text or element.own or element.name).split()))
            named = element.seen and (element.href or element.heading or element.clickable) and 0 < len(said) <= longest
            if named and wanted.search(said):
                return True
    return False


PROBE = Probe(
    reads=rule_pages_needed((*RETURN_ROLES, *SHOPPING)),
    judge=judge,
    words=("chapter", "rule", "rule_never", "sold"),
    limits=("label",),
)
