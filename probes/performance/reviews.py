"""Can a visitor read reviews on a product page? One of the functions a shop must have."""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer
from probes.probe import Need, Params, Probe
from probes.reading import functions

WHERE = (Role.PRODUCT,)


def judge(site: Site, params: Params) -> Answer:
    return functions.judge(site, params, WHERE, "商品评价", "product reviews")


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.PRODUCT),
    ),
    judge=judge,
    fetches=("link",),
)
