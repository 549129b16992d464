"""Probes that ask for a number of a licence or filing: one declaration each, judged by ``licence_answers.judge_licences``."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers.operator import licence_answers
from probes.finding import Answer
from probes.probe import Params, Probe
from probes.schema.roles_read import need_roles
from probes.text.numbers.number_grammar import NumberKind


def licence_number(kinds: Iterable[NumberKind], *roles: Role) -> Probe:
    """Does a page of those roles show one of the operator's own numbers of those kinds, the ``subject``?"""
    wanted = frozenset(kinds)

    def judge(site: Site, params: Params) -> Answer:
        return licence_answers.judge_licences(site, params, wanted, roles, params.subject)

    return Probe(reads=need_roles(roles), judge=judge, limits=licence_answers.NUMBER_LIMITS, texts=("subject",))
