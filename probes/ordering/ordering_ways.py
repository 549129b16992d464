"""Are there at least two ways to order: web, app, mini-program, phone, bulk purchase, voice?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.order_items import judge_offered

SUBJECT = Text("下单方式", "ways to order")
ROLES = (Role.HOME, Role.PRODUCT, Role.HELP, Role.SERVICE, Role.ABOUT)
PARTS = ("web", "app", "mini_program", "phone", "bulk", "voice")


def judge(site: Site, params: Params) -> Answer:
    return judge_offered(site, params, SUBJECT, ROLES, PARTS)


PROBE = Probe(reads=tuple(Need(role, required=role is Role.HOME) for role in ROLES), judge=judge)
