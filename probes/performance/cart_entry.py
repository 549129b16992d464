"""Can a visitor see the cart? One of the functions a shop must have."""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer
from probes.probe import Need, Params, Probe
from probes.reading import functions

WHERE = (Role.HOME, Role.PRODUCT)


def judge(site: Site, params: Params) -> Answer:
    return functions.judge(site, params, WHERE, "购物车入口", "an entry to the cart", Role.CART)


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.PRODUCT, required=False),
        Need(Role.CART, required=False),
    ),
    judge=judge,
    fetches=("link",),
)
