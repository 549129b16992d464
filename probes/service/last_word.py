"""Are the rules free of a clause that gives the operator the final say on what they mean?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers.service_rules import rule_pages_needed
from probes.finding import Answer, Text, evidence_on_page, not_applicable, unsure, yes
from probes.pages.absence.several import answer_hidden, searched_views
from probes.pages.rules.rules_nothing import rule_texts
from probes.pages.service.unlawful import TermEffect, find_unlawful
from probes.probe import Params, Probe
from probes.text.amounts import count_in_words
from probes.text.ranking import clip_quote

ROLES = (Role.AFTER_SALES, Role.RULES, Role.AGREEMENT, Role.HELP, Role.MEMBER)


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched_views(site, ROLES)
    hits = find_unlawful(views, (TermEffect.LAST_WORD,))
    if hits:
        quote = clip_quote(hits[0].sentence.raw, 120)
        return unsure(
            f"规则称：「{quote}」（{hits[0].named.zh}，{hits[0].basis.zh}）",
            f"the rules say: “{quote}” ({hits[0].named.en}, {hits[0].basis.en})",
            *(evidence_on_page(hit.view, quote=clip_quote(hit.sentence.raw, 200)) for hit in hits[:3]),
            guess=0.0,
            question=Text(
                "该条款是否规定经营者单方享有最终解释权？", "Does this clause give the operator alone the last word?"
            ),
        )
    unseen = answer_hidden(site, ROLES)
    if unseen is not None:
        return unseen
    read = rule_texts(views, params.limit("least_prose"))
    if not read:
        return not_applicable("未见可供核对的规则正文", "there are no rules to be read")
    return yes(
        f"已读 {len(read)} 份规则，未见最终解释权条款",
        f"{count_in_words(len(read), 'text')} read; none claims the last word",
        *(evidence_on_page(view) for view in read[:3]),
    )


PROBE = Probe(reads=rule_pages_needed(ROLES), judge=judge, limits=("least_prose",), clears_by_words=True)
