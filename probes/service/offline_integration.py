"""Are online and offline service joined: stores, pick-up, service or returns in stores?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Outcome, Text, not_applicable, shown
from probes.probe import Need, Params, Probe
from probes.reading.labels import judge_said, lines
from probes.reading.several import searched

ROLES = (Role.HOME, Role.DELIVERY, Role.SERVICE, Role.HELP, Role.ABOUT)
SUBJECT = Text("线上线下一体化服务", "service that joins online and offline")


def judge(site: Site, params: Params) -> Answer:
    """A shop that says it has no stores, and why, is asked for none."""
    answer = judge_said(site, params, SUBJECT, ROLES)
    if answer.outcome is not Outcome.NO:
        return answer
    for view in searched(site, ROLES)[0]:
        for line in lines(view, params.words["online_only"]):
            return not_applicable(
                f"页面说明为纯线上经营：「{line[:120]}」",
                f"the shop says it is online only: “{line[:120]}”",
                shown(view, quote=line[:200]),
            )
    return answer


PROBE = Probe(
    reads=(Need(Role.HOME), *(Need(role, required=False) for role in ROLES if role is not Role.HOME)), judge=judge
)
