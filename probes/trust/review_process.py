"""Is it described how information is reviewed before it is shown?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.rulebook import GOVERNANCE
from probes.reading.statements import judge_stated

SUBJECT = Text("信息审核流程", "how information is reviewed")


def judge(site: Site, params: Params) -> Answer:
    return judge_stated(site, params, SUBJECT, GOVERNANCE)


PROBE = Probe(reads=tuple(Need(role, required=False) for role in GOVERNANCE), judge=judge)
