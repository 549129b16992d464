"""Can a visitor browse by category? One of the functions a shop must have."""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer
from probes.probe import Need, Params, Probe
from probes.reading import functions

WHERE = (Role.HOME,)


def judge(site: Site, params: Params) -> Answer:
    return functions.judge(site, params, WHERE, "分类导航", "navigation by category", Role.LIST)


PROBE = Probe(reads=(Need(Role.HOME), Need(Role.LIST, required=False)), judge=judge, fetches=("link",))
