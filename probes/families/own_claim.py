"""Probes about what a shop says of itself: a statement, figures, or an account of something done; one declaration each."""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers.accounts import judge_account
from probes.answers.own_answers import judge_figures, judge_told, own_pages_needed
from probes.finding import Answer
from probes.probe import Params, Probe
from probes.schema.part_words import HINT, words_beside

_FOR_ALL = ("near", "never", "never_under", "done")


def own_statement(roles: tuple[Role, ...], *parts: str, whole: int | None = None) -> Probe:
    """Does the shop state the ``subject`` in its own name? The limit ``since`` is the first year from which a dated sentence counts."""

    def judge(site: Site, params: Params) -> Answer:
        return judge_told(site, params, params.subject, roles, parts, whole=whole)

    return Probe(
        reads=own_pages_needed(*roles),
        judge=judge,
        words=parts,
        texts=("subject",),
        may_words=(*words_beside(parts, ("near", "never", "heading", "under", "here")), *_FOR_ALL, *HINT),
        may_limits=("since",),
    )


def own_figures(*roles: Role) -> Probe:
    """Does the shop give figures on the ``subject``, at most ``months`` old? All points for ``least`` of them, if the table sets it."""

    def judge(site: Site, params: Params) -> Answer:
        least = int(params.limit("least")) if "least" in params.limits else 1
        return judge_figures(site, params, params.subject, roles, least=least)

    return Probe(
        reads=own_pages_needed(*roles),
        judge=judge,
        words=("near", "counted", "dimensions"),
        limits=("months",),
        texts=("subject",),
        may_words=("never", "not_counted", "counted_heading", "done", *HINT),
        may_limits=("least",),
    )


def own_account(
    roles: tuple[Role, ...],
    *parts: str,
    figured: tuple[str, ...] = (),
    dated: tuple[str, ...] = (),
    of_others: bool = False,
) -> Probe:
    """Does one passage give every part of the ``subject``? ``figured``, ``dated`` and ``of_others`` as in ``judge_account``."""

    def judge(site: Site, params: Params) -> Answer:
        return judge_account(
            site, params, params.subject, roles, parts, figured=figured, dated=dated, of_others=of_others
        )

    return Probe(
        reads=own_pages_needed(*roles),
        judge=judge,
        words=(*parts, "ours") if of_others else parts,
        limits=("months",),
        texts=("subject",),
        may_words=("never",),
    )
