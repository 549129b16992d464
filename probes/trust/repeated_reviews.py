"""Do the same words recur among the reviews?"""

from __future__ import annotations

from collections import defaultdict

from crawler.site import Element, Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Outcome, Text, evidence_on_page, no, not_applicable, unsure
from probes.pages.absence.several import answer_hidden
from probes.pages.products.reviews import PRESSED, read_all_reviews
from probes.pages.rules.policy import pattern
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words
from probes.text.normalise import fold_text


def judge(site: Site, params: Params) -> Answer:
    groups: defaultdict[str, list[tuple[View, Element]]] = defaultdict(list)
    automatic = pattern(params.words["automatic"])
    for reviews in read_all_reviews(site):
        for element in reviews.texts:
            said = "".join(fold_text(element.own).split())
            if len(said) >= params.limit("length") and not automatic.search(said):
                groups[said].append((reviews.view, element))
    worst = max(groups.values(), key=len, default=[])
    if len(worst) >= params.limit("times"):
        _, element = worst[0]
        quote = element.own[:60]
        return unsure(
            f"相同的评价出现 {len(worst)} 次：「{quote}」",
            f"the same review stands there {count_in_words(len(worst), 'time')}: “{quote}”",
            *(evidence_on_page(one, other) for one, other in worst[:3]),
            guess=0.0,
            question=Text("这些评价是否为真实买家所写？", "Were these reviews written by real buyers?"),
            values={"times": len(worst)},
        )
    unseen = answer_hidden(site, (Role.PRODUCT,))
    if unseen is not None:
        return unseen
    count = sum(len(group) for group in groups.values())
    if count < params.limit("least"):
        return not_applicable("可读的评价太少", "too few reviews can be read")
    return no(
        f"已读 {count} 条评价，未见大量重复",
        f"{count_in_words(count, 'review')} read; none is repeated often",
        values={"reviews": count},
    )


PROBE = Probe(
    reads=(
        Need(Role.PRODUCT, absent=Outcome.NOT_APPLICABLE),
        Need(Role.PRODUCT, PRESSED, required=False),
    ),
    judge=judge,
    words=("automatic",),
    limits=("length", "times", "least"),
)
