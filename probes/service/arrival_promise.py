"""Do product pages promise when goods arrive?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.service_rules import reads
from probes.reading.shipping import ROLES, judge_pages

SUBJECT = Text("预计送达时间", "when goods arrive")
PARTS = {"rule": Text("预计送达时间", "an arrival time")}


def judge(site: Site, params: Params) -> Answer:
    return judge_pages(site, params, SUBJECT, PARTS)


PROBE = Probe(reads=reads(ROLES), judge=judge)
