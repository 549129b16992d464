"""Can a visitor learn about invoices? One of the functions a shop must have."""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer
from probes.probe import Need, Params, Probe
from probes.reading import functions

WHERE = (Role.HOME, Role.HELP, Role.PRODUCT)


def judge(site: Site, params: Params) -> Answer:
    return functions.judge(site, params, WHERE, "发票说明", "information on invoices", described=True)


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.HELP, required=False),
        Need(Role.PRODUCT, required=False),
    ),
    judge=judge,
    fetches=("link",),
)
