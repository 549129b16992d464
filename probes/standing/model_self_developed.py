"""Is it said with proof that a model was developed by the shop itself?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.accounts import judge_account
from probes.reading.own_answers import reads

ROLES = (Role.ABOUT, Role.SOCIAL, Role.HOME)
SUBJECT = Text("自主开拓模式及其佐证", "a model of its own with proof of it")
PARTS = ("own", "proof")


def judge(site: Site, params: Params) -> Answer:
    return judge_account(site, params, SUBJECT, ROLES, PARTS, figured=(), dated=("proof",))


PROBE = Probe(reads=reads(*ROLES), judge=judge)
