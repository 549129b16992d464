"""Probes that ask for the entry to a function of the shop: one declaration each, judged by ``functions.judge_function``."""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.finding import Answer
from probes.pages.service import entry_candidates, functions
from probes.probe import Params, Probe
from probes.schema.roles_read import need_roles

_ACCOUNT = (Role.LOGIN, Role.REGISTER)


def function_entry(
    *where: Role, target: Role | None = None, of_account: bool = False, described: bool = False
) -> Probe:
    """Does one of those pages lead to the ``subject``? ``target`` is the page behind it; ``of_account`` and ``described`` as in
    ``functions.judge_function``.
    """

    def judge(site: Site, params: Params) -> Answer:
        zh, en = params.subject.zh, params.subject.en
        return functions.judge_function(site, params, where, zh, en, target, of_account=of_account, described=described)

    behind = (*(_ACCOUNT if of_account else ()), *(() if target is None else (target,)))
    return Probe(
        reads=need_roles((*where, *behind)),
        judge=judge,
        fetches=("link",),
        words=entry_candidates.ENTRY_WORDS,
        limits=entry_candidates.ENTRY_LIMITS,
        texts=("subject",),
        may_words=entry_candidates.ENTRY_MAY,
    )
