"""Is the business licence, or a link to it, within one click of the home page, with readable name and credit code?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers.operator.licence_answers import sort_licences
from probes.answers.operator.licence_claims import (
    CLAIM_LIMITS,
    LicenceClaim,
    find_licence_claims,
    find_unfollowed,
    unread_badge,
)
from probes.finding import Answer, Text, unsure, yes
from probes.pages.absence.several import answer_hidden, not_found, searched_views
from probes.pages.absence.unread import AnswerPlace
from probes.pages.operator.licences import BUSINESS
from probes.probe import Need, Params, Probe

ROLES = (Role.HOME, Role.LICENCE)


def judge(site: Site, params: Params) -> Answer:
    """The best certain claim decides; a hidden page could only show more, so nothing less than full points is given while one is."""
    made = find_licence_claims(site, params)
    certain = max((claim for claim in made if not claim.doubtful), key=lambda claim: claim.share, default=None)
    doubtful = max((claim for claim in made if claim.doubtful), key=lambda claim: claim.share, default=None)
    if certain is not None and certain.share == 1.0:
        return _yes(certain)
    blind = answer_hidden(site, ROLES)
    if blind is not None:
        return blind
    if doubtful is not None and (certain is None or doubtful.share > certain.share):
        return _ask(doubtful)
    if certain is not None:
        return _yes(certain)
    pointer = find_unfollowed(site, params) or unread_badge(site)
    if pointer is not None:
        return _ask(pointer)
    found = sort_licences(site, searched_views(site, ROLES)[0], BUSINESS)
    more = found.absence
    return not_found(
        site,
        (Role.LICENCE,),
        f"首页一次点击内未见营业执照信息或链接{more.zh}",
        f"no business licence or link to it within one click of the home page{more.en}",
        fraction=0.0,
        where=AnswerPlace.LICENCES,
        values=found.instead,
    )


def _yes(claim: LicenceClaim) -> Answer:
    return yes(claim.said.zh, claim.said.en, *claim.evidence, fraction=claim.share, values=claim.values)


def _ask(claim: LicenceClaim) -> Answer:
    question = Text(
        "点击后能否看到本平台经营者的名称和统一社会信用代码？",
        "Does it show this operator's name and credit code?",
    )
    return unsure(
        claim.said.zh, claim.said.en, *claim.evidence, guess=claim.share, question=question, values=claim.values
    )


PROBE = Probe(
    reads=(Need(Role.HOME), Need(Role.LICENCE, required=False), Need(Role.ABOUT, required=False)),
    judge=judge,
    limits=CLAIM_LIMITS,
)
