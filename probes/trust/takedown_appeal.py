"""Can a wrong takedown or sanction be appealed?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.rulebook import GOVERNANCE
from probes.reading.statements import judge_stated

SUBJECT = Text("对下架、处罚的申诉途径", "an appeal against takedowns and sanctions")


def judge(site: Site, params: Params) -> Answer:
    return judge_stated(site, params, SUBJECT, GOVERNANCE)


PROBE = Probe(reads=tuple(Need(role, required=False) for role in GOVERNANCE), judge=judge)
