"""Are regions named to which rural support goes?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.own_answers import judge_told, reads

ROLES = (Role.SOCIAL, Role.ABOUT, Role.HOME)
SUBJECT = Text("乡村振兴所涉地区", "regions of the rural support")


def judge(site: Site, params: Params) -> Answer:
    return judge_told(site, params, SUBJECT, ROLES, ("region",))


PROBE = Probe(reads=reads(*ROLES), judge=judge)
