"""Does one account describe a technique with its use, its start, its effect and its users?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.accounts import judge_account
from probes.reading.own_answers import reads

ROLES = (Role.ABOUT, Role.SOCIAL, Role.HOME, Role.HELP)
SUBJECT = Text(
    "技术应用说明（方法、场景、上线日期、效果、用户规模）",
    "an account of a technique with use, start, effect and users",
)
PARTS = ("technique", "scene", "start", "effect", "users")


def judge(site: Site, params: Params) -> Answer:
    return judge_account(site, params, SUBJECT, ROLES, PARTS, figured=("effect", "users"), dated=("start",))


PROBE = Probe(reads=reads(*ROLES), judge=judge)
