"""Are sellers forbidden to press buyers about reviews, with sanctions and a place to report it?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.rulebook import EVALUATION
from probes.reading.statements import judge_stated

SUBJECT = Text(
    "禁止胁迫、诱导删改评价及其处罚和举报途径",
    "that pressing buyers about reviews is forbidden, punished and can be reported",
)
PARTS = ("ban", "sanction", "report")


def judge(site: Site, params: Params) -> Answer:
    return judge_stated(site, params, SUBJECT, EVALUATION, PARTS)


PROBE = Probe(reads=tuple(Need(role, required=False) for role in EVALUATION), judge=judge)
