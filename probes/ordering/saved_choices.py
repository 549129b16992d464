"""Are usual choices remembered: addresses, lists, orders to repeat, favourites, what was looked at?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.order_items import judge_offered

SUBJECT = Text("常用选项的记录", "a record of usual choices")
ROLES = (Role.HOME, Role.PRODUCT, Role.CART, Role.HELP, Role.MEMBER, Role.AGREEMENT)
PARTS = ("address", "list", "again", "favourites", "history")


def judge(site: Site, params: Params) -> Answer:
    return judge_offered(site, params, SUBJECT, ROLES, PARTS)


PROBE = Probe(reads=tuple(Need(role, required=role is Role.HOME) for role in ROLES), judge=judge)
