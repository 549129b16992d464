"""Is a licensed payment institution named that handles the money?"""

from __future__ import annotations

import dataclasses

from crawler.site import Site
from probes.finding import Answer, Outcome, Text
from probes.probe import Need, Params, Probe
from probes.reading.order_items import PAY_ROLES
from probes.reading.several import hidden
from probes.reading.statements import judge_stated

SUBJECT = Text("持牌支付机构", "a licensed payment institution")


def judge(site: Site, params: Params) -> Answer:
    named = judge_stated(site, params, SUBJECT, PAY_ROLES, ("named",))
    if named.outcome is Outcome.YES:
        return named
    unnamed = judge_stated(site, params, SUBJECT, PAY_ROLES, ("licensed",))
    if unnamed.outcome is not Outcome.YES:
        return named
    because = Text(f"{unnamed.because.zh}（未写明机构名称）", f"{unnamed.because.en} (without its name)")
    part = dataclasses.replace(unnamed, because=because, fraction=params.limit("unnamed_share"))
    return hidden(site, PAY_ROLES) or part


PROBE = Probe(reads=tuple(Need(role, required=False) for role in PAY_ROLES), judge=judge)
