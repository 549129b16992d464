"""Is it shown how long one waits for customer service?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, shown, yes
from probes.probe import Params, Probe
from probes.reading.service_pages import READS, nowhere, said


def judge(site: Site, params: Params) -> Answer:
    for view, line in said(site, params.words["rule"], params.words["never"], params.words["near"]):
        return yes(
            f"显示排队或预计等待：「{line[:120]}」", f"the wait is shown: “{line[:120]}”", shown(view, quote=line[:200])
        )
    return nowhere(site, "未见排队人数或预计等待时间", "neither queue nor expected wait is shown")


PROBE = Probe(reads=READS, judge=judge)
