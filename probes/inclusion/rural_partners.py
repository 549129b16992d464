"""Is a partner named who can confirm the rural support: a local government, a co-operative, an agreement?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.own_answers import judge_told, reads

ROLES = (Role.SOCIAL, Role.ABOUT, Role.HOME)
SUBJECT = Text("可核实的乡村合作方", "a rural partner who can confirm it")


def judge(site: Site, params: Params) -> Answer:
    return judge_told(site, params, SUBJECT, ROLES, ("partner",))


PROBE = Probe(reads=reads(*ROLES), judge=judge)
