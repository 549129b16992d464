"""Does the shop name services for elder buyers: ordering by phone, a person on the line, help in large letters, family payment?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import ELDER, Role
from probes.finding import Answer, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading.quotes import spoken
from probes.reading.several import not_found, searched

WHERE = (Role.HOME, Role.HELP, Role.SERVICE)
KINDS = ("phone_order", "human", "large_help", "family_pay")


def judge(site: Site, params: Params) -> Answer:
    views = (*searched(site, WHERE)[0], *site.all(Role.HOME, ELDER))
    found = {}
    for kind in KINDS:
        for view in views:
            said = spoken(view.text, params.words[kind])
            if said is not None:
                found[kind] = (view, said[1], said[0])
                break
    if not found:
        return not_found(site, WHERE, "未见面向老年人的服务说明", "no service for elder buyers is described")
    words = "、".join(word for _, _, word in found.values())
    return yes(
        f"提供适老服务：{words}",
        f"services that help elder buyers: {words}",
        *(shown(view, None, quote) for view, quote, _ in found.values()),
        fraction=min(1.0, len(found) / params.limit("kinds")),
        values={"kinds": tuple(found)},
    )


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.HELP, required=False),
        Need(Role.SERVICE, required=False),
        Need(Role.HOME, ELDER, required=False),
    ),
    judge=judge,
)
