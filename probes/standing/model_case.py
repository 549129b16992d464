"""Does one account name a new model, its start, its scope, its result and what is new in it?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.accounts import judge_account
from probes.reading.own_answers import reads

ROLES = (Role.ABOUT, Role.SOCIAL, Role.HOME)
SUBJECT = Text(
    "新模式案例（名称、起始日期、范围、成效、不同之处）",
    "an account of a new model with start, scope, result and difference",
)
PARTS = ("model", "start", "scope", "result", "difference")


def judge(site: Site, params: Params) -> Answer:
    return judge_account(site, params, SUBJECT, ROLES, PARTS, figured=("scope", "result"), dated=("start",))


PROBE = Probe(reads=reads(*ROLES), judge=judge)
