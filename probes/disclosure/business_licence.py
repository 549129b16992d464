"""Is the business licence, or a link to it, within one click of the home page, with name and credit code to be read?"""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer, Text, unsure, yes
from probes.pages.unread import Where
from probes.probe import Need, Params, Probe
from probes.reading.business_licence import Claim, claims, unfollowed, unread_badge
from probes.reading.licence_answers import sort
from probes.reading.licences import BUSINESS
from probes.reading.several import hidden, not_found, searched

ROLES = (Role.HOME, Role.LICENCE)


def judge(site: Site, params: Params) -> Answer:
    """The best certain claim decides; a page that was hidden could only show more, so less than all is not said without it."""
    made = claims(site, params)
    certain = max((each for each in made if not each.doubtful), key=lambda each: each.share, default=None)
    doubtful = max((each for each in made if each.doubtful), key=lambda each: each.share, default=None)
    if certain is not None and certain.share == 1.0:
        return _yes(certain)
    blind = hidden(site, ROLES)
    if blind is not None:
        return blind
    if doubtful is not None and (certain is None or doubtful.share > certain.share):
        return _ask(doubtful)
    if certain is not None:
        return _yes(certain)
    pointer = unfollowed(site, params) or unread_badge(site)
    if pointer is not None:
        return _ask(pointer)
    found = sort(site, searched(site, ROLES)[0], BUSINESS)
    more = found.absence
    return not_found(
        site,
        (Role.LICENCE,),
        f"首页一次点击内未见营业执照信息或链接{more.zh}",
        f"no business licence or link to it within one click of the home page{more.en}",
        fraction=0.0,
        where=Where.LICENCES,
        values=found.instead,
    )


def _yes(claim: Claim) -> Answer:
    return yes(claim.said.zh, claim.said.en, *claim.evidence, fraction=claim.share, values=claim.values)


def _ask(claim: Claim) -> Answer:
    question = Text(
        "点击后能否看到本平台经营者的名称和统一社会信用代码？",
        "Does it show this operator's name and credit code?",
    )
    return unsure(
        claim.said.zh, claim.said.en, *claim.evidence, guess=claim.share, question=question, values=claim.values
    )


PROBE = Probe(reads=(Need(Role.HOME), Need(Role.LICENCE, required=False)), judge=judge)
