"""Are buyers warned of risks: fake refund calls, deals off the platform, links and codes?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers.statements import judge_stated
from probes.finding import Answer, Outcome, Text, evidence_on_page, yes
from probes.pages.absence.several import searched_views
from probes.pages.absence.unread import AnswerPlace
from probes.pages.rules.policy import pattern
from probes.probe import Need, Params, Probe
from probes.text.normalise import plain_text
from probes.text.shown import list_seen

SUBJECT = Text("交易风险提示", "a warning of risks")
ROLES = (Role.PAYMENT, Role.HELP, Role.HOME, Role.PRODUCT, Role.CART, Role.SERVICE, Role.RULES, Role.AGREEMENT)


def judge(site: Site, params: Params) -> Answer:
    # A banner may warn, wherever on the page it is, or a picture below all goods.
    answer = judge_stated(site, params, SUBJECT, ROLES, ("rule",), where=AnswerPlace.ALIKE)
    if answer.outcome is Outcome.YES:
        return answer
    words = pattern(params.words["rule"])
    for view in searched_views(site, ROLES)[0]:
        for element in list_seen(view.elements):
            if not element.ocr:
                continue
            said = plain_text(" ".join(element.ocr.split()))
            if words.search(said):
                zh, en = f"图片中有交易风险提示：「{said[:100]}」", f"a picture warns of risks: “{said[:100]}”"
                return yes(zh, en, evidence_on_page(view, element, said[:160]))
    return answer


PROBE = Probe(
    reads=tuple(Need(role, required=False) for role in ROLES),
    judge=judge,
    words=("chapter", "rule", "rule_near", "never", "never_under", "doubt"),
    may_words=("doubt_line", "doubt_never"),
)
