"""Does the help describe in few steps, and with pictures, how to order?"""

from __future__ import annotations

from crawler.site import Element, Site, View
from crawler.vocabulary import Region
from probes.finding import Answer, Text, in_part, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading.order_items import ORDER_ROLES, described, told_otherwise
from probes.reading.several import hidden, not_found
from probes.text.ranking import clip

SUBJECT = Text("下单步骤", "the steps of ordering")


def judge(site: Site, params: Params) -> Answer:
    found = described(site, ORDER_ROLES, params)
    if not found:
        spoken = told_otherwise(site, ORDER_ROLES, params, SUBJECT)
        if spoken is not None:
            return hidden(site, ORDER_ROLES) or spoken
        return not_found(site, ORDER_ROLES, "未见下单的分步说明", "no steps of ordering are described", fraction=0.0)
    most = params.limit("most")
    view, procedure = min(found, key=lambda each: (each[1].count > most, not _pictures(each[0], params)))
    pictures = _pictures(view, params)
    share = 1.0 if procedure.count <= most else params.limit("long_share")
    share *= 1.0 if pictures else params.limit("bare_share")
    said = "、".join(procedure.steps)[:120]
    drawn_zh, drawn_en = ("并配图" if pictures else "没有配图"), ("with pictures" if pictures else "without pictures")
    answer = yes(
        f"下单分 {procedure.count} 步，{drawn_zh}：「{said}」",
        f"ordering takes {procedure.count} steps, {drawn_en}: “{said}”",
        shown(view, quote=clip(procedure.raw, 200)),
        *(shown(view, each, each.name or each.image) for each in pictures[:2]),
        fraction=share,
        values={"steps": procedure.count, "pictures": len(pictures)},
    )
    return answer if share == 1.0 else hidden(site, ORDER_ROLES) or in_part(answer)


def _pictures(view: View, params: Params) -> list[Element]:
    """Pictures in the text itself, too large for icons."""
    least = params.limit("picture_px")
    return [
        each
        for each in view.elements
        if each.seen and each.image and each.region is Region.MAIN and min(each.box.w, each.box.h) >= least
    ]


PROBE = Probe(reads=tuple(Need(role, required=False) for role in ORDER_ROLES), judge=judge)
