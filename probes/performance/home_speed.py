"""Does the home page load fast enough: LCP, CLS, TTFB, FCP and TBT over several cold loads?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer
from probes.probe import Need, Params, Probe
from probes.reading import speed


def judge(site: Site, params: Params) -> Answer:
    return speed.judge(site, params, Role.HOME)


PROBE = Probe(reads=(Need(Role.HOME),), judge=judge, timed=(Role.HOME,))
