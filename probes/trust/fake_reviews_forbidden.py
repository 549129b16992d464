"""Are faked sales and reviews forbidden and punished?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.rulebook import EVALUATION
from probes.reading.statements import judge_stated

SUBJECT = Text("禁止并处罚刷单、虚假评价", "that faked sales and reviews are forbidden and punished")
PARTS = ("ban", "sanction")


def judge(site: Site, params: Params) -> Answer:
    return judge_stated(site, params, SUBJECT, EVALUATION, PARTS)


PROBE = Probe(reads=tuple(Need(role, required=False) for role in EVALUATION), judge=judge)
