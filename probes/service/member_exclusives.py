"""Do members have exclusive benefits?"""

from __future__ import annotations

from crawler.site import Site
from probes.answers.membership import READS, answer_no_membership, membership_sentences
from probes.finding import Answer, evidence_on_page, yes
from probes.probe import Params, Probe


def judge(site: Site, params: Params) -> Answer:
    for view, line in membership_sentences(site, params.words["rule"], params.words["never"]):
        return yes(
            f"写明了会员专属权益：「{line[:120]}」",
            f"exclusive benefits of members: “{line[:120]}”",
            evidence_on_page(view, quote=line[:200]),
        )
    return answer_no_membership(site, "未见会员专属权益", "exclusive benefits of members were not found")


PROBE = Probe(reads=READS, judge=judge, words=("rule", "never"))
