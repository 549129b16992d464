"""Do the rules say where the data of evaluations come from?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.rulebook import EVALUATION
from probes.reading.statements import judge_stated

SUBJECT = Text("信用评价数据的来源", "where the data of evaluations come from")


def judge(site: Site, params: Params) -> Answer:
    return judge_stated(site, params, SUBJECT, EVALUATION)


PROBE = Probe(reads=tuple(Need(role, required=False) for role in EVALUATION), judge=judge)
