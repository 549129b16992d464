"""Can bad reviews be seen: by a filter, or among those shown?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Outcome, evidence_on_page, not_applicable, not_seen, unsure, yes
from probes.pages.absence.several import answer_hidden
from probes.pages.products.reviews import PRESSED, read_all_reviews
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words


def judge(site: Site, params: Params) -> Answer:
    every = read_all_reviews(site)
    unseen = answer_hidden(site, (Role.PRODUCT,))
    if unseen is not None:
        return unseen
    opened = [reviews for reviews in every if reviews.opened]
    if not opened:
        locked = next((reviews.login for reviews in every if reviews.login), "")
        if locked:
            return not_seen(
                "login", f"评价须登录查看：「{locked[:60]}」", f"reviews ask for an account: “{locked[:60]}”"
            )
        if any(reviews.label is not None and not reviews.empty for reviews in every):
            return not_seen("not_looked", "商品页的评价未展开", "the reviews of goods were not opened")
        return not_applicable("所看商品页没有评价", "the pages of goods that were seen have no reviews")
    low = [reviews for reviews in opened if reviews.low is not None]
    if len(low) >= params.limit("share") * len(opened):
        first = low[0]
        words = " ".join(first.low.words.split())[:60] if first.low else ""
        return yes(
            f"{len(opened)} 个有评价的商品页中 {len(low)} 个可见差评或差评筛选，如「{words}」",
            f"bad reviews or a filter for them on {len(low)} of {count_in_words(len(opened), 'page')}, e.g. “{words}”",
            evidence_on_page(first.view, first.low, words),
            fraction=1.0,
            values={"pages": len(opened), "low": len(low)},
        )
    return unsure(
        f"{len(opened)} 个有评价的商品页中仅 {len(low)} 个可见差评或差评筛选",
        f"bad reviews or a filter for them on only {len(low)} of {count_in_words(len(opened), 'page')}",
        *(evidence_on_page(reviews.view) for reviews in opened[:3]),
        guess=len(low) / len(opened) if low else None,  # goods may have no bad reviews at all
        values={"pages": len(opened), "low": len(low)},
    )


PROBE = Probe(
    reads=(
        Need(Role.PRODUCT, absent=Outcome.NOT_APPLICABLE),
        Need(Role.PRODUCT, PRESSED, required=False),
    ),
    judge=judge,
    limits=("share",),
)
