"""Is it said that changes of credit levels have reasons and are told?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.rulebook import EVALUATION
from probes.reading.statements import judge_stated

SUBJECT = Text("信用等级调整的理由与告知", "that changes of credit levels have reasons and are told")


def judge(site: Site, params: Params) -> Answer:
    return judge_stated(site, params, SUBJECT, EVALUATION)


PROBE = Probe(reads=tuple(Need(role, required=False) for role in EVALUATION), judge=judge)
