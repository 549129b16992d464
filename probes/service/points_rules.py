"""Are the rules on earning, spending and synchronising points public?"""

from __future__ import annotations

from crawler.site import Site, View
from probes.answers.membership import READS, ROLES, answer_no_membership, membership_sentences, sentences_below
from probes.finding import Answer, evidence_on_page, in_part, yes
from probes.pages.absence.several import answer_hidden
from probes.probe import Params, Probe

PARTS = ("earn", "spend", "sync")


def judge(site: Site, params: Params) -> Answer:
    found: dict[str, tuple[View, str]] = {}
    for part in PARTS:
        hit = next(membership_sentences(site, params.words[part], params.words["never"]), None)
        if hit is None and f"{part}_here" in params.words:
            hit = next(sentences_below(site, params.words["under"], params.words[f"{part}_here"]), None)
        if hit is not None:
            found[part] = hit
    if not found:
        return answer_no_membership(site, "未见积分规则", "no rules on points were found")
    _, line = next(iter(found.values()))
    answer = yes(
        f"写明了积分规则 {len(found)}/{len(PARTS)} 项，如「{line[:120]}」",
        f"{len(found)} of {len(PARTS)} rules on points stated, such as “{line[:120]}”",
        *(evidence_on_page(view, quote=line[:200]) for view, line in found.values()),
        fraction=len(found) / len(PARTS),
        values={"stated": tuple(found)},
    )
    return answer if len(found) == len(PARTS) else answer_hidden(site, ROLES) or in_part(answer)


PROBE = Probe(
    reads=READS,
    judge=judge,
    words=("earn", "spend", "sync", "never", "under", "earn_here", "spend_here"),
    may_words=("earn_rest", "spend_rest", "sync_rest"),
)
