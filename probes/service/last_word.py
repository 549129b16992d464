"""Are the rules free of a clause that gives the operator the last word on what they mean?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text, not_applicable, shown, unsure, yes
from probes.probe import Params, Probe
from probes.reading.policy import prose
from probes.reading.service_rules import reads
from probes.reading.several import hidden, searched
from probes.reading.unlawful import Term, find
from probes.text.ranking import clip

ROLES = (Role.AFTER_SALES, Role.RULES, Role.AGREEMENT, Role.HELP)


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched(site, ROLES)
    hits = find(views, (Term.LAST_WORD,))
    if hits:
        quote = clip(hits[0].sentence.raw, 120)
        return unsure(
            f"规则称：「{quote}」（{hits[0].named.zh}，{hits[0].basis}）",
            f"the rules say: “{quote}” ({hits[0].named.en}, {hits[0].basis})",
            *(shown(hit.view, quote=clip(hit.sentence.raw, 200)) for hit in hits[:3]),
            guess=0.0,
            question=Text(
                "该条款是否规定经营者单方享有最终解释权？", "Does this clause give the operator alone the last word?"
            ),
        )
    unseen = hidden(site, ROLES)
    if unseen is not None:
        return unseen
    read = [view for view in views if prose(view) >= params.limit("least_prose")]
    if not read:
        return not_applicable("未见可供核对的规则正文", "there are no rules to be read")
    return yes(
        f"已读 {len(read)} 份规则，未见最终解释权条款",
        f"{len(read)} texts were read; none claims the last word",
        *(shown(view) for view in read[:3]),
    )


PROBE = Probe(reads=reads(ROLES), judge=judge)
