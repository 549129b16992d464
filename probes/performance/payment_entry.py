"""Can a visitor read how to pay? One of the functions a shop must have."""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer
from probes.probe import Need, Params, Probe
from probes.reading import functions

WHERE = (Role.HOME, Role.HELP)


def judge(site: Site, params: Params) -> Answer:
    return functions.judge(site, params, WHERE, "支付说明", "a description of payment", Role.PAYMENT, described=True)


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.HELP, required=False),
        Need(Role.PAYMENT, required=False),
    ),
    judge=judge,
    fetches=("link",),
)
