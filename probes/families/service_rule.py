"""Probes about rules on after-sales service and delivery, and about shipping on product pages; one declaration each."""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers.products import shipping
from probes.answers.service_rules import judge_published, judge_rules, rule_pages_needed
from probes.finding import Answer, Text
from probes.probe import Params, Probe
from probes.schema.part_words import DOUBT, words_beside

_FOR_ALL = ("near", "never", "never_under", "chapter")


def service_rule(roles: tuple[Role, ...], *parts: str, needs: tuple[str, ...] = (), whole: int | None = None) -> Probe:
    """Is the ``subject`` stated on pages of those roles, part by part? ``needs`` and ``whole`` as in ``judge_rules``.

    The table's texts name every part, so that an answer can say which are missing.
    """

    def judge(site: Site, params: Params) -> Answer:
        return judge_rules(site, params, params.subject, roles, _named(parts, params), needs=needs, whole=whole)

    return Probe(
        reads=rule_pages_needed(roles),
        judge=judge,
        words=parts,
        texts=("subject", *parts),
        may_words=(*words_beside(parts, ("near", "never", "chapter", "rest")), "rest", *_FOR_ALL, *DOUBT),
    )


def rules_page(roles: tuple[Role, ...]) -> Probe:
    """Is there a page on the ``subject`` with enough sentences (``sentences``), within ``clicks`` of the home page?"""

    def judge(site: Site, params: Params) -> Answer:
        return judge_published(site, params, params.subject, roles)

    return Probe(
        reads=rule_pages_needed(roles),
        judge=judge,
        words=("about",),
        limits=("sentences", "clicks"),
        texts=("subject",),
        may_words=("never", *DOUBT),
    )


def shipping_detail(*parts: str, needs: tuple[str, ...] = ()) -> Probe:
    """Do product pages of goods state the ``subject``, part by part? ``needs`` as in ``shipping.judge_pages``."""

    def judge(site: Site, params: Params) -> Answer:
        return shipping.judge_pages(site, params, params.subject, _named(parts, params), needs=needs)

    return Probe(
        reads=rule_pages_needed(shipping.ROLES),
        judge=judge,
        words=(*parts, "services", "goods"),
        texts=("subject", *parts),
        may_words=words_beside(parts, ("never",)),
    )


def _named(parts: tuple[str, ...], params: Params) -> dict[str, Text]:
    return {part: params.texts[part] for part in parts}
