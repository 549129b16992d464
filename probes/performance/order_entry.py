"""Can a visitor look up orders? One of the functions a shop must have."""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer
from probes.probe import Need, Params, Probe
from probes.reading import functions

WHERE = (Role.HOME, Role.HELP)


def judge(site: Site, params: Params) -> Answer:
    return functions.judge(site, params, WHERE, "订单查询入口", "an entry to look up orders", of_account=True)


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.HELP, required=False),
        Need(Role.LOGIN, required=False),
        Need(Role.REGISTER, required=False),
    ),
    judge=judge,
    fetches=("link",),
)
