"""Is it explained how reviews are sorted and which are hidden?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.rulebook import EVALUATION
from probes.reading.statements import judge_stated

SUBJECT = Text("评价的排序与隐藏规则", "how reviews are sorted and hidden")
PARTS = ("order", "hiding")


def judge(site: Site, params: Params) -> Answer:
    return judge_stated(site, params, SUBJECT, EVALUATION, PARTS)


PROBE = Probe(reads=tuple(Need(role, required=False) for role in EVALUATION), judge=judge)
