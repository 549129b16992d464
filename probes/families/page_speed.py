"""Probes that ask how fast a page loads: one declaration each, judged by ``speed.judge_speed``."""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers import speed
from probes.finding import Answer
from probes.pages.main.timings import CLASS_LIMITS, QUIET_LIMITS
from probes.probe import Params, Probe
from probes.schema.roles_read import need_roles


def page_speed(role: Role) -> Probe:
    """Does the page of that role load fast enough, over several cold loads?"""

    def judge(site: Site, params: Params) -> Answer:
        return speed.judge_speed(site, params, role)

    return Probe(
        reads=need_roles((role,)),
        judge=judge,
        timed=(role,),
        limits=("half", "days", "loads", "least_loads", *CLASS_LIMITS, *QUIET_LIMITS),
    )
