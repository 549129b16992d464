"""Is customer service offered for the buyer's own order, language, age or impairment?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.service_pages import READS, ROLES
from probes.reading.statements import judge_stated

PARTS = ("order", "language", "elder", "dedicated")
SUBJECT = Text(
    "个性化客服（按订单、语言、长者或残障、专属）",
    "personal service (by order, language, age, impairment, or dedicated)",
)


def judge(site: Site, params: Params) -> Answer:
    return judge_stated(site, params, SUBJECT, ROLES, PARTS, whole=1)


PROBE = Probe(reads=READS[:-1], judge=judge)
