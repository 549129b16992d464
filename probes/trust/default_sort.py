"""Are reviews sorted by default without putting praise first unsaid?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Outcome, Text, not_applicable, not_seen, shown, unsure, yes
from probes.probe import Need, Params, Probe
from probes.reading.reviews import all_read
from probes.reading.several import hidden

ASK = Text("评价默认是否按好评优先排序？", "Are reviews sorted with praise first by default?")


def judge(site: Site, params: Params) -> Answer:
    every = all_read(site)
    first = next((each for each in every if each.praise_first is not None), None)
    if first is not None and first.praise_first is not None:
        words = " ".join(first.praise_first.words.split())[:40]
        return yes(
            f"评价按好评优先排序，但已标明：「{words}」",
            f"praise comes first, and is labelled so: “{words}”",
            shown(first.view, first.praise_first),
        )
    unseen = hidden(site, (Role.PRODUCT,))
    if unseen is not None:
        return unseen
    sorted_by = next((each for each in every if each.sort is not None), None)
    if sorted_by is not None and sorted_by.sort is not None:
        words = " ".join(sorted_by.sort.words.split())[:40]
        return yes(
            f"评价的排序方式已标明：「{words}」",
            f"how reviews are sorted is labelled: “{words}”",
            shown(sorted_by.view, sorted_by.sort),
        )
    opened = [each for each in every if each.texts]
    if opened:
        return unsure(
            "未标明评价的默认排序",
            "the default sorting of reviews is not labelled",
            shown(opened[0].view),
            guess=0.5,
            question=ASK,
        )
    if any(each.label is not None and not each.empty for each in every):
        return not_seen("not_looked", "商品页的评价未展开", "the reviews of goods were not opened")
    return not_applicable("所看商品页没有评价", "the pages of goods that were seen have no reviews")


PROBE = Probe(reads=(Need(Role.PRODUCT, absent=Outcome.NOT_APPLICABLE),), judge=judge)
