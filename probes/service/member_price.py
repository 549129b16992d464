"""Do members get better prices?"""

from __future__ import annotations

from crawler.site import Site
from probes.answers.membership import READS, answer_no_membership, membership_sentences
from probes.finding import Answer, Text, evidence_on_page, unsure, yes
from probes.probe import Params, Probe


def judge(site: Site, params: Params) -> Answer:
    for view, line in membership_sentences(site, params.words["rule"], params.words["never"]):
        return yes(
            f"写明了会员价格优惠：「{line[:120]}」",
            f"price benefits for members: “{line[:120]}”",
            evidence_on_page(view, quote=line[:200]),
        )
    for view, line in membership_sentences(site, params.words["freight"], params.words["never"]):
        return unsure(
            f"会员只见免除运费，未见价格优惠：「{line[:120]}」",
            f"members are only freed from freight, no better prices were seen: “{line[:120]}”",
            evidence_on_page(view, quote=line[:200]),
            guess=0.5,
            question=Text("免除运费是否算会员的价格优惠？", "Is freight that members do not pay a better price?"),
        )
    return answer_no_membership(site, "未见会员价格优惠", "price benefits for members were not found")


PROBE = Probe(reads=READS, judge=judge, words=("rule", "freight", "never"))
