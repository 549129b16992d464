"""Do product pages show the basic information of their goods: title, picture, brand, specification, category, origin, choice?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer
from probes.probe import Need, Params, Probe
from probes.reading import completeness


def judge(site: Site, params: Params) -> Answer:
    return completeness.judge(site, params, "base")


PROBE = Probe(reads=(Need(Role.HOME), Need(Role.PRODUCT, required=False)), judge=judge)
