"""Probes that ask whether the rules treat a topic at length: one declaration each, judged by ``topics.judge_topic``."""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers.topics import judge_topic
from probes.finding import Answer
from probes.pages.rules.rulebook import ROLES
from probes.probe import Params, Probe
from probes.schema.part_words import HINT
from probes.schema.roles_read import need_if_there


def rules_topic(roles: tuple[Role, ...] = ROLES, own: Role | None = None, aside: Role | None = None) -> Probe:
    """Do pages of those roles treat the ``subject`` (words of ``topic``)? What only pages for sellers treat earns ``seller_share``.

    ``own``: the role of pages that are given to the subject, in whatever words; ``aside``: of those that speak of it for
    another matter's sake.
    """

    def judge(site: Site, params: Params) -> Answer:
        return judge_topic(site, params, params.subject, roles, own, aside)

    return Probe(
        reads=need_if_there(roles),
        judge=judge,
        words=("topic",),
        limits=("seller_share",) if Role.SELLER in roles else (),
        texts=("subject",),
        may_words=("never", "chapter", *HINT),
    )
