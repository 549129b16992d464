"""Do the terms leave consumers' rights to complain, to sue and to be compensated untouched?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text, evidence_on_page, not_applicable, unsure, yes
from probes.pages.absence.several import answer_hidden, searched_views
from probes.pages.rules.policy import find_statement, split_sentences
from probes.pages.rules.rules_nothing import rule_texts
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words
from probes.text.ranking import clip_quote

ROLES = (Role.AGREEMENT, Role.RULES, Role.AFTER_SALES, Role.COMPLAINT)


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched_views(site, ROLES)
    for view in views:
        bad = find_statement(split_sentences(view.text), params.words["excluded"], never=params.words["never"])
        if bad is not None:
            quote = clip_quote(bad.raw, 160)
            return unsure(
                f"条款疑似排除消费者权利：「{quote}」",
                f"a term seems to exclude consumers' rights: “{quote}”",
                evidence_on_page(view, quote=quote),
                guess=0.0,
                question=Text(
                    "该条款是否排除投诉、诉讼或求偿的权利？", "Does this term exclude complaint, suit or compensation?"
                ),
            )
    unseen = answer_hidden(site, ROLES)
    if unseen is not None:
        return unseen
    read = rule_texts(views, params.limit("least_prose"))
    if not read:
        return not_applicable("未见可供核对的条款正文", "there are no terms to be read")
    return yes(
        f"已读 {len(read)} 份条款，未见排除投诉、诉讼或求偿权利的表述",
        f"{count_in_words(len(read), 'text')} read; none excludes complaint, suit or compensation",
        *(evidence_on_page(view) for view in read[:3]),
        values={"texts": len(read)},
    )


PROBE = Probe(
    reads=tuple(Need(role, required=False) for role in ROLES),
    judge=judge,
    words=("excluded", "never"),
    limits=("least_prose",),
    clears_by_words=True,
)
