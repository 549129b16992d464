"""Can a visitor read reviews on a product page? One of the functions a shop must have."""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, shown, yes
from probes.probe import Need, Params, Probe
from probes.reading import functions
from probes.reading.reviews import all_read

WHERE = (Role.PRODUCT,)


def judge(site: Site, params: Params) -> Answer:
    read = next((each for each in all_read(site) if each.texts), None)
    if read is not None:
        text = read.texts[0]
        said = " ".join(text.own.split())[:40]
        return yes(
            f"有商品评价：「{said}」",
            f"product reviews: “{said}”",
            shown(read.view, text),
            values={"role": Role.PRODUCT},
        )
    return functions.judge(site, params, WHERE, "商品评价", "product reviews")


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.PRODUCT),
    ),
    judge=judge,
    fetches=("link",),
)
