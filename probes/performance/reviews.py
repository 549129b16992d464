"""Can a visitor read reviews on a product page? One of the functions a shop must have."""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Outcome, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading import functions
from probes.reading.reviews import all_read
from probes.reading.service_rules import with_note

WHERE = (Role.PRODUCT,)


def judge(site: Site, params: Params) -> Answer:
    every = all_read(site)
    read = next((each for each in every if each.texts), None)
    if read is not None:
        text = read.texts[0]
        said = " ".join(text.own.split())[:40]
        return yes(
            f"有商品评价：「{said}」",
            f"product reviews: “{said}”",
            shown(read.view, text),
            values={"role": Role.PRODUCT},
        )
    answer = functions.judge(site, params, WHERE, "商品评价", "product reviews")
    if answer.outcome is Outcome.YES and every and all(each.empty for each in every):
        return with_note(answer, "所看商品尚无评价", "the goods that were seen have none yet")
    return answer


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.PRODUCT),
    ),
    judge=judge,
    fetches=("link",),
)
