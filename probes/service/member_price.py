"""Do members get better prices?"""

from __future__ import annotations

from crawler.site import Site
from probes.answers.membership import READS, answer_no_membership, membership_sentences
from probes.finding import Answer, evidence_on_page, yes
from probes.probe import Params, Probe


def judge(site: Site, params: Params) -> Answer:
    for view, line in membership_sentences(site, params.words["rule"], params.words["never"]):
        return yes(
            f"写明了会员价格优惠：「{line[:120]}」",
            f"price benefits for members: “{line[:120]}”",
            evidence_on_page(view, quote=line[:200]),
        )
    return answer_no_membership(site, "未见会员价格优惠", "price benefits for members were not found")


PROBE = Probe(reads=READS, judge=judge, words=("rule", "never"))
