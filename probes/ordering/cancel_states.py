"""Do the rules on cancelling cover orders before and after shipment, and virtual goods?"""

from __future__ import annotations

from crawler.site import Site
from probes.answers.order_items import ORDER_ROLES
from probes.answers.statements import judge_stated
from probes.finding import Answer, Text
from probes.probe import Need, Params, Probe

SUBJECT = Text("发货前、发货后及虚拟商品的取消办法", "how to cancel before and after shipment and for virtual goods")


def judge(site: Site, params: Params) -> Answer:
    # A shop that sells nothing virtual need not say how to cancel it; one that does not say what it sells is asked for all.
    virtual = site.platform.profile.get("virtual", True)
    parts = ("before", "after", "virtual") if virtual else ("before", "after")
    return judge_stated(site, params, SUBJECT, ORDER_ROLES, parts, least=1)


PROBE = Probe(
    reads=tuple(Need(role, required=False) for role in ORDER_ROLES),
    judge=judge,
    words=(
        "chapter",
        "virtual_chapter",
        "before",
        "after",
        "virtual",
        "never",
        "never_under",
        "before_under",
        "before_here",
        "after_under",
        "after_here",
        "virtual_under",
        "virtual_here",
        "doubt",
    ),
    may_words=("before_never", "doubt_line", "before_rest", "after_rest", "virtual_rest"),
)
