"""Are two or more ways of delivery offered?"""

import dataclasses

from crawler.site import Site
from probes.answers.products.shipping import ask_beside_goods
from probes.answers.service_rules import DELIVERY_ROLES
from probes.families.service_rule import service_rule
from probes.finding import Answer
from probes.probe import Params

_WAYS = ("courier", "own", "instant", "pickup", "store", "bulky", "cold")
RULE = service_rule(DELIVERY_ROLES, *_WAYS, whole=2)


def judge(site: Site, params: Params) -> Answer:
    """What pages of rules say; where they name no way, a person is asked about what stands beside goods (物流：快递发货)."""
    words = tuple(word for way in _WAYS for word in params.words[way])
    return ask_beside_goods(site, RULE.judge(site, params), words, params.words["never"])


PROBE = dataclasses.replace(RULE, judge=judge)
