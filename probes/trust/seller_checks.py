"""Are sellers' identities checked, and checked again every six months?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.statements import judge_stated

SUBJECT = Text("对商家身份的核验与定期复核", "that sellers are checked, and checked again")
ROLES = (Role.RULES, Role.AGREEMENT, Role.HELP, Role.SELLER)
PARTS = ("identity", "recheck")


def judge(site: Site, params: Params) -> Answer:
    return judge_stated(site, params, SUBJECT, ROLES, PARTS)


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge)
