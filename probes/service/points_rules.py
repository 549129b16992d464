"""Are the rules on earning, spending and synchronising points public?"""

from __future__ import annotations

from crawler.site import Site, View
from probes.finding import Answer, in_part, shown, yes
from probes.probe import Params, Probe
from probes.reading.membership import READS, ROLES, missing, said
from probes.reading.several import hidden

PARTS = ("earn", "spend", "sync")


def judge(site: Site, params: Params) -> Answer:
    found: dict[str, tuple[View, str]] = {}
    for part in PARTS:
        hit = next(said(site, params.words[part], params.words["never"]), None)
        if hit is not None:
            found[part] = hit
    if not found:
        return missing(site, "未见积分规则", "no rules on points were found")
    _, line = next(iter(found.values()))
    answer = yes(
        f"写明了积分规则 {len(found)}/{len(PARTS)} 项：「{line[:120]}」",
        f"{len(found)} of {len(PARTS)} rules on points are stated: “{line[:120]}”",
        *(shown(view, quote=each[:200]) for view, each in found.values()),
        fraction=len(found) / len(PARTS),
        values={"stated": tuple(found)},
    )
    return answer if len(found) == len(PARTS) else hidden(site, ROLES) or in_part(answer)


PROBE = Probe(reads=READS, judge=judge)
