"""Can a visitor get after-sales service? One of the functions a shop must have."""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer
from probes.probe import Need, Params, Probe
from probes.reading import functions

WHERE = (Role.HOME, Role.HELP, Role.PRODUCT)


def judge(site: Site, params: Params) -> Answer:
    return functions.judge(
        site,
        params,
        WHERE,
        "售后入口",
        "an entry to after-sales service",
        Role.AFTER_SALES,
        of_account=True,
        described=True,
    )


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.HELP, required=False),
        Need(Role.LOGIN, required=False),
        Need(Role.REGISTER, required=False),
        Need(Role.PRODUCT, required=False),
        Need(Role.AFTER_SALES, required=False),
    ),
    judge=judge,
    fetches=("link",),
)
