"""Is a first reply within three days promised?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.reading.complaint_items import rule_reads
from probes.reading.complaint_times import judge_limit

SUBJECT = Text("首次处理答复时限", "how soon a first reply is given")


def judge(site: Site, params: Params) -> Answer:
    return judge_limit(site, params, SUBJECT)


PROBE = Probe(reads=rule_reads(), judge=judge)
