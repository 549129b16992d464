"""Does one account name a traditional industry, a partner and figures before and after?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.accounts import judge_account
from probes.reading.own_answers import reads

ROLES = (Role.ABOUT, Role.SOCIAL, Role.HOME, Role.SELLER)
SUBJECT = Text(
    "传统行业应用案例（行业、合作方、前后数据）", "an account of use in a traditional industry with partner and figures"
)
PARTS = ("industry", "partner", "effect")


def judge(site: Site, params: Params) -> Answer:
    return judge_account(site, params, SUBJECT, ROLES, PARTS, figured=("effect",), dated=(), of_others=True)


PROBE = Probe(reads=reads(*ROLES), judge=judge)
