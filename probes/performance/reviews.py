"""Can a visitor read reviews on a product page? One of the functions a shop must have."""

from __future__ import annotations

from crawler.plan import ActContext
from crawler.site import Site
from crawler.vocabulary import FoundBy, Role
from probes.answers.service_rules import with_note
from probes.finding import Answer, Outcome, evidence_on_page, yes
from probes.pages.products.reviews import PRESSED, read_all_reviews, read_reviews
from probes.pages.service import functions
from probes.pages.service.entry_candidates import ENTRY_LIMITS, ENTRY_WORDS
from probes.probe import Need, Params, Probe, ProbeAct

WHERE = (Role.PRODUCT,)
CAPTURES = ((Role.PRODUCT, PRESSED),)


async def run(visit: ActContext, params: Params) -> None:
    """Press the tab of a product's reviews, be it a link, a button or the label of a hidden field, where they are folded away."""
    reviews = read_reviews(visit.here)
    if reviews.label is None or not reviews.folded:
        await visit.nothing(Role.PRODUCT, PRESSED, "no tab of reviews to press on the page")
    elif await visit.click(reviews.label):
        said = " ".join(reviews.label.words.split())
        await visit.capture(Role.PRODUCT, PRESSED, FoundBy.CLICK, (*visit.here.path, said[:30]))


def judge(site: Site, params: Params) -> Answer:
    every = read_all_reviews(site)
    read = next((reviews for reviews in every if reviews.texts), None)
    if read is not None:
        text = read.texts[0]
        said = " ".join(text.own.split())[:40]
        return yes(
            f"有商品评价：「{said}」",
            f"product reviews: “{said}”",
            evidence_on_page(read.view, text),
            values={"role": Role.PRODUCT},
        )
    answer = functions.judge_function(site, params, WHERE, "商品评价", "product reviews")
    if answer.outcome is not Outcome.YES:
        return answer
    if every and all(reviews.empty for reviews in every):
        return with_note(answer, "所看商品尚无评价", "the goods that were seen have none yet")
    if answer.values.get("empty"):
        return answer
    return with_note(answer, "这只是入口，所看页面上未见评价本身", "this is their entry: no review itself was seen")


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.PRODUCT),
        Need(Role.PRODUCT, PRESSED, required=False),
    ),
    judge=judge,
    act=ProbeAct(Role.PRODUCT, CAPTURES, run),
    fetches=("link",),
    words=(*ENTRY_WORDS, "never", "empty", "not_labels", "addresses", "not_addresses"),
    limits=ENTRY_LIMITS,
)
