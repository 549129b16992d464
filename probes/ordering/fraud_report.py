"""Is a channel to report fraud named?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.order_items import PAY_ROLES
from probes.reading.statements import judge_stated

SUBJECT = Text("欺诈举报渠道", "a channel to report fraud")
ROLES = (*PAY_ROLES, Role.COMPLAINT, Role.SERVICE, Role.HOME)


def judge(site: Site, params: Params) -> Answer:
    return judge_stated(site, params, SUBJECT, ROLES)


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ROLES), judge=judge)
