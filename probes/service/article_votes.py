"""Do help articles ask whether they solved the problem?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.labels import judge_said

ROLES = (
    Role.HELP,
    Role.SERVICE,
)
SUBJECT = Text("帮助内容“是否解决”的反馈", "a vote on whether help solved the problem")


def judge(site: Site, params: Params) -> Answer:
    return judge_said(site, params, SUBJECT, ROLES)


PROBE = Probe(reads=(*(Need(role, required=False) for role in ROLES),), judge=judge)
