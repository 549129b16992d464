"""Is it published which reviews are hidden, and that truthful ones stay?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.rulebook import EVALUATION
from probes.reading.statements import judge_stated

SUBJECT = Text("评价隐藏标准与不删除真实评价的承诺", "which reviews are hidden and that truthful ones stay")
PARTS = ("hiding", "kept")


def judge(site: Site, params: Params) -> Answer:
    return judge_stated(site, params, SUBJECT, EVALUATION, PARTS)


PROBE = Probe(reads=tuple(Need(role, required=False) for role in EVALUATION), judge=judge)
