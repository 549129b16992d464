"""Do the same words stand again and again among the reviews?"""

from __future__ import annotations

from collections import defaultdict

from crawler.site import Element, Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Outcome, Text, no, not_applicable, shown, unsure
from probes.probe import Need, Params, Probe
from probes.reading.policy import fold, pattern
from probes.reading.reviews import all_read
from probes.reading.several import hidden


def judge(site: Site, params: Params) -> Answer:
    groups: defaultdict[str, list[tuple[View, Element]]] = defaultdict(list)
    automatic = pattern(params.words["automatic"])
    for each in all_read(site):
        for element in each.texts:
            said = "".join(fold(element.own).split())
            if len(said) >= params.limit("length") and not automatic.search(said):
                groups[said].append((each.view, element))
    worst = max(groups.values(), key=len, default=[])
    if len(worst) >= params.limit("times"):
        _, element = worst[0]
        quote = element.own[:60]
        return unsure(
            f"相同的评价出现 {len(worst)} 次：「{quote}」",
            f"the same review stands there {len(worst)} times: “{quote}”",
            *(shown(one, other) for one, other in worst[:3]),
            guess=0.0,
            question=Text("这些评价是否为真实买家所写？", "Were these reviews written by real buyers?"),
            values={"times": len(worst)},
        )
    unseen = hidden(site, (Role.PRODUCT,))
    if unseen is not None:
        return unseen
    count = sum(len(group) for group in groups.values())
    if count < params.limit("least"):
        return not_applicable("可读的评价太少", "too few reviews can be read")
    return no(
        f"已读 {count} 条评价，未见大量重复",
        f"{count} reviews were read; none is repeated often",
        values={"reviews": count},
    )


PROBE = Probe(reads=(Need(Role.PRODUCT, absent=Outcome.NOT_APPLICABLE),), judge=judge)
