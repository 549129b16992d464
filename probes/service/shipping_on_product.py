"""Do product pages show from where goods are sent and what that costs?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.service_rules import reads
from probes.reading.shipping import ROLES, judge_pages

SUBJECT = Text("发货地与运费", "where goods are sent from and the fee")
PARTS = {"origin": Text("发货地", "where they are sent from"), "fee": Text("运费", "the fee")}


def judge(site: Site, params: Params) -> Answer:
    return judge_pages(site, params, SUBJECT, PARTS, needs=("fee",))


PROBE = Probe(reads=reads(ROLES), judge=judge)
