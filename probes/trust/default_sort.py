"""Is the default order of reviews one that does not silently put praise first?"""

from __future__ import annotations

from crawler.site import Site, View
from crawler.vocabulary import Role
from probes.finding import Answer, Outcome, Text, evidence_on_page, not_applicable, not_seen, unsure, yes
from probes.pages.absence.several import answer_hidden
from probes.pages.main.main_text import main_text
from probes.pages.products.reviews import PRESSED, read_all_reviews
from probes.pages.rules.policy import Sentence, pattern, split_sentences
from probes.probe import Need, Params, Probe
from probes.text.ranking import clip_quote

RULED = (Role.CREDIT, Role.RULES)
ASK = Text("评价默认是否按好评优先排序？", "Are reviews sorted with praise first by default?")


def judge(site: Site, params: Params) -> Answer:
    every = read_all_reviews(site)
    first = next((reviews for reviews in every if reviews.praise_first is not None), None)
    if first is not None and first.praise_first is not None:
        words = " ".join(first.praise_first.words.split())[:40]
        return yes(
            f"评价按好评优先排序，但已标明：「{words}」",
            f"praise comes first, and is labelled so: “{words}”",
            evidence_on_page(first.view, first.praise_first),
        )
    unseen = answer_hidden(site, (Role.PRODUCT,))
    if unseen is not None:
        return unseen
    sorted_by = next((reviews for reviews in every if reviews.sort is not None), None)
    if sorted_by is not None and sorted_by.sort is not None:
        words = " ".join(sorted_by.sort.words.split())[:40]
        return yes(
            f"评价的排序方式已标明：「{words}」",
            f"how reviews are sorted is labelled: “{words}”",
            evidence_on_page(sorted_by.view, sorted_by.sort),
        )
    ruled = _ruled(site, params)
    if ruled is not None:
        view, sentence = ruled
        quote = clip_quote(sentence.raw, 120)
        return yes(
            f"规则写明了评价默认的排序：「{quote}」",
            f"a rule says how reviews are sorted: “{quote}”",
            evidence_on_page(view, quote=quote),
        )
    opened = [reviews for reviews in every if reviews.texts]
    if opened and all(len(reviews.texts) == 1 and reviews.filters == () for reviews in opened):
        return not_applicable(
            "所看商品页各至多一条评价，无从排序", "no page of goods that was seen has more than one review to be sorted"
        )
    if opened:
        return unsure(
            "未标明评价的默认排序",
            "the default sorting of reviews is not labelled",
            evidence_on_page(opened[0].view),
            guess=0.5,
            question=ASK,
        )
    if any(reviews.label is not None and not reviews.empty for reviews in every):
        return not_seen("not_looked", "商品页的评价未展开", "the reviews of goods were not opened")
    return not_applicable("所看商品页没有评价", "the pages of goods that were seen have no reviews")


def _ruled(site: Site, params: Params) -> tuple[View, Sentence] | None:
    """A sentence of the review rules that says what they are sorted by, other than praise; None without one."""
    rule, never = pattern(params.words["rule"]), pattern(params.words["never"])
    for role in RULED:
        for view in site.all(role):
            for sentence in split_sentences(main_text(view)):
                if "评价" in sentence.text and rule.search(sentence.text) and not never.search(sentence.text):
                    return view, sentence
    return None


PROBE = Probe(
    reads=(
        Need(Role.PRODUCT, absent=Outcome.NOT_APPLICABLE),
        Need(Role.PRODUCT, PRESSED, required=False),
        *(Need(role, required=False) for role in RULED),
    ),
    judge=judge,
    words=("rule", "never"),
)
