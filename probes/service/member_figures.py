"""Are figures on members and renewals public?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.labels import judge_said

ROLES = (
    Role.MEMBER,
    Role.ABOUT,
    Role.SOCIAL,
    Role.HOME,
)
SUBJECT = Text("会员数量、续费等数据", "figures on members and renewals")


def judge(site: Site, params: Params) -> Answer:
    return judge_said(site, params, SUBJECT, ROLES)


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        *(Need(role, required=False) for role in ROLES if role is not Role.HOME),
    ),
    judge=judge,
)
