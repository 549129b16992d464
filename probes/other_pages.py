"""Pages of the shop that no role's words named: read before it is said that something is stated nowhere."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping

from crawler.links import role_links
from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import INSTEAD, Answer, Outcome
from probes.pages.absence.mentioned import find_goods_pages
from probes.pages.absence.several import find_shelf
from probes.pages.absence.unread import forget_banners
from probes.pages.operator.notices import doubt_notice, expects_notices, find_notices
from probes.pages.operator.other_matters import doubt_matter, file_other_matters
from probes.pages.operator.strange_papers import doubt_stranger, find_strange_papers
from probes.probe import Check
from probes.recall import RULES
from probes.text.remember import per_site, refile_view, replace_views


def read_other_pages(check: Check, answer: Answer, surface: Site, ask: Callable[[Site], Answer]) -> Answer:
    """The answer with what pages say that no role named; and none that something is stated nowhere where a page on another matter states it.

    The reader of a statement reads the pages where such things stand. Where a shop writes it elsewhere it is no absence,
    and what it says there may be of something else: a person is asked. A fault of ``ask`` is raised.
    """
    told = _read_unnamed_pages(check, answer, surface, ask)
    denied = told.outcome is Outcome.NO and told.by_absence and INSTEAD not in told.values
    if not denied or not check.stated or check.good is not Outcome.YES or check.id in RULES.formed:
        return told
    filed = file_other_matters(surface, check.probe.reads)
    again = told if filed is None else ask(filed)
    stated = again.outcome is Outcome.YES and any(evidence.quote for evidence in again.evidence)
    return doubt_matter(check, again) if stated else told


def _read_unnamed_pages(check: Check, answer: Answer, surface: Site, ask: Callable[[Site], Answer]) -> Answer:
    """The answer; where it misses something, that of the check asked again with those pages among the documents it reads, if better.

    What is mentioned in words we do not know, or met in part, is missed too: the shop may say it plainly on such a page.
    They can only help, by what they say: a list of brands that holds no bad clause is no set of rules without one. What is
    wrong on such a page, which may be an article or an advertisement, is held against nobody; and what such a page may
    say in words we do not know is no absence, but a question. A check that reads no
    collection of documents (help, rules ...) is not asked again, nor is one that reads pages of customer service alone:
    a footer with a number makes no page one of these; nor is one that tells a thing by its form, for a box to search
    in on just any page searches goods. What news and notices alone would say is a question to a person, except for checks
    that ask for these; so is what texts in the name of another platform would. A fault of ``ask`` is raised.
    """
    if check.id in RULES.formed or check.good is not Outcome.YES or not _misses(answer) or not surface.all(Role.OTHER):
        return answer
    shelf = find_shelf(check.probe.reads)
    if shelf is None or shelf is Role.SERVICE:
        return answer
    if strangers := find_strange_papers(surface):
        told = _read_unnamed_pages(check, answer, _without_strangers(surface), ask)
        heard = _better(told, ask(_filed(surface)[shelf])) if _misses(told) else told
        return told if heard is told else _over_strangers(check, told, heard, next(iter(strangers.values())))
    if expects_notices(check) or not find_notices(surface):
        return _better(answer, ask(_filed(surface)[shelf]))
    told = _better(answer, ask(_filed_without_notices(surface)[shelf]))
    noticed = _better(told, ask(_filed(surface)[shelf])) if _misses(told) else told
    return told if noticed is told else _over_notices(check, told, noticed)


def _over_strangers(check: Check, answer: Answer, heard: Answer, name: str) -> Answer:
    """What to make of an answer that texts in another platform's name better: a person is asked, unless a part is known without them."""
    if answer.outcome is Outcome.YES and heard.outcome is Outcome.YES:
        return dataclasses.replace(answer, ceiling=max(_share(heard), answer.ceiling or 0.0))
    return doubt_stranger(heard, name)


def _better(answer: Answer, again: Answer) -> Answer:
    doubted = answer.outcome is Outcome.NO and again.outcome is Outcome.UNSURE
    better = again.outcome is Outcome.YES and _share(again) > _share(answer)
    if answer.outcome is Outcome.NOT_APPLICABLE and not _shows(again):
        return answer
    return again if doubted or better else answer


def _over_notices(check: Check, answer: Answer, noticed: Answer) -> Answer:
    """What to make of an answer that news or notices better: a person is asked, unless a part is known without them."""
    if answer.outcome is Outcome.YES:
        return dataclasses.replace(answer, ceiling=max(_share(noticed), answer.ceiling or 0.0))
    return doubt_notice(check, noticed)


@per_site
def _filed(surface: Site) -> Mapping[Role, Site]:
    """The surface with those pages filed under each of the roles that collect documents, after the pages of the role itself.

    Lists of goods are no documents: what is printed beside a name there is about that product. Nor is a flat banner, which
    heads such a page (领券中心) as it heads home: unread, it hides no more here than there.
    """
    own = tuple(view for view in surface.views if view.role is not Role.OTHER)
    goods = find_goods_pages(surface)
    others = tuple(forget_banners(view) for view in surface.views if view.role is Role.OTHER and view.id not in goods)
    return {
        role: replace_views(surface, (*own, *(refile_view(view, role) for view in others)))
        for role in map(Role, role_links.SHELVES)
    }


@per_site
def _filed_without_notices(surface: Site) -> Mapping[Role, Site]:
    notices = find_notices(surface)
    return {
        role: replace_views(filed, (view for view in filed.views if view.id not in notices))
        for role, filed in _filed(surface).items()
    }


@per_site
def _without_strangers(surface: Site) -> Site:
    strangers = find_strange_papers(surface)
    return replace_views(surface, (view for view in surface.views if view.id not in strangers))


def _shows(answer: Answer) -> bool:
    """Whether words or a place on a page speak for the answer, and not only that nothing was found on it."""
    return any(evidence.quote or evidence.selector for evidence in answer.evidence)


def _misses(answer: Answer) -> bool:
    """Whether there may be more to find: nothing was found, something that could not be told, or a part."""
    return answer.by_absence or answer.outcome is Outcome.UNSURE or _share(answer) < 1.0


def _share(answer: Answer) -> float:
    if answer.outcome is Outcome.YES:
        return 1.0 if answer.fraction is None else answer.fraction
    return 0.0
