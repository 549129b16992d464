"""In how many ways can a buyer reach customer service?"""

from __future__ import annotations

from crawler.site import Site, View
from probes.finding import Answer, in_part, yes
from probes.probe import Params, Probe
from probes.reading import channels
from probes.reading.channels import Channel, Offer
from probes.reading.service_pages import READS, nowhere, pages, unseen


def judge(site: Site, params: Params) -> Answer:
    found: dict[Channel, tuple[View, Offer]] = {}
    for view in pages(site):
        for channel, offer in channels.find(view).items():
            found.setdefault(channel, (view, offer))
    if not found:
        return nowhere(site, "未见任何客服渠道", "no way to reach customer service was found")
    fraction = params.limit(("one", "two", "three")[min(len(found), 3) - 1])
    zh = "、".join(f"{channels.named(channel).zh}「{offer.quote[:30]}」" for channel, (_, offer) in found.items())
    en = ", ".join(f"{channels.named(channel).en} “{offer.quote[:30]}”" for channel, (_, offer) in found.items())
    answer = yes(
        f"客服渠道 {len(found)} 种：{zh}",
        f"{len(found)} ways to reach customer service: {en}",
        *(offer.evidence(view) for view, offer in found.values()),
        fraction=fraction,
        values={"channels": tuple(found)},
    )
    return answer if fraction == 1.0 else unseen(site) or in_part(answer)


PROBE = Probe(reads=READS, judge=judge)
