"""Are the freight charges and the threshold for free shipping stated?"""

import dataclasses

from crawler.site import Site
from probes.answers.products.shipping import ask_beside_goods
from probes.answers.service_rules import DELIVERY_ROLES
from probes.families.service_rule import service_rule
from probes.finding import Answer
from probes.probe import Params

RULE = service_rule(DELIVERY_ROLES, "standard", "threshold")


def judge(site: Site, params: Params) -> Answer:
    """What pages of rules say; where they say nothing, a person is asked about what stands beside goods (运费：满88免邮)."""
    return ask_beside_goods(site, RULE.judge(site, params), params.words["beside"])


PROBE = dataclasses.replace(RULE, judge=judge, words=(*RULE.words, "beside"))
