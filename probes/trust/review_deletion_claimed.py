"""Does a term let the platform or a seller delete truthful bad reviews?"""

from __future__ import annotations

from crawler.site import Site
from probes.finding import Answer, Text, evidence_on_page, no, not_applicable, unsure, yes
from probes.pages.absence.several import answer_hidden, searched_views
from probes.pages.rules.policy import find_statement, split_sentences
from probes.pages.rules.rulebook import EVALUATION
from probes.pages.rules.rules_nothing import rule_texts
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words
from probes.text.ranking import clip_quote


def judge(site: Site, params: Params) -> Answer:
    views, _ = searched_views(site, EVALUATION)
    never = params.words["never"]
    for view in views:
        claim = find_statement(split_sentences(view.text), params.words["claim"], never=never)
        if claim is not None:
            quote = clip_quote(claim.raw, 160)
            return yes(
                f"规则称可以删除差评：「{quote}」",
                f"a rule lets bad reviews be deleted: “{quote}”",
                evidence_on_page(view, quote=quote),
            )
    for view in views:
        broad = find_statement(split_sentences(view.text), params.words["broad"], never=never)
        if broad is not None:
            quote = clip_quote(broad.raw, 160)
            return unsure(
                f"条款称可以不加条件地删除评价：「{quote}」",
                f"a term lets reviews be deleted without conditions: “{quote}”",
                evidence_on_page(view, quote=quote),
                guess=0.0,
                question=Text(
                    "该条款是否允许平台删除消费者的真实评价？",
                    "Does this term let the platform delete truthful reviews?",
                ),
            )
    unseen = answer_hidden(site, EVALUATION)
    if unseen is not None:
        return unseen
    read = rule_texts(views, params.limit("least_prose"))
    if not read:
        return not_applicable("未见可供核对的规则正文", "there are no rules to be read")
    return no(
        f"已读 {len(read)} 份规则，未见允许删除真实差评的条款",
        f"{count_in_words(len(read), 'text')} read; none lets truthful bad reviews be deleted",
        *(evidence_on_page(view) for view in read[:3]),
    )


PROBE = Probe(
    reads=tuple(Need(role, required=False) for role in EVALUATION),
    judge=judge,
    words=("claim", "broad", "never"),
    limits=("least_prose",),
)
