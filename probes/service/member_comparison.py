"""Is a comparison of members and others public?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.labels import judge_said

ROLES = (
    Role.MEMBER,
    Role.HELP,
)
SUBJECT = Text("会员与非会员的权益对比", "a comparison of members and others")


def judge(site: Site, params: Params) -> Answer:
    return judge_said(site, params, SUBJECT, ROLES)


PROBE = Probe(reads=(*(Need(role, required=False) for role in ROLES),), judge=judge)
