"""Do members have exclusive benefits?"""

from __future__ import annotations

from crawler.site import Site
from probes.answers.labels import BARE
from probes.answers.membership import READS, answer_no_membership, membership_sentences
from probes.finding import Answer, evidence_on_page, yes
from probes.probe import Params, Probe


def judge(site: Site, params: Params) -> Answer:
    found = membership_sentences(site, params.words["rule"], params.words["never"])
    # 专属权益 heads a column as often as it tells of one.
    told = min(found, key=lambda one: len(one[1]) <= BARE, default=None)
    if told is not None:
        view, line = told
        return yes(
            f"写明了会员专属权益：「{line[:120]}」",
            f"exclusive benefits of members: “{line[:120]}”",
            evidence_on_page(view, quote=line[:200]),
        )
    return answer_no_membership(site, "未见会员专属权益", "exclusive benefits of members were not found")


PROBE = Probe(reads=READS, judge=judge, words=("rule", "never"))
