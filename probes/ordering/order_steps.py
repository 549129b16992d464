"""Does the help describe in few steps, and with pictures, how to order?"""

from __future__ import annotations

from crawler.site import Element, Site, View
from crawler.vocabulary import Region
from probes.answers.order_items import ORDER_ROLES, answer_unclear_steps, described_procedures
from probes.answers.told_steps import TOLD_STEPS
from probes.finding import Answer, Text, evidence_on_page, in_part, yes
from probes.pages.absence.several import answer_hidden, not_found
from probes.pages.absence.unread import is_code
from probes.pages.main.main_text import stands_apart
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words
from probes.text.ranking import clip_quote

PICTURES = frozenset({"img", "picture", "svg", "canvas"})
SUBJECT = Text("下单步骤", "the steps of ordering")


def judge(site: Site, params: Params) -> Answer:
    found = described_procedures(site, ORDER_ROLES, params)
    if not found:
        spoken = answer_unclear_steps(site, ORDER_ROLES, params, SUBJECT)
        if spoken is not None:
            return answer_hidden(site, ORDER_ROLES) or spoken
        return not_found(site, ORDER_ROLES, "未见下单的分步说明", "no steps of ordering are described", fraction=0.0)
    most = params.limit("most")
    view, procedure = min(found, key=lambda procedure: (procedure[1].count > most, not _pictures(procedure[0], params)))
    pictures = _pictures(view, params)
    share = 1.0 if procedure.count <= most else params.limit("long_share")
    share *= 1.0 if pictures else params.limit("bare_share")
    said = "、".join(procedure.steps)[:120]
    drawn_zh, drawn_en = ("并配图" if pictures else "没有配图"), ("with pictures" if pictures else "without pictures")
    answer = yes(
        f"下单分 {procedure.count} 步，{drawn_zh}：「{said}」",
        f"ordering takes {count_in_words(procedure.count, 'step')}, {drawn_en}: “{said}”",
        evidence_on_page(view, quote=clip_quote(procedure.raw, 200)),
        *(evidence_on_page(view, picture, picture.name or picture.image) for picture in pictures[:2]),
        fraction=share,
        values={"steps": procedure.count, "pictures": len(pictures)},
    )
    return answer if share == 1.0 else answer_hidden(site, ORDER_ROLES) or in_part(answer)


def _pictures(view: View, params: Params) -> list[Element]:
    """Pictures in the text itself: too large for icons, and not part of recommendations beside it.

    What is painted behind words is decoration, and a code to be scanned shows no step.
    """
    least = params.limit("picture_px")
    return [
        element
        for element in view.elements
        if element.seen
        and element.image
        and element.region is Region.MAIN
        and min(element.box.w, element.box.h) >= least
        and not (element.text and element.tag not in PICTURES)
        and not is_code(element)
        and not stands_apart(view, element)
    ]


PROBE = Probe(
    reads=tuple(Need(role, required=False) for role in ORDER_ROLES),
    judge=judge,
    words=("about",),
    may_words=TOLD_STEPS,
    limits=("most", "long_share", "bare_share", "picture_px", "acts"),
)
