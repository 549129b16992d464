"""Is delivery explained on a page within two clicks of the home page?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.service_rules import DELIVERY_ROLES, judge_published, reads

SUBJECT = Text("配送说明", "delivery rules")


def judge(site: Site, params: Params) -> Answer:
    return judge_published(site, params, SUBJECT, DELIVERY_ROLES)


PROBE = Probe(reads=reads(DELIVERY_ROLES), judge=judge)
