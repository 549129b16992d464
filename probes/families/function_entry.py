"""Probes that ask for the entry to a function of the shop: one declaration each, judged by ``functions.judge_function``."""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import FoundBy, Role
from probes.finding import Answer, Outcome, Text, evidence_on_page, not_seen, unsure, yes
from probes.pages.absence.absence import gap_words
from probes.pages.absence.several import searched_views
from probes.pages.service import entry_candidates, functions
from probes.probe import Params, Probe
from probes.schema.roles_read import need_if_there, need_roles

_ACCOUNT = (Role.LOGIN, Role.REGISTER)

_NOT_ASKED = frozenset({Role.HOME, Role.ERROR})  # read by the check itself; no page of the shop

_USED = frozenset(
    {FoundBy.FORM, FoundBy.CLICK, FoundBy.LINK}
)  # how a page of results is reached that the shop itself led to


def function_entry(
    *where: Role, target: Role | None = None, of_account: bool = False, described: bool = False
) -> Probe:
    """Does one of those pages lead to the ``subject``? ``target`` is the page behind it; ``of_account`` and ``described`` as in
    ``functions.judge_function``.
    """

    def judge(site: Site, params: Params) -> Answer:
        zh, en = params.subject.zh, params.subject.en
        said = functions.judge_function(site, params, where, zh, en, target, of_account=of_account, described=described)
        if target is Role.LOGIN:
            return _find_elsewhere(site, said, params)
        return _doubt_searched(site, said, params) if target is Role.SEARCH else said

    asking = need_if_there((Role.CART,)) if target is Role.LOGIN else ()
    behind = (*(_ACCOUNT if of_account else ()), *(() if target is None else (target,)))
    return Probe(
        reads=(*need_roles((*where, *behind)), *asking),
        judge=judge,
        fetches=("link",),
        words=entry_candidates.ENTRY_WORDS,
        limits=entry_candidates.ENTRY_LIMITS,
        texts=("subject",),
        may_words=entry_candidates.ENTRY_MAY,
    )


def _doubt_searched(site: Site, answer: Answer, params: Params) -> Answer:
    """The answer; UNSURE instead of a NO where a search was made all the same: a field whose own words we do not know led to it."""
    found = next((view for view in site.all(Role.SEARCH) if view.found_by in _USED), None)
    if answer.outcome is not Outcome.NO or found is None:
        return answer
    zh, en = params.subject.zh, params.subject.en
    return unsure(
        f"首页未认出{zh}，但本次已从本站搜到了结果页", f"the home page shows no {en} that we know, yet its search was used",
        evidence_on_page(found), question=Text("首页的哪一处可以搜索？", "What on the home page leads to the search?"),
    )  # fmt: skip


def _find_elsewhere(site: Site, answer: Answer, params: Params) -> Answer:
    """The answer; YES where nothing was found and another page of the shop has the control: an app asks in its cart to sign in."""
    if answer.outcome not in (Outcome.NO, Outcome.NOT_SEEN):
        return answer
    for view in site.views:
        if view.role in _NOT_ASKED:
            continue
        for one in entry_candidates.function_candidates(view, params):
            if one.clickable and one.own.strip():
                said = functions.function_label(one)
                zh, en = params.subject.zh, params.subject.en
                return yes(f"有{zh}：{said.zh}", f"{en}: {said.en}", evidence_on_page(view, one))
    hidden = searched_views(site, (Role.CART,))[1]
    return answer if hidden is None else not_seen(hidden.reason, *gap_words(hidden))
