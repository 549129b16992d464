"""Are standards or rules of the shop recognised or used outside?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.own_answers import judge_told, reads

ROLES = (Role.ABOUT, Role.SOCIAL, Role.HOME)
SUBJECT = Text("内部标准得到外部认可", "internal standards recognised outside")


def judge(site: Site, params: Params) -> Answer:
    return judge_told(site, params, SUBJECT, ROLES, ("recognised",))


PROBE = Probe(reads=reads(*ROLES), judge=judge)
