"""Are the steps of a return, the way back, who pays the freight and a refund within seven days stated?"""

from __future__ import annotations

from crawler.site import Site
from probes.answers.service_rules import RETURN_ROLES, judge_rules, refund_within, rule_pages_needed
from probes.finding import Answer, Text
from probes.pages.absence.several import searched_views
from probes.probe import Params, Probe
from probes.schema.part_words import DOUBT, words_beside

SUBJECT = Text("退货的步骤、寄回、运费与退款时限", "steps, way back, freight and refund time of a return")
PARTS = {
    "steps": Text("申请步骤", "the steps"),
    "back": Text("退货地址或上门取件", "an address or pick-up"),
    "freight": Text("运费由谁承担", "who pays the freight"),
    "refund": Text("收到退货后七日内退款", "a refund within seven days of receipt"),
}
OF_SERVICES = ("steps", "refund")  # services are not sent back


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched_views(site, RETURN_ROLES)
    goods = site.platform.profile.get("goods", True)
    parts = PARTS if goods else {part: PARTS[part] for part in OF_SERVICES}
    return judge_rules(
        site, params, SUBJECT, RETURN_ROLES, parts, known=refund_within(views, params.limit("most_days"))
    )


PROBE = Probe(
    reads=rule_pages_needed(RETURN_ROLES),
    judge=judge,
    words=(
        "chapter",
        "steps",
        "steps_never",
        "back",
        "back_never",
        "back_near",
        "freight",
        "freight_near",
        "freight_never",
    ),
    limits=("most_days",),
    may_words=("never_under", *words_beside(PARTS, ("rest",)), *DOUBT),
)
