"""Do product pages show how the goods are sold: price, stock, seller, freight, delivery, returns, reviews?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer
from probes.probe import Need, Params, Probe
from probes.reading import completeness


def judge(site: Site, params: Params) -> Answer:
    return completeness.judge(site, params, "operation")


PROBE = Probe(reads=(Need(Role.HOME), Need(Role.PRODUCT, required=False)), judge=judge)
