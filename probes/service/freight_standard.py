"""Are the freight charges and the threshold for free shipping stated?"""

import dataclasses

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers.products.shipping import ROLES, shipping_pieces
from probes.answers.service_rules import DELIVERY_ROLES
from probes.families.service_rule import service_rule
from probes.finding import Answer, Outcome, evidence_on_page, unsure
from probes.pages.absence.several import answer_hidden
from probes.pages.rules.policy import pattern
from probes.probe import Params
from probes.text.ranking import clip_quote

_QUOTED = 60
RULE = service_rule(DELIVERY_ROLES, "standard", "threshold")


def judge(site: Site, params: Params) -> Answer:
    """What pages of rules say; where they say nothing, a person is asked about what stands beside goods (运费：满88免邮)."""
    answer = RULE.judge(site, params)
    if answer.outcome is not Outcome.NO:
        return answer
    pages = site.all(Role.PRODUCT)
    if not pages and site.gap(Role.PRODUCT) is not None:
        return answer_hidden(site, ROLES, public=True) or answer
    words = pattern((*params.words["standard"], *params.words["threshold"]))
    said = next(((view, piece) for view in pages for piece in shipping_pieces(view) if words.search(piece)), None)
    if said is None:
        return answer
    quote = clip_quote(said[1], _QUOTED)
    return unsure(
        f"{answer.because.zh}；但商品页写有「{quote}」，须由人确认是否适用于全店",
        f"{answer.because.en}; but a product page says “{quote}”: does it hold for all of the shop?",
        evidence_on_page(said[0], quote=quote),
    )


PROBE = dataclasses.replace(RULE, judge=judge)
