"""Does the platform promise to evaluate neutrally, its own shop like others?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe
from probes.reading.rulebook import EVALUATION
from probes.reading.statements import judge_stated

SUBJECT = Text("评价中立、一视同仁的承诺", "a promise of neutrality")


def judge(site: Site, params: Params) -> Answer:
    return judge_stated(site, params, SUBJECT, EVALUATION)


PROBE = Probe(reads=tuple(Need(role, required=False) for role in EVALUATION), judge=judge)
