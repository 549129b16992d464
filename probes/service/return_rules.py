"""Are the after-sales rules public within two clicks of the home page?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.service_rules import RETURN_ROLES, judge_published, reads

SUBJECT = Text("售后规则", "after-sales rules")


def judge(site: Site, params: Params) -> Answer:
    return judge_published(site, params, SUBJECT, RETURN_ROLES)


PROBE = Probe(reads=reads(RETURN_ROLES), judge=judge)
