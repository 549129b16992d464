"""Can a visitor sign in or register? One of the functions a shop must have."""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer
from probes.probe import Need, Params, Probe
from probes.reading import functions

WHERE = (Role.HOME,)


def judge(site: Site, params: Params) -> Answer:
    return functions.judge(site, params, WHERE, "注册/登录入口", "an entry to sign in or register", Role.LOGIN)


PROBE = Probe(
    reads=(
        Need(Role.HOME),
        Need(Role.LOGIN, required=False),
    ),
    judge=judge,
    fetches=("link",),
)
