"""Does a public page list the benefits of membership?"""

from __future__ import annotations

from crawler.site import Site, View
from probes.finding import Answer, in_part, shown, yes
from probes.probe import Params, Probe
from probes.reading.membership import READS, ROLES, missing, said
from probes.reading.several import hidden

KINDS = ("price", "points", "gift", "freight", "service", "coupon", "days", "level")


def judge(site: Site, params: Params) -> Answer:
    """All points for benefits of three kinds, half for fewer."""
    found: dict[str, tuple[View, str]] = {}
    for kind in KINDS:
        hit = next(said(site, params.words[kind], params.words["never"]), None)
        if hit is not None:
            found[kind] = hit
    if not found:
        return missing(site, "未见公开的会员权益", "no benefits of membership are listed publicly")
    enough = len(found) >= params.limit("kinds")
    _, line = next(iter(found.values()))
    answer = yes(
        f"公开会员权益 {len(found)} 类：「{line[:120]}」",
        f"{len(found)} kinds of benefits are listed: “{line[:120]}”",
        *(shown(view, quote=each[:200]) for view, each in found.values()),
        fraction=1.0 if enough else params.limit("few"),
        values={"kinds": tuple(found)},
    )
    return answer if enough else hidden(site, ROLES) or in_part(answer)


PROBE = Probe(reads=READS, judge=judge)
