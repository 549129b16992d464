"""Are online and offline service joined: stores, pick-up, service or returns in stores?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers.labels import find_label_lines, judge_said
from probes.finding import Answer, Outcome, Text, evidence_on_page, not_applicable
from probes.pages.absence.several import answer_hidden, searched_views
from probes.pages.lists.hints import show_hint
from probes.probe import Need, Params, Probe
from probes.schema.part_words import HINT

ROLES = (Role.HOME, Role.DELIVERY, Role.SERVICE, Role.HELP, Role.ABOUT)
SUBJECT = Text("线上线下一体化服务", "service that joins online and offline")


def judge(site: Site, params: Params) -> Answer:
    """A shop that says it has no stores, and why, is not asked for any."""
    answer = judge_said(site, params, SUBJECT, ROLES)
    if answer.outcome is not Outcome.NO:
        return answer
    for view in searched_views(site, ROLES)[0]:
        for line in find_label_lines(view, params.words["online_only"]):
            return not_applicable(
                f"页面说明为纯线上经营：「{line[:120]}」",
                f"the shop says it is online only: “{line[:120]}”",
                evidence_on_page(view, quote=line[:200]),
            )
    hidden = answer_hidden(site, ROLES, public=True)
    return answer if hidden is not None else show_hint(searched_views(site, ROLES)[0], params, SUBJECT) or answer


PROBE = Probe(
    reads=(Need(Role.HOME), *(Need(role, required=False) for role in ROLES if role is not Role.HOME)),
    judge=judge,
    words=("rule", "label", "never", "online_only"),
    may_words=HINT,
)
