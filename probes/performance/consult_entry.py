"""Can a visitor ask the shop a question? One of the functions a shop must have."""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer
from probes.probe import Need, Params, Probe
from probes.reading import functions

WHERE = (Role.HOME, Role.PRODUCT, Role.HELP)


def judge(site: Site, params: Params) -> Answer:
    return functions.judge(site, params, WHERE, "客户咨询入口", "an entry to ask customer service", Role.SERVICE)


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.PRODUCT, required=False),
        Need(Role.HELP, required=False),
        Need(Role.SERVICE, required=False),
    ),
    judge=judge,
    fetches=("link",),
)
