"""Are scores on goods shown with the number of evaluations behind them?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Outcome, evidence_on_page, in_part, not_seen, yes
from probes.pages.absence.several import answer_hidden, not_found
from probes.pages.absence.unread import AnswerPlace
from probes.pages.products.reviews import PRESSED, read_all_reviews
from probes.probe import Need, Params, Probe
from probes.text.amounts import count_in_words


def judge(site: Site, params: Params) -> Answer:
    every = read_all_reviews(site)
    scored = [reviews for reviews in every if reviews.score is not None]
    counted = [reviews for reviews in scored if reviews.counted is not None]
    locked = next((reviews.login for reviews in every if reviews.login and reviews.score is None), "")
    if not scored and locked:
        return not_seen("login", f"评分须登录查看：「{locked[:60]}」", f"scores ask for an account: “{locked[:60]}”")
    if not scored:
        # A score moves with each review: a picture that describes the goods holds none.
        where = AnswerPlace.ENTRIES
        return not_found(
            site, (Role.PRODUCT,), "商品页未见评分", "no scores on the pages of goods", fraction=0.0, where=where
        )
    share = (len(scored) + len(counted)) / 2 / len(every)
    best = (counted or scored)[0]
    assert best.score is not None
    words = " ".join(best.score.words.split())[:60]
    answer = yes(
        f"{len(every)} 个商品页中 {len(scored)} 个显示评分（{len(counted)} 个附评价数量），如「{words}」",
        f"a score on {len(scored)} of {count_in_words(len(every), 'page of goods', 'pages of goods')} ({len(counted)} with a count), e.g. “{words}”",
        evidence_on_page(best.view, best.score),
        fraction=1.0 if share >= params.limit("share") else share,
        values={"pages": len(every), "scored": len(scored), "counted": len(counted)},
    )
    return answer_hidden(site, (Role.PRODUCT,)) or in_part(answer)


PROBE = Probe(
    reads=(
        Need(Role.PRODUCT, absent=Outcome.NOT_APPLICABLE),
        Need(Role.PRODUCT, PRESSED, required=False),
    ),
    judge=judge,
    limits=("share",),
)
