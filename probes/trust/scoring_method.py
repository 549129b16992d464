"""Is it explained how scores are made: dimensions, period, formula?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.rulebook import EVALUATION
from probes.reading.statements import judge_stated

SUBJECT = Text("评分方法（维度、周期、计算方式）", "how scores are made")
PARTS = ("dimensions", "period", "formula")


def judge(site: Site, params: Params) -> Answer:
    return judge_stated(site, params, SUBJECT, EVALUATION, PARTS)


PROBE = Probe(reads=tuple(Need(role, required=False) for role in EVALUATION), judge=judge)
