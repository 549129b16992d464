"""Do members get better prices?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, shown, yes
from probes.probe import Params, Probe
from probes.reading.membership import READS, missing, said


def judge(site: Site, params: Params) -> Answer:
    for view, line in said(site, params.words["rule"], params.words["never"]):
        return yes(
            f"写明了会员价格优惠：「{line[:120]}」",
            f"price benefits for members: “{line[:120]}”",
            shown(view, quote=line[:200]),
        )
    return missing(site, "未见会员价格优惠", "price benefits for members were not found")


PROBE = Probe(reads=READS, judge=judge)
