"""Can a wrong rating be appealed?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.rulebook import EVALUATION
from probes.reading.statements import judge_stated

SUBJECT = Text("对评价、评分的申诉途径", "an appeal against wrong ratings")


def judge(site: Site, params: Params) -> Answer:
    return judge_stated(site, params, SUBJECT, EVALUATION)


PROBE = Probe(reads=tuple(Need(role, required=False) for role in EVALUATION), judge=judge)
