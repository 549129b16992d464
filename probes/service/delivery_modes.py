"""Are two or more ways of delivery offered?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.service_rules import DELIVERY_ROLES, judge_rules, reads

SUBJECT = Text("配送方式", "ways of delivery")
PARTS = {
    "courier": Text("快递", "courier"),
    "own": Text("自营配送", "own fleet"),
    "instant": Text("同城或即时配送", "same-city or instant delivery"),
    "pickup": Text("自提点、自提柜", "pick-up points or lockers"),
    "store": Text("门店自提", "pick-up in a store"),
    "bulky": Text("大件配送", "bulky goods"),
    "cold": Text("冷链", "cold chain"),
}


def judge(site: Site, params: Params) -> Answer:
    return judge_rules(site, params, SUBJECT, DELIVERY_ROLES, PARTS, whole=2)


PROBE = Probe(reads=reads(DELIVERY_ROLES), judge=judge)
