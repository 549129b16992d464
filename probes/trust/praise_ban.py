"""Is paying for praise forbidden?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.rulebook import EVALUATION
from probes.reading.statements import judge_stated

SUBJECT = Text("禁止好评返现", "that paying for praise is forbidden")


def judge(site: Site, params: Params) -> Answer:
    return judge_stated(site, params, SUBJECT, EVALUATION)


PROBE = Probe(reads=tuple(Need(role, required=False) for role in EVALUATION), judge=judge)
