"""Can each contact with customer service be rated?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.labels import judge_said

ROLES = (
    Role.SERVICE,
    Role.HELP,
)
SUBJECT = Text("对客服的满意度评价", "a rating of each contact")


def judge(site: Site, params: Params) -> Answer:
    return judge_said(site, params, SUBJECT, ROLES)


PROBE = Probe(reads=(*(Need(role, required=False) for role in ROLES),), judge=judge)
