"""Is the licensed payment institution that handles the money named?"""

from __future__ import annotations

import dataclasses

from crawler.site import Site
from probes.answers.order_items import PAY_ROLES
from probes.answers.statements import judge_stated
from probes.finding import Answer, Outcome, Text
from probes.pages.absence.several import answer_hidden
from probes.probe import Need, Params, Probe

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
    return answer_hidden(site, PAY_ROLES) or part


PROBE = Probe(
    reads=tuple(Need(role, required=False) for role in PAY_ROLES),
    judge=judge,
    words=("chapter", "named", "licensed", "never", "never_under", "doubt"),
    may_words=("doubt_line", "doubt_never"),
    limits=("unnamed_share",),
)
