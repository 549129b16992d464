"""Are buyers warned of risks: fake refund calls, deals outside the platform, links and codes?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Outcome, Text, shown, yes
from probes.pages.unread import Where
from probes.probe import Need, Params, Probe
from probes.reading.normalise import plain
from probes.reading.policy import pattern
from probes.reading.several import searched
from probes.reading.statements import judge_stated

SUBJECT = Text("交易风险提示", "a warning of risks")
ROLES = (Role.PAYMENT, Role.HELP, Role.HOME, Role.PRODUCT, Role.CART, Role.SERVICE, Role.RULES, Role.AGREEMENT)


def judge(site: Site, params: Params) -> Answer:
    # A banner may warn, wherever it hangs.
    answer = judge_stated(site, params, SUBJECT, ROLES, ("rule",), where=Where.ANYWHERE)
    if answer.outcome is Outcome.YES:
        return answer
    words = pattern(params.words["rule"])
    for view in searched(site, ROLES)[0]:
        for each in view.elements:
            said = plain(" ".join(each.ocr.split()))
            if each.seen and said and words.search(said):
                zh, en = f"图片中有交易风险提示：「{said[:100]}」", f"a picture warns of risks: “{said[:100]}”"
                return yes(zh, en, shown(view, each, said[:160]))
    return answer


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge)
