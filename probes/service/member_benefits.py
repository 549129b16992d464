"""Does a public page list the benefits of membership?"""

from __future__ import annotations

from crawler.site import Site, View
from probes.answers.membership import READS, ROLES, answer_no_membership, membership_sentences
from probes.finding import Answer, evidence_on_page, in_part, yes
from probes.pages.absence.several import answer_hidden
from probes.probe import Params, Probe
from probes.text.amounts import count_in_words

KINDS = ("price", "points", "gift", "freight", "service", "coupon", "days", "level")


def judge(site: Site, params: Params) -> Answer:
    """All points for benefits of three kinds, half for fewer."""
    found: dict[str, tuple[View, str]] = {}
    for kind in KINDS:
        hit = next(membership_sentences(site, params.words[kind], params.words["never"]), None)
        if hit is not None:
            found[kind] = hit
    if not found:
        return answer_no_membership(site, "未见公开的会员权益", "no benefits of membership are listed publicly")
    enough = len(found) >= params.limit("kinds")
    _, line = max(found.values(), key=lambda pair: len(pair[1]))  # a kind may be named by a heading alone
    answer = yes(
        f"公开会员权益 {len(found)} 类，如「{line[:120]}」",
        f"{count_in_words(len(found), 'kind of benefits', 'kinds of benefits')} listed, such as “{line[:120]}”",
        *(evidence_on_page(view, quote=line[:200]) for view, line in found.values()),
        fraction=1.0 if enough else params.limit("few"),
        values={"kinds": tuple(found)},
    )
    return answer if enough else answer_hidden(site, ROLES) or in_part(answer)


PROBE = Probe(
    reads=READS,
    judge=judge,
    words=("price", "points", "gift", "freight", "service", "coupon", "days", "level", "never"),
    may_words=("rest", "doubt_near"),
    limits=("kinds", "few"),
)
