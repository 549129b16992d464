"""Probes that ask about rules on complaints and the time they take: one declaration each."""

from __future__ import annotations

from crawler.site import Site
from crawler.vocabulary import Role
from probes.answers.complaints.complaint_items import ask_instead, judge_rule, rule_params, rule_reads, with_service
from probes.answers.complaints.complaint_times import judge_limit
from probes.answers.published import declare_notices, judge_published, name_notices
from probes.finding import Answer
from probes.probe import Params, Probe
from probes.schema.part_words import DOUBT, stated_words


def complaint_rule(*parts: str, least: int = 1, whole: int | None = None, needs: tuple[str, ...] = ()) -> Probe:
    """Is the ``subject`` stated where rules on complaints stand?

    The part is ``rule`` unless others are named; the rest as in ``judge_rule``.
    """
    asked = parts or ("rule",)

    def judge(site: Site, params: Params) -> Answer:
        return judge_rule(site, params, params.subject, asked, least=least, whole=whole, needs=needs)

    return Probe(
        reads=rule_reads(),
        judge=judge,
        words=asked,
        texts=("subject",),
        may_words=(*stated_words(asked), *DOUBT),
    )


def complaint_limit() -> Probe:
    """Is the time of the ``subject`` stated: all points up to ``good_hours``, half of them up to ``most_hours``?

    With ``settling`` words a time that none of these is about, so that it is only that of the beginning, earns half.
    With ``ending`` words a time too long that one of these is about says nothing of a stage before the end.
    """

    def judge(site: Site, params: Params) -> Answer:
        return judge_limit(site, params, params.subject)

    return Probe(
        reads=rule_reads(),
        judge=judge,
        words=("about", "stage"),
        limits=("good_hours", "most_hours"),
        texts=("subject",),
        may_words=("never", "chapter", "doubt", "settling", "ending", "named"),
    )


def complaint_notices(*roles: Role) -> Probe:
    """Are notices for people who may complain published, as the table's texts call them?"""

    def judge(site: Site, params: Params) -> Answer:
        told, asked, said = rule_params(params), with_service(site, roles), name_notices(params)
        return ask_instead(site, told, said.notice, asked, judge_published(site, told, asked, said))

    return declare_notices(rule_reads(roles), judge, DOUBT)
